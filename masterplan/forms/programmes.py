"""The form of a programme: all that a person can say about it, ten years of target and rupiah among it."""

import uuid
from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.functional import cached_property

from masterplan.enums import ProgrammeStatus
from masterplan.forms.fields import RowField, RowsField, RupiahField, TargetField
from masterplan.forms.programme_options import Option, ProgrammeOptions, TickGroup
from masterplan.forms.programme_years import YearColumn, year_columns
from masterplan.models import Masterplan, Programme, ProgrammeYear
from masterplan.programme_data import ProgrammeData, YearCell
from masterplan.selectors.programmes import indicator_of
from opd.fields import LinkField, NumberField, ProseField, TextField, YearField
from opd.imports.values import parse_code

PLAIN = (
    *("name", "short_name", "description", "quick_win", "start_year", "end_year", "source_amount"),
    *("status", "status_reason", "source_url", "note", "version"),
)
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
    indicator = TextField(label="Indikator", required=False, help_text="Apa yang diukur.")
    unit = TextField(label="Satuan", max_length=60, required=False, help_text="Misalnya titik, desa, %.")
    baseline = NumberField(label="Nilai dasar", required=False, help_text="Angka pada tahun dasar.")
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
        self._add_years()
        if programme is None:
            self.fields["uid"] = forms.UUIDField(
                label="Tanda formulir",
                widget=forms.HiddenInput,
                error_messages={"required": "Muat ulang halaman ini, lalu kirim lagi."},
            )
        else:
            del self.fields["code"]
            self.fields["version"] = forms.CharField(required=False, widget=forms.HiddenInput)

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

    def _add_years(self) -> None:
        for year in self.plan.years:
            for name, field in (("target", TargetField), ("rupiah", RupiahField)):
                label = f"{name.capitalize()} {year}"
                widget = forms.TextInput(attrs={**NUMBER_CELL, "aria-label": label})
                self.fields[f"{name}_{year}"] = field(label=label, required=False, widget=widget)

    def clean_code(self) -> str:
        try:
            return parse_code(self.cleaned_data["code"])
        except ValueError as reason:
            raise forms.ValidationError(f"Kode tidak dapat dipakai: {reason}.") from reason

    @property
    def data_given(self) -> ProgrammeData:
        """What was said, for the service. Only of a valid form."""
        given = self.cleaned_data
        years = {y: YearCell(given[f"target_{y}"], given[f"rupiah_{y}"]) for y in self.plan.years}
        names = set(ProgrammeData.__dataclass_fields__) - {"years", "code"}
        return ProgrammeData(**{name: given[name] for name in names}, code=given.get("code", ""), years=years)

    @property
    def typed(self) -> dict[str, str]:
        """The texts as they were typed, also those that cannot be read."""
        chosen = (forms.ChoiceField, forms.BooleanField)
        names = [n for n, field in self.fields.items() if n != "version" and not isinstance(field, chosen)]
        return {name: str(self[name].data or "").strip() for name in names}

    @property
    def year_columns(self) -> list[YearColumn]:
        return year_columns(self, self.plan.years, self.options.horizons.values(), self.stored_years)

    @cached_property
    def stored_years(self) -> list[ProgrammeYear]:
        return list(self.programme.years.order_by("year")) if self.programme else []

    @property
    def earlier(self) -> list[ProgrammeYear]:
        """Stored years outside the plan: shown, never changed here."""
        return [row for row in self.stored_years if row.year not in self.plan.years]

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
    if indicator := indicator_of(programme):
        values |= {"indicator": indicator.name, "unit": indicator.unit, "baseline": indicator.baseline}
    for row in form.stored_years:
        values |= {f"target_{row.year}": row.target, f"rupiah_{row.year}": row.rupiah}
    return values | {
        "dimension": programme.dimension.code,
        "subdimension": str(programme.subdimension_id or ""),
        "lead_opd": programme.lead_opd.code,
        "horizon": programme.horizon.code,
        **form.options.joined,
    }
