"""What a JSON body may hold, with the portal's words. Rules about content stay in forms and services."""

from decimal import Decimal
from typing import Any, ClassVar, NoReturn

from rest_framework import serializers

from lib.tables import values
from lib.text import numbers

LONGEST_ECHO = 60
"""Of what was sent, an answer repeats no more letters than these."""
MOST_UNKNOWN = 20


class Required:
    """The words every field shares."""

    default_error_messages: ClassVar[Any] = {"required": "Wajib diisi.", "null": "Tidak boleh null."}


class Text(Required, serializers.CharField):
    """A string; nothing else is turned into one. Empty means not stated."""

    default_error_messages: ClassVar[Any] = {
        "invalid": "Harus berupa teks.",
        "max_length": "Paling panjang {max_length} huruf.",
    }

    def __init__(self, *, max_length: int = values.NAME, **options: Any) -> None:
        super().__init__(max_length=max_length, trim_whitespace=False, allow_blank=True, **options)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return str(super().to_internal_value(data))


class Number(Required, serializers.DecimalField):
    """A decimal number, or the string of one with a point: "5.21". Comes out as that string."""

    default_error_messages: ClassVar[Any] = {
        "invalid": "Tulis angka, misalnya 1250 atau “5.21”.",
        "max_digits": "Angka terlalu panjang.",
        "max_decimal_places": f"Paling banyak {numbers.DECIMALS} angka di belakang koma.",
        "max_whole_digits": f"Paling banyak {numbers.WHOLE_DIGITS} angka di depan koma.",
        "max_string_length": "Angka terlalu panjang.",
    }

    def __init__(self, **options: Any) -> None:
        digits = numbers.WHOLE_DIGITS + numbers.DECIMALS
        super().__init__(max_digits=digits, decimal_places=numbers.DECIMALS, **options)

    def to_representation(self, value: Any) -> str:
        return numbers.decimal_text(Decimal(value))


class Whole(Required, serializers.IntegerField):
    default_error_messages: ClassVar[Any] = {
        "invalid": "Tulis bilangan bulat.",
        "max_string_length": "Angka terlalu panjang.",
    }

    def __init__(
        self, *, min_value: int = 0, max_value: int = 2**31 - 1, beyond: str = "", **options: Any
    ) -> None:
        sentence = beyond or f"Di antara {min_value} dan {max_value}."
        words: dict[str, Any] = {"min_value": sentence, "max_value": sentence}
        super().__init__(min_value=min_value, max_value=max_value, error_messages=words, **options)


class Year(Whole):
    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=values.FIRST_YEAR, max_value=values.LAST_YEAR, **options)


class Rupiah(Whole):
    """Whole rupiah of which nothing may be known."""

    def __init__(self, **options: Any) -> None:
        beyond = "Tidak boleh negatif dan harus di bawah seribu triliun."
        super().__init__(max_value=numbers.RUPIAH_LIMIT - 1, beyond=beyond, **options)


class Flag(Required, serializers.BooleanField):
    default_error_messages: ClassVar[Any] = {"invalid": "Tulis true atau false."}

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid")
        return data


class Day(Required, serializers.DateField):
    default_error_messages: ClassVar[Any] = {
        "invalid": "Tulis tanggal sebagai tahun-bulan-hari, misalnya 2026-09-30.",
        "datetime": "Tulis tanggal tanpa jam.",
    }


class Choice(Required, serializers.ChoiceField):
    default_error_messages: ClassVar[Any] = {"invalid_choice": "“{input}” bukan pilihan di sini."}

    def fail(self, key: str, **words: Any) -> NoReturn:
        super().fail(key, **{name: str(word)[:LONGEST_ECHO] for name, word in words.items()})


class Id(Required, serializers.UUIDField):
    """Made by the client, so that a creation sent twice gives one row."""

    default_error_messages: ClassVar[Any] = {"invalid": "Tulis UUID."}


class Few(Required, serializers.ListField):
    """A list that is counted before any of it is read: a million wrong items are one refusal."""

    default_error_messages: ClassVar[Any] = {
        "not_a_list": "Harus berupa daftar.",
        "max_length": "Paling banyak {max_length} butir.",
    }

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, list) and self.max_length is not None and len(data) > self.max_length:
            self.fail("max_length", max_length=self.max_length)
        return super().to_internal_value(data)


class Texts(Few):
    """A list of short texts, codes for example."""

    def __init__(self, *, each: int = values.NAME, max_length: int = 500, **options: Any) -> None:
        super().__init__(child=Text(max_length=each), max_length=max_length, **options)


class Body(serializers.Serializer[Any]):
    """The body of a request. A name it does not know is refused: a slip, or a try at what nobody may set."""

    default_error_messages: ClassVar[Any] = {"invalid": "Isi permintaan harus berupa objek JSON."}

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict) and (unknown := sorted(set(data) - set(self.fields))):
            raise serializers.ValidationError(
                {name[:LONGEST_ECHO]: "Nama ini tidak dikenal di sini." for name in unknown[:MOST_UNKNOWN]}
            )
        return super().to_internal_value(data)


class ReasonIn(Body):
    reason = Text(max_length=500)
