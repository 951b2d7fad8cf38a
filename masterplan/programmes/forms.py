"""The form of a programme: all that a person can say about it, ten years of target and rupiah among it."""

import re
import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple, cast

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils.functional import cached_property

from bimtek.cycle.models import Dimension
from bimtek.findings.models import Finding, FindingKind
from lib.forms.fields import (
    LinkField,
    NumberField,
    ProseField,
    RowField,
    RowsField,
    RupiahField,
    TargetField,
    TextField,
    VersionField,
    YearField,
)
from lib.tables.values import parse_code
from masterplan.book.years import year_blocks
from masterplan.plan.models import FundingSource, Horizon, Masterplan
from masterplan.programmes.document import (
    SAID,
    IndicatorData,
    ProgrammeData,
    Shares,
    indicator_field,
    rupiah_field,
    share_field,
    target_field,
)
from masterplan.programmes.models import Direction, Indicator, Money, Programme, ProgrammeStatus
from masterplan.programmes.selectors import GAPS, Filters, outside_plan_years
from masterplan.programmes.services import MAX_INDICATORS
from opd.offices.models import Opd

GAP_LABELS = {
    "bare": "Belum bertarget",
    "target": "Target belum lengkap",
    "rupiah": "Rupiah belum lengkap",
    "finding": "Belum menjawab temuan",
}


class ProgrammeFilter(forms.Form):
    dimension = forms.ChoiceField(label="Dimensi", required=False)
    opd = forms.ChoiceField(label="OPD penanggung jawab", required=False)
    horizon = forms.ChoiceField(label="Jangka waktu", required=False)
    gap = forms.ChoiceField(
        label="Yang kurang",
        required=False,
        choices=[("", "Semua"), *((gap, GAP_LABELS[gap]) for gap in GAPS)],
    )
    quick_win = forms.ChoiceField(required=False, choices=[("", "Semua"), ("1", "Calon quick win")])
    state = forms.ChoiceField(
        label="Keadaan", required=False, choices=[("", "Dalam masterplan"), ("aside", "Dikesampingkan")]
    )
    q = TextField(label="Cari kode atau kata", required=False)

    def __init__(self, *args: Any, plan: Masterplan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dimensions = Dimension.objects.filter(cycle_id=plan.cycle_id).values_list("code", "name")
        leading = Opd.objects.filter(led_programmes__masterplan=plan).distinct().order_by("short_name")
        horizons = plan.horizons.values_list("code", "label")
        for name, rows, everything in (
            ("dimension", dimensions, "Semua dimensi"),
            ("opd", leading.values_list("code", "short_name"), "Semua OPD"),
            ("horizon", horizons, "Semua jangka"),
        ):
            cast(forms.ChoiceField, self.fields[name]).choices = [("", everything), *rows]

    @property
    def chosen(self) -> Filters:
        """What the address asks for; a value nobody knows counts as not said."""
        self.is_valid()
        given = {name: value for name, value in self.cleaned_data.items() if value}
        return Filters(**given)

    @cached_property
    def spoken(self) -> str:
        """The filters in words, for the printed list and the empty one."""
        self.is_valid()
        words = []
        for name, value in self.cleaned_data.items():
            field = self.fields[name]
            if value and isinstance(field, forms.ChoiceField):
                words.append(str(dict(field.choices)[value]))  # type: ignore[arg-type]
            elif value:
                words.append(f"“{value}”")
        return ", ".join(words)


Option = tuple[str, str]

KINDS = dict(FindingKind.choices)

LISTED = ("code", "title", "kind", "set_aside_at", "dimension_id", "cycle_id")


class Tick(NamedTuple):
    """One checkbox of a long list; a template takes it apart."""

    value: str
    code: str
    label: str
    hint: str
    is_on: bool


@dataclass(frozen=True)
class TickGroup:
    """Checkboxes under one heading, folded until one of them is ticked."""

    label: str
    ticks: list[Tick]
    is_open: bool = False

    @property
    def chosen(self) -> int:
        return sum(tick.is_on for tick in self.ticks)


class ProgrammeOptions:
    """`programme` keeps the findings it answers on the list, also those set aside since."""

    def __init__(self, plan: Masterplan, programme: Programme | None = None) -> None:
        dimensions = list(Dimension.objects.filter(cycle_id=plan.cycle_id).prefetch_related("subdimensions"))
        offices = _marked(Opd.objects.filter(region_id=plan.region_id), "supporting_opds", programme)
        funds = _marked(plan.funding_sources.all(), "funding_sources", programme)
        findings = _marked(Finding.objects.filter(cycle_id=plan.cycle_id), "findings", programme)
        listed = Q(set_aside_at__isnull=True, merged_into__isnull=True) | Q(is_joined=True)
        findings = findings.filter(listed).only(*LISTED)
        self.findings = list(findings.order_by("dimension__order", "dimension__code", "code"))
        self.dimensions = {row.code: row for row in dimensions}
        self.subdimensions = {str(part.pk): part for row in dimensions for part in row.subdimensions.all()}
        self.offices = {row.code: row for row in offices}
        self.horizons = {row.code: row for row in plan.horizons.all()}
        self.funds = {row.code: row for row in funds}
        self.finding_of = {row.code: row for row in self.findings}

    @property
    def dimension_options(self) -> list[Option]:
        return [(code, row.name) for code, row in self.dimensions.items()]

    @property
    def subdimension_options(self) -> list[tuple[str, list[Option]]]:
        """Under the name of their dimension, so that the list explains itself without a script."""
        return [
            (
                row.name,
                [(str(part.pk), f"{part.tag} {part.name_id}".strip()) for part in row.subdimensions.all()],
            )
            for row in self.dimensions.values()
        ]

    @property
    def horizon_options(self) -> list[Option]:
        return [(code, row.label) for code, row in self.horizons.items()]

    @property
    def fund_options(self) -> list[Option]:
        return [(code, row.label) for code, row in self.funds.items()]

    def office_options(self, offered: Collection[int] | None = None) -> list[Option]:
        """All offices, or those with the keys that are offered."""
        rows = [row for row in self.offices.values() if offered is None or row.pk in offered]
        return [(row.code, f"{row.short_name} ({row.official_name})") for row in rows]

    @property
    def joined(self) -> dict[str, list[str]]:
        """The codes of what the programme is joined to, by name of the form's field."""
        rows: dict[str, Mapping[str, Any]] = {
            "supporting_opds": self.offices,
            "funding_sources": self.funds,
            "findings": self.finding_of,
        }
        return {name: [code for code, row in of.items() if row.is_joined] for name, of in rows.items()}

    def finding_groups(self, chosen: Sequence[str]) -> list[TickGroup]:
        """By dimension; the groups that hold a chosen finding are open."""
        names = {row.pk: row.name for row in self.dimensions.values()}
        groups = []
        for dimension, rows in groupby(self.findings, key=lambda row: row.dimension_id):
            ticks = [Tick(r.code, r.code, r.title, _kind(r), r.code in chosen) for r in rows]
            groups.append(TickGroup(names[dimension], ticks, any(tick.is_on for tick in ticks)))
        return groups

    def office_groups(self, chosen: Sequence[str]) -> list[TickGroup]:
        """By kind of office, in the order of the region's own list."""
        rows: list[Any] = sorted(self.offices.values(), key=lambda row: (row.order, row.code))
        kinds: dict[str, list[Tick]] = {}
        for row in rows:
            kinds.setdefault(row.kind_label, []).append(_office(row, chosen))
        return [TickGroup(kind, ticks) for kind, ticks in kinds.items()]


def _marked(rows: Any, link: str, programme: Programme | None) -> Any:
    """Each with `is_joined`: whether this is one of the rows behind that link of the programme."""
    pk = programme.pk if programme else None
    return rows.annotate(is_joined=Exists(Programme.objects.filter(**{"pk": pk, link: OuterRef("pk")})))


def _kind(finding: Finding) -> str:
    return "Dikesampingkan" if finding.is_set_aside else str(KINDS[finding.kind])


def _office(row: Opd, chosen: Sequence[str]) -> Tick:
    return Tick(row.code, "", row.short_name, row.official_name, row.code in chosen)


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


PLAIN = (
    *("name", "short_name", "description", "quick_win", "start_year", "end_year", "source_amount"),
    *("status", "status_reason", "source_url", "note", "version"),
)

LONGEST_NUMBER = 3

SHARE = re.compile(r"share_(.+)_[0-9]{4}")

NUMBER_CELL = {"class": "input--sm num", "autocomplete": "off"}


class ProgrammeForm(forms.Form):
    """`leads` are the keys of the offices that are offered as its lead, None for all of the region."""

    name = TextField(label="Nama program", help_text="Sebutkan hasilnya, bukan alatnya.")
    short_name = TextField(label="Nama pendek", max_length=60, required=False)
    code = TextField(
        label="Kode", max_length=20, required=False, help_text="Kosong: kode berikutnya dalam dimensinya."
    )
    description = ProseField(label="Uraian", rows=4, required=False)
    quick_win = forms.BooleanField(
        label="Calon quick win", required=False, help_text="Satu dari enam, satu tiap dimensi."
    )
    start_year = YearField(label="Tahun mulai", required=False)
    end_year = YearField(label="Tahun selesai", required=False)
    source_amount = RupiahField(
        label="Jumlah menurut sumber",
        required=False,
        help_text="Jumlah yang disebut sumber; tidak dibagi ke tahun dan tidak ikut dijumlahkan.",
    )
    status = forms.ChoiceField(label="Keadaan", choices=ProgrammeStatus.choices, initial="rencana")
    status_reason = TextField(label="Alasan bila terhenti", max_length=500, required=False)
    source_url = LinkField(label="Sumber", required=False)
    note = ProseField(label="Catatan", rows=3, required=False)

    def __init__(
        self,
        *args: Any,
        plan: Masterplan,
        leads: Collection[int] | None,
        programme: Programme | None = None,
        **kwargs: Any,
    ) -> None:
        self.plan, self.programme = plan, programme
        self.options = ProgrammeOptions(plan, programme)
        super().__init__(*args, **kwargs)
        self._add_rows(known := self.options.office_options(leads))
        if not self.is_bound:
            self.initial = _values(self, programme) if programme else {**_new(known), **self.initial}
        self.numbers = self._numbers()
        for number in self.numbers:
            self._add_indicator(number)
        self.sources = self._sources()
        self._add_money()
        if programme is None:
            self.fields["uid"] = forms.UUIDField(
                label="Tanda formulir",
                widget=forms.HiddenInput,
                error_messages={"required": "Muat ulang halaman ini, lalu kirim lagi."},
            )
        else:
            del self.fields["code"]
            self.fields["version"] = VersionField()

    def _add_rows(self, leads: Collection[Option]) -> None:
        known = self.options
        self.fields["dimension"] = RowField(
            known.dimensions, known.dimension_options, empty="Pilih dimensi", label="Dimensi"
        )
        self.fields["subdimension"] = RowField(
            known.subdimensions,
            known.subdimension_options,
            empty="Belum ditentukan",
            label="Subdimensi",
            required=False,
        )
        lead = RowField(
            known.offices, known.office_options(), empty="Pilih OPD", label="OPD penanggung jawab"
        )
        # Every office is understood, the own ones are offered: the rule refuses another one, not the list.
        lead.widget.choices = [("", "Pilih OPD"), *leads]
        self.fields["lead_opd"] = lead
        self.fields["horizon"] = RowField(
            known.horizons, known.horizon_options, empty="Pilih jangka waktu", label="Jangka waktu"
        )
        self.fields["supporting_opds"] = RowsField(known.offices, label="OPD pendukung")
        self.fields["funding_sources"] = RowsField(known.funds, known.fund_options, label="Sumber dana")
        self.fields["findings"] = RowsField(known.finding_of, label="Temuan yang dijawab")

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
            "baseline_year": YearField(label="Tahun nilai dasar", required=False),
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

    def clean_code(self) -> str:
        try:
            return parse_code(self.cleaned_data["code"])
        except ValueError as reason:
            raise forms.ValidationError(f"Kode tidak dapat dipakai: {reason}.") from reason

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
    def data_given(self) -> ProgrammeData:
        """What was said, for the service. Only of a valid form."""
        given = self.cleaned_data
        names = set(ProgrammeData.__dataclass_fields__) - {"indicators", "money", "code"}
        return ProgrammeData(
            **{name: given[name] for name in names},
            code=given.get("code", ""),
            indicators={number: self._indicator(number) for number in self.numbers},
            money=self._money(),
        )

    def _indicator(self, number: int) -> IndicatorData:
        given = self.cleaned_data
        targets = {year: given[target_field(number, year)] for year in self.plan.years}
        return IndicatorData(
            **{name: given[indicator_field(name, number)] for name in SAID},
            targets={year: value for year, value in targets.items() if value is not None},
        )

    def _money(self) -> Shares:
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
    def typed(self) -> dict[str, str]:
        """The texts as they were typed, also those that cannot be read."""
        chosen = (forms.ChoiceField, forms.BooleanField)
        names = [n for n, field in self.fields.items() if n != "version" and not isinstance(field, chosen)]
        return {name: str(self[name].data or "").strip() for name in names}

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

    @property
    def finding_groups(self) -> list[TickGroup]:
        return self.options.finding_groups(self["findings"].value() or [])

    @property
    def office_groups(self) -> list[TickGroup]:
        return self.options.office_groups(self["supporting_opds"].value() or [])


def _new(leads: Collection[Option]) -> dict[str, Any]:
    """A new programme has a name of its own before it is stored; who has one office writes for that one."""
    values: dict[str, Any] = {"uid": uuid.uuid4()}
    if len(leads) == 1:
        ((values["lead_opd"], _),) = leads
    return values


def _values(form: ProgrammeForm, programme: Programme) -> dict[str, Any]:
    """The stored programme as the form's fields hold it."""
    values = {name: getattr(programme, name) for name in PLAIN}
    for row in form.stored_indicators:
        values |= {indicator_field(name, row.number): getattr(row, name) for name in SAID}
        values |= {target_field(row.number, target.year): target.value for target in row.targets.all()}
    for share in form.stored_money:
        whole = rupiah_field(share.year)
        values[whole] = values.get(whole, 0) + share.rupiah
        if share.source:
            values[share_field(share.source.code, share.year)] = share.rupiah
    return values | {
        "dimension": programme.dimension.code,
        "subdimension": str(programme.subdimension_id or ""),
        "lead_opd": programme.lead_opd.code,
        "horizon": programme.horizon.code,
        **form.options.joined,
    }
