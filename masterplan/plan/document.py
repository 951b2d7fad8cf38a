"""The plan's own facts in the compiled document."""

from lib.documents import Json, Part
from lib.text.canonical import plain
from masterplan.plan.models import FundingSource, Horizon, Masterplan


def masterplan(plan: Masterplan) -> Json:
    made: Json = plain(
        {
            "slug": plan.slug,
            "title": plan.title,
            "base_year": plan.base_year,
            "valid_from": plan.valid_from,
            "valid_to": plan.valid_to,
            "vision": plan.vision or None,
            "keywords": plan.keywords,
            "illustrative": plan.is_illustrative,
        }
    )
    return made


def horizons(plan: Masterplan) -> list[Json]:
    """One query."""
    names = ("code", "label", "year_from", "year_to", "max_months")
    made: list[Json] = plain([dict(r) for r in Horizon.objects.filter(masterplan=plan).values(*names)])
    return made


def funding_sources(plan: Masterplan) -> list[Json]:
    """One query."""
    rows = FundingSource.objects.filter(masterplan=plan).values("code", "label")
    made: list[Json] = plain([dict(row) for row in rows])
    return made


MASTERPLAN = Part("masterplan", "plan", masterplan)
YEARS = Part("years", "plan", lambda plan: list(plan.years))
HORIZONS = Part("horizons", "plan", horizons)
FUNDING_SOURCES = Part("funding_sources", "plan", funding_sources)
