"""The region itself: part `region` of cycle.json."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from opd.imports.schemas import OLD_DAY, choice, day, group, shaped, text

KINDS = ("kabupaten", "kota")
NAME = 120
SCHEMA = group(
    {
        "code": shaped(r"[0-9]{2}\.[0-9]{2}", "harus kode Kemendagri dua bagian, misalnya 32.16", 13),
        "kind": choice(KINDS),
        "name": text(NAME, required=True),
        "province": text(NAME, required=True),
    },
    {"capital": text(NAME), "motto": text(), "founded": OLD_DAY},
)


@dataclass(frozen=True, slots=True)
class RegionRow:
    code: str
    kind: str
    name: str
    province: str
    capital: str
    motto: str
    founded: date | None


def read_region_row(part: dict[str, Any]) -> RegionRow:
    return RegionRow(
        code=part["code"],
        kind=part["kind"],
        name=part["name"],
        province=part["province"],
        capital=part.get("capital") or "",
        motto=part.get("motto") or "",
        founded=day(part.get("founded")),
    )
