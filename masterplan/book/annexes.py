"""The annexes: the thread from finding to commitment, what nobody took up, and the list of programmes."""

from collections.abc import Sequence
from dataclasses import dataclass

from lib.text.formats import juta
from masterplan.book.commitment_rows import ANSWERED, CommitmentRow, CommitmentsBlock
from masterplan.book.document import Document, Index, Row, period, short
from masterplan.book.findings import PROBLEM, FindingGroup, finding_row
from masterplan.book.measures import UNDIVIDED, latest, shares

STATUS = {"rencana": "direncanakan", "berjalan": "berjalan", "selesai": "selesai", "terhenti": "terhenti"}


@dataclass(frozen=True)
class Knot:
    """One programme that answers a finding, up to the office that promised it.

    target is empty when the thread breaks there; answered: the head of the office has answered the letter.
    """

    code: str
    name: str
    target: str
    office: str
    label: str
    mark: str
    answered: bool


@dataclass(frozen=True)
class ThreadRow:
    code: str
    title: str
    knots: tuple[Knot, ...]

    @property
    def span(self) -> str:
        return str(len(self.knots))


@dataclass(frozen=True)
class ThreadGroup:
    name: str
    rows: tuple[ThreadRow, ...]


@dataclass(frozen=True)
class Thread:
    """Every finding once: in a group when a programme answers it, else as open problem or unused strength."""

    groups: tuple[ThreadGroup, ...]
    open_problems: tuple[FindingGroup, ...]
    unused_strengths: tuple[FindingGroup, ...]
    answered: str
    count: str
    open_count: str
    unused_count: str


def thread(content: Document, commitments: CommitmentsBlock) -> Thread:
    index = Index(content)
    offices = {row.opd: row for row in commitments.rows}
    findings = content["findings"]
    answered = [row for row in findings if row["answered_by"]]
    rest = [row for row in findings if not row["answered_by"]]
    problems = [row for row in rest if row["kind"] == PROBLEM]
    strengths = [row for row in rest if row["kind"] != PROBLEM]
    return Thread(
        tuple(
            ThreadGroup(dimension["name"], tuple(_row(index, offices, row) for row in rows))
            for dimension, rows in index.per_dimension(answered)
        ),
        _loose(index, problems),
        _loose(index, strengths),
        str(len(answered)),
        str(len(findings)),
        str(len(problems)),
        str(len(strengths)),
    )


def _loose(index: Index, findings: Sequence[Row]) -> tuple[FindingGroup, ...]:
    return tuple(
        FindingGroup(dimension["code"], dimension["name"], tuple(finding_row(index, row) for row in rows))
        for dimension, rows in index.per_dimension(findings)
    )


def _row(index: Index, offices: dict[str, CommitmentRow], finding: Row) -> ThreadRow:
    programmes = [index.programmes[code] for code in finding["answered_by"] if code in index.programmes]
    return ThreadRow(
        finding["code"], finding["title"], tuple(_knot(index, offices, row) for row in programmes)
    )


def _knot(index: Index, offices: dict[str, CommitmentRow], programme: Row) -> Knot:
    office = offices.get(programme["lead_opd"])
    return Knot(
        code=programme["code"],
        name=short(programme),
        target=_last_target(programme),
        office=index.office_short(programme["lead_opd"]),
        label=office.label if office else "belum",
        mark=office.mark if office else "kosong",
        answered=bool(office and office.state in ANSWERED),
    )


def _last_target(programme: Row) -> str:
    """The latest target of the plan years with its year: 34 titik (2032)."""
    said = [latest(indicator) for indicator in programme["indicators"]]
    return "; ".join(f"{value} ({year})" for value, year in filter(None, said))


@dataclass(frozen=True)
class ProgrammeEntry:
    """What the matrix has no room for. source is the amount the source names, never part of a sum."""

    code: str
    name: str
    description: str
    lead: str
    supporting: str
    horizon: str
    period: str
    status: str
    quick_win: bool
    funding: str
    source: str
    note: str


@dataclass(frozen=True)
class ProgrammeEntries:
    name: str
    rows: tuple[ProgrammeEntry, ...]


def programme_entries(content: Document) -> tuple[ProgrammeEntries, ...]:
    index = Index(content)
    return tuple(
        ProgrammeEntries(dimension["name"], tuple(_entry(index, row) for row in rows))
        for dimension, rows in index.per_dimension(content["programmes"])
    )


def _entry(index: Index, programme: Row) -> ProgrammeEntry:
    horizon = index.horizons.get(programme["horizon"])
    status = STATUS.get(programme["status"], str(programme["status"]))
    reason = programme["status_reason"]
    return ProgrammeEntry(
        code=programme["code"],
        name=programme["name"],
        description=programme["description"],
        lead=index.office_short(programme["lead_opd"]),
        supporting=", ".join(index.office_short(code) for code in programme["supporting_opds"]),
        horizon=horizon["label"] if horizon else programme["horizon"],
        period=period(programme),
        status=f"{status}: {reason}" if reason else status,
        quick_win=programme["quick_win"],
        funding=_funding(index, programme),
        source=f"Rp{juta(programme['source_amount'])} juta" if programme["source_amount"] else "",
        note=programme["note"],
    )


def _funding(index: Index, programme: Row) -> str:
    """The sources that are named; where shares are known too, with their rupiah of the whole plan."""
    known = shares(programme)
    said = [
        f"{index.funding([source]) if source else UNDIVIDED} Rp{juta(amount)} juta"
        for source, amount in known.items()
    ]
    named = [code for code in programme["funding_sources"] if code not in known]
    return ", ".join([*said, *([index.funding(named)] if named else [])])
