"""The filters of the list of findings."""

from collections.abc import Sequence
from typing import Any

from django import forms

from bimtek.enums import FindingKind, Stage
from bimtek.forms.choices import offer
from opd.fields import TextField


class FindingFilter(forms.Form):
    """The filters of the list, as they stand in its address. What is not known does not filter."""

    kind = forms.ChoiceField(
        label="Jenis", required=False, choices=[("", "Semua jenis"), *FindingKind.choices]
    )
    answered = forms.ChoiceField(
        label="Jawaban",
        required=False,
        choices=[("", "Semua"), ("no", "Belum dijawab program"), ("yes", "Dijawab program")],
    )
    session = forms.ChoiceField(
        label="Bimtek", required=False, choices=[("", "Semua"), *Stage.choices, ("-", "Tanpa Bimtek")]
    )
    opd = forms.ChoiceField(label="OPD terkait", required=False)
    q = TextField(
        label="Cari kode atau kata",
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    dimension = TextField(required=False, max_length=20, widget=forms.HiddenInput)
    state = forms.ChoiceField(
        required=False, choices=[("live", "Berlaku"), ("aside", "Dikesampingkan")], widget=forms.HiddenInput
    )

    def __init__(self, opds: Sequence[tuple[str, str]], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "opd", [("", "Semua OPD"), *opds])

    def known(self) -> dict[str, str]:
        """The value of every filter, "" for one that does not hold."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}
