"""Cycle and framework in the compiled document."""

from itertools import groupby

from bimtek.cycle.models import Cycle, Dimension
from lib.documents import Json, Part
from lib.text.canonical import plain


def cycle(row: Cycle) -> Json:
    office = row.leading_office
    made: Json = plain(
        {
            "year": row.year,
            "name": row.name,
            "deadline": row.deadline,
            "leading_office": office.code if office else None,
            "ministry": {"name": row.ministry_name, "unit": row.ministry_unit},
        }
    )
    return made


def dimensions(cycle: Cycle) -> list[Json]:
    """Dimensions with their subdimensions. One query."""
    rows = (
        Dimension.objects.filter(cycle=cycle)
        .order_by("order", "code", "subdimensions__order", "subdimensions__code")
        .values_list(
            *("code", "name", "name_id", "meaning"),
            *("subdimensions__code", "subdimensions__tag", "subdimensions__name_id"),
        )
    )
    names = ("code", "name", "name_id", "meaning")
    found = []
    for head, group in groupby(rows, key=lambda row: row[:4]):
        children = [{"code": row[4], "tag": row[5], "name_id": row[6]} for row in group if row[4] is not None]
        found.append({**dict(zip(names, head, strict=True)), "subdimensions": children})
    made: list[Json] = plain(found)
    return made


CYCLE = Part("cycle", "cycle", cycle)
DIMENSIONS = Part("dimensions", "cycle", dimensions)
