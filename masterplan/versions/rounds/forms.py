"""The shape of what is typed on the pages of versions and reviews.

A form only reads. The service says who, when and what, in that order, so a view calls it with whatever could
be read and hands its refusal back to the form.
"""

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms

from lib.errors import Invalid
from lib.forms.fields import REQUIRED, DayField, ProseField, VersionField
from lib.forms.refusal import add_refusal
from lib.threads.models import Answer

TOO_LONG = 20_000
"""Beyond this a text is not read at all; the sentence about a long one comes from the service."""


class Refusable(forms.Form):
    """Gives what could be read, also of a form that is not valid."""

    def said(self, name: str, default: Any = None) -> Any:
        """What could be read of a field."""
        if not self.is_bound:
            return default
        self.is_valid()
        value = self.cleaned_data.get(name)
        return default if value is None else value


class RoundForm(Refusable):
    due = DayField(
        label="Tenggat fasilitator",
        help_text="Fasilitator melihat tanggal ini di berandanya.",
    )


class CommentForm(Refusable):
    """A remark on one section or programme; `targets` are the pairs a person may choose from."""

    uid = forms.UUIDField(widget=forms.HiddenInput, required=False)
    on = forms.ChoiceField(label="Tentang", error_messages={"required": REQUIRED})
    quote = ProseField(
        label="Kutipan",
        required=False,
        max_length=TOO_LONG,
        rows=2,
        help_text="Salin kalimat atau angka yang Anda maksud.",
    )
    text = ProseField(label="Komentar", max_length=TOO_LONG, rows=4)

    def __init__(self, *args: Any, targets: Iterable[Any], **options: Any) -> None:
        options.setdefault("initial", {}).setdefault("uid", uuid.uuid4())
        super().__init__(*args, **options)
        on = self.fields["on"]
        assert isinstance(on, forms.ChoiceField)  # noqa: S101 -- tells the type checker what stands above
        on.choices = list(targets)
        on.error_messages["invalid_choice"] = "Tidak ada dalam versi ini."

    def refuse(self, refusal: Invalid) -> None:
        """A broken uid is nobody's fault and gets a new one, so that the form can be sent again."""
        self.is_valid()
        if self.errors.pop("uid", None):
            self.data = {**self.data, "uid": str(uuid.uuid4())}
        add_refusal(self, refusal)


class AnswerForm(Refusable):
    """Staff's answer to one comment, with the version of the answer that was shown."""

    answer = forms.ChoiceField(
        label="Jawaban",
        choices=[(choice.value, choice.label.capitalize()) for choice in Answer],
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih satu jawaban.", "invalid_choice": "Pilih satu jawaban."},
    )
    answer_text = ProseField(
        label="Penjelasan",
        required=False,
        max_length=TOO_LONG,
        rows=3,
        help_text="Wajib bila ditolak atau dijelaskan. Dibaca fasilitator dan dicetak bersama komentarnya.",
    )
    version = VersionField()

    @property
    def choice(self) -> Answer | None:
        chosen = self.said("answer", "")
        return Answer(chosen) if chosen else None


class CloseForm(Refusable):
    """Carries how many comments the page showed."""

    seen = VersionField()
