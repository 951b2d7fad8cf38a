"""Fields of the plan: rupiah and targets as people write them, rows chosen by their code."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from opd.fields import REQUIRED, NumberField
from opd.imports.values import quoted
from opd.numbers import parse_rupiah
from pdf.formats import angka


class RupiahField(forms.Field):
    """Whole rupiah: "2.100.000.000", "Rp2,1 miliar", "300 juta". Empty is unknown, never 0."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off"}))
        super().__init__(**options)

    def to_python(self, value: Any) -> int | None:
        text = "" if value in self.empty_values else str(value).strip()
        if not text:
            return None
        try:
            return parse_rupiah(text)
        except ValueError as reason:
            sentence = str(reason)
            raise forms.ValidationError(f"{sentence[:1].upper()}{sentence[1:]}.", code="invalid") from reason

    def prepare_value(self, value: Any) -> Any:
        return angka(value) if isinstance(value, int) else value


class TargetField(NumberField):
    """A number that is not negative; its refusal repeats what was typed."""

    def to_python(self, value: Any) -> Any:
        try:
            number = super().to_python(value)
        except forms.ValidationError as reason:
            sentence = f"Harus angka. Yang diketik: {quoted(str(value))}. {reason.messages[0]}"
            raise forms.ValidationError(sentence, code="invalid") from reason
        if number is not None and number < 0:
            raise forms.ValidationError("Target tidak boleh negatif.", code="negative")
        return number


class RowField(forms.TypedChoiceField):
    """One of the rows loaded with the form, by its key. `options` is what the list shows, maybe in groups."""

    def __init__(self, rows: Mapping[str, Any], options: Iterable[Any], *, empty: str, **kwargs: Any) -> None:
        wrong = {"required": REQUIRED, "invalid_choice": "%(value)s tidak ada dalam daftar."}
        kwargs.setdefault("error_messages", wrong)
        super().__init__(choices=[("", empty), *options], coerce=rows.__getitem__, empty_value=None, **kwargs)


class RowsField(forms.TypedMultipleChoiceField):
    """Any number of the rows loaded with the form. Without `options` the page draws the list itself."""

    def __init__(self, rows: Mapping[str, Any], options: Iterable[Any] = (), **kwargs: Any) -> None:
        self.rows = rows
        wrong = {"invalid_choice": "%(value)s tidak ada dalam daftar."}
        super().__init__(
            choices=list(options),
            coerce=rows.__getitem__,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            error_messages=wrong,
            **kwargs,
        )

    def valid_value(self, value: Any) -> bool:
        return value in self.rows
