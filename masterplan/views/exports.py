"""Files of a version: how far they are, the file itself, one more try."""

import logging
from typing import Any, cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from masterplan import rules
from masterplan.file_names import export_name
from masterplan.frozen import overview
from masterplan.models import Export
from masterplan.selectors.revisions import ready_before
from masterplan.services import exports
from masterplan.views.downloads import download
from masterplan.views.files import FileLine, file_line
from opd import files
from opd.errors import Conflict
from opd.http import SignedInRequest, signed_in

log = logging.getLogger(__name__)


def visible_export(request: SignedInRequest, pk: int) -> Export:
    seen = Export.objects.visible_to(request.user)
    rows = seen.select_related("revision__masterplan__cycle", "job", "requested_by")
    export: Export = get_object_or_404(rows.defer("revision__content", "edition"), pk=pk)
    cast(Any, request).frame_plan = export.revision.masterplan
    return export


def line_of(request: SignedInRequest, export: Export) -> FileLine:
    titles = overview(export.revision).books
    title = "Buku final" if export.is_final else titles.get(export.book, "Semua buku")
    can_export = rules.can_export(request.user, export.revision)
    return file_line(export, title, can_export=can_export, earlier=ready_before(export))


@require_GET
@signed_in
def export_progress(request: SignedInRequest, pk: int) -> HttpResponse:
    """A page of its own; for htmx the line alone, put in the place of the line that asks."""
    export = visible_export(request, pk)
    line = line_of(request, export)
    context = {"export": export, "revision": export.revision, "line": line}
    if request.headers.get("HX-Request") != "true":
        return render(request, "masterplan/exports/progress.html", context)
    response = render(request, "masterplan/exports/line.html", context)
    response["HX-Retarget"] = f"#{line.root}"
    return response


@require_GET
@signed_in
def export_file(request: SignedInRequest, pk: int) -> HttpResponse:
    export = visible_export(request, pk)
    if not export.is_ready:
        raise Conflict(exports.NOT_READY)
    try:
        content = files.get(export.sha256)
    except OSError as reason:
        log.exception("the file of export %s cannot be read", export.pk)
        sentence = "Berkas ini tidak dapat dibaca dari penyimpanan. Beri tahu pengelola portal."
        raise Conflict(sentence) from reason
    return download(request, content, name=export_name(export), kind="application/pdf", sha256=export.sha256)


@require_POST
@signed_in
def export_retry(request: SignedInRequest, pk: int) -> HttpResponse:
    export = exports.try_again(visible_export(request, pk), actor=request.user)
    messages.success(request, "Berkas diminta sekali lagi.")
    return redirect("masterplan:export_progress", pk=export.pk)
