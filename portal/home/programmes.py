"""What the tables of the home say of each programme."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from masterplan.plan.models import Masterplan
from masterplan.programmes.models import Money, Programme, Target


@dataclass(frozen=True)
class ProgrammeFacts:
    dimension: int
    lead: int
    quick_win: bool
    short_name: str
    name: str
    targeted: bool
    funded: bool


def programmes_of(plan: Masterplan) -> list[ProgrammeFacts]:
    """One query; whether any year of the plan has a target, and any a sum of money."""
    in_plan = {"year__gte": plan.valid_from, "year__lte": plan.valid_to}
    targets = Target.objects.filter(indicator__programme_id=OuterRef("pk"), **in_plan)
    money = Money.objects.filter(programme_id=OuterRef("pk"), **in_plan)
    rows = (
        Programme.objects.filter(masterplan=plan)
        .live()
        .values_list("dimension_id", "lead_opd_id", "quick_win", "short_name", "name")
        .annotate(
            targeted=Exists(targets),
            funded=Exists(money),
        )
    )
    return [ProgrammeFacts(*row) for row in rows]
