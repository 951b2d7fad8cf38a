"""The shape of what is typed on the pages of commitments. Rules live in the services."""

from django import forms

from lib.errors import Invalid
from lib.forms.fields import ProseField

REASON = 500


def complain(form: forms.Form, refusal: Invalid) -> None:
    """The service's sentences at their fields, or above the form when it has no such field."""
    for name, sentence in refusal.fields.items():
        if name in form.fields:
            form.add_error(name, sentence)
    if not form.errors:
        form.add_error(None, refusal.message)


class WithdrawForm(forms.Form):
    reason = ProseField(
        label="Alasan pencabutan",
        max_length=REASON,
        rows=3,
        help_text="Dibaca OPD, dan dicatat pada jejak lembar ini.",
    )
