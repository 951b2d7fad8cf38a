"""The annexes: the thread from finding to commitment, what nobody took up, and the list of programmes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lib.tables.neutral import Cell, Column, Entry, Group, Kind, Line, Part, Style, Table, known, line
from lib.text.formats import juta
from masterplan.book.commitment_rows import ANSWERED, CommitmentRow, CommitmentsBlock
from masterplan.book.document import Document, Index, Row, period, short
from masterplan.book.findings import PROBLEM
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
    open_problems: Table
    unused_strengths: Table
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
        _loose(index, problems, "belum ditindaklanjuti"),
        _loose(index, strengths, "belum dimanfaatkan"),
        str(len(answered)),
        str(len(findings)),
        str(len(problems)),
        str(len(strengths)),
    )


def _loose(index: Index, findings: Sequence[Row], state: str) -> Table:
    """The findings that no programme takes up, one below the other, and the words for it."""
    entries = tuple(
        Entry(
            (
                (
                    Cell(row["code"]),
                    Cell(row["title"]),
                    Cell(dimension["name"]),
                    Cell(index.office_short(row["owner_opd"])),
                    Cell(state, Style.UNKNOWN),
                ),
            ),
            anchor=f"finding-{row['code']}",
        )
        for dimension, rows in index.per_dimension(findings)
        for row in rows
    )
    columns = (
        Column("Kode", Kind.CODE, 17),
        Column("Temuan"),
        Column("Dimensi", width=33),
        Column("OPD", width=27),
        Column("Keadaan", width=30),
    )
    groups = (Group(entries),) if entries else ()
    return Table(state.capitalize(), columns, groups, is_short=True, is_found=True)


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


def programmes_list(content: Document) -> Table:
    """What the matrix has no room for. The amount that a source names is never part of a sum."""
    index = Index(content)
    columns = (
        Column("Kode", Kind.CODE, 17),
        Column("Program"),
        Column("Penanggung jawab, pendukung", width=31),
        Column("Tahun, jangka, keadaan", width=34),
        Column("Sumber dana, jumlah menurut sumber", width=32),
    )
    groups = tuple(
        Group(tuple(_listed(index, row) for row in rows), dimension["name"])
        for dimension, rows in index.per_dimension(content["programmes"])
    )
    return Table("Daftar program", columns, groups)


def _listed(index: Index, programme: Row) -> Entry:
    mark = (Part("quick win", Style.MARK),) if programme["quick_win"] else ()
    described = Part(programme["description"], Style.PROSE)
    supporting = ", ".join(index.office_short(code) for code in programme["supporting_opds"])
    horizon = index.horizons.get(programme["horizon"])
    running = known(period(programme), "tahun belum diisi")
    state = STATUS.get(programme["status"], str(programme["status"]))
    reason = programme["status_reason"]
    source = programme["source_amount"]
    by_source = f"menurut sumber Rp{juta(source)} juta" if source else ""
    funding = known(_funding(index, programme), "belum diisi")
    cells = (
        Cell(programme["code"]),
        Cell(parts=(Part(programme["name"]), *mark), lines=_lines(described)),
        Cell(index.office_short(programme["lead_opd"]), lines=_lines(Part(supporting))),
        replace(
            running,
            lines=(
                line(horizon["label"] if horizon else programme["horizon"]),
                line(f"{state}: {reason}" if reason else state),
            ),
        ),
        replace(funding, lines=_lines(Part(by_source), Part(programme["note"], Style.PROSE))),
    )
    return Entry((cells,), anchor=f"programme-{programme['code']}")


def _lines(*parts: Part) -> tuple[Line, ...]:
    """A small line for each that says something."""
    return tuple(line(part) for part in parts if part.text)


def _funding(index: Index, programme: Row) -> str:
    """The sources that are named; where shares are known too, with their rupiah of the whole plan."""
    known = shares(programme)
    said = [
        f"{index.funding([source]) if source else UNDIVIDED} Rp{juta(amount)} juta"
        for source, amount in known.items()
    ]
    named = [code for code in programme["funding_sources"] if code not in known]
    return ", ".join([*said, *([index.funding(named)] if named else [])])
