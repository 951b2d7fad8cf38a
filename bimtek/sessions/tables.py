"""cycle.json, the part of the workshops: the cycle and its four sessions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from lib.tables import values
from lib.tables.json_files import JsonFile, numbered, plain
from lib.tables.schemas import ANY, DAY, URL, Schema, choice, day, group, many, maybe, text, year
from opd.offices.tables import OpdDirectory

FILE = "cycle.json"
FORMAT = 1
STAGES = ("I", "II", "III", "IV")
CYCLE_NAME = 160
LINES = ("purpose", "participants")
STORED_AS_THEY_ARE = ("selected", "opd_entered_percent", "source_url")
SESSION = group(
    {"stage": choice(STAGES), "start": DAY, "end": DAY},
    {
        "place": text(),
        "purpose": text(values.PROSE),
        "outputs": maybe(many(text(required=True))),
        "participants": text(values.PROSE),
        "source_url": URL,
    },
)
REQUIRED: dict[str, Schema] = {
    "cycle": group(
        {
            "year": year(required=True),
            "name": text(CYCLE_NAME, required=True),
            "deadline": DAY,
            "leading_office": text(required=True),
        },
        {"selected": ANY, "opd_entered_percent": ANY, "source_url": URL},
    ),
    "bimtek": many(SESSION),
    "ministry": group(
        {"name": text(required=True)}, {"unit": text(), "later_name": ANY, "later_name_from": ANY}
    ),
}
OPTIONAL: dict[str, Schema] = {
    "councils": ANY,
    "format": {"enum": [FORMAT], "message": f"format ini tidak dikenal; portal membaca format {FORMAT}"},
}


@dataclass(frozen=True, slots=True)
class CycleRow:
    """`leading_office` is the code of an OPD. `raw` is what no table needs, word for word."""

    year: int
    name: str
    deadline: date | None
    leading_office: str
    ministry_name: str
    ministry_unit: str
    raw: dict[str, Any]


@dataclass(frozen=True, slots=True)
class SessionRow:
    stage: str
    start: date | None
    end: date | None
    place: str
    purpose: str
    outputs: tuple[str, ...]
    participants: str
    source_url: str


def read_cycle(file: JsonFile, leading_office: str) -> CycleRow:
    part, ministry = file.group("cycle"), file.group("ministry")
    raw: dict[str, Any] = {"cycle": {key: part[key] for key in part if key in STORED_AS_THEY_ARE}}
    raw |= {key: file.parts[key] for key in file.parts if key in ("ministry", "councils")}
    return CycleRow(
        year=part["year"],
        name=part["name"],
        deadline=day(part["deadline"]),
        leading_office=leading_office,
        ministry_name=ministry["name"],
        ministry_unit=ministry.get("unit") or "",
        raw=plain(raw),
    )


def read_leading_office(file: JsonFile, directory: OpdDirectory) -> str:
    """The code of the office; empty when it is absent or was reported."""
    reference = file.group("cycle").get("leading_office")
    try:
        return directory.code_of(reference) if reference else ""
    except ValueError as refusal:
        file.problem("cycle.leading_office", str(refusal))
        return ""


def read_sessions(file: JsonFile) -> tuple[SessionRow, ...]:
    """In the order of their stages."""
    items = file.items("bimtek")
    file.refuse_repeated(numbered("bimtek", items, "stage"))
    rows = [_session(item) for item in items]
    _check_days(file, rows)
    return tuple(sorted(rows, key=lambda row: STAGES.index(row.stage)))


def _session(item: dict[str, Any]) -> SessionRow:
    return SessionRow(
        stage=item["stage"],
        start=day(item["start"]),
        end=day(item["end"]),
        place=item.get("place") or "",
        purpose=item.get("purpose") or "",
        outputs=tuple(item.get("outputs") or ()),
        participants=item.get("participants") or "",
        source_url=item.get("source_url") or "",
    )


def _check_days(file: JsonFile, rows: Iterable[SessionRow]) -> None:
    for number, row in enumerate(rows, start=1):
        if row.start and row.end and row.end < row.start:
            file.problem(f"bimtek[{number}].end", f"{row.end} mendahului tanggal mulai {row.start}")
