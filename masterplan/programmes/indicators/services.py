"""The numbers of a programme: what they may be, and how they are stored. Callers hold its lock."""

from collections.abc import Sequence

from lib import clock
from lib.text.numbers import RUPIAH_LIMIT
from masterplan.plan.models import Masterplan
from masterplan.programmes.document import (
    IndicatorData,
    ProgrammeData,
    indicator_field,
    rupiah_field,
    share_field,
    target_field,
)
from masterplan.programmes.models import Indicator, Money, Programme, ProgrammeStatus, Target

MAX_INDICATORS = 9


def check(plan: Masterplan, data: ProgrammeData) -> dict[str, str]:
    """A sentence for each number that cannot be, by name of its field."""
    wrong: dict[str, str] = {}
    for number, indicator in data.indicators.items():
        wrong |= _check_indicator(plan, number, indicator)
    for (year, source), rupiah in data.money.items():
        name = rupiah_field(year) if source is None else share_field(source.code, year)
        if not 0 <= rupiah < RUPIAH_LIMIT:
            wrong[name] = f"Rupiah {year} tidak boleh negatif dan harus di bawah seribu triliun."
        if year not in plan.years:
            wrong[name] = f"Tahun {year} di luar masa masterplan."
        if source is not None and source not in data.funding_sources:
            wrong["funding_sources"] = (
                f"{source.label} masih mempunyai rupiah. Pilih sumber dana itu, atau kosongkan rupiahnya."
            )
    if data.source_amount is not None and not 0 <= data.source_amount < RUPIAH_LIMIT:
        wrong["source_amount"] = "Jumlah rupiah tidak boleh negatif dan harus di bawah seribu triliun."
    return wrong


def _check_indicator(plan: Masterplan, number: int, indicator: IndicatorData) -> dict[str, str]:
    wrong: dict[str, str] = {}
    for year, value in indicator.targets.items():
        if value < 0:
            wrong[target_field(number, year)] = f"Target {year} tidak boleh negatif."
        if year not in plan.years:
            wrong[target_field(number, year)] = f"Tahun {year} di luar masa masterplan."
    if number > MAX_INDICATORS:
        wrong[indicator_field("name", number)] = f"Paling banyak {MAX_INDICATORS} indikator."
    return wrong


def store(
    programme: Programme, data: ProgrammeData, indicators: Sequence[Indicator], money: Sequence[Money]
) -> None:
    """What is not yet as it was said; `indicators` and `money` are the stored ones."""
    _store_indicators(programme, data, indicators)
    _store_money(programme, data, money)


def _store_indicators(programme: Programme, data: ProgrammeData, stored: Sequence[Indicator]) -> None:
    """One that nothing is said of any more goes, but for what it holds of years outside the plan, which no
    form shows for changing. Those that stay keep their order and are numbered from 1."""
    said = {number: indicator for number, indicator in data.indicators.items() if not indicator.is_empty}
    rows = {row.number: row for row in stored}
    for number, row in list(rows.items()):
        if number in said:
            continue
        if any(target.year not in programme.masterplan.years for target in row.targets.all()):
            said[number] = IndicatorData()
        else:
            rows.pop(number).delete()
    for place, number in enumerate(sorted(said), 1):
        row = rows.get(number) or Indicator(programme=programme)
        values = {**said[number].columns, "number": place}
        if row.pk is None or any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            row.save()
        _store_targets(row, programme, said[number], finished=data.status == ProgrammeStatus.SELESAI)


def _store_targets(row: Indicator, programme: Programme, said: IndicatorData, *, finished: bool) -> None:
    """What a finished programme names of years that have come is what it achieved."""
    years, this_year = programme.masterplan.years, clock.today().year
    stored = {target.year: target for target in row.targets.all() if target.year in years}
    made: list[Target] = []
    changed: list[Target] = []
    for year, value in said.targets.items():
        target = stored.pop(year, None) or Target(indicator=row, year=year, value=value)
        reached = finished or (target.is_achieved and target.value == value)
        achieved = reached and year <= this_year
        if target.pk is None:
            target.is_achieved = achieved
            made.append(target)
        elif (target.value, target.is_achieved) != (value, achieved):
            target.value, target.is_achieved = value, achieved
            changed.append(target)
    if stored:
        row.targets.filter(year__in=stored).delete()
    Target.objects.bulk_update(changed, ["value", "is_achieved"])
    Target.objects.bulk_create(made)


def _store_money(programme: Programme, data: ProgrammeData, stored: Sequence[Money]) -> None:
    years = programme.masterplan.years
    known = {(row.year, row.source_id): row for row in stored if row.year in years}
    made: list[Money] = []
    changed: list[Money] = []
    for (year, source), rupiah in data.money.items():
        row = known.pop((year, source.pk if source else None), None)
        if row is None:
            made.append(Money(programme=programme, year=year, source=source, rupiah=rupiah))
        elif row.rupiah != rupiah:
            row.rupiah = rupiah
            changed.append(row)
    if known:
        programme.money.filter(pk__in=[row.pk for row in known.values()]).delete()
    Money.objects.bulk_update(changed, ["rupiah"])
    Money.objects.bulk_create(made)
