"""The offices and what they answered: plain rows the caller hands over, in the order of the offices."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from lib import clock
from lib.pdf.qr import QrCode, qr_code
from lib.tables.neutral import Cell, Column, Entry, Group, Kind, Part, Style, Table, line
from lib.text.formats import jam, tanggal_pendek
from masterplan.book.block import Block
from masterplan.book.document import Document, Row

SIGNED = ("signed", "signed_with_note")
ANSWERED = (*SIGNED, "declined")
MARKS = {"signed": "setuju", "signed_with_note": "catatan", "declined": "tolak", "superseded": "ulang"}
"""The symbol beside the word of a state; every other state has the empty square."""
CAPACITIES = {
    "definitif": "pejabat definitif",
    "plt": "pelaksana tugas",
    "plh": "pelaksana harian",
    "pj": "penjabat",
}
"""How a person holds an office, in words; the office itself stands in its own column."""
NOBODY: Row = {
    "state": "none",
    "state_label": "belum",
    "signer": "",
    "capacity": "",
    "signed_at": None,
    "note": "",
    "code": "",
}


@dataclass(frozen=True)
class CommitmentRow:
    """One office. signer is the capacity it was signed in; qr is None while there is nothing to look up."""

    number: str
    opd: str
    office: str
    led: str
    supported: str
    state: str
    label: str
    mark: str
    time: str
    signer: str
    note: str
    code: str
    qr: QrCode | None


@dataclass(frozen=True)
class CommitmentsBlock(Block):
    """The states in numbers, as a table; `rows` are the offices one by one, for the annex."""

    frame: ClassVar[str] = "commitments"

    rows: tuple[CommitmentRow, ...] = ()
    signed: str = ""
    count: str = ""
    zone: str = ""


def commitments_block(
    content: Document, commitments: Sequence[Row] = (), verify_base: str = ""
) -> CommitmentsBlock:
    """Every office of the plan, also the ones nobody asked yet. A code is looked up at verify_base."""
    given = {row["opd"]: row for row in commitments}
    led, supported = Counter[str](), Counter[str]()
    for programme in content["programmes"]:
        led[programme["lead_opd"]] += 1
        supported.update(programme["supporting_opds"])
    rows = tuple(
        _row(number, opd, given.get(opd["code"], NOBODY), (led, supported), verify_base)
        for number, opd in enumerate(content["opds"], start=1)
    )
    signed = sum(row.state in SIGNED for row in rows)
    return CommitmentsBlock((_states(rows, signed),), rows, str(signed), str(len(rows)), clock.zone_word())


def _states(rows: Sequence[CommitmentRow], signed: int) -> Table:
    counted = Counter((row.label, row.mark) for row in rows)
    entries = tuple(
        Entry(((Cell(parts=(Part(label, Style.STATE, mark),)), Cell(str(count))),))
        for (label, mark), count in counted.most_common()
    )
    signatures = (
        f"{signed} dari {len(rows)} perangkat daerah sudah menandatangani. "
        "Daftar menurut perangkat daerah ada pada Lampiran 2."
    )
    return Table(
        "Komitmen perangkat daerah",
        (Column("Keadaan komitmen", width=74), Column("Perangkat daerah", Kind.SUM, 26)),
        (Group(entries),),
        total=(Cell("Jumlah"), Cell(str(len(rows)))),
        notes=(line(signatures),),
        is_short=True,
    )


def _row(
    number: int, opd: Row, given: Row, counts: tuple[Mapping[str, int], Mapping[str, int]], verify_base: str
) -> CommitmentRow:
    signed_at, code = given["signed_at"], given["code"]
    return CommitmentRow(
        number=str(number),
        opd=opd["code"],
        office=opd["official_name"],
        led=str(counts[0].get(opd["code"], 0)),
        supported=str(counts[1].get(opd["code"], 0)),
        state=given["state"],
        label=given["state_label"],
        mark=MARKS.get(given["state"], "kosong"),
        time=f"{tanggal_pendek(signed_at)}, {jam(signed_at).rpartition(' ')[0]}" if signed_at else "",
        signer=CAPACITIES.get(given["capacity"], str(given["capacity"] or given["signer"])),
        note=given["note"],
        code=code,
        qr=qr_code(f"{verify_base}{code}".upper()) if code and verify_base else None,
    )
