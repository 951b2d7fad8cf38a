"""cycle.json, the part of the agreements: dated records beside the plan."""

from dataclasses import dataclass
from datetime import date

from opd.imports.json_nodes import Fields, Node

KINDS = ("nota kesepakatan", "komitmen bersama")


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """`order` counts from 1 among the agreements of one kind."""

    kind: str
    order: int
    date: date | None
    place: str
    parties: tuple[str, ...]
    number: str
    source_url: str


def read_agreements(file: Fields) -> tuple[AgreementRow, ...]:
    rows: list[AgreementRow] = []
    for node in file["agreements"].items():
        rows.append(_agreement(node, rows))
    return tuple(rows)


def _agreement(node: Node, earlier: list[AgreementRow]) -> AgreementRow:
    fields = node.fields("kind date parties", "place number source_url")
    kind = fields["kind"].choice(KINDS)
    return AgreementRow(
        kind=kind,
        order=1 + sum(row.kind == kind for row in earlier),
        date=fields["date"].date(),
        place=fields["place"].text(),
        parties=tuple(item.text(required=True) for item in fields["parties"].items()),
        number=fields["number"].text(),
        source_url=fields["source_url"].url(),
    )
