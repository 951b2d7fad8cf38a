"""The facilitator: rounds to read and versions to decide."""

from lib import clock
from lib.text.formats import tanggal
from masterplan.plan.models import Masterplan
from masterplan.plan.selectors import address_in
from masterplan.versions.selectors import waiting
from portal.home.context import HomeContext
from portal.home.work.items import WorkItem, days_text


def for_facilitator(context: HomeContext) -> list[WorkItem]:
    """The rounds of every region the person accompanies."""
    return [item for plan in context.accompanied for item in _rounds(context, plan)]


def _rounds(context: HomeContext, plan: Masterplan) -> list[WorkItem]:
    region = plan.cycle.region.name
    found = []
    for version, round_ in waiting(context.versions_by_plan[plan.pk]):
        label, url = version.label, address_in(context.user, plan, "masterplan:round_detail", round_.pk)
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
        due, action = f"Putaran ditutup {days_text(round_.due)}", "Lanjutkan tinjauan"
        if not mine:
            url, action = address_in(context.user, plan, "masterplan:revision_read", version.pk), "Mulai baca"
        found.append(WorkItem(title, f"{label}. {since}", url, action, "warn", due))
    return found
