"""cycle.json, the part of the workshops: the cycle and its four sessions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bimtek.imports.framework import refuse_repeated_nodes
from opd.imports import values
from opd.imports.json_nodes import Fields, Node, check_keys
from opd.imports.offices import OpdDirectory

FILE = "cycle.json"
STAGES = ("I", "II", "III", "IV")
CYCLE_NAME = 160
KEPT_KEYS: Mapping[str, dict[str, str]] = {
    "selected": {"": "assessed chosen of_all_regions"},
    "opd_entered_percent": {"": "value on"},
}
KEPT = (*KEPT_KEYS, "source_url")
COUNCIL_KEYS = {"": "code name members"}


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


def open_cycle_file(node: Node) -> Fields:
    return node.fields("region masterplan cycle bimtek ministry agreements", "councils")


def read_cycle(file: Fields, directory: OpdDirectory) -> CycleRow:
    fields = file["cycle"].fields(
        "year name deadline leading_office", "selected opd_entered_percent source_url"
    )
    ministry = file["ministry"].fields("name", "unit later_name later_name_from")
    for key, allowed in KEPT_KEYS.items():
        check_keys(fields[key], allowed)
    check_keys(file["councils"], COUNCIL_KEYS)
    raw: dict[str, Any] = {"cycle": {key: fields[key].plain() for key in fields if key in KEPT}}
    raw |= {key: file[key].plain() for key in file if key in ("ministry", "councils")}
    return CycleRow(
        year=fields["year"].needed(fields["year"].year(), 0),
        name=fields["name"].text(CYCLE_NAME, required=True),
        deadline=fields["deadline"].date(),
        leading_office=_office(fields["leading_office"], directory),
        ministry_name=ministry["name"].text(required=True),
        ministry_unit=ministry["unit"].text(),
        raw=raw,
    )


def _office(node: Node, directory: OpdDirectory) -> str:
    reference = node.text(required=True)
    try:
        return directory.code_of(reference) if reference else ""
    except ValueError as refusal:
        node.problem(str(refusal))
        return ""


def read_sessions(file: Fields) -> tuple[SessionRow, ...]:
    """In the order of their stages."""
    nodes = file["bimtek"].items()
    refuse_repeated_nodes(nodes, "stage")
    rows = [_session(node) for node in nodes]
    rank = {stage: number for number, stage in enumerate(STAGES)}
    return tuple(sorted(rows, key=lambda row: rank.get(row.stage, len(rank))))


def _session(node: Node) -> SessionRow:
    fields = node.fields("stage start end", "place purpose outputs participants source_url")
    start, end = fields["start"].date(), fields["end"].date()
    if start and end and end < start:
        fields["end"].problem(f"{end} mendahului tanggal mulai {start}")
    outputs = fields["outputs"].items() if fields["outputs"].value is not None else []
    return SessionRow(
        stage=fields["stage"].choice(STAGES),
        start=start,
        end=end,
        place=fields["place"].text(),
        purpose=fields["purpose"].text(values.PROSE, lines=True),
        outputs=tuple(item.text(required=True) for item in outputs),
        participants=fields["participants"].text(values.PROSE, lines=True),
        source_url=fields["source_url"].url(),
    )
