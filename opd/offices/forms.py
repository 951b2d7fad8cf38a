"""The shape of what is typed about people in offices."""

import re

from django import forms
from django.core.exceptions import ValidationError

from lib.forms.declared import asks_for
from lib.forms.fields import DayField, TextField
from opd.offices.models import Capacity
from opd.offices.services import PLAIN, HolderData

NIP = re.compile(r"([0-9]{8})([0-9]{6})([0-9])([0-9]{3})")
NIP_DIGITS = 18


@asks_for(
    PLAIN,
    name={"widget": forms.TextInput(attrs={"autocomplete": "off"})},
    capacity={
        "choices": [
            (Capacity.DEFINITIF, "Definitif"),
            (Capacity.PLT, "Pelaksana tugas (Plt.)"),
            (Capacity.PLH, "Pelaksana harian (Plh.)"),
            (Capacity.PJ, "Penjabat (Pj.)"),
        ],
        "widget": forms.RadioSelect,
        "error_messages": {"required": "Pilih kapasitas pejabat."},
    },
)
class HolderForm(forms.Form):
    field_order = ("name", "nip", "rank", "capacity", "decree")
    # Longer than what is stored, since it may be typed with spaces and points.
    nip = TextField(
        label="NIP",
        max_length=40,
        required=False,
        help_text="18 angka, boleh dengan spasi",
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )

    def clean_nip(self) -> str:
        """Grouped as on a letter: 19700101 199003 1 001."""
        digits = re.sub(r"[\s.]", "", self.cleaned_data["nip"])
        if not digits:
            return ""
        found = NIP.fullmatch(digits)
        if found is None:
            counted = f", di sini {len(digits)}" if digits.isdecimal() else "; huruf tidak dipakai"
            raise ValidationError(f"NIP terdiri atas {NIP_DIGITS} angka{counted}.")
        return " ".join(found.groups())

    def holder_data(self) -> HolderData:
        return HolderData(**self.cleaned_data)


class EndTermForm(forms.Form):
    until = DayField(label="Hari terakhir menjabat")
