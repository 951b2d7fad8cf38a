"""Findings as tables: problems with their cause and evidence, strengths with their evidence."""

from collections.abc import Sequence

from lib.tables.neutral import (
    Cell,
    Column,
    Entry,
    Group,
    Kind,
    Line,
    Link,
    Part,
    Room,
    Style,
    Table,
    known,
    line,
)
from masterplan.book.block import Block
from masterplan.book.document import Document, Index, Row, measured

PROBLEM = "masalah"


ROWS_AT = Link("bimtek:finding_list", "Buka daftar temuan")
ANSWERED_BY = Column("Dijawab oleh", only=Room.NARROW)
PROBLEMS = (
    Column("Kode", Kind.CODE, 13, only=Room.WIDE),
    Column("Permasalahan", width=62, short="Temuan"),
    Column("Faktor penyebab", width=38, short="Penyebab"),
    Column("Bukti"),
    Column("OPD", width=25),
    ANSWERED_BY,
)
STRENGTHS = (
    Column("Kode", Kind.CODE, 13, only=Room.WIDE),
    Column("Keunggulan", short="Temuan"),
    Column("Bukti", width=38),
    Column("OPD", width=27),
    ANSWERED_BY,
)


def findings_block(content: Document, scope: str = "") -> Block:
    """Problems and strengths, a table for each that has rows, grouped by dimension as in the framework."""
    index = Index(content)
    shown = [finding for finding in content["findings"] if scope in ("", finding["dimension"])]
    problems = [finding for finding in shown if finding["kind"] == PROBLEM]
    strengths = [finding for finding in shown if finding["kind"] != PROBLEM]
    note = "permasalahan hasil bimbingan teknis; alamat sumber setiap temuan tercantum pada portal."
    tables = (
        _table("Permasalahan, penyebab dan bukti", PROBLEMS, index, problems, note),
        _table("Keunggulan daerah", STRENGTHS, index, strengths, "keunggulan hasil bimbingan teknis."),
    )
    return Block(tuple(table for table in tables if table.groups))


def _table(
    title: str, columns: tuple[Column, ...], index: Index, findings: Sequence[Row], note: str
) -> Table:
    groups = tuple(
        Group(tuple(_entry(index, row) for row in rows), dimension["name"])
        for dimension, rows in index.per_dimension(findings)
    )
    counted = line(f"{len(findings)} {note}", only=Room.WIDE)
    return Table(title, columns, groups, notes=(counted,), rows_at=ROWS_AT, is_found=True)


def _entry(index: Index, finding: Row) -> Entry:
    code, cause, answers = finding["code"], finding["root_cause"], finding["answered_by"]
    shown_cause = Cell(cause, Style.PROSE) if cause else known("", "belum dirumuskan")
    cells = (
        Cell(code),
        Cell(parts=(Part(code, Style.CODE, only=Room.NARROW), Part(finding["title"])), lines=_below(finding)),
        *((shown_cause,) if finding["kind"] == PROBLEM else ()),
        known(evidence(finding), "belum ada angka"),
        known(index.office_short(finding["owner_opd"]), "belum ditunjuk"),
        Cell(parts=_codes(answers)) if answers else known("", "belum ditindaklanjuti"),
    )
    return Entry((cells,), anchor=f"finding-{code}")


def _below(finding: Row) -> tuple[Line, ...]:
    """What the finding is, and where; the book says nothing of an area that nobody named."""
    described = (line(Part(finding["description"], Style.PROSE)),) if finding["description"] else ()
    if not finding["area"]:
        return (*described, line(Part("Wilayah belum disebut", Style.UNKNOWN), only=Room.NARROW))
    return (*described, line(Part("Wilayah:", only=Room.WIDE), ", ".join(finding["area"])))


def _codes(codes: Sequence[str]) -> tuple[Part, ...]:
    """Codes with commas between them."""
    parts = [part for code in codes for part in (Part(code, Style.CODE), Part(","))]
    return tuple(parts[:-1])


def evidence(finding: Row) -> str:
    """1,71 indeks (2022); empty when no number was given, whatever the year."""
    given = finding["evidence"]
    if not given or given["value"] is None:
        return ""
    shown = measured(given["value"], given["unit"])
    return f"{shown} ({given['year']})" if given["year"] else shown
