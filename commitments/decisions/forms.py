"""The shape of what is typed on the pages of commitments. Rules live in the services."""

from typing import Any

from django import forms

from commitments.signing.forms import SHA256
from lib.forms.fields import ProseField
from masterplan.versions.rounds.models import Decision


class DecideForm(forms.Form):
    decision = forms.ChoiceField(
        label="Keputusan",
        choices=Decision.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih satu keputusan.", "invalid_choice": "Pilih satu keputusan."},
    )
    reason = ProseField(
        label="Alasan",
        required=False,
        rows=4,
        help_text="Wajib bila versi dikembalikan; tulis apa yang perlu diperbaiki.",
    )
    seen_sha256 = forms.CharField(max_length=SHA256, widget=forms.HiddenInput, required=False)


class FinaliseForm(forms.Form):
    """The leader's act. What is missing must be ticked and reasoned; it carries how many OPDs were shown."""

    accept_missing = forms.BooleanField(
        error_messages={"required": "Centang bila versi ini tetap ditetapkan."}
    )
    missing_reason = ProseField(
        label="Alasan menetapkan tanpa mereka",
        rows=4,
        help_text="Dicetak di halaman versi pada buku final.",
        error_messages={"required": "Tulis alasannya."},
    )
    seen_sha256 = forms.CharField(max_length=SHA256, widget=forms.HiddenInput, required=False)
    seen_missing = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, missing: int, **options: Any) -> None:
        super().__init__(*args, **options)
        self.missing = missing
        self.fields["accept_missing"].label = f"Saya tahu {missing} OPD belum menandatangani."
        if not missing:
            del self.fields["accept_missing"], self.fields["missing_reason"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.missing and data.get("seen_missing") not in (None, self.missing):
            sentence = (
                f"Sejak halaman dibuka keadaannya berubah: kini {self.missing} OPD belum menandatangani."
            )
            self.add_error("accept_missing", sentence)
        return data
