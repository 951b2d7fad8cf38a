"""The region itself: part `region` of cycle.json."""

import re
from dataclasses import dataclass
from datetime import date

from opd.imports.json_nodes import Node

KINDS = ("kabupaten", "kota")
NAME = 120
OLDEST_YEAR = 1000  # regencies count their years from the old kingdoms on
REGION_CODE = re.compile(r"[0-9]{2}\.[0-9]{2}")


@dataclass(frozen=True, slots=True)
class RegionRow:
    code: str
    kind: str
    name: str
    province: str
    capital: str
    motto: str
    founded: date | None


def read_region_row(node: Node) -> RegionRow:
    fields = node.fields("code kind name province", "capital motto founded")
    code = fields["code"].text(13, required=True)
    if code and not REGION_CODE.fullmatch(code):
        fields["code"].problem("harus kode Kemendagri dua bagian, misalnya 32.16")
    return RegionRow(
        code=code,
        kind=fields["kind"].choice(KINDS),
        name=fields["name"].text(NAME, required=True),
        province=fields["province"].text(NAME, required=True),
        capital=fields["capital"].text(NAME),
        motto=fields["motto"].text(),
        founded=fields["founded"].date(OLDEST_YEAR),
    )
