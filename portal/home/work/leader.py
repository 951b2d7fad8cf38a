"""The leader: versions to decide and to make final."""

from django.urls import reverse

from commitments.letters.board.selectors import slugs_of
from commitments.letters.models import CommitmentState
from masterplan.versions.models import RevisionState
from portal.home.context import HomeContext
from portal.home.work.items import WorkItem, names


def for_leader(context: HomeContext) -> list[WorkItem]:
    approved, board = context.in_state(RevisionState.APPROVED), context.board
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
        rows = [*declined, *noted]
        url = f"{reverse('commitments:board')}?keadaan={slugs_of(rows)}"
        found.append(WorkItem(title, text, url, "Baca alasannya", kind, due, len(rows)))
    return found
