"""The slice of a frozen document that one OPD pledges: what is promised and no more. Pure functions.

The lead OPD pledges targets and rupiah; a supporting OPD its role only. Prose, notes and other OPDs'
numbers are left out, so changing them never asks for a new signature.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from django.template.loader import render_to_string

from commitments.letters.models import SCHEMAS
from lib.documents import Json
from lib.pdf.qr import QrCode, qr_code
from lib.tables.neutral import Cells
from lib.text.formats import group_hash, tanggal
from masterplan.book.commitment_rows import CAPACITIES
from masterplan.book.document import period
from masterplan.book.furniture import lookup_address
from masterplan.book.measures import (
    DIRECTIONS,
    UNDIVIDED,
    Measure,
    amount_cells,
    expected_amounts,
    in_blocks,
    known_baseline,
    measures,
    share_cells,
    shares_by_year,
)
from masterplan.book.totals import Total, joined, total
from masterplan.book.years import YearBlock
from masterplan.programmes.document import INDICATOR

Letter: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True)
class LedProgramme:
    """One programme the office answers for, with every plan year of target and rupiah (millions)."""

    code: str
    name: str
    remark: str
    quick_win: bool
    measures: tuple[tuple[Measure, str], ...]
    """Each with what is promised of it beside targets; of a single one that stands in the remark."""
    amounts: Cells
    shares: tuple[tuple[str, Cells], ...]
    """Source and its part of the amounts, where any is known."""
    total: Total


@dataclass(frozen=True)
class Signatory:
    """The block under the letter. name is empty as long as the office is vacant."""

    title: str
    name: str
    rank_and_nip: str
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
    """The letter as one HTML page for lib.pdf.process.render()."""
    context = {"letter": letter, "sheet": sheet(letter)}
    return render_to_string("commitments/letters/print/letter.html", context)


def sheet(letter: Letter) -> Sheet:
    slice_ = SCHEMAS.upgrade(letter["slice"])
    plan = slice_["masterplan"]
    years = range(plan["valid_from"], plan["valid_to"] + 1) if slice_["lead"] else range(0)
    led = tuple(_led(row, years, letter["funds"]) for row in slice_["lead"])
    groups = group_hash(letter["slice_sha256"])
    place = letter["region"]["capital"] or letter["region"]["name"]
    return Sheet(
        years=tuple(map(str, years)),
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


def _led(row: Mapping[str, Any], years: Sequence[int], labels: Mapping[str, str]) -> LedProgramme:
    blocks = (YearBlock("", tuple(map(str, years))),)
    notes = [_note(indicator) for indicator in row["indicators"]] or [""]
    is_single = len(notes) == 1
    return LedProgramme(
        code=row["code"],
        name=row["name"],
        remark="; ".join(
            part for part in (period(row), notes[0] if is_single else "", _funds(row, labels)) if part
        ),
        quick_win=row["quick_win"],
        measures=tuple(
            (measure, "" if is_single else note)
            for measure, note in zip(measures(row, in_blocks(blocks)), notes, strict=True)
        ),
        amounts=amount_cells(row, blocks),
        shares=tuple(
            (labels.get(code, code) if code else UNDIVIDED, share_cells(of, blocks))
            for code, of in shares_by_year(row).items()
        ),
        total=total(expected_amounts(row, years)),
    )


def _note(indicator: Mapping[str, Any]) -> str:
    """nilai dasar 110 (2025); harus naik."""
    known = known_baseline(indicator)
    parts = (f"nilai dasar {known}" if known else "", DIRECTIONS.get(indicator["direction"], ""))
    return "; ".join(part for part in parts if part)


def _funds(row: Mapping[str, Any], labels: Mapping[str, str]) -> str:
    names = [labels.get(code, code) for code in row["funding_sources"]]
    return f"dana {', '.join(names)}" if names else ""


def _signatory(letter: Letter) -> Signatory:
    holder = letter["holder"]
    if holder is None:
        return Signatory(letter["slice"]["opd"]["head_title"], "", "", "")
    capacity = CAPACITIES.get(holder["capacity"], holder["capacity_label"])
    nip = f"NIP {holder['nip']}" if holder["nip"] else ""
    rank_and_nip = "; ".join(part for part in (holder["rank"], nip) if part)
    return Signatory(holder["title"], holder["name"], rank_and_nip, capacity)


def _pledges(letter: Letter) -> tuple[str, ...]:
    """What is promised, one line each: the words of the slice, which are the ones that get signed."""
    words = letter["slice"]["statement"] or letter["statement"]
    return tuple(line.strip() for line in words.splitlines() if line.strip())


PROGRAMMES, GENERAL = "programmes", "general"


def slice_of(document: Json, opd_code: str, statements: dict[str, str], schema: str = "") -> Json:
    """What `opd_code` promises; `statements` maps the kind of pledge to its sentence.

    schema: the newest by default; what was promised is compared in the schema that was signed, so that a new
    key asks nobody for a new signature.
    """
    return SLICES[schema or SCHEMAS.newest](document, opd_code, statements)


def _slice_1(document: Json, opd_code: str, statements: dict[str, str]) -> Json:
    years = document["years"]
    return _slice("commitment-slice/1", document, opd_code, statements, lambda row: _lead_1(row, years))


def _slice_2(document: Json, opd_code: str, statements: dict[str, str]) -> Json:
    return _slice("commitment-slice/2", document, opd_code, statements, _lead_2)


def _slice(
    schema: str,
    document: Json,
    opd_code: str,
    statements: dict[str, str],
    lead_of: Callable[[Json], Json],
) -> Json:
    office = next(row for row in document["opds"] if row["code"] == opd_code)
    lead = [lead_of(row) for row in document["programmes"] if row["lead_opd"] == opd_code]
    names = {row["code"]: row["short_name"] for row in document["opds"]}
    supporting = [
        {
            "code": row["code"],
            "name": row["name"],
            "lead_opd": row["lead_opd"],
            "lead_name": names[row["lead_opd"]],
        }
        for row in document["programmes"]
        if opd_code in row["supporting_opds"]
    ]
    pledge = PROGRAMMES if lead or supporting else GENERAL
    plan = document["masterplan"]
    return {
        "schema": schema,
        "region": document["region"]["code"],
        "masterplan": {name: plan[name] for name in ("slug", "title", "valid_from", "valid_to")},
        "opd": {name: office[name] for name in ("code", "official_name", "head_title")},
        "pledge": pledge,
        "statement": statements[pledge],
        "lead": lead,
        "supporting": supporting,
        "readiness": [row for row in document["readiness"] if row.get("opd") == opd_code],
    }


LEAD = ("code", "name", "dimension", "horizon", "quick_win", "start_year", "end_year", "funding_sources")


def _lead_1(row: Json, years: Sequence[int]) -> Json:
    """One indicator, and rupiah of all sources together. What that cannot say makes it another promise: two
    indicators, a direction, shares by source."""
    first, further = row["indicators"][:1], row["indicators"][1:]
    pledged = {name: row[name] for name in LEAD}
    pledged["indicator"] = {name: first[0][name] for name in ("name", "unit", "baseline")} if first else None
    targets = {cell["year"]: cell["value"] for cell in first[0]["targets"]} if first else {}
    money = {cell["year"]: cell["rupiah"] for cell in row["money"] if cell["source"] is None}
    pledged["years"] = [
        {"year": year, "target": targets.get(year), "rupiah": money.get(year)} for year in years
    ]
    said = {name: first[0][name] for name in ("direction", "baseline_year") if first and first[0][name]}
    shared = [cell for cell in row["money"] if cell["source"] is not None]
    unsayable = {"indicators": further, "money": shared, **said}
    return pledged | {name: value for name, value in unsayable.items() if value}


def _lead_2(row: Json) -> Json:
    pledged = {name: row[name] for name in (*LEAD, "money")}
    pledged["indicators"] = [
        {name: indicator[name] for name in INDICATOR}
        | {"targets": [{"year": cell["year"], "value": cell["value"]} for cell in indicator["targets"]]}
        for indicator in row["indicators"]
    ]
    return pledged


SLICES: Mapping[str, Callable[[Json, str, dict[str, str]], Json]] = {
    "commitment-slice/1": _slice_1,
    "commitment-slice/2": _slice_2,
}
"""One function for each schema, from the newest document; none is ever taken away."""
