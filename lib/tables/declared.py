"""Cells of what a noun declares (lib.declared)."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import MISSING
from typing import Any

from lib.declared import Field, Kind
from lib.tables.csv import Row
from lib.tables.values import PROSE, URL


def columns(plain: Collection[Field]) -> tuple[str, ...]:
    return tuple(one.column for one in plain if one.column)


def read(row: Row, plain: Collection[Field], by_hand: Mapping[str, Any]) -> dict[str, Any]:
    """The plain fields of a row by name; one without a column has its default. by_hand: those that the noun
    read itself."""
    return {one.name: by_hand[one.name] if one.name in by_hand else _cell(row, one) for one in plain}


def _cell(row: Row, one: Field) -> Any:
    if not one.column:
        return one.default
    required = one.default is MISSING
    if one.kind is Kind.TEXT:
        return row.text(one.column, one.limit, required=required)
    if one.kind is Kind.CHOICE:
        chosen = row.choice(one.column, dict(one.choices), required=required)
        return chosen if chosen or required else one.default
    if one.kind is Kind.PROSE:
        return row.prose(one.column, one.limit or PROSE)
    if one.kind is Kind.LINK:
        return row.url(one.column, one.limit or URL)
    readers: dict[Kind, Callable[[str], Any]] = {
        Kind.FLAG: row.flag,
        Kind.YEAR: row.year,
        Kind.DAY: row.day,
        Kind.NUMBER: row.number,
        Kind.RUPIAH: row.rupiah,
    }
    return readers[one.kind](one.column)
