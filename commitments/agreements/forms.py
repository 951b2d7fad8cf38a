"""The shape of what is typed on the pages of commitments. Rules live in the services."""

from django import forms

from commitments.agreements.models import AgreementKind
from commitments.agreements.services import PLAIN, AgreementData
from lib.forms.declared import asks_for
from lib.forms.fields import REQUIRED, ProseField


@asks_for(PLAIN)
class AgreementForm(forms.Form):
    field_order = ("kind", "dated", "number", "place")
    kind = forms.ChoiceField(
        label="Jenis",
        choices=AgreementKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": REQUIRED, "invalid_choice": "Pilih salah satu jenis."},
    )
    parties = ProseField(label="Para pihak", rows=4, required=False, help_text="Satu pihak per baris.")

    def to_data(self) -> AgreementData:
        cleaned = self.cleaned_data
        parties = [line.strip() for line in cleaned["parties"].splitlines() if line.strip()]
        return AgreementData(**{one.name: cleaned[one.name] for one in PLAIN}, parties=parties)


class ScanForm(forms.Form):
    scan = forms.FileField(
        label="Pindaian",
        help_text="PDF, JPEG atau PNG, paling besar 10 MB.",
        error_messages={
            "required": "Pilih berkasnya lebih dahulu.",
            "empty": "Berkas ini kosong. Pilih berkas lain.",
        },
    )
