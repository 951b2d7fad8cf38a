"""JSON Schema (Draft 2020-12) for the JSON files of a region folder, and its errors as sentences."""

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError

from lib.tables import values
from lib.text import numbers

Schema: TypeAlias = dict[str, Any]
Path: TypeAlias = tuple[str | int, ...]
TYPES = {
    "string": "teks",
    "array": "daftar […]",
    "object": "kelompok {…}",
    "boolean": "true atau false",
    "number": "angka",
}
OLDEST_YEAR = 1000  # regencies count their years from the old kingdoms on


def group(required: Mapping[str, Schema], optional: Mapping[str, Schema] | None = None) -> Schema:
    """An object. Unknown members are noticed, not refused."""
    members = {**required, **(optional or {})}
    return {
        "type": ["object"],
        "properties": members,
        "required": list(required),
        "additionalProperties": False,
    }


def many(item: Schema, *, least: int = 0) -> Schema:
    return {"type": ["array"], "items": item, "minItems": least}


def text(limit: int = values.NAME, *, required: bool = False) -> Schema:
    """Not required: null and "" alike mean that nothing is said."""
    schema: Schema = {"type": ["string"], "minLength": 1, "maxLength": limit}
    return schema if required else maybe(schema)


def maybe(schema: Schema) -> Schema:
    """The same, or null; a text may be empty."""
    return schema | {"type": [*schema["type"], "null"], "minLength": 0}


def code(limit: int = values.CODE) -> Schema:
    return text(limit, required=True) | {"format": "code"}


def choice(options: Collection[str]) -> Schema:
    return text(required=True) | {"enum": list(options)}


def shaped(pattern: str, message: str, limit: int) -> Schema:
    return text(limit, required=True) | {"pattern": f"^(?:{pattern})$", "message": message}


def integer(low: int, high: int, *, required: bool = False) -> Schema:
    reason = f"harus bilangan bulat antara {low} dan {high}"
    schema: Schema = {"type": ["integer"], "minimum": low, "maximum": high, "message": reason}
    return schema if required else maybe(schema)


def year(*, required: bool = False) -> Schema:
    return integer(values.FIRST_YEAR, values.LAST_YEAR, required=required)


URL = text(values.URL) | {"format": "url"}
DAY = text() | {"format": "day"}
OLD_DAY = text() | {"format": "old day"}
NUMBER: Schema = {"type": ["number", "string"], "format": "number"}
FLAG: Schema = {"type": ["boolean"]}
ANY: Schema = {}
ORDER = integer(1, 1000, required=True)


def unknown_members(data: Any, schema: Schema) -> Iterator[tuple[Path, str]]:
    """(path, remark) of every member that no schema names."""
    for error in _errors(data, schema):
        if error.validator == "additionalProperties":
            known = error.schema["properties"]
            for key in (key for key in error.instance if key not in known):
                near = values.suggestion(key, known)
                yield (*error.absolute_path, key), f"bagian tidak dikenal, tidak dibaca{near}"


def problems(data: Any, schema: Schema) -> Iterator[tuple[Path, str]]:
    """(path, reason) of everything that does not fit."""
    for error in _errors(data, schema):
        path = tuple(error.absolute_path)
        if error.validator == "required":
            missing = [key for key in error.validator_value if key not in error.instance]
            yield from (((*path, key), "bagian tidak ada") for key in missing)
        elif error.validator != "additionalProperties":
            yield path, _reason(error)


def day(value: str | None) -> date | None:
    """The date of a text that fits DAY or OLD_DAY."""
    return date.fromisoformat(value) if value else None


def decimal(value: str | int | Decimal) -> Decimal:
    """The number of a value that fits NUMBER."""
    return numbers.parse_machine(value if isinstance(value, str) else format(value, "f"))


def _errors(data: Any, schema: Schema) -> Iterator[ValidationError]:
    checker = FormatChecker(formats=())
    for name, parse in FORMATS.items():
        checker.checks(name, raises=ValueError)(_checked(parse))
    yield from Draft202012Validator(schema, format_checker=checker).iter_errors(data)


def _checked(parse: Callable[[Any], object]) -> Callable[[object], bool]:
    def check(value: object) -> bool:
        if value not in (None, "") and not isinstance(value, (bool, list, dict)):
            parse(value)
        return True

    return check


FORMATS: dict[str, Callable[[Any], object]] = {
    "code": lambda value: values.parse_code(value, values.PROSE),
    "url": values.parse_url,
    "day": values.parse_date,
    "old day": lambda value: values.parse_date(value, OLDEST_YEAR),
    "number": decimal,
}


def _reason(error: ValidationError) -> str:
    value, schema = error.instance, error.schema
    if value in (None, "") and error.validator in ("type", "minLength"):
        return "wajib diisi"
    if "message" in schema:
        return str(schema["message"])
    match error.validator:
        case "type":
            return f"harus {TYPES[schema['type'][0]]}"
        case "maxLength":
            return f"terlalu panjang: {len(value)} huruf, paling banyak {schema['maxLength']}"
        case "minItems":
            return "daftar kosong"
        case "enum":
            return values.unknown(str(value), [option for option in schema["enum"] if option])
        case _:
            return str(error.cause)
