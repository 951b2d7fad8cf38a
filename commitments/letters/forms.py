"""The shape of what is typed on the pages of commitments. Rules live in the services."""

from django import forms

from lib.forms.fields import ProseField

REASON = 500


class WithdrawForm(forms.Form):
    reason = ProseField(
        label="Alasan pencabutan",
        max_length=REASON,
        rows=3,
        help_text="Dibaca OPD, dan dicatat pada jejak lembar ini.",
    )
