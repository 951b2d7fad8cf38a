"""What setting a row aside is sent with."""

from django import forms

from lib.forms.fields import ProseField, VersionField
from lib.versioned.services import REASON_LENGTH


class ReasonForm(forms.Form):
    """Which text was read, and why it goes."""

    version = VersionField()
    reason = ProseField(
        label="Alasan",
        max_length=REASON_LENGTH,
        rows=3,
        error_messages={"required": "Tulis alasannya; ia tetap dapat dibaca."},
    )
