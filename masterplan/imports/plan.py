"""cycle.json, the part of the masterplan."""

from dataclasses import dataclass
from typing import Any

from masterplan.imports.terms import PlanTerms
from opd.imports import values
from opd.imports.json_files import JsonFile
from opd.imports.schemas import URL, group, many, maybe, shaped, text, year

SLUG = 60
LINES = ("vision",)
SLUG_REASON = "hanya boleh memuat huruf kecil, angka dan tanda hubung, misalnya bekasi-2022"
KEYWORD = group({"letter": text(8, required=True), "keyword": text(80, required=True)})
SCHEMA = group(
    {
        "slug": shaped(values.SLUG_SHAPE.pattern, SLUG_REASON, SLUG),
        "title": text(required=True),
        "base_year": year(required=True),
        "valid_from": year(required=True),
        "valid_to": year(required=True),
    },
    {
        "vision": text(values.PROSE),
        "keywords": maybe(many(KEYWORD)),
        "source_url": URL,
    },
)


@dataclass(frozen=True, slots=True)
class KeywordRow:
    letter: str
    keyword: str


@dataclass(frozen=True, slots=True)
class MasterplanRow:
    """The plan years are those from `valid_from` to `valid_to`."""

    slug: str
    title: str
    base_year: int
    valid_from: int
    valid_to: int
    vision: str | None
    keywords: tuple[KeywordRow, ...]
    source_url: str


def read_masterplan(part: dict[str, Any]) -> MasterplanRow:
    return MasterplanRow(
        slug=part["slug"],
        title=part["title"],
        base_year=part["base_year"],
        valid_from=part["valid_from"],
        valid_to=part["valid_to"],
        vision=part.get("vision") or None,
        keywords=tuple(KeywordRow(item["letter"], item["keyword"]) for item in part.get("keywords") or ()),
        source_url=part.get("source_url") or "",
    )


def check_period(file: JsonFile, terms: PlanTerms) -> None:
    """Reports years that contradict each other or framework.json."""
    if not (part := file.group("masterplan")):
        return
    base, first, last = (part[name] for name in ("base_year", "valid_from", "valid_to"))
    if first < base:
        file.problem("masterplan.valid_from", f"{first} mendahului tahun dasar {base}")
    if last < first:
        file.problem("masterplan.valid_to", f"{last} mendahului tahun awal {first}")
        return
    if terms.years and (terms.years[0], terms.years[-1]) != (first, last):
        told = f"framework.json memuat {terms.years[0]}-{terms.years[-1]}"
        file.problem("masterplan.valid_from", f"{first}-{last} berbeda; years di {told}")
    if terms.base_year not in (None, base):
        file.problem("masterplan.base_year", f"{base} berbeda dari framework.json ({terms.base_year})")
