"""What can happen to a programme beside being written: set aside, taken back, deleted."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from masterplan import rules
from masterplan.forms.reviews import NOT_SEEN
from masterplan.forms.set_aside import SetAsideForm
from masterplan.services import programmes
from masterplan.views.programmes import visible_programme
from opd.authorization import require
from opd.errors import Invalid
from opd.http import SignedInRequest, signed_in, version_of


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def programme_set_aside(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask for the reason, then take the programme out of the plan."""
    programme = visible_programme(request, pk)
    require(rules.can_edit_programme(request.user, programme), programmes.NOT_YOURS)
    form = SetAsideForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        # A reason that cannot be read is put to the service as none: it names who and when before what.
        reason = form.cleaned_data["reason"] if form.is_valid() else ""
        try:
            programmes.set_aside(programme, actor=request.user, reason=reason, seen=seen(request))
        except Invalid as refusal:
            for name, text in refusal.fields.items():
                if name not in form.errors:
                    form.add_error(name, text)
        else:
            said = f"Program {programme.code} dikesampingkan. Dapat dipulihkan kapan saja."
            messages.success(request, said, extra_tags=f"programme:aside:{programme.pk}")
            return redirect("masterplan:programme_detail", pk=programme.pk)
    context = {"form": form, "programme": programme}
    status = 400 if request.method == "POST" else 200
    return render(request, "masterplan/programmes/set_aside.html", context, status=status)


@require_POST
@signed_in
def programme_restore(request: SignedInRequest, pk: int) -> HttpResponse:
    programme = visible_programme(request, pk)
    programmes.restore(programme, actor=request.user, seen=seen(request))
    messages.success(request, f"Program {programme.code} kembali dalam masterplan.")
    return redirect("masterplan:programme_detail", pk=programme.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def programme_delete(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask once more, then delete what no frozen version holds."""
    programme = visible_programme(request, pk)
    require(rules.can_edit_programme(request.user, programme), programmes.NOT_YOURS)
    if request.method == "POST":
        programmes.delete(programme, actor=request.user, seen=seen(request))
        messages.success(request, f"Program {programme.code} dihapus.")
        return redirect("masterplan:programme_list")
    return render(request, "masterplan/programmes/delete.html", {"programme": programme})


def seen(request: SignedInRequest) -> int:
    """The version the page showed. A missing one is as stale as an old one."""
    version = version_of(request)
    return NOT_SEEN if version is None else version
