"""The years of the programme form as the page shows them: one column of rows for each horizon."""

from collections.abc import Iterable
from dataclasses import dataclass

from django import forms

from masterplan.exports.years import year_blocks
from masterplan.models import Horizon, ProgrammeYear


@dataclass(frozen=True)
class YearRow:
    year: str
    target: forms.BoundField
    rupiah: forms.BoundField
    is_achieved: bool


@dataclass(frozen=True)
class YearColumn:
    """The years of one horizon."""

    label: str
    rows: list[YearRow]


def year_columns(
    form: forms.Form, years: Iterable[int], horizons: Iterable[Horizon], stored: Iterable[ProgrammeYear]
) -> list[YearColumn]:
    """Horizons share the years as in the book. What was achieved is said beside its year."""
    achieved = {str(row.year) for row in stored if row.is_achieved}
    names = ("code", "label", "year_to", "max_months")
    terms = [{name: getattr(horizon, name) for name in names} for horizon in horizons]
    return [
        YearColumn(
            block.label or "Tahun lain",
            [YearRow(y, form[f"target_{y}"], form[f"rupiah_{y}"], y in achieved) for y in block.years],
        )
        for block in year_blocks({"years": list(years), "horizons": terms})
    ]
