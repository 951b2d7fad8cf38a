"""The roadmap: one picture per dimension and a table with the same rows, or the short form in numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from lib.tables.neutral import Cell, Cells, Column, Entry, Group, Kind, Part, Room, Style, Table, known, line
from masterplan.book.block import Block
from masterplan.book.document import Document, Index, Row, period, within
from masterplan.book.measures import in_years, measures
from masterplan.book.roadmap_picture import Picture, draw
from masterplan.book.summaries import milestones
from masterplan.book.years import YearBlock, cells, year_blocks, year_columns


@dataclass(frozen=True)
class RoadmapBlock(Block):
    """`drawn` and the table hold the same programmes in the same order."""

    frame: ClassVar[str] = "roadmap"

    drawn: tuple[Picture, ...] = ()

    @property
    def pictures(self) -> tuple[str, ...]:
        return tuple(f"Peta jalan {picture.name}" for picture in self.drawn)


def roadmap_block(content: Document, scope: str = "") -> RoadmapBlock:
    index = Index(content)
    blocks = year_blocks(content)
    years = milestones(content)
    grouped = index.per_dimension(content["programmes"], scope)
    columns = (
        Column("Kode", Kind.CODE, 17, only=Room.WIDE),
        Column("Program", width=70, pixels=230),
        Column("Penanggung jawab", width=29, short="OPD"),
        Column("Tahun", Kind.WORD, 18),
        Column("Quick win", width=16, only=Room.WIDE),
        Column("Ukuran, satuan", short="Ukuran"),
        Column("Dasar", Kind.NUMBER, 14.5),
        *(Column(str(year), Kind.YEAR, 14.5) for year in years),
    )
    groups = tuple(
        Group(tuple(_twin(index, row, years) for row in programmes), dimension["name"])
        for dimension, programmes in grouped
    )
    table = Table("Peta jalan program", columns, groups, notes=NOTES, is_wide=True)
    drawn = tuple(draw(index, blocks, dimension, programmes) for dimension, programmes in grouped)
    return RoadmapBlock((table,), drawn)


NOTES = (
    line("– di luar tahun program;", Part("kosong", Style.UNKNOWN), ": belum diisi.", only=Room.WIDE),
    line("Tanda – di luar tahun program. Gambar peta jalan ada dalam buku.", only=Room.NARROW),
)


def _twin(index: Index, programme: Row, years: Sequence[int]) -> Entry:
    code, is_quick_win = programme["code"], programme["quick_win"]
    mark = (Part("Quick win", Style.MARK),) if is_quick_win else ()
    head = (
        Cell(code),
        Cell(programme["name"], lines=(line(Part(code, Style.CODE), *mark, only=Room.NARROW),)),
        Cell(index.office_short(programme["lead_opd"])),
        known(period(programme), "belum diisi"),
        Cell("ya", Style.MARK) if is_quick_win else Cell("tidak"),
    )
    shown = measures(programme, in_years(years))
    return Entry(
        tuple(
            (
                known(measure.name and measure.words, "belum dirumuskan"),
                measure.baseline_cell,
                *measure.targets,
            )
            for measure in shown
        ),
        head,
    )


def activity_block(content: Document, scope: str = "") -> Block:
    """The roadmap in short: how many programmes of each dimension run in each year."""
    blocks = year_blocks(content)
    entries = tuple(
        Entry((_running(blocks, dimension["name"], programmes),))
        for dimension, programmes in Index(content).per_dimension(content["programmes"], scope)
    )
    shown = [row for row in content["programmes"] if scope in ("", row["dimension"])]
    undated = len(shown) - len(_dated(shown))
    counted = (
        "Program yang dihitung: yang tahun mulai atau selesainya sudah diisi; "
        "tahun selesai yang belum diisi dianggap berlanjut."
    )
    not_counted = f"Belum dihitung karena tahunnya belum diisi: {undated} program."
    table = Table(
        "Program yang berjalan per tahun",
        (Column("Dimensi", width=33), *year_columns(blocks), Column("Program", Kind.SUM, 19)),
        (Group(entries),),
        total=_running(blocks, "Jumlah", shown),
        notes=(
            line(counted, *((not_counted,) if undated else ()), only=Room.WIDE),
            line(f"Program yang tahunnya belum diisi tidak dihitung: {undated}.", only=Room.NARROW),
        ),
        is_short=True,
    )
    return Block((table,))


def _running(blocks: Sequence[YearBlock], name: str, programmes: Sequence[Row]) -> Cells:
    dated = _dated(programmes)
    running = cells(blocks, lambda year: Cell(str(sum(within(row, year) for row in dated))))
    return (Cell(name), *running, Cell(str(len(programmes))))


def _dated(programmes: Sequence[Row]) -> list[Row]:
    return [row for row in programmes if row["start_year"] or row["end_year"]]
