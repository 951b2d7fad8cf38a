"""The head of an office: letters that wait for an answer."""

from django.urls import reverse

from commitments.letters.models import Commitment, CommitmentState
from lib.access import access
from opd.accounts.roles import Can
from portal.home.context import HomeContext
from portal.home.work.items import WorkItem, days_text


def for_head(context: HomeContext) -> list[WorkItem]:
    """One item for each office that was invited; the person may hold several."""
    own = access(context.user).opds_for(Can.SIGN, region_id=context.plan.region_id)
    deadline = context.plan.cycle.deadline
    waiting = Commitment.objects.filter(opd_id__in=own, state=CommitmentState.ISSUED).select_related(
        "opd", "revision"
    )
    found = []
    for commitment in waiting.defer("revision__content").order_by("opd__order"):
        pledge = commitment.slice
        lead, supporting = len(pledge["lead"]), len(pledge["supporting"])
        parts = [
            f"{lead} program sebagai penanggung jawab" if lead else "",
            f"{supporting} sebagai pendukung" if supporting else "",
        ]
        what = ", ".join(part for part in parts if part) or "Janji umum tanpa program"
        seen = "sudah dibuka" if commitment.opened_at else "belum dibuka"
        due = f"Paling lambat {days_text(deadline)}" if deadline else ""
        url = reverse("commitments:commitment_sign", args=[commitment.pk])
        title = f"Komitmen {commitment.opd.official_name}"
        found.append(
            WorkItem(
                title,
                f"{what}. Versi {commitment.revision.label}, {seen}.",
                url,
                "Baca dan tanda tangani",
                "warn",
                due,
            )
        )
    return found
