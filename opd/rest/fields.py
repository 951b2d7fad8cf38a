"""What a JSON body may hold, with the portal's words. Rules about content stay in forms and services."""

from decimal import Decimal
from typing import Any, ClassVar, NoReturn

from django.core.validators import BaseValidator
from rest_framework import serializers

from opd import numbers
from opd.imports import values

REQUIRED = {"required": "Wajib diisi.", "null": "Tidak boleh null."}
LONGEST_ECHO = 60
"""Of what was sent, an answer repeats no more letters than these."""
MOST_UNKNOWN = 20


def _say(field: serializers.Field[Any, Any, Any, Any], sentence: str) -> None:
    """Django's own limits answer in the portal's words."""
    for validator in field.validators:
        if isinstance(validator, BaseValidator):
            validator.message = sentence


class Text(serializers.CharField):
    """A string; nothing else is turned into one. Empty means not stated."""

    default_error_messages: ClassVar = {**REQUIRED, "invalid": "Harus berupa teks.", "blank": "Wajib diisi."}

    def __init__(self, *, max_length: int = values.NAME, **options: Any) -> None:
        options.setdefault("allow_blank", True)
        super().__init__(max_length=max_length, trim_whitespace=False, **options)
        _say(self, f"Paling panjang {max_length} huruf.")

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return str(super().to_internal_value(data))


class Number(serializers.DecimalField):
    """A decimal number, or the string of one with a point: "5.21". Comes out as that string."""

    default_error_messages: ClassVar = {
        **REQUIRED,
        "invalid": "Tulis angka, misalnya 1250 atau “5.21”.",
        "max_digits": "Angka terlalu panjang.",
        "max_decimal_places": f"Paling banyak {numbers.DECIMALS} angka di belakang koma.",
        "max_whole_digits": f"Paling banyak {numbers.WHOLE_DIGITS} angka di depan koma.",
        "max_string_length": "Angka terlalu panjang.",
    }

    def __init__(self, **options: Any) -> None:
        digits = numbers.WHOLE_DIGITS + numbers.DECIMALS
        super().__init__(max_digits=digits, decimal_places=numbers.DECIMALS, **options)

    def to_internal_value(self, data: Any) -> Decimal:
        if isinstance(data, bool):
            self.fail("invalid")
        return Decimal(super().to_internal_value(data))

    def to_representation(self, value: Any) -> str:
        return numbers.decimal_text(Decimal(value))


class Whole(serializers.IntegerField):
    default_error_messages: ClassVar = {
        **REQUIRED,
        "invalid": "Tulis bilangan bulat.",
        "max_string_length": "Angka terlalu panjang.",
    }

    def __init__(self, *, min_value: int = 0, max_value: int = 2**31 - 1, **options: Any) -> None:
        super().__init__(min_value=min_value, max_value=max_value, **options)
        _say(self, f"Di antara {min_value} dan {max_value}.")

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, bool):
            self.fail("invalid")
        return int(super().to_internal_value(data))


class Year(Whole):
    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=values.FIRST_YEAR, max_value=values.LAST_YEAR, **options)


class Flag(serializers.BooleanField):
    default_error_messages: ClassVar = {**REQUIRED, "invalid": "Tulis true atau false."}

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid")
        return data


class Day(serializers.DateField):
    default_error_messages: ClassVar = {
        **REQUIRED,
        "invalid": "Tulis tanggal sebagai tahun-bulan-hari, misalnya 2026-09-30.",
        "datetime": "Tulis tanggal tanpa jam.",
    }


class Choice(serializers.ChoiceField):
    default_error_messages: ClassVar = {**REQUIRED, "invalid_choice": "“{input}” bukan pilihan di sini."}

    def fail(self, key: str, **told: Any) -> NoReturn:
        super().fail(key, **{name: str(word)[:LONGEST_ECHO] for name, word in told.items()})


class Id(serializers.UUIDField):
    """Made by the client, so that a creation sent twice gives one row."""

    default_error_messages: ClassVar = {**REQUIRED, "invalid": "Tulis UUID."}


class Few(serializers.ListField):
    """A list that is counted before any of it is read: a million wrong items are one refusal."""

    default_error_messages: ClassVar = {
        **REQUIRED,
        "not_a_list": "Harus berupa daftar.",
        "max_length": "Paling banyak {max_length} butir.",
        "empty": "Tidak boleh kosong.",
    }

    def __init__(self, *, max_length: int, **options: Any) -> None:
        super().__init__(max_length=max_length, **options)
        self._most = max_length

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, list) and len(data) > self._most:
            self.fail("max_length", max_length=self._most)
        return super().to_internal_value(data)


class Texts(Few):
    """A list of short texts, codes for example."""

    def __init__(self, *, each: int = values.NAME, max_length: int = 500, **options: Any) -> None:
        super().__init__(child=Text(max_length=each), max_length=max_length, **options)


class Body(serializers.Serializer[Any]):
    """The body of a request. A name it does not know is refused: a slip, or a try at what nobody may set."""

    default_error_messages: ClassVar = {"invalid": "Isi permintaan harus berupa objek JSON."}

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict) and (unknown := sorted(set(data) - set(self.fields))):
            raise serializers.ValidationError(
                {name[:LONGEST_ECHO]: "Nama ini tidak dikenal di sini." for name in unknown[:MOST_UNKNOWN]}
            )
        return super().to_internal_value(data)


class ReasonIn(Body):
    reason = Text(max_length=500)
