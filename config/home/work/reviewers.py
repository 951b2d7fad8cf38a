"""Facilitator and leader: what waits for their decision."""

from django.urls import reverse

from commitments.enums import CommitmentState
from config.home.sight import Sight
from config.home.work.items import WorkItem, days_text, names
from masterplan.enums import RevisionState
from masterplan.models import Masterplan
from masterplan.selectors.versions import VersionHead, waiting
from opd import clock
from pdf.formats import tanggal


def for_facilitator(sight: Sight) -> list[WorkItem]:
    """The rounds of every region the person accompanies."""
    return [item for plan in sight.accompanied for item in _rounds(plan, sight.versions_by_plan[plan.pk])]


def _rounds(plan: Masterplan, versions: list[VersionHead]) -> list[WorkItem]:
    region = plan.cycle.region.name
    found = []
    for version, round_ in waiting(versions):
        label, url = version.label, reverse("masterplan:round_detail", args=[round_.pk])
        waits_since = tanggal(clock.local_day(round_.closed_at or round_.opened_at))
        years = f"{plan.valid_from}\N{EN DASH}{plan.valid_to}"
        since = f"Masterplan {years}, putaran {round_.number}, menunggu sejak {waits_since}."
        if round_.closed_at is not None:
            text = f"{since} Semua komentar terjawab; setujui atau kembalikan versi ini."
            found.append(
                WorkItem(
                    f"{region}: putuskan {label}", text, url, "Baca dan putuskan", "warn", "Menunggu Anda"
                )
            )
            continue
        mine, answers = round_.comments, round_.answered
        title = (
            f"{region}: tinjau {label}" if not mine else f"{region}: {answers} dari {mine} komentar terjawab"
        )
        due = f"Putaran ditutup {days_text(round_.due)}"
        found.append(
            WorkItem(
                title, f"{label}. {since}", url, "Lanjutkan tinjauan" if mine else "Mulai baca", "warn", due
            )
        )
    return found


def for_leader(sight: Sight) -> list[WorkItem]:
    approved, board = sight.in_state(RevisionState.APPROVED), sight.board
    if approved is None:  # nothing to decide yet, or decided: the version in force is final
        return []
    unsigned = [row for row in board if not row.is_signed]
    url = reverse("commitments:revision_finalise", args=[approved.pk])
    signed = len(board) - len(unsigned)
    text = f"Fasilitator sudah menyetujui. {signed} dari {len(board)} OPD sudah menandatangani."
    due = "Semua OPD sudah menandatangani" if not unsigned else f"{len(unsigned)} OPD belum menandatangani"
    kind = "ok" if not unsigned else "warn"
    found = [
        WorkItem(f"Tetapkan {approved.label} sebagai versi final", text, url, "Baca dan putuskan", kind, due)
    ]
    declined = [row for row in board if row.state == CommitmentState.DECLINED]
    noted = [row for row in board if row.state == CommitmentState.SIGNED_WITH_NOTE]
    if declined or noted:
        text = " ".join(
            part
            for part in (
                f"Tidak setuju: {names(declined)}." if declined else "",
                f"Dengan catatan: {names(noted)}." if noted else "",
            )
            if part
        )
        title = f"Baca {len(declined)} penolakan dan {len(noted)} catatan OPD"
        kind, due = ("bad", "Versi final memerlukan alasan") if declined else ("", "")
        found.append(WorkItem(title, text, reverse("commitments:board"), "Baca alasannya", kind, due))
    return found
