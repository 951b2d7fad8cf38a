"""The shape of what is typed about people in offices."""

import re

from django import forms
from django.core.exceptions import ValidationError

from lib.forms.fields import DayField, TextField
from opd.offices.models import Capacity
from opd.offices.services import HolderData

NIP = re.compile(r"([0-9]{8})([0-9]{6})([0-9])([0-9]{3})")
NIP_DIGITS = 18


class HolderForm(forms.Form):
    name = TextField(
        label="Nama dan gelar",
        max_length=160,
        help_text="Tercetak dalam surat komitmen, persis seperti ditulis di sini.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    nip = TextField(
        label="NIP",
        max_length=40,
        required=False,
        help_text="18 angka, boleh dengan spasi",
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    rank = TextField(
        label="Pangkat dan golongan",
        max_length=80,
        required=False,
        help_text="Misalnya Pembina Utama Muda (IV/c)",
    )
    capacity = forms.ChoiceField(
        label="Kapasitas",
        choices=[
            (Capacity.DEFINITIF, "Definitif"),
            (Capacity.PLT, "Pelaksana tugas (Plt.)"),
            (Capacity.PLH, "Pelaksana harian (Plh.)"),
            (Capacity.PJ, "Penjabat (Pj.)"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih kapasitas pejabat."},
    )
    decree = TextField(
        label="Nomor SK atau surat perintah",
        max_length=120,
        required=False,
        help_text="Misalnya 821.2/174/BKPSDM",
    )
    since = DayField(label="Sejak", help_text="Hari pertama menjabat")
    until = DayField(label="Sampai", required=False, help_text="Kosong bila belum ada akhirnya")

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
