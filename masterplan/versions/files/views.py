"""Files of a version: how far they are, the file itself, one more try."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_GET, require_POST

from lib.errors import Conflict
from lib.files import storage
from lib.jobs.models import MAX_ATTEMPTS, Job, JobState
from lib.text.formats import angka, jam, tanggal
from masterplan.versions.files import rules, services
from masterplan.versions.files.formats import Format
from masterplan.versions.files.models import Export
from masterplan.versions.files.selectors import BookFile, export_name, ready_before
from masterplan.versions.models import Revision, RevisionState
from masterplan.versions.reading.selectors import overview
from opd.accounts.sign_in.requests import SignedInRequest, signed_in


def download(request: HttpRequest, content: bytes, *, name: str, kind: str, sha256: str) -> HttpResponse:
    """Bytes that never change: named by their SHA-256, kept by the browser, saved and not opened."""
    etag = f'"{sha256}"'
    headers: dict[str, Any] = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, max-age=0, must-revalidate",
        "ETag": etag,
    }
    response = HttpResponse(content, content_type=kind, headers=headers)
    answer = get_conditional_response(request, etag=etag, response=response)
    assert isinstance(answer, HttpResponse)  # noqa: S101 -- a response was given, so one comes back
    return answer


WAITS = (
    "Menunggu giliran. Bila pekerja sedang berhenti, pesanan ini tetap antre dan dikerjakan setelah "
    "pekerja kembali."
)

NEVER = "Belum pernah dikerjakan."


@dataclass(frozen=True)
class FileLine:
    """One book in one form. `state` is that of its job, or empty while nobody has ordered it."""

    form: Format
    code: str
    title: str
    state: str = ""
    note: str = ""
    pk: int = 0
    done: int = 0
    total: int = 0
    poll: str = ""
    url: str = ""
    sha256: str = ""
    is_final: bool = False
    can_order: bool = False
    can_retry: bool = False
    earlier: str = ""
    """Address of the last file that is ready, while a newer one is not."""

    @property
    def download(self) -> str:
        return f"Unduh {self.form.label}"

    @property
    def order(self) -> str:
        return f"Buat {self.form.label}"

    @property
    def root(self) -> str:
        return f"berkas-{self.pk}"


def file_lines(revision: Revision, files: Iterable[BookFile], *, can_export: bool) -> list[FileLine]:
    can_order = can_export and takes_orders(revision)
    return [
        file_line(row.newest, row.title, can_export=can_export, earlier=row.earlier)
        if row.newest
        else FileLine(row.form, row.code, _titled(row.title, row.form), can_order=can_order)
        for row in files
    ]


def _titled(title: str, form: Format) -> str:
    return f"{title}, {form.label}"


def takes_orders(revision: Revision) -> bool:
    """A draft of a final version is no longer made: that has its one final book."""
    return revision.state != RevisionState.FINAL


def file_line(export: Export, title: str, *, can_export: bool, earlier: Export | None = None) -> FileLine:
    state = export.state
    live = state in (JobState.QUEUED, JobState.RUNNING)
    return FileLine(
        form=export.form,
        code=export.book,
        title=_titled(title, export.form),
        state=state,
        note=_note(export, state),
        pk=export.pk,
        done=export.job.step if export.job else 0,
        total=export.job.steps if export.job and state == JobState.RUNNING else 0,
        poll=reverse("masterplan:export_progress", args=[export.pk]) if live else "",
        url=_download(export) if export.is_ready else "",
        sha256=export.sha256,
        is_final=export.is_final,
        can_order=can_export and state == JobState.DONE and takes_orders(export.revision),
        can_retry=can_export and state == JobState.FAILED,
        earlier=_download(earlier) if earlier else "",
    )


def _note(export: Export, state: str) -> str:
    if state == JobState.DONE:
        return _made(export)
    if export.job is None:
        return NEVER
    if state == JobState.FAILED:
        return f"Gagal setelah {export.job.attempts} kali coba. {export.job.error}".strip()
    return _under_way(export.job)


def _made(export: Export) -> str:
    parts = [f"{angka(export.pages)} halaman"] if export.pages else []
    parts += [filesizeformat(export.size)] if export.size else []
    parts += (
        [f"selesai {tanggal(export.finished_at)}, {jam(export.finished_at)}"] if export.finished_at else []
    )
    return f"{', '.join(parts)}."


def _under_way(job: Job) -> str:
    step = f"{job.message}." if job.message else ""
    if job.is_repeated:
        attempt = job.attempts + (job.state == JobState.QUEUED)
        again = f"percobaan {attempt} dari {MAX_ATTEMPTS}."
        if job.state == JobState.QUEUED:
            return f"Terhenti sebelum selesai dan antre lagi, {again} {WAITS}"
        return f"Sedang diulang setelah terhenti, {again} {step}".strip()
    return (step or "Sedang dikerjakan.") if job.state == JobState.RUNNING else WAITS


def _download(export: Export) -> str:
    return reverse("masterplan:export_file", args=[export.pk])


log = logging.getLogger(__name__)


def visible_export(request: SignedInRequest, pk: int) -> Export:
    seen = Export.objects.visible_to(request.user)
    rows = seen.select_related("revision__masterplan__cycle", "job", "requested_by")
    export: Export = get_object_or_404(rows.defer("revision__content", "edition"), pk=pk)
    request.plans.of_row(pk=export.revision.masterplan_id)
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
        return render(request, "masterplan/versions/files/progress.html", context)
    response = render(request, "masterplan/versions/files/line.html", context)
    response["HX-Retarget"] = f"#{line.root}"
    return response


@require_GET
@signed_in
def export_file(request: SignedInRequest, pk: int) -> HttpResponse:
    export = visible_export(request, pk)
    if not export.is_ready:
        raise Conflict(services.NOT_READY)
    try:
        content = storage.get(export.sha256)
    except OSError as reason:
        log.exception("the file of export %s cannot be read", export.pk)
        sentence = "Berkas ini tidak dapat dibaca dari penyimpanan. Beri tahu pengelola portal."
        raise Conflict(sentence) from reason
    return download(
        request, content, name=export_name(export), kind=export.form.media_type, sha256=export.sha256
    )


@require_POST
@signed_in
def export_retry(request: SignedInRequest, pk: int) -> HttpResponse:
    export = services.try_again(visible_export(request, pk), actor=request.user)
    messages.success(request, "Berkas diminta sekali lagi.")
    return redirect("masterplan:export_progress", pk=export.pk)
