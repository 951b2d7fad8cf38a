"""The fields of a noun, declared once: a dataclass names what a person can say about a row, the model says
the rest.

Columns of the row's own table are plain fields: their form field, their place in the API, in files, in the
document and in comparisons are derived from label, length, choices and help of the model (lib.forms.declared,
lib.rest.declared, lib.tables.declared). Links to other rows are written by hand, where the noun wants them.
"""

from collections.abc import Collection, Mapping
from dataclasses import MISSING, dataclass, field, fields
from decimal import Decimal
from enum import Enum
from typing import Any

from django.db import models

from lib.documents import Json
from lib.text import numbers
from lib.text.canonical import decimal, money


class Kind(Enum):
    """How a value is typed, read and written."""

    TEXT = "text"
    PROSE = "prose"
    LINK = "link"
    CHOICE = "choice"
    FLAG = "flag"
    YEAR = "year"
    DAY = "day"
    NUMBER = "number"
    RUPIAH = "rupiah"


# The first class that fits decides, so a class stands before the one it inherits from.
KINDS: tuple[tuple[type[Any], Kind], ...] = (
    (models.URLField, Kind.LINK),
    (models.CharField, Kind.TEXT),
    (models.TextField, Kind.PROSE),
    (models.BooleanField, Kind.FLAG),
    (models.PositiveSmallIntegerField, Kind.YEAR),
    (models.BigIntegerField, Kind.RUPIAH),
    (models.DecimalField, Kind.NUMBER),
    (models.DateField, Kind.DAY),
)


@dataclass(frozen=True)
class Field:
    """One plain field. limit: letters at most, 0 without one. default: MISSING for what has to be said.
    column: its name in files, empty where no file has it. is_added: see `said`."""

    name: str
    kind: Kind
    label: str
    help: str
    limit: int
    choices: tuple[tuple[str, str], ...]
    may_be_blank: bool
    default: Any
    column: str
    is_added: bool

    def text(self, value: Any) -> str:
        """As people read it: a number as typed, the label of a choice; unknown is empty."""
        if value is None or value == "":
            return ""
        if self.kind is Kind.FLAG:
            return "ya" if value else "tidak"
        if self.kind is Kind.CHOICE:
            return dict(self.choices).get(value, str(value))
        return numbers.write(value) if self.kind in (Kind.NUMBER, Kind.RUPIAH) else str(value)

    def typed(self, value: Any) -> str:
        """As the form reads it."""
        if self.kind is Kind.FLAG:
            return "on" if value else ""
        if isinstance(value, Decimal):
            return numbers.write(value)
        return "" if value is None else str(value)

    def in_document(self, value: Any) -> Any:
        if self.kind is Kind.RUPIAH:
            return money(value)
        return decimal(value) if self.kind is Kind.NUMBER else value


def said(default: Any = MISSING, *, key: str = "", column: str | None = None, is_added: bool = False) -> Any:
    """What a name, a type and the model do not say of a field of such a dataclass.

    key: name of a link in the document. column: name in files, "" where no file has it. is_added: it came
    after the document's schema was settled, so it is left out of the document while it is empty or has its
    default, and what was frozen before stays as it is.
    """
    metadata = {"key": key, "column": column, "is_added": is_added}
    return field(metadata=metadata) if default is MISSING else field(default=default, metadata=metadata)


def plain_fields(data: type, model: type[models.Model]) -> tuple[Field, ...]:
    """Those of the dataclass that are columns of the model's own row, in the order of the dataclass."""
    columns = {column.name: column for column in model._meta.concrete_fields}
    return tuple(
        _field(one, columns[one.name], kind)
        for one in fields(data)
        if one.name in columns and (kind := _kind(columns[one.name]))
    )


def _kind(column: "models.Field[Any, Any]") -> Kind | None:
    """None for a link to another row and for what has no form of its own, a list for example."""
    if column.choices:
        return Kind.CHOICE
    return next((kind for of, kind in KINDS if isinstance(column, of)), None)


def _field(one: Any, column: "models.Field[Any, Any]", kind: Kind) -> Field:
    in_files = one.metadata.get("column")
    return Field(
        name=one.name,
        kind=kind,
        label=sentence(str(column.verbose_name)),
        help=str(column.help_text),
        limit=column.max_length or 0,
        choices=tuple((str(value), str(words)) for value, words in column.choices or ()),
        may_be_blank=column.blank,
        default=one.default,
        column=one.name if in_files is None else in_files,
        is_added=one.metadata.get("is_added", False),
    )


def sentence(words: str) -> str:
    """The words as a sentence begins."""
    return words[:1].upper() + words[1:]


def label_of(model: type[models.Model], name: str) -> str:
    """What people call a column, as a sentence begins."""
    return sentence(str(getattr(model._meta.get_field(name), "verbose_name", name)))


def labels(
    data: type, model: type[models.Model], more: Mapping[str, str], but: Collection[str] = ()
) -> dict[str, str]:
    """Lower-case words by key of the document, in the order of the dataclass; `more` names the keys that are
    no columns, and words that differ."""
    named = {column.name: column for column in model._meta.get_fields() if hasattr(column, "verbose_name")}
    found = {}
    for one in fields(data):
        key = one.metadata.get("key") or one.name
        if one.name in named and one.name not in but:
            found[key] = str(named[one.name].verbose_name)
    return found | dict(more)


def written(plain: Collection[Field], values: Mapping[str, Any]) -> Json:
    """The plain fields of a row as the document has them, by name."""
    return {
        one.name: one.in_document(values[one.name])
        for one in plain
        if not one.is_added or values[one.name] not in ("", None, one.default)
    }


def readable(plain: Collection[Field], data: Any) -> dict[str, str]:
    """The plain fields as people read them, by name."""
    return {one.name: one.text(getattr(data, one.name)) for one in plain}


def facts(plain: Collection[Field], row: Any, but: Collection[str]) -> list[tuple[str, str]]:
    """(label, text) of what is said of a row, `but` what its page shows in another place."""
    texts = {one: one.text(getattr(row, one.name)) for one in plain if one.name not in but}
    signs = {Kind.RUPIAH: "Rp"}
    return [(one.label, signs.get(one.kind, "") + text) for one, text in texts.items() if text]
