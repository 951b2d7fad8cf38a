"""A programme's JSON as the page's own form reads it, so that both refuse in the same words."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from bimtek.models import Subdimension
from masterplan.forms.programmes import ProgrammeForm
from masterplan.models import Masterplan, Programme
from opd.errors import Invalid
from opd.rest.endpoint import accepted
from pdf.formats import angka

AS_THEY_ARE = (
    *("name", "short_name", "code", "description", "dimension", "lead_opd", "horizon", "indicator", "unit"),
    *("status", "status_reason", "source_url", "note", "uid"),
)
CODES = {"supporting_opds": "supporting_opds", "funding_sources": "funding_sources", "findings": "answers"}


def form_of(typed: Mapping[str, Any], plan: Masterplan, programme: Programme | None = None) -> ProgrammeForm:
    """Valid, else 400 with the body's names. Any office is understood; the service says who may name it."""
    _check_years(typed["years"], plan)
    form = ProgrammeForm(_as_typed(typed, plan), plan=plan, leads=(), programme=programme)
    return accepted(form, _names(typed))


def _names(typed: Mapping[str, Any]) -> dict[str, str]:
    """Field of the form -> name in the body: years.0.rupiah for rupiah_2027."""
    names = dict(CODES)
    for place, cell in enumerate(typed["years"]):
        names |= {f"{one}_{cell['year']}": f"years.{place}.{one}" for one in ("target", "rupiah")}
    return names


def _check_years(cells: list[Mapping[str, Any]], plan: Masterplan) -> None:
    """The form has one field for each year of the plan and would not see any other."""
    seen: set[int] = set()
    wrong: dict[str, str] = {}
    for place, cell in enumerate(cells):
        year = cell["year"]
        if year not in plan.years:
            wrong[f"years.{place}.year"] = f"Tahun {year} di luar masa masterplan."
        elif year in seen:
            wrong[f"years.{place}.year"] = f"Tahun {year} disebut dua kali."
        seen.add(year)
    if wrong:
        raise Invalid("Program belum disimpan. Periksa isian yang ditandai.", wrong)


def _as_typed(typed: Mapping[str, Any], plan: Masterplan) -> dict[str, Any]:
    content = {name: typed[name] for name in AS_THEY_ARE if name in typed}
    content |= {name: "" if typed[name] is None else str(typed[name]) for name in ("start_year", "end_year")}
    content |= {name: _written(typed[name]) for name in ("baseline", "source_amount")}
    for cell in typed["years"]:
        content |= {f"{name}_{cell['year']}": _written(cell[name]) for name in ("target", "rupiah")}
    content |= {field: list(dict.fromkeys(typed[name])) for field, name in CODES.items()}
    quick_win = "on" if typed["quick_win"] else ""
    return content | {"quick_win": quick_win, "subdimension": _subdimension(typed, plan)}


def _written(value: Decimal | int | None) -> str:
    return "" if value is None else angka(value)


def _subdimension(typed: Mapping[str, Any], plan: Masterplan) -> str:
    """The key the form knows it by; what is unknown keeps a colon, so that it is no key of another one."""
    dimension, code = typed["dimension"], typed["subdimension"]
    if not code:
        return ""
    rows = Subdimension.objects.filter(dimension__cycle=plan.cycle_id, dimension__code=dimension, code=code)
    key = rows.values_list("pk", flat=True).first()
    return f"{dimension}:{code}" if key is None else str(key)
