"""Why something leaves the plan."""

from django import forms

from opd.fields import ProseField


class SetAsideForm(forms.Form):
    reason = ProseField(label="Alasan", max_length=500, rows=3)
