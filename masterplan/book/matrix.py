"""The programme matrix: target and rupiah of every programme in every plan year, with sums per dimension."""

from collections.abc import Sequence

from lib.tables.neutral import (
    Cell,
    Cells,
    Column,
    Entry,
    Group,
    Kind,
    Link,
    Part,
    Room,
    Style,
    Table,
    known,
    line,
)
from lib.text.formats import ROUNDED, is_rounded, juta
from masterplan.book.block import Block
from masterplan.book.document import Document, Index, Row, measured, within
from masterplan.book.measures import Measure, amount_cells, amounts, expected_amounts, in_blocks, measures
from masterplan.book.totals import total
from masterplan.book.years import OUTSIDE, YearBlock, cells, unknown, year_blocks, year_columns

ROWS_AT = Link("masterplan:programme_list", "Buka daftar program")
BEFORE_YEARS = (
    Column("Program\nkode, OPD penanggung jawab", width=50, short="Program", pixels=190),
    Column("Ukuran", width=33, pixels=120),
    Column("Satuan", width=15, only=Room.WIDE),
    Column("Nilai\ndasar", Kind.NUMBER, 12.5, short="Dasar"),
)
AFTER_YEARS = Column("Akhir,\njumlah", Kind.SUM, 18.5, short="Akhir atau\njumlah")
MONEY = (
    Cell(parts=(Part("Pagu indikatif", only=Room.WIDE), Part("Rp juta", only=Room.NARROW))),
    Cell("Rp juta"),
    Cell(),
)
LEGEND = (
    line(
        "– di luar tahun program. 0: direncanakan tanpa pagu pada tahun itu.",
        Part("kosong, belum diisi", Style.UNKNOWN),
        ": belum diisi perangkat daerah dan tidak dihitung dalam jumlah;",
        Part("n dari m", Style.UNKNOWN),
        ": isian yang terjumlah. Akhir: target terakhir yang terisi; jumlah: pagu seluruh tahun masterplan. "
        "Angka sebelum masterplan dan jumlah menurut sumber tidak masuk jumlah; yang terakhir ada pada "
        "Lampiran 3.",
        only=Room.WIDE,
    ),
    line("Tanda – di luar tahun program; kosong: belum diisi dan tidak dihitung.", only=Room.NARROW),
)


def programmes_block(content: Document, scope: str = "") -> Block:
    """Target and rupiah (millions) of every programme in every plan year, summed per dimension and in all."""
    index = Index(content)
    blocks = year_blocks(content)
    grouped = index.per_dimension(content["programmes"], scope)
    shown = [row for row in content["programmes"] if scope in ("", row["dimension"])]
    known_amounts = (amount for programme in shown for amount in amounts(programme).values())
    table = Table(
        "Matriks program",
        (*BEFORE_YEARS, *year_columns(blocks), AFTER_YEARS),
        tuple(
            Group(
                tuple(_entry(index, programme, blocks) for programme in programmes),
                dimension["name"],
                _sum(f"Jumlah {dimension['name']}", index, programmes, blocks),
            )
            for dimension, programmes in grouped
        ),
        total=_sum(f"Jumlah {len(shown)} program", index, shown, blocks),
        notes=(*LEGEND, *((line(ROUNDED),) if is_rounded(known_amounts) else ())),
        says="Target dan pagu indikatif tiap program per tahun",
        guide="Target tahunan di baris pertama, pagu indikatif dalam juta rupiah di baris kedua",
        rows_at=ROWS_AT,
        is_matrix=True,
        is_wide=True,
    )
    return Block((table,))


def _entry(index: Index, programme: Row, blocks: Sequence[YearBlock]) -> Entry:
    code = programme["code"]
    halted = ("· terhenti",) if programme["status"] == "terhenti" else ()
    mark = (Part("Quick win", Style.MARK),) if programme["quick_win"] else ()
    office = f"· {index.office_short(programme['lead_opd'])}"
    name = Cell(programme["name"], lines=(line(Part(code, Style.CODE), office, *halted, *mark),))
    spent = total(expected_amounts(programme, index.years))
    return Entry(
        tuple(_targets(measure) for measure in measures(programme, in_blocks(blocks))),
        (name,),
        anchor=f"programme-{code}",
        quiet=((*MONEY, *amount_cells(programme, blocks), spent.quiet_cell),),
        remark=outside(programme, index.years),
    )


def _targets(measure: Measure) -> Cells:
    unit = (Part(f", {measure.unit}", only=Room.NARROW),) if measure.unit else ()
    named = Cell(parts=(Part(measure.name), *unit)) if measure.name else known("", "ukuran belum dirumuskan")
    baseline = measure.baseline_cell if measure.name else Cell(measure.baseline)
    last = Cell(measure.last, Style.BOLD) if measure.last else known("", "kosong")
    return (named, Cell(measure.unit), baseline, *measure.targets, last)


def _sum(name: str, index: Index, programmes: Sequence[Row], blocks: Sequence[YearBlock]) -> Cells:
    summed = total(amount for row in programmes for amount in expected_amounts(row, index.years))
    return (Cell(name), *MONEY, *_sums(programmes, blocks), summed.cell)


def outside(programme: Row, years: Sequence[int]) -> str:
    """Targets and rupiah of years outside the plan, each with its year; never part of a sum."""
    said = _outside(programme)
    before = "; ".join(said[year] for year in sorted(said) if year < years[0])
    after = "; ".join(said[year] for year in sorted(said) if year > years[-1])
    found = {"Sebelum masterplan": before, "Sesudah masterplan": after}
    return "; ".join(f"{name}, {texts}" for name, texts in found.items() if texts)


def _outside(programme: Row) -> dict[int, str]:
    """2021: 14 titik, Rp300 juta (tercapai)."""
    said: dict[int, list[str]] = {}
    achieved = set()
    for indicator in programme["indicators"]:
        for row in indicator["targets_outside"]:
            said.setdefault(row["year"], []).append(measured(row["value"], indicator["unit"]))
            if row["achieved"]:
                achieved.add(row["year"])
    money: dict[int, int] = {}
    for row in programme["money_outside"]:
        money[row["year"]] = money.get(row["year"], 0) + int(row["rupiah"])
    for year, amount in money.items():
        said.setdefault(year, []).append(f"Rp{juta(amount)} juta")
    return {
        year: f"{year}: {', '.join(texts)}" + (" (tercapai)" if year in achieved else "")
        for year, texts in said.items()
    }


def _sums(programmes: Sequence[Row], blocks: Sequence[YearBlock]) -> Cells:
    """Per year the sum of what is known; a year no programme has is outside."""

    known = [(programme, amounts(programme)) for programme in programmes]

    def cell(year: int) -> Cell:
        summed = total(of.get(year) for programme, of in known if year in of or within(programme, year))
        if not summed.expected:
            return OUTSIDE
        if summed.amount is None:
            return unknown()
        return Cell(summed.text, lines=() if summed.complete else (line(summed.count),))

    return cells(blocks, cell)
