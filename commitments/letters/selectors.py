"""Letters one person has to do with, and the history of one letter."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bimtek.cycle.models import Dimension
from commitments.letters.board.selectors import BoardRow, signature_of
from commitments.letters.document import GENERAL
from commitments.letters.models import Commitment, CommitmentState
from lib import acts, clock
from lib.access import Actor, access
from lib.audit.models import AuditEvent
from lib.text.formats import angka
from masterplan.book.document import period
from masterplan.book.measures import DIRECTIONS, UNDIVIDED, amounts, known_baseline, shares_by_year
from masterplan.plan.models import FundingSource, Horizon, Masterplan
from masterplan.programmes.models import Programme
from opd.accounts.roles import Can
from opd.offices.models import OfficeHolder, Opd

Json = Mapping[str, Any]

LEAD, SUPPORT = "Penanggung jawab", "Pendukung"


@dataclass(frozen=True)
class YearRow:
    """targets: one for each measure, shares: one for each source; None while unknown."""

    label: str
    targets: tuple[str | None, ...]
    rupiah: int | None
    shares: tuple[int | None, ...] = ()


@dataclass(frozen=True)
class MeasureRow:
    """targets: "2 (2027), 26 (2031), 34 (2036)"; baseline with its year; empty while unknown."""

    name: str
    unit: str
    direction: str
    baseline: str
    targets: str


@dataclass(frozen=True)
class Item:
    """One programme an OPD pledges. Supporting items have neither targets nor rupiah."""

    code: str
    name: str
    role: str
    dimension: str = ""
    horizon: str = ""
    period: str = ""
    quick_win: bool = False
    funding: str = ""
    measures: tuple[MeasureRow, ...] = ()
    rupiah: int | None = None
    with_rupiah: int = 0
    years: tuple[YearRow, ...] = ()
    sources: tuple[str, ...] = ()
    """The sources whose shares are promised, in the order of `YearRow.shares`."""
    lead_name: str = ""

    @property
    def is_lead(self) -> bool:
        return self.role == LEAD

    @property
    def filled_years(self) -> tuple[YearRow, ...]:
        return tuple(row for row in self.years if any(row.targets) or row.rupiah is not None)


@dataclass(frozen=True)
class Reading:
    statement: str
    is_general: bool
    items: tuple[Item, ...]

    @property
    def led(self) -> int:
        return sum(item.is_lead for item in self.items)

    @property
    def supported(self) -> int:
        return len(self.items) - self.led

    @property
    def rupiah(self) -> int | None:
        """The sum of what is known; None when no item of the slice names an amount."""
        known = [item.rupiah for item in self.items if item.rupiah is not None]
        return sum(known) if known else None

    @property
    def cells(self) -> int:
        return sum(len(item.years) for item in self.items)


@dataclass(frozen=True)
class Words:
    """Codes of a slice and the names people know them by."""

    dimensions: Mapping[str, str]
    horizons: Mapping[str, str]
    funding: Mapping[str, str]


def words_of(plan: Masterplan) -> Words:
    """Three queries."""
    return Words(
        dict(Dimension.objects.filter(cycle_id=plan.cycle_id).values_list("code", "name")),
        dict(Horizon.objects.filter(masterplan=plan).values_list("code", "label")),
        dict(FundingSource.objects.filter(masterplan=plan).values_list("code", "label")),
    )


def read(commitment: Commitment) -> Reading:
    """The stored slice and nothing else decides what is shown; the plan only lends its names."""
    content = commitment.slice
    return reading_of(content, words_of(commitment.masterplan) if content["lead"] else Words({}, {}, {}))


def reading_of(content: Json, words: Words) -> Reading:
    plan = content["masterplan"]
    years = range(plan["valid_from"], plan["valid_to"] + 1)
    items = [_led(row, years, words) for row in content["lead"]]
    items += [
        Item(row["code"], row["name"], SUPPORT, lead_name=row["lead_name"]) for row in content["supporting"]
    ]
    return Reading(content["statement"], content["pledge"] == GENERAL, tuple(items))


def _led(row: Json, years: Iterable[int], words: Words) -> Item:
    known, by_source = amounts(row), shares_by_year(row)
    return Item(
        code=row["code"],
        name=row["name"],
        role=LEAD,
        dimension=words.dimensions.get(row["dimension"], row["dimension"]),
        horizon=words.horizons.get(row["horizon"], row["horizon"]),
        period=period(row),
        quick_win=row["quick_win"],
        funding=", ".join(words.funding.get(code, code) for code in row["funding_sources"]),
        measures=tuple(_measure(indicator) for indicator in row["indicators"]),
        rupiah=sum(known.values()) if known else None,
        with_rupiah=len(known),
        years=tuple(
            YearRow(
                str(year),
                tuple(_target(indicator, year) for indicator in row["indicators"]),
                known.get(year),
                tuple(of.get(year) for of in by_source.values()),
            )
            for year in years
        ),
        sources=tuple(words.funding.get(code, code) if code else UNDIVIDED for code in by_source),
    )


def _measure(indicator: Json) -> MeasureRow:
    return MeasureRow(
        indicator["name"],
        indicator["unit"],
        DIRECTIONS.get(indicator["direction"], ""),
        known_baseline(indicator),
        _targets(indicator["targets"]),
    )


def _target(indicator: Json, year: int) -> str | None:
    found: str | None = next((row["value"] for row in indicator["targets"] if row["year"] == year), None)
    return found


def _targets(filled: list[Json]) -> str:
    """First, middle and last of what is filled in: "2 (2027), 26 (2031), 34 (2036)"."""
    shown = filled if len(filled) <= 3 else [filled[0], filled[(len(filled) - 1) // 2], filled[-1]]
    return ", ".join(f"{angka(row['value'])} ({row['year']})" for row in shown)


@dataclass(frozen=True)
class Promise:
    """One office of a programme: its newest letter, None when there is none or the reader may not open it."""

    opd: Opd
    role: str
    row: BoardRow | None
    is_pledged: bool
    is_hidden: bool


def promises_for(programme: Programme, actor: Actor, own: frozenset[int], *, sees_all: bool) -> list[Promise]:
    """The lead office first, then the supporting ones; `own` are the reader's offices. Two queries."""
    offices = [(programme.lead_opd, LEAD)] + [(opd, SUPPORT) for opd in programme.supporting_opds.all()]
    letters = newest_letters(programme, actor, [opd.pk for opd, _ in offices])
    return [
        _promise(programme, opd, role, letters.get(opd.pk), is_hidden=not sees_all and opd.pk not in own)
        for opd, role in offices
    ]


def newest_letters(programme: Programme, actor: Actor, opd_ids: list[int]) -> dict[int, Commitment]:
    rows = (
        Commitment.objects.visible_to(actor)
        .filter(masterplan=programme.masterplan_id, opd_id__in=opd_ids)
        .select_related("opd", "revision", "signature")
        .defer("letter", "revision__content", "signature__evidence")
        .order_by("pk")
    )
    return {row.opd_id: row for row in rows}


def _promise(
    programme: Programme, opd: Opd, role: str, letter: Commitment | None, *, is_hidden: bool
) -> Promise:
    if letter is None:
        return Promise(opd, role, None, False, is_hidden)
    content = letter.slice
    pledged = programme.code in {item["code"] for item in (*content["lead"], *content["supporting"])}
    return Promise(opd, role, BoardRow(opd, letter, signature_of(letter)), pledged, False)


@dataclass(frozen=True)
class OwnLetter:
    """The newest letter of one office of the person, and whether the person is its head."""

    row: BoardRow
    commitment: Commitment
    can_sign: bool

    @property
    def waits(self) -> bool:
        return self.can_sign and self.commitment.state == CommitmentState.ISSUED


@dataclass(frozen=True)
class Happening:
    at: datetime
    text: str
    by: str
    reason: str


def own_letters(actor: Actor, region_id: int) -> list[OwnLetter]:
    """Newest letter per plan and office of the region the actor works for; what waits for a signature first.

    One query.
    """
    mine = access(actor)
    rows = (
        Commitment.objects.visible_to(actor)
        .filter(opd_id__in=mine.opds_for(Can.READ_LETTERS, region_id=region_id))
        .select_related("opd", "revision", "masterplan", "signature")
        .defer("content", "letter", "revision__content", "signature__evidence")
        .order_by("pk")
    )
    newest = {(row.masterplan_id, row.opd_id): row for row in rows}
    found = [
        OwnLetter(BoardRow(row.opd, row, signature_of(row)), row, row.opd_id in mine.opds_for(Can.SIGN))
        for row in newest.values()
    ]
    return sorted(found, key=lambda letter: (not letter.waits, -letter.commitment.pk))


def history(commitment: Commitment) -> list[Happening]:
    """What the audit trail holds of this letter, oldest first. One query."""
    events = AuditEvent.objects.filter(object_type="commitments.commitment", object_id=str(commitment.pk))
    return [
        Happening(event.at, _text(event), event.actor_label, event.changes.get("reason", ""))
        for event in events.order_by("pk")
    ]


def _text(event: AuditEvent) -> str:
    to = event.changes.get("to", "")
    said = acts.words_of(event.act)
    return f"{said} dalam {to}" if to else said


def others(commitment: Commitment) -> list[Commitment]:
    """The other letters of the same OPD in this plan, newest first. One query."""
    return list(
        Commitment.objects.filter(masterplan=commitment.masterplan_id, opd=commitment.opd_id)
        .exclude(pk=commitment.pk)
        .select_related("revision")
        .defer("content", "letter", "revision__content")
        .order_by("-pk")
    )


VACANT = (
    "Jabatan ini kosong, jadi lembarnya tidak dapat ditandatangani. "
    "Mintalah lembar baru kepada editor setelah pejabatnya dicatat."
)

REPLACED = "Pejabat yang tertulis pada surat sudah berganti. Mintalah lembar baru kepada editor."

NAMED = ("name", "nip", "rank", "capacity", "title")


def holder_now(opd: Opd) -> OfficeHolder | None:
    today = clock.today(opd.region.zone)
    holder: OfficeHolder | None = OfficeHolder.objects.filter(opd=opd).on(today).first()
    return holder


def obstacle(commitment: Commitment, holder: OfficeHolder | None) -> str:
    """Why the letter cannot be signed today although it waits for an answer; empty when it can."""
    named = commitment.letter.get("holder")
    if named is None or holder is None:
        return VACANT
    if any(getattr(holder, name) != named[name] for name in NAMED):
        return REPLACED
    return ""
