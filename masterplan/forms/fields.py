"""Fields of the plan: rupiah as people write it, and texts that stay clean."""

from typing import Any

from django import forms

from masterplan.imports.money import parse_rupiah
from opd import numbers
from opd.fields import NumberField


class RupiahField(forms.Field):
    """Whole rupiah: "2.100.000.000", "Rp2,1 miliar", "300 juta". Empty is unknown, never 0."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off"}))
        super().__init__(**options)

    def to_python(self, value: Any) -> int | None:
        text = "" if value in self.empty_values else str(value).strip()
        if not text:
            return None
        try:
            return parse_rupiah(text)
        except ValueError as reason:
            raise forms.ValidationError(f"{self.label}: {reason}.", code="invalid") from reason

    def prepare_value(self, value: Any) -> Any:
        return numbers.written(value) if isinstance(value, int) else value


class TargetField(NumberField):
    """A number that is not negative; its refusal names the year."""

    def to_python(self, value: Any) -> Any:
        try:
            number = super().to_python(value)
        except forms.ValidationError as reason:
            raise forms.ValidationError(f"{self.label} harus angka. {reason.messages[0]}") from reason
        if number is not None and number < 0:
            raise forms.ValidationError(f"{self.label} tidak boleh negatif.", code="negative")
        return number
