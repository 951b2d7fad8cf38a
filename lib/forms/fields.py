"""Form fields for what people type here: clean text, Indonesian numbers, years, days."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError

from lib.tables import values
from lib.text import numbers
from lib.text.letters import remarks_on
from lib.text.spelling import is_blank, shown
from lib.versioned.services import NOT_SENT

REQUIRED = "Wajib diisi."

DAY_FORMATS = ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y")

T = TypeVar("T")


def _read(parse: Callable[[str], T], raw: str) -> T:
    """A parser's reason becomes the sentence at the field."""
    try:
        return parse(raw)
    except ValueError as reason:
        sentence = str(reason)
        raise ValidationError(
            sentence[:1].upper() + sentence[1:].rstrip(".") + ".", code="invalid"
        ) from reason


class TextField(forms.CharField):
    """One line, in NFC, at most `max_length` letters, nothing invisible. Breaks and tabs become spaces.
    `remark` says what was removed and what the book cannot print."""

    lines = False
    remark = ""

    def __init__(self, *, max_length: int = values.NAME, **options: Any) -> None:
        options.setdefault("error_messages", {"required": REQUIRED})
        super().__init__(max_length=max_length, **options)

    def to_python(self, value: Any) -> str:
        text = "" if value in self.empty_values else str(value)
        self.remark = "; ".join(remarks_on(text))
        return _read(
            lambda raw: values.parse_text(raw, self.max_length or values.NAME, lines=self.lines), text
        )


class ProseField(TextField):
    """The same with line breaks."""

    lines = True
    widget = forms.Textarea

    def __init__(self, *, max_length: int = values.PROSE, rows: int = 4, **options: Any) -> None:
        options.setdefault("widget", forms.Textarea(attrs={"rows": str(rows)}))
        super().__init__(max_length=max_length, **options)


class LinkField(TextField):
    """An address that may become a link: http or https only."""

    def __init__(self, *, max_length: int = values.URL, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "url", "placeholder": "https://"}))
        super().__init__(max_length=max_length, **options)

    def to_python(self, value: Any) -> str:
        return _read(values.parse_url, super().to_python(value))


class NumberField(forms.Field):
    """A decimal in Indonesian writing; empty is unknown, never 0. `remark` says how a comma was read that
    could have opened a fraction."""

    parse: Callable[[str, numbers.Tell], Decimal | int | None] = staticmethod(numbers.parse)
    remark = ""

    def __init__(self, **options: Any) -> None:
        attrs = {"inputmode": "decimal", "autocomplete": "off"}
        options.setdefault("widget", forms.TextInput(attrs=attrs))
        options.setdefault("error_messages", {"required": REQUIRED})
        super().__init__(**options)

    def to_python(self, value: Any) -> Any:
        heard: list[str] = []
        text = "" if value in self.empty_values else str(value)
        number = _read(lambda raw: self.parse(raw, heard.append), text)
        self.remark = heard[0] if heard and "," in text else ""
        return number

    def prepare_value(self, value: Any) -> Any:
        return numbers.write(value) if isinstance(value, (Decimal, int)) else value


class YearField(forms.Field):
    """Four digits within the bounds; shown without a point between thousands."""

    def __init__(
        self, *, first: int = values.FIRST_YEAR, last: int = values.LAST_YEAR, **options: Any
    ) -> None:
        self.first, self.last = first, last
        attrs = {"inputmode": "numeric", "autocomplete": "off", "maxlength": "4"}
        options.setdefault("widget", forms.TextInput(attrs=attrs))
        options.setdefault("error_messages", {"required": REQUIRED})
        super().__init__(**options)

    def to_python(self, value: Any) -> int | None:
        text = "" if value in self.empty_values else shown(str(value))
        if is_blank(text):
            return None
        if not values.YEAR.fullmatch(text) or not self.first <= int(text) <= self.last:
            raise ValidationError(
                f"Tulis tahun dengan empat angka, {self.first} sampai {self.last}.", code="invalid"
            )
        return int(text)

    def prepare_value(self, value: Any) -> Any:
        return str(value) if isinstance(value, int) else value


class DayField(forms.DateField):
    """A day from the browser's calendar, or typed as 30-09-2026; years within the bounds."""

    def __init__(self, *, first: int = 1950, last: int = 2100, **options: Any) -> None:
        self.first, self.last = first, last
        options.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        options.setdefault("input_formats", DAY_FORMATS)
        wrong = "Tulis tanggal seperti 30-09-2026."
        options.setdefault("error_messages", {"required": REQUIRED, "invalid": wrong})
        super().__init__(**options)

    def to_python(self, value: Any) -> date | None:
        day = super().to_python(shown(value) if isinstance(value, str) else value)
        if day and not self.first <= day.year <= self.last:
            raise ValidationError(f"Tahunnya di antara {self.first} dan {self.last}.", code="invalid")
        return day


class RupiahField(NumberField):
    """Whole rupiah: "2.100.000.000", "Rp2,1 miliar", "300 jt"."""

    parse = staticmethod(numbers.parse_rupiah)

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off"}))
        super().__init__(**options)


class TargetField(NumberField):
    """A number that is not negative."""

    def to_python(self, value: Any) -> Any:
        number = super().to_python(value)
        if number is not None and number < 0:
            raise forms.ValidationError("Target tidak boleh negatif.", code="negative")
        return number


class VersionField(forms.IntegerField):
    """The version the page showed, hidden; NOT_SENT, which every service refuses, when missing or broken."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.HiddenInput, required=False, **options)

    def clean(self, value: Any) -> int:
        try:
            given: int | None = super().clean(value)
        except ValidationError:
            return NOT_SENT
        return NOT_SENT if given is None else given


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
