"""The shape of what is typed on the pages of commitments. Rules live in the services."""

from django import forms

NO_CODE = "Tulis kode yang tercetak pada dokumen."
LONGEST_TEXT = 1000


class CodeForm(forms.Form):
    """The code of a printed page, its whole address, or a message that holds either."""

    kode = forms.CharField(
        label="Kode verifikasi",
        max_length=LONGEST_TEXT,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": NO_CODE, "max_length": NO_CODE},
    )
