"""cycle.json, the part of the agreements: dated records beside the plan."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from lib.tables.schemas import DAY, URL, choice, day, group, many, text

KINDS = ("nota kesepakatan", "komitmen bersama")
SCHEMA = many(
    group(
        {"kind": choice(KINDS), "date": DAY, "parties": many(text(required=True))},
        {"place": text(), "number": text(), "source_url": URL},
    )
)


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


def read_agreements(items: Sequence[dict[str, Any]]) -> tuple[AgreementRow, ...]:
    counted: Counter[str] = Counter()
    rows = []
    for item in items:
        counted[item["kind"]] += 1
        rows.append(
            AgreementRow(
                kind=item["kind"],
                order=counted[item["kind"]],
                date=day(item["date"]),
                place=item.get("place") or "",
                parties=tuple(item["parties"]),
                number=item.get("number") or "",
                source_url=item.get("source_url") or "",
            )
        )
    return tuple(rows)
