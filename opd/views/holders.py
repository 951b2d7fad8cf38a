"""Who holds which office: the list, an appointment, the end of a term."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from opd import clock, rules
from opd.authorization import require
from opd.errors import Conflict, Invalid
from opd.forms import EndTermForm, HolderForm
from opd.http import SignedInRequest, signed_in
from opd.models import OfficeHolder, Opd
from opd.selectors import periods_of, seat, seat_tables
from opd.services import holders


@signed_in
def listing(request: SignedInRequest) -> HttpResponse:
    tables = seat_tables(request.user)
    if not tables:
        raise Http404("not for this person")
    return render(request, "opd/holder_list.html", {"tables": tables, "names_region": len(tables) > 1})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def add(request: SignedInRequest, pk: int) -> HttpResponse:
    opd = get_object_or_404(Opd.objects.visible_to(request.user), pk=pk)
    require(rules.can_appoint(request.user, opd), holders.ONLY_ADMIN)
    initial = {"capacity": "definitif", "since": clock.today()}
    form = HolderForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            holder = holders.appoint(opd, form.holder_data(), actor=request.user)
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            messages.success(
                request, f"{holder.name} tersimpan sebagai {holder.title}.", extra_tags=f"holder:{opd.pk}"
            )
            return redirect("opd:opd_detail", opd.pk)
    context = {"opd": opd, "form": form, "seat": seat(opd, periods_of(opd, request.user), clock.today())}
    return render(request, "opd/holder_form.html", context, status=400 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def end(request: SignedInRequest, pk: int) -> HttpResponse:
    visible = OfficeHolder.objects.visible_to(request.user).select_related("opd")
    holder: OfficeHolder = get_object_or_404(visible, pk=pk)
    require(rules.can_appoint(request.user, holder.opd), holders.ONLY_ADMIN)
    if holder.until is not None:
        raise Conflict(holders.ENDED)
    form = EndTermForm(request.POST if request.method == "POST" else None, initial={"until": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            holders.end_term(holder, actor=request.user, until=form.cleaned_data["until"])
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"Masa jabatan {holder.title} diakhiri.")
            return redirect("opd:opd_detail", holder.opd_id)
    context = {"opd": holder.opd, "holder": holder, "form": form}
    return render(request, "opd/holder_end.html", context, status=400 if form.is_bound else 200)
