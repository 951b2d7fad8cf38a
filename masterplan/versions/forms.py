"""The shape of what is typed on the pages of versions and reviews.

A form only reads. The service says who, when and what, in that order, so a view calls it with whatever could
be read and hands its refusal back to the form.
"""

from lib.forms.fields import TextField, VersionField
from masterplan.versions.rounds.forms import Refusable


class FreezeForm(Refusable):
    label = TextField(label="Nama versi", required=False, max_length=200)
    seen = VersionField()
