"""The form of a programme: all that a person can say about it, ten years of target and rupiah among it."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple, cast

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils.functional import cached_property

from bimtek.cycle.models import Dimension
from bimtek.findings.models import Finding, FindingKind
from lib.forms.declared import asks_for
from lib.forms.fields import RowField, RowsField, TextField, VersionField
from lib.tables.values import parse_code
from masterplan.plan.models import Masterplan
from masterplan.programmes.document import (
    PLAIN,
    SAID,
    ProgrammeData,
    indicator_field,
    rupiah_field,
    share_field,
    target_field,
)
from masterplan.programmes.indicators.forms import FiguresForm
from masterplan.programmes.models import Programme
from masterplan.programmes.selectors import GAPS, Filters
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


@asks_for(PLAIN)
class ProgrammeForm(FiguresForm):
    """`leads` are the keys of the offices that are offered as its lead, None for all of the region."""

    options: ProgrammeOptions

    code = TextField(
        label="Kode", max_length=20, required=False, help_text="Kosong: kode berikutnya dalam dimensinya."
    )

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
        self.add_figures()
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

    def clean_code(self) -> str:
        try:
            return parse_code(self.cleaned_data["code"])
        except ValueError as reason:
            raise forms.ValidationError(f"Kode tidak dapat dipakai: {reason}.") from reason

    @property
    def data_given(self) -> ProgrammeData:
        """What was said, for the service. Only of a valid form."""
        given = self.cleaned_data
        names = set(ProgrammeData.__dataclass_fields__) - {"indicators", "money", "code"}
        return ProgrammeData(
            **{name: given[name] for name in names},
            code=given.get("code", ""),
            indicators=self.indicators_given,
            money=self.money_given,
        )

    @property
    def typed(self) -> dict[str, str]:
        """The texts as they were typed, also those that cannot be read."""
        chosen = (forms.ChoiceField, forms.BooleanField)
        names = [n for n, field in self.fields.items() if n != "version" and not isinstance(field, chosen)]
        return {name: str(self[name].data or "").strip() for name in names}

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
    values = {name: getattr(programme, name) for name in ("version", *(one.name for one in PLAIN))}
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
