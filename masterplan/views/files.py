"""Files of a version as lines of a page: what is on its way, what is ready, what failed and why."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.template.defaultfilters import filesizeformat
from django.urls import reverse

from jobs.models import MAX_ATTEMPTS, Job, JobState
from masterplan.enums import RevisionState
from masterplan.models import Export, Revision
from masterplan.selectors.revisions import BookFile
from pdf.formats import angka, jam, tanggal

WAITS = (
    "Menunggu giliran. Bila pekerja sedang berhenti, pesanan ini tetap antre dan dikerjakan setelah "
    "pekerja kembali."
)
NEVER = "Belum pernah dikerjakan."


@dataclass(frozen=True)
class FileLine:
    """One book. `state` is that of its job, or empty while nobody has ordered it."""

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
    def root(self) -> str:
        return f"berkas-{self.pk}"


def file_lines(revision: Revision, files: Iterable[BookFile], *, can_export: bool) -> list[FileLine]:
    can_order = can_export and takes_orders(revision)
    return [
        file_line(row.newest, row.title, can_export=can_export, earlier=row.earlier)
        if row.newest
        else FileLine(row.code, f"{row.title}, PDF", can_order=can_order)
        for row in files
    ]


def takes_orders(revision: Revision) -> bool:
    """A draft of a final version is no longer made: that has its one final book."""
    return revision.state != RevisionState.FINAL


def file_line(export: Export, title: str, *, can_export: bool, earlier: Export | None = None) -> FileLine:
    state = export.state
    live = state in (JobState.QUEUED, JobState.RUNNING)
    return FileLine(
        code=export.book,
        title=f"{title}, PDF",
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
