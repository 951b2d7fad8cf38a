"""Programmes as lists show them: what is known of each, what is missing, sums that say what they know."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

from django.db.models import Count, F, FilteredRelation, Q, Sum

from bimtek.findings.models import Finding
from lib.access import Actor, access
from lib.text.canonical import decimal
from lib.text.formats import ROUNDED, is_rounded, rupiah
from lib.text.search import searchable
from masterplan.book.document import measured
from masterplan.plan.models import FundingSource, Masterplan
from masterplan.programmes.document import LINKS, SAID, IndicatorData, ProgrammeData
from masterplan.programmes.models import Indicator, Money, Programme, ProgrammeStatus
from opd.accounts.roles import Can
from opd.offices.models import Opd

GAPS = ("bare", "target", "rupiah", "finding")

NO_TARGETS, NO_MONEY = (1, 0, 0), (0, 0, None)


@dataclass(frozen=True)
class Filters:
    """What the address asks for; empty is everything. `state`: live or aside."""

    dimension: str = ""
    opd: str = ""
    horizon: str = ""
    quick_win: str = ""
    gap: str = ""
    q: str = ""
    state: str = "live"


class Filled(NamedTuple):
    """`known` of `expected` values; `amount` is the sum of money, None when nothing is known."""

    known: int
    expected: int
    amount: int | None = None

    @property
    def is_complete(self) -> bool:
        return self.known >= self.expected

    @property
    def text(self) -> str:
        """ "16 dari 1.479": written here once, since a list localises hundreds of numbers otherwise."""
        return f"{self.known:,} dari {self.expected:,}".replace(",", ".")


class ProgrammeRow(NamedTuple):
    """One of hundreds in a list, hence the tuple: it is made in a tenth of the time."""

    pk: int
    code: str
    name: str
    dimension: str
    lead: str
    horizon: str
    quick_win: bool
    start_year: int | None
    end_year: int | None
    status: str
    indicator: str | None
    unit: str | None
    reason: str
    targets: Filled
    rupiah: Filled
    answers: tuple[str, ...]

    @property
    def period(self) -> str:
        """2023–2027, sejak 2020, sampai 2027, or nothing."""
        start, end = self.start_year, self.end_year
        if start and end:
            return str(start) if start == end else f"{start}–{end}"
        return f"sejak {start}" if start else f"sampai {end}" if end else ""

    @property
    def is_stopped(self) -> bool:
        return self.status == ProgrammeStatus.TERHENTI

    @property
    def measure(self) -> str:
        return ", ".join(part for part in (self.indicator, self.unit) if part)

    @property
    def gaps(self) -> tuple[str, ...]:
        known = (self.targets.known, self.targets.is_complete, self.rupiah.is_complete, self.answers)
        return tuple([name for name, is_known in zip(GAPS, known, strict=True) if not is_known])


@dataclass(frozen=True)
class ProgrammeGroup:
    """One dimension: the rows of this page, and the sums of all its programmes that were asked for."""

    name: str
    rows: list[ProgrammeRow]
    count: int
    targets: Filled
    rupiah: Filled


@dataclass(frozen=True)
class ProgrammeTotals:
    count: int
    targets: Filled
    rupiah: Filled
    note: str = ""


def matching(plan: Masterplan, actor: Actor, filters: Filters) -> Any:
    """What the filters leave of what a person may see. What is missing in a programme is not asked here.

    A programme that is asked for by its code is found in every state.
    """
    words = searchable(filters.q)
    visible = Programme.objects.visible_to(actor).filter(masterplan=plan, **_conditions(filters))
    visible = visible.filter(Q(set_aside_at__isnull=filters.state != "aside") | Q(code__iexact=words))
    return visible.filter(search_text__contains=words) if words else visible


def linkable(plan: Masterplan, actor: Actor, finding: Finding) -> dict[str, list[Programme]]:
    """Live programmes the actor may change and that do not answer the finding yet: those of its dimension
    under its name, then the others. One query."""
    mine = access(actor)
    rows = Programme.objects.filter(masterplan=plan).live().exclude(findings=finding)
    if not mine.may(plan.region_id, Can.EDIT_PROGRAMME):
        rows = rows.filter(lead_opd_id__in=mine.opds_for(Can.EDIT_PROGRAMME))
    found = list(rows.only("code", "name", "dimension_id").order_by("code"))
    near = [row for row in found if row.dimension_id == finding.dimension_id]
    far = [row for row in found if row.dimension_id != finding.dimension_id]
    groups = {finding.dimension.name: near, "Dimensi lain": far}
    return {name: group for name, group in groups.items() if group}


def programme_rows(plan: Masterplan, actor: Actor, filters: Filters) -> list[ProgrammeRow]:
    """Four queries, in the order of dimensions and codes; `filters.gap` is left to `with_gap`.

    Years are counted beside the rows: joined to them, every row's columns would be grouped by.
    """
    visible = matching(plan, actor, filters).annotate(indicator=_first_indicator())
    rows = visible.order_by("dimension__order", "dimension__code", "code").values_list(
        "pk", "code", "name", "dimension__name", "lead_opd__short_name", "horizon__label", "quick_win",
        "start_year", "end_year", "status", "indicator__name", "indicator__unit", "set_aside_reason",
    )  # fmt: skip
    answers, targets, money = _answers(plan, actor), _targets(plan), _money(plan)
    return [
        _row(plan, row, targets.get(row[0], NO_TARGETS), money.get(row[0], NO_MONEY), answers) for row in rows
    ]


def with_gap(rows: list[ProgrammeRow], gap: str) -> list[ProgrammeRow]:
    """Those that lack it; all of them when nothing is named."""
    return [row for row in rows if not gap or gap in row.gaps]


def _first_indicator() -> FilteredRelation:
    return FilteredRelation("indicators", condition=Q(indicators__number=1))


def _conditions(filters: Filters) -> dict[str, Any]:
    wanted: dict[str, Any] = {}
    names = {"dimension": "dimension__code", "opd": "lead_opd__code", "horizon": "horizon__code"}
    for name, path in names.items():
        if value := getattr(filters, name):
            wanted[path] = value
    if filters.quick_win:
        wanted["quick_win"] = True
    return wanted


def _targets(plan: Masterplan) -> dict[int, tuple[Any, ...]]:
    """Indicators by programme, their known targets of plan years, and how many of those lie in years the
    programme itself does not name."""
    inside = Q(targets__year__gte=plan.valid_from, targets__year__lte=plan.valid_to)
    outside = Q(targets__year__lt=F("programme__start_year")) | Q(targets__year__gt=F("programme__end_year"))
    rows = Indicator.objects.filter(programme__masterplan=plan).order_by()
    counted = rows.values_list("programme_id").annotate(
        measured=Count("pk", distinct=True),
        known=Count("targets", filter=inside),
        known_outside=Count("targets", filter=inside & outside),
    )
    return {pk: tuple(values) for pk, *values in counted}


def _money(plan: Masterplan) -> dict[int, tuple[Any, ...]]:
    """Plan years with money by programme, how many of them the programme itself does not name, the sum."""
    outside = Q(year__lt=F("programme__start_year")) | Q(year__gt=F("programme__end_year"))
    rows = Money.objects.filter(
        programme__masterplan=plan, year__gte=plan.valid_from, year__lte=plan.valid_to
    ).order_by()
    counted = rows.values_list("programme_id").annotate(
        years=Count("year", distinct=True),
        years_outside=Count("year", filter=outside, distinct=True),
        amount=Sum("rupiah"),
    )
    return {pk: tuple(values) for pk, *values in counted}


def _answers(plan: Masterplan, actor: Actor) -> Mapping[int, list[str]]:
    """Codes of the live findings each programme answers."""
    live = Finding.objects.visible_to(actor).live().filter(cycle_id=plan.cycle_id)
    pairs = Programme.findings.through.objects.filter(
        programme__masterplan=plan, finding__in=live.values("pk")
    )
    found: dict[int, list[str]] = defaultdict(list)
    for pk, code in pairs.order_by("finding__code").values_list("programme_id", "finding__code"):
        found[pk].append(code)
    return found


def _row(
    plan: Masterplan,
    row: tuple[Any, ...],
    targets: tuple[Any, ...],
    money: tuple[Any, ...],
    answers: Mapping[int, list[str]],
) -> ProgrammeRow:
    indicators, known, outside = targets
    amounts, amounts_outside, amount = money
    own = expected_years(plan, row[7], row[8])
    filled = Filled(known, own * indicators + outside), Filled(amounts, own + amounts_outside, amount)
    values: list[Any] = [*row, *filled, tuple(answers.get(row[0], ()))]
    return ProgrammeRow(*values)


def expected_years(plan: Masterplan, start: int | None, end: int | None) -> int:
    """How many plan years belong to a programme; an end nobody named keeps the years open."""
    first = max(plan.valid_from, start or plan.valid_from)
    last = min(plan.valid_to, end or plan.valid_to)
    return max(0, last - first + 1)


@dataclass(frozen=True)
class Summary:
    """How many programmes there are before other filters: in the plan, quick wins among them, aside."""

    live: int
    quick_wins: int
    aside: int


def summary(plan: Masterplan, actor: Actor) -> Summary:
    aside = Q(set_aside_at__isnull=False)
    counted = Programme.objects.visible_to(actor).filter(masterplan=plan).order_by()
    return Summary(
        **counted.aggregate(
            live=Count("pk", filter=~aside, distinct=True),
            quick_wins=Count("pk", filter=~aside & Q(quick_win=True), distinct=True),
            aside=Count("pk", filter=aside, distinct=True),
        )
    )


def groups_of(page: Iterable[ProgrammeRow], everything: Iterable[ProgrammeRow]) -> list[ProgrammeGroup]:
    """The rows of a page under their dimensions, each with the sums of the whole dimension."""
    whole = {name: list(rows) for name, rows in groupby(everything, key=lambda row: row.dimension)}
    return [
        ProgrammeGroup(
            name, list(rows), len(whole[name]), *(_sum(whole[name], of) for of in ("targets", "rupiah"))
        )
        for name, rows in groupby(page, key=lambda row: row.dimension)
    ]


def gaps_of(rows: list[ProgrammeRow]) -> dict[str, int]:
    """How many lack each thing."""
    missing = Counter(gap for row in rows for gap in row.gaps)
    return {gap: missing[gap] for gap in GAPS}


def totals_of(rows: list[ProgrammeRow]) -> ProgrammeTotals:
    note = ROUNDED if is_rounded(row.rupiah.amount for row in rows) else ""
    return ProgrammeTotals(len(rows), _sum(rows, "targets"), _sum(rows, "rupiah"), note)


def _sum(rows: Iterable[ProgrammeRow], of: str) -> Filled:
    parts: list[Filled] = [getattr(row, of) for row in rows]
    amounts = [part.amount for part in parts if part.amount is not None]
    return Filled(
        sum(part.known for part in parts),
        sum(part.expected for part in parts),
        sum(amounts) if amounts else None,
    )


@dataclass(frozen=True)
class Check:
    is_ok: bool
    text: str
    note: str = ""


def checks_of(
    programme: Programme, answered: int, targets: Filled, rupiah: Filled, *, is_in_text: bool | None
) -> list[Check]:
    """is_in_text is None for who does not see the text; then nothing is said of it."""
    indicators = list(programme.indicators.all())
    named = [row for row in indicators if row.name]
    with_baseline = [row for row in indicators if row.baseline is not None]
    has_baselines = bool(indicators) and len(with_baseline) == len(indicators)
    checks = [
        _check(answered, f"Menjawab {answered} temuan", "Belum menjawab temuan"),
        _check(named, "Indikator disebut", "Indikator belum disebut"),
        _check(has_baselines, "Nilai dasar terisi", "Nilai dasar belum diisi"),
        _check(targets.is_complete, "Target lengkap", "Target belum lengkap", _known(targets)),
        _check(rupiah.is_complete, "Rupiah lengkap", "Rupiah belum lengkap", _known(rupiah)),
        _check(programme.funding_sources.all(), "Sumber dana disebut", "Sumber dana belum disebut"),
    ]
    if is_in_text is not None:
        checks.append(_check(is_in_text, "Tercantum di naskah", "Belum tercantum di naskah"))
    if months := programme.horizon.max_months:
        known = programme.start_year is not None and programme.end_year is not None
        checks.append(_check(known, f"Selesai dalam {months} bulan", "Tahun mulai atau selesai belum diisi"))
    return checks


def _check(holds: object, done: str, missing: str, note: str = "") -> Check:
    return Check(bool(holds), done if holds else missing, note)


def _known(filled: Filled) -> str:
    return f"{filled.text} terisi" if filled.expected else "Tahunnya di luar masterplan"


@dataclass(frozen=True)
class Links:
    """The rows of other tables; a programme that is not stored yet has none."""

    indicators: Sequence[Indicator] = ()
    money: Sequence[Money] = ()
    supporting_opds: Sequence[Opd] = ()
    findings: Sequence[Finding] = ()
    funding_sources: Sequence[FundingSource] = ()


def links_of(programme: Programme) -> Links:
    """Six queries, also where something was read before: a save asks once it has the lock."""
    return Links(
        indicators=list(programme.indicators.order_by("number").prefetch_related("targets")),
        money=list(programme.money.select_related("source")),
        supporting_opds=list(programme.supporting_opds.all()),
        findings=list(programme.findings.all()),
        funding_sources=list(programme.funding_sources.all()),
    )


def data_of(programme: Programme, links: Links) -> ProgrammeData:
    """The same as a person would say it, of the plan's years alone."""
    columns = [name for name in ProgrammeData.__dataclass_fields__ if name not in LINKS]
    years = programme.masterplan.years
    return ProgrammeData(
        **{name: getattr(programme, name) for name in columns},
        supporting_opds=links.supporting_opds,
        findings=links.findings,
        funding_sources=links.funding_sources,
        indicators={row.number: _indicator_data(row, years) for row in links.indicators},
        money={(row.year, row.source): row.rupiah for row in links.money if row.year in years},
    )


def _indicator_data(row: Indicator, years: range) -> IndicatorData:
    targets = {target.year: target.value for target in row.targets.all() if target.year in years}
    return IndicatorData(**{name: getattr(row, name) for name in SAID}, targets=targets)


def outside_plan_years(indicators: Iterable[Indicator], money: Iterable[Money], years: range) -> list[str]:
    """A sentence for each stored year outside the plan: notes, never part of a sum."""
    said: dict[int, list[str]] = defaultdict(list)
    for indicator in indicators:
        for target in indicator.targets.all():
            achieved = " (tercapai)" if target.is_achieved else ""
            said[target.year].append(f"{measured(decimal(target.value), indicator.unit)}{achieved}")
    sums: dict[int, int] = defaultdict(int)
    for share in money:
        sums[share.year] += share.rupiah
    for year, amount in sums.items():
        said[year].append(rupiah(amount))
    return [
        f"{year}, {'sesudah' if year > years[-1] else 'sebelum'} masterplan: {', '.join(said[year])}."
        for year in sorted(said)
        if year not in years
    ]
