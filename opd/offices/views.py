"""Who holds which office: the list, an appointment, the end of a term."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from lib import clock
from lib.errors import Conflict, Invalid
from lib.forms.refusal import add_refusal
from lib.forms.remarks import remarks
from lib.http import warn
from opd.accounts.sign_in.requests import SignedInRequest, signed_in
from opd.offices import rules, services
from opd.offices.forms import EndTermForm, HolderForm
from opd.offices.models import OfficeHolder, Opd
from opd.offices.selectors import periods_of, seat, seat_tables


@signed_in
def listing(request: SignedInRequest) -> HttpResponse:
    plan = request.plans.plan
    only_vacant = request.GET.get("keadaan") == "kosong"
    tables = seat_tables(request.user, plan.region_id if plan else None, only_vacant=only_vacant)
    if not tables:
        raise Http404("not for this person")
    context = {
        "tables": tables,
        "names_region": len(tables) > 1,
        "only_vacant": only_vacant,
        "rows": sum(len(table.seats) for table in tables),
    }
    return render(request, "opd/offices/holder_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def add(request: SignedInRequest, pk: int) -> HttpResponse:
    opd = get_object_or_404(Opd.objects.visible_to(request.user), pk=pk)
    request.plans.of_row(region_id=opd.region_id)
    rules.APPOINT.require(request.user, opd)
    initial = {"capacity": "definitif", "since": clock.today()}
    form = HolderForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            holder = services.appoint(opd, form.holder_data(), actor=request.user)
        except Invalid as refusal:
            add_refusal(form, refusal)
        else:
            warn(request, remarks(form))
            messages.success(
                request, f"{holder.name} tersimpan sebagai {holder.title}.", extra_tags=f"holder:{opd.pk}"
            )
            return redirect("opd:opd_detail", opd.pk)
    context = {"opd": opd, "form": form, "seat": seat(opd, periods_of(opd, request.user), clock.today())}
    return render(request, "opd/offices/holder_form.html", context, status=400 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def end(request: SignedInRequest, pk: int) -> HttpResponse:
    visible = OfficeHolder.objects.visible_to(request.user).select_related("opd")
    holder: OfficeHolder = get_object_or_404(visible, pk=pk)
    request.plans.of_row(region_id=holder.opd.region_id)
    rules.END_TERM.require(request.user, holder.opd)
    if holder.until is not None:
        raise Conflict(services.ENDED)
    form = EndTermForm(request.POST if request.method == "POST" else None, initial={"until": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            services.end_term(holder, actor=request.user, until=form.cleaned_data["until"])
        except Invalid as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, f"Masa jabatan {holder.title} diakhiri.")
            return redirect("opd:opd_detail", holder.opd_id)
    context = {"opd": holder.opd, "holder": holder, "form": form}
    return render(request, "opd/offices/holder_end.html", context, status=400 if form.is_bound else 200)


@signed_in
def detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """Its holder as far as one may read names; programmes and commitment come from the apps that own them."""
    opd: Opd = get_object_or_404(
        Opd.objects.visible_to(request.user).select_related("region", "parent"), pk=pk
    )
    request.plans.of_row(region_id=opd.region_id)
    periods = periods_of(opd, request.user)
    context = {
        "opd": opd,
        "seat": seat(opd, periods, clock.today()),
        "periods": periods,
        "can_see_holders": rules.can_see_holders(request.user, opd.region),
        "can_see_names": rules.can_see_names(request.user, opd),
        "can_appoint": rules.can_appoint(request.user, opd),
        "can_see_programmes": rules.can_see_programmes(request.user, opd),
        "can_see_commitment": rules.can_see_commitment(request.user, opd),
    }
    return render(request, "opd/offices/opd_detail.html", context)
