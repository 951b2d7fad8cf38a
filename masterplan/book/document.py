"""Reading a compiled document: lookups by code, and the few words that follow from its values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

from lib.text.formats import angka

Document: TypeAlias = Mapping[str, Any]
Edition: TypeAlias = Mapping[str, Any]
Row: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True)
class Index:
    """Lookups of one compiled document. An unknown code gives itself: a page never fails over a name."""

    content: Document

    @cached_property
    def opds(self) -> dict[str, Row]:
        return {opd["code"]: opd for opd in self.content["opds"]}

    @cached_property
    def findings(self) -> dict[str, Row]:
        return {finding["code"]: finding for finding in self.content["findings"]}

    @cached_property
    def programmes(self) -> dict[str, Row]:
        return {programme["code"]: programme for programme in self.content["programmes"]}

    @cached_property
    def horizons(self) -> dict[str, Row]:
        return {horizon["code"]: horizon for horizon in self.content["horizons"]}

    @cached_property
    def years(self) -> tuple[int, ...]:
        return tuple(self.content["years"])

    def office(self, code: str | None) -> str:
        return str(self.opds[code]["official_name"]) if code in self.opds else code or ""

    def office_short(self, code: str | None) -> str:
        if code not in self.opds:
            return code or ""
        return str(self.opds[code]["short_name"] or self.opds[code]["official_name"])

    def funding(self, codes: list[str]) -> str:
        labels = {source["code"]: source["label"] for source in self.content["funding_sources"]}
        return ", ".join(str(labels.get(code, code)) for code in codes)

    def subdimension(self, code: str | None) -> str:
        for dimension in self.content["dimensions"]:
            for subdimension in dimension["subdimensions"]:
                if subdimension["code"] == code:
                    return str(subdimension["name_id"])
        return ""

    def per_dimension(self, rows: Iterable[Row], scope: str = "") -> list[tuple[Row, list[Row]]]:
        """Rows by dimension in the order of the framework; dimensions without rows are left out."""
        grouped: dict[str, list[Row]] = {}
        for row in rows:
            grouped.setdefault(row["dimension"], []).append(row)
        return [
            (dimension, grouped[dimension["code"]])
            for dimension in self.content["dimensions"]
            if dimension["code"] in grouped and scope in ("", dimension["code"])
        ]


def measured(value: str | None, unit: str, places: int = 0) -> str:
    """A number with its unit: 1,71 indeks; 51,2%. Nothing when the value is unknown."""
    if value is None:
        return ""
    shown = angka(value, places)
    if unit == "%":
        return f"{shown}%"
    return f"{shown} {unit}".strip()


def period(row: Row) -> str:
    """2023–2027, sejak 2020, sampai 2027, or nothing when both ends are unknown."""
    start, end = row["start_year"], row["end_year"]
    if start and end:
        return str(start) if start == end else f"{start}–{end}"
    if start:
        return f"sejak {start}"
    return f"sampai {end}" if end else ""


def within(row: Row, year: int) -> bool:
    """Whether a year belongs to the programme; an end nobody named keeps the year open."""
    start, end = row["start_year"], row["end_year"]
    return (start is None or year >= start) and (end is None or year <= end)


def short(programme: Row) -> str:
    return str(programme["short_name"] or programme["name"])
