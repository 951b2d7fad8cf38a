"""The shape of what is typed on the pages of commitments. Rules live in the services."""

from django import forms

NO_CODE = "Tulis kode yang tercetak pada dokumen."


class CodeForm(forms.Form):
    """The code of a printed page, or its whole address."""

    kode = forms.CharField(
        label="Kode verifikasi",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": NO_CODE, "max_length": NO_CODE},
    )
