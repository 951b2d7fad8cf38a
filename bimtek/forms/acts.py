"""What an act on a finding is sent with."""

from django import forms

from opd.fields import ProseField


class ReasonForm(forms.Form):
    """Which text was read, and why it goes."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = ProseField(
        label="Alasan",
        max_length=500,
        rows=3,
        error_messages={"required": "Tulis alasannya; ia tetap dapat dibaca."},
    )


class VersionForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
