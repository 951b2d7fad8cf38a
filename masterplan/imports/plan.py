"""cycle.json, the part of the masterplan."""

from dataclasses import dataclass

from masterplan.imports.terms import PlanTerms
from opd.imports import values
from opd.imports.json_nodes import Fields, Node

SLUG = 60


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


def read_masterplan(node: Node, terms: PlanTerms) -> MasterplanRow:
    fields = node.fields("slug title base_year valid_from valid_to", "vision keywords source_url")
    keywords = fields["keywords"].items() if fields["keywords"].value is not None else []
    row = MasterplanRow(
        slug=_slug(fields["slug"]),
        title=fields["title"].text(required=True),
        base_year=_year(fields["base_year"]),
        valid_from=_year(fields["valid_from"]),
        valid_to=_year(fields["valid_to"]),
        vision=fields["vision"].text(values.PROSE, lines=True) or None,
        keywords=tuple(_keyword(item) for item in keywords),
        source_url=fields["source_url"].url(),
    )
    if all((row.base_year, row.valid_from, row.valid_to)):
        _check_period(fields, row, terms)
    return row


def _keyword(node: Node) -> KeywordRow:
    fields = node.fields("letter keyword")
    return KeywordRow(fields["letter"].text(8, required=True), fields["keyword"].text(80, required=True))


def _year(node: Node) -> int:
    return node.needed(node.year(), 0)


def _slug(node: Node) -> str:
    text = node.text(SLUG, required=True)
    if text and not values.SLUG_SHAPE.fullmatch(text):
        node.problem("hanya boleh memuat huruf kecil, angka dan tanda hubung, misalnya bekasi-2022")
    return text


def _check_period(fields: Fields, row: MasterplanRow, terms: PlanTerms) -> None:
    if row.valid_from < row.base_year:
        fields["valid_from"].problem(f"{row.valid_from} mendahului tahun dasar {row.base_year}")
    if row.valid_to < row.valid_from:
        fields["valid_to"].problem(f"{row.valid_to} mendahului tahun awal {row.valid_from}")
        return
    if terms.years and (terms.years[0], terms.years[-1]) != (row.valid_from, row.valid_to):
        told = f"framework.json memuat {terms.years[0]}-{terms.years[-1]}"
        fields["valid_from"].problem(f"{row.valid_from}-{row.valid_to} berbeda; years di {told}")
    if terms.base_year not in (None, row.base_year):
        fields["base_year"].problem(f"{row.base_year} berbeda dari framework.json ({terms.base_year})")
