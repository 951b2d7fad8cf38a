"""The way of a version to the final one, step by step: what is done, whose turn it is, what comes after."""

from dataclasses import dataclass

from django.urls import reverse

from masterplan.enums import Decision, RevisionState
from masterplan.models import ReviewRound, Revision
from masterplan.selectors.reviews import Answered
from masterplan.views.files import FileLine
from pdf.formats import tanggal

ICONS = {"ok": "check-circle-fill", "run": "pencil", "open": "clock", "bad": "x-octagon-fill"}


@dataclass(frozen=True)
class Step:
    """`kind` is a state of the look's checklist: ok, run (somebody's turn), open (later) or bad."""

    kind: str
    title: str
    text: str = ""
    url: str = ""
    action: str = ""

    @property
    def icon(self) -> str:
        return ICONS[self.kind]


def path_of(
    revision: Revision, round_: ReviewRound | None, answered: Answered, final_book: FileLine | None
) -> list[Step]:
    return [
        _review(revision, round_, answered),
        _decision(revision, round_),
        _commitments(revision),
        _final(revision),
        _book(revision, final_book),
    ]


def _review(revision: Revision, round_: ReviewRound | None, answered: Answered) -> Step:
    if round_ is None:
        return Step("ok" if revision.is_approved else "open", "Tinjauan fasilitator")
    url = reverse("masterplan:round_detail", args=[round_.pk])
    said = f"{answered.answered} dari {answered.total} komentar terjawab" if answered.total else ""
    if round_.closed_at is None:
        title = f"Tinjauan putaran {round_.number} terbuka"
        return Step("run", title, f"Tenggat {tanggal(round_.due)}. {said}", url, "Buka")
    text = ", ".join(part for part in (tanggal(round_.closed_at), said) if part)
    return Step("ok", f"Tinjauan putaran {round_.number} ditutup", text, url, "Buka")


def _decision(revision: Revision, round_: ReviewRound | None) -> Step:
    if revision.is_approved:
        on = tanggal(round_.decided_at) if round_ and round_.decided_at else ""
        return Step("ok", "Disetujui fasilitator", on)
    if round_ and round_.decision == Decision.RETURNED:
        return Step("bad", "Dikembalikan fasilitator", round_.reason)
    if round_ and not round_.is_open:
        return Step("run", "Giliran fasilitator", "Setujui atau kembalikan")
    return Step("open", "Fasilitator", "Memutuskan setelah putaran ditutup")


def _commitments(revision: Revision) -> Step:
    board = reverse("commitments:board")
    if revision.state == RevisionState.FINAL:
        reason = revision.missing_reason
        text = f"Ditetapkan tanpa sebagian OPD: {reason}" if reason else ""
        return Step("ok", "Komitmen OPD", text, board, "Lihat komitmen")
    if revision.state == RevisionState.APPROVED:
        return Step("run", "Komitmen OPD", "Setiap OPD menandatangani bagiannya.", board, "Lihat komitmen")
    return Step("open", "Komitmen OPD", "Diterbitkan setelah disetujui")


def _final(revision: Revision) -> Step:
    if revision.final_at:
        return Step("ok", "Ditetapkan pimpinan", tanggal(revision.final_at))
    if revision.state == RevisionState.APPROVED:
        return Step("open", "Pimpinan", "Menetapkan setelah komitmen terkumpul")
    if revision.state == RevisionState.SUPERSEDED:
        return Step("bad", "Digantikan versi yang lebih baru")
    return Step("open", "Pimpinan", "Setelah fasilitator dan komitmen OPD")


def _book(revision: Revision, final_book: FileLine | None) -> Step:
    if final_book is None:
        return Step("open", "Buku final", "Dibuat sekali, tanpa tanda draf")
    if final_book.url:
        return Step("ok", "Buku final", "", final_book.url, "Unduh PDF")
    return Step("run", "Buku final", "Sedang dibuat", "#berkas", "Lihat kemajuan")
