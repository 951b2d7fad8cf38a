"""The numbers in the form of a programme: indicators with their targets, and rupiah by year and source."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import cached_property

from lib.forms.fields import NumberField, RupiahField, TargetField, TextField, YearField
from masterplan.book.years import year_blocks
from masterplan.plan.models import FundingSource, Horizon, Masterplan
from masterplan.programmes.document import (
    SAID,
    IndicatorData,
    Shares,
    indicator_field,
    rupiah_field,
    share_field,
    target_field,
)
from masterplan.programmes.indicators.services import MAX_INDICATORS
from masterplan.programmes.models import Direction, Indicator, Money, Programme
from masterplan.programmes.selectors import outside_plan_years

LONGEST_NUMBER = 3

SHARE = re.compile(r"share_(.+)_[0-9]{4}")

NUMBER_CELL = {"class": "input--sm num", "autocomplete": "off"}


@dataclass(frozen=True)
class YearRow:
    """One year of the table: its fields in the order of the columns. note: "tercapai" or nothing."""

    year: str
    fields: list[forms.BoundField]
    note: str = ""

    @property
    def is_bad(self) -> bool:
        return any(field.errors for field in self.fields)


@dataclass(frozen=True)
class YearColumn:
    """The years of one horizon."""

    label: str
    rows: list[YearRow]


def in_columns(
    plan: Masterplan, horizons: Iterable[Horizon], rows: Mapping[str, YearRow]
) -> list[YearColumn]:
    """Horizons share the years as in the book."""
    names = ("code", "label", "year_to", "max_months")
    terms = [{name: getattr(horizon, name) for name in names} for horizon in horizons]
    return [
        YearColumn(block.label or "Tahun lain", [rows[year] for year in block.years])
        for block in year_blocks({"years": list(plan.years), "horizons": terms})
    ]


@dataclass(frozen=True)
class IndicatorFields:
    """The fields of one indicator; a further one is folded until something is in it."""

    number: int
    fields: dict[str, forms.BoundField]
    columns: list[YearColumn]

    @property
    def is_open(self) -> bool:
        own = [
            *self.fields.values(),
            *(f for column in self.columns for row in column.rows for f in row.fields),
        ]
        return any(field.errors or field.value() for field in own)


class FiguresForm(forms.Form):
    """`options` are what the form of the programme chooses from."""

    plan: Masterplan
    programme: Programme | None
    options: Any

    def add_figures(self) -> None:
        """The fields of all indicators, years and sources; once the sources can be chosen."""
        self.numbers = self._numbers()
        for number in self.numbers:
            self._add_indicator(number)
        self.sources = self._sources()
        self._add_money()

    def _numbers(self) -> list[int]:
        """Stored indicators, those that were sent, and one more to be filled in."""
        named = [name.removeprefix("indicator_") for name in self.data if name.startswith("indicator_")]
        sent = {int(number) for number in named if number.isdecimal() and len(number) < LONGEST_NUMBER}
        known = {1, *(row.number for row in self.stored_indicators), *sent}
        further = max(known) + 1
        if not self.is_bound and further <= MAX_INDICATORS:
            known.add(further)
        return sorted(known)

    def _add_indicator(self, number: int) -> None:
        more = "" if number == 1 else f" {number}"
        made: dict[str, forms.Field] = {
            "name": TextField(label=f"Indikator{more}", required=False, help_text="Apa yang diukur."),
            "unit": TextField(
                label="Satuan", max_length=60, required=False, help_text="Misalnya titik, desa, %."
            ),
            "direction": forms.ChoiceField(
                label="Arah", required=False, choices=[("", "Belum disebut"), *Direction.choices]
            ),
            "baseline": NumberField(label="Nilai dasar", required=False, help_text="Sebelum program."),
            "baseline_year": YearField(label="Tahun pengukuran", required=False),
        }
        self.fields |= {indicator_field(name, number): field for name, field in made.items()}
        for year in self.plan.years:
            self._add_number(
                target_field(number, year), f"Target{more and f' indikator{more},'} {year}", TargetField
            )

    def _sources(self) -> list[FundingSource]:
        """Those whose rupiah can be told apart: chosen ones, and those something was sent for."""
        chosen = set(self.options.joined["funding_sources"])
        if self.is_bound:
            sent = {found[1] for name in self.data if (found := SHARE.fullmatch(name))}
            chosen |= sent & set(self.options.funds)
            chosen |= set(self["funding_sources"].value() or ())
        return [row for code, row in self.options.funds.items() if code in chosen]

    def _add_money(self) -> None:
        for year in self.plan.years:
            self._add_number(rupiah_field(year), f"Rupiah {year}", RupiahField)
            for source in self.sources:
                self._add_number(share_field(source.code, year), f"{source.label} {year}", RupiahField)

    def _add_number(self, name: str, label: str, field: type[NumberField]) -> None:
        widget = forms.TextInput(attrs={**NUMBER_CELL, "aria-label": label})
        self.fields[name] = field(label=label, required=False, widget=widget)

    def clean(self) -> dict[str, Any]:
        """The parts of a year are no more than its sum."""
        given = super().clean() or self.cleaned_data
        for year in self.plan.years:
            whole, parts = given.get(rupiah_field(year)), self._parts(year).values()
            if whole is not None and sum(parts) > whole:
                sentence = f"Bagian sumber dana {year} melebihi jumlahnya."
                self.add_error(rupiah_field(year), forms.ValidationError(sentence, code="shares"))
        return given

    def _parts(self, year: int) -> dict[FundingSource, int]:
        values = {source: self.cleaned_data.get(share_field(source.code, year)) for source in self.sources}
        return {source: value for source, value in values.items() if value is not None}

    @property
    def indicators_given(self) -> dict[int, IndicatorData]:
        return {number: self._indicator(number) for number in self.numbers}

    def _indicator(self, number: int) -> IndicatorData:
        given = self.cleaned_data
        targets = {year: given[target_field(number, year)] for year in self.plan.years}
        return IndicatorData(
            **{name: given[indicator_field(name, number)] for name in SAID},
            targets={year: value for year, value in targets.items() if value is not None},
        )

    @property
    def money_given(self) -> Shares:
        """What the sum of a year leaves over stands under no source."""
        money: dict[tuple[int, FundingSource | None], int] = {}
        for year in self.plan.years:
            parts = self._parts(year)
            whole = self.cleaned_data[rupiah_field(year)]
            money |= {(year, source): rupiah for source, rupiah in parts.items()}
            if whole is not None and (not parts or whole > sum(parts.values())):
                money[year, None] = whole - sum(parts.values())
        return money

    @property
    def indicators(self) -> list[IndicatorFields]:
        stored = {row.number: row for row in self.stored_indicators}
        return [self._indicator_fields(number, stored.get(number)) for number in self.numbers]

    def _indicator_fields(self, number: int, stored: Indicator | None) -> IndicatorFields:
        """The first indicator's table holds the rupiah of the year too."""
        achieved = {target.year for target in stored.targets.all() if target.is_achieved} if stored else set()
        rows = {
            str(year): YearRow(
                str(year),
                [
                    self[target_field(number, year)],
                    *([self[rupiah_field(year)]] if number == 1 else []),
                ],
                "tercapai" if year in achieved else "",
            )
            for year in self.plan.years
        }
        fields = {name: self[indicator_field(name, number)] for name in SAID}
        return IndicatorFields(number, fields, in_columns(self.plan, self.options.horizons.values(), rows))

    @property
    def share_rows(self) -> list[YearRow]:
        """One row a year, a field for each source."""
        if not self.sources:
            return []
        return [
            YearRow(str(year), [self[share_field(source.code, year)] for source in self.sources])
            for year in self.plan.years
        ]

    @property
    def has_shares(self) -> bool:
        return any(field.errors or field.value() for row in self.share_rows for field in row.fields)

    @cached_property
    def stored_indicators(self) -> list[Indicator]:
        if self.programme is None:
            return []
        return list(self.programme.indicators.order_by("number").prefetch_related("targets"))

    @cached_property
    def stored_money(self) -> list[Money]:
        return list(self.programme.money.select_related("source")) if self.programme else []

    @property
    def outside(self) -> list[str]:
        """Stored years outside the plan, a sentence each: shown, never changed here."""
        return outside_plan_years(self.stored_indicators, self.stored_money, self.plan.years)
