"""The filters of the programme list, as they stand in the address."""

from typing import Any, cast

from django import forms
from django.utils.functional import cached_property

from bimtek.models import Dimension
from masterplan.models import Masterplan
from masterplan.selectors.programmes import GAPS, Filters
from opd.models import Opd

GAP_LABELS = {
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
    q = forms.CharField(label="Cari kode atau kata", required=False, max_length=100)

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
