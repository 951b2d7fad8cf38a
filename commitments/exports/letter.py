"""The letter of commitment as HTML: a pure function of what was fixed when it was issued.

It is rendered once, before anyone signs, and never again: it says where the state of the signature stands.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from django.template.loader import render_to_string

from masterplan.exports.commitment_rows import CAPACITIES
from masterplan.exports.document import period
from masterplan.exports.furniture import lookup_address
from masterplan.exports.totals import Total, joined, total
from masterplan.exports.years import (
    Cell,
    YearBlock,
    amount_cells,
    expected_amounts,
    target_cells,
    target_places,
)
from pdf.formats import angka, group_hash, tanggal
from pdf.qr import QrCode, qr_code

Letter: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True)
class LedProgramme:
    """One programme the office answers for, with every plan year of target and rupiah (millions)."""

    code: str
    name: str
    remark: str
    quick_win: bool
    measure: str
    targets: tuple[Cell, ...]
    amounts: tuple[Cell, ...]
    total: Total


@dataclass(frozen=True)
class Signatory:
    """The block under the letter. name is empty as long as the office is vacant."""

    title: str
    name: str
    standing: str
    capacity: str


@dataclass(frozen=True)
class Sheet:
    """Everything the page prints beside the text of the letter."""

    years: tuple[str, ...]
    led: tuple[LedProgramme, ...]
    total: Total
    place_and_date: str
    hash_lines: tuple[str, ...]
    qr: QrCode
    verify_at: str
    signatory: Signatory
    pledges: tuple[str, ...]
    period: str

    @property
    def columns(self) -> str:
        """How many columns the table of led programmes has."""
        return str(len(self.years) + 2)

    @property
    def columns_before_total(self) -> str:
        return str(len(self.years) + 1)


def letter_html(letter: Letter) -> str:
    """The letter as one HTML page for pdf.rendering.render()."""
    return render_to_string("letters/letter.html", {"letter": letter, "sheet": sheet(letter)})


def sheet(letter: Letter) -> Sheet:
    slice_ = letter["slice"]
    years = tuple(str(row["year"]) for row in slice_["lead"][0]["years"]) if slice_["lead"] else ()
    led = tuple(_led(row, years, letter["funds"]) for row in slice_["lead"])
    groups = group_hash(letter["slice_sha256"])
    plan = slice_["masterplan"]
    place = letter["region"]["capital"] or letter["region"]["name"]
    return Sheet(
        years=years,
        led=led,
        total=joined(row.total for row in led),
        place_and_date=f"{place}, {tanggal(letter['issued_on'])}",
        hash_lines=tuple(" ".join(groups[start : start + 4]) for start in range(0, len(groups), 4)),
        qr=qr_code(letter["verify_url"]),
        verify_at=lookup_address(letter["verify_url"]),
        signatory=_signatory(letter),
        pledges=_pledges(letter),
        period=f"{plan['valid_from']}–{plan['valid_to']}",
    )


def _led(row: Mapping[str, Any], years: tuple[str, ...], labels: Mapping[str, str]) -> LedProgramme:
    blocks = (YearBlock("", years),)
    indicator = row["indicator"] or {"name": "", "unit": "", "baseline": None}
    baseline = indicator["baseline"]
    known = "" if baseline is None else f"nilai dasar {angka(baseline, target_places(row))}"
    names = [labels.get(code, code) for code in row["funding_sources"]]
    funds = f"dana {', '.join(names)}" if names else ""
    return LedProgramme(
        code=row["code"],
        name=row["name"],
        remark="; ".join(part for part in (period(row), known, funds) if part),
        quick_win=row["quick_win"],
        measure=", ".join(part for part in (indicator["name"], indicator["unit"]) if part),
        targets=target_cells(row, blocks),
        amounts=amount_cells(row, blocks),
        total=total(expected_amounts(row)),
    )


def _signatory(letter: Letter) -> Signatory:
    holder = letter["holder"]
    if holder is None:
        return Signatory(letter["slice"]["opd"]["head_title"], "", "", "")
    capacity = CAPACITIES.get(holder["capacity"], holder["capacity_label"])
    nip = f"NIP {holder['nip']}" if holder["nip"] else ""
    standing = "; ".join(part for part in (holder["rank"], nip) if part)
    return Signatory(holder["title"], holder["name"], standing, capacity)


def _pledges(letter: Letter) -> tuple[str, ...]:
    """What is promised, one line each: the words of the slice, which are the ones that get signed."""
    words = letter["slice"]["statement"] or letter["statement"]
    return tuple(line.strip() for line in words.splitlines() if line.strip())
