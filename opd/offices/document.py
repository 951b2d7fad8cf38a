"""Region and offices in the compiled document."""

from itertools import groupby

from django.db.models import FilteredRelation, Q

from lib import clock
from lib.documents import Json, Part
from lib.text.canonical import plain
from opd.offices.models import Opd, Region


def region(row: Region) -> Json:
    names = ("code", "kind", "name", "province", "capital", "motto", "founded")
    made: Json = plain({name: getattr(row, name) for name in names})
    return made


def opds(region: Region) -> list[Json]:
    """Every office with the holder who serves today, or None. One query."""
    today = clock.today(region.zone)
    serving = Q(holders__since__lte=today) & (Q(holders__until__isnull=True) | Q(holders__until__gte=today))
    rows = (
        Opd.objects.filter(region=region)
        .annotate(serving=FilteredRelation("holders", condition=serving))
        .order_by("order", "code", "-serving__since", "-serving__pk")
        .values_list(
            *("code", "official_name", "short_name", "kind", "head_title"),
            *("serving__name", "serving__capacity", "serving__since"),
        )
    )
    names = ("code", "official_name", "short_name", "kind", "head_title")
    found = []
    for head, group in groupby(rows, key=lambda row: row[:5]):
        first = next(group)
        holder = {"name": first[5], "capacity": first[6], "since": first[7]} if first[5] is not None else None
        found.append({**dict(zip(names, head, strict=True)), "holder": holder})
    made: list[Json] = plain(found)
    return made


REGION = Part("region", "region", region)
OPDS = Part("opds", "region", opds)
