"""The shape of what is typed on the pages of commitments. Rules live in the services."""

from typing import Any

from django import forms

from commitments.letters.models import SignDecision
from commitments.signing.workflow import LONGEST_NOTE, missing_words
from lib.forms.fields import ProseField

SHA256 = 64


class AnswerForm(forms.Form):
    """One answer to one letter, with the two digests that were shown and the password again."""

    decision = forms.ChoiceField(
        label="Jawaban Anda",
        choices=SignDecision.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih satu jawaban.", "invalid_choice": "Pilih satu jawaban."},
    )
    note = ProseField(
        label="Catatan atau alasan",
        max_length=LONGEST_NOTE,
        rows=3,
        required=False,
        help_text="Kosongkan bila setuju; wajib untuk dua jawaban lain. Dibaca penyusun, dicetak di buku.",
    )
    has_read = forms.BooleanField(
        label="Saya sudah membaca semua butir dan bunyi pernyataan.",
        error_messages={"required": "Centang setelah Anda membaca isinya."},
    )
    password = forms.CharField(
        label="Kata sandi Anda",
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text="Kata sandi yang Anda pakai untuk masuk. Boleh ditempel.",
        error_messages={"required": "Tulis kata sandi Anda."},
    )
    slice_sha256 = forms.CharField(max_length=SHA256, widget=forms.HiddenInput, required=False)
    letter_sha256 = forms.CharField(max_length=SHA256, widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "decision" in data and "note" in data:
            sentence = missing_words(data["decision"], data["note"])
            if sentence:
                self.add_error("note", sentence)
        return data
