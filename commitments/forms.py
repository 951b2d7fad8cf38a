"""The shape of what is typed on the pages of commitments. Rules live in the services."""

from typing import Any

from django import forms

from commitments.answers import LONGEST_NOTE, missing_words
from commitments.enums import AgreementKind, SignDecision
from commitments.services.agreements import AgreementData
from masterplan.enums import Decision
from opd.errors import Invalid
from opd.fields import REQUIRED, DayField, ProseField, TextField

SHA256 = 64
REASON = 500
NO_CODE = "Tulis kode yang tercetak pada dokumen."


def complain(form: forms.Form, refusal: Invalid) -> None:
    """The service's sentences at their fields, or above the form when it has no such field."""
    for name, sentence in refusal.fields.items():
        if name in form.fields:
            form.add_error(name, sentence)
    if not form.errors:
        form.add_error(None, refusal.message)


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


class WithdrawForm(forms.Form):
    reason = ProseField(
        label="Alasan pencabutan",
        max_length=REASON,
        rows=3,
        help_text="Dibaca OPD, dan dicatat pada jejak lembar ini.",
    )


class CodeForm(forms.Form):
    """The code of a printed page, or its whole address."""

    kode = forms.CharField(
        label="Kode verifikasi",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": NO_CODE, "max_length": NO_CODE},
    )


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


class AgreementForm(forms.Form):
    kind = forms.ChoiceField(
        label="Jenis",
        choices=AgreementKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": REQUIRED, "invalid_choice": "Pilih salah satu jenis."},
    )
    dated = DayField(
        label="Tanggal", required=False, help_text="Boleh kosong selama belum ditetapkan; boleh juga nanti."
    )
    place = TextField(label="Tempat", max_length=200, required=False)
    number = TextField(label="Nomor", max_length=200, required=False)
    parties = ProseField(label="Para pihak", rows=4, required=False, help_text="Satu pihak per baris.")

    def to_data(self) -> AgreementData:
        cleaned = self.cleaned_data
        parties = [line.strip() for line in cleaned["parties"].splitlines() if line.strip()]
        return AgreementData(cleaned["dated"], cleaned["place"], cleaned["number"], parties)


class ScanForm(forms.Form):
    scan = forms.FileField(
        label="Pindaian",
        help_text="PDF, JPEG atau PNG, paling besar 10 MB.",
        error_messages={
            "required": "Pilih berkasnya lebih dahulu.",
            "empty": "Berkas ini kosong. Pilih berkas lain.",
        },
    )
