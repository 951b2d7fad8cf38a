"""compile_plan: the living rows as one ordered, plain document, made of the parts of all nouns.

Everything that leaves the portal is a pure function of this document. It costs one query for the plan and
those of its parts, whatever the plan's size. The shape is described in docs/document.md; keys are codes,
never database ids.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from bimtek.cycle.document import CYCLE, DIMENSIONS
from bimtek.findings.document import FINDINGS
from bimtek.sessions.document import SESSIONS
from bimtek.worksheets import WORKSHEETS
from lib.documents import Document, Json, Part
from lib.text.letters import unprintable
from masterplan.plan.document import FUNDING_SOURCES, HORIZONS, MASTERPLAN, YEARS
from masterplan.plan.models import Masterplan
from masterplan.programmes.document import PROGRAMMES
from masterplan.sections.document import BOOKS
from masterplan.versions.models import SCHEMAS
from opd.offices.document import OPDS, REGION

PARTS = (
    *(REGION, CYCLE, MASTERPLAN, YEARS, DIMENSIONS, HORIZONS, FUNDING_SOURCES, OPDS, SESSIONS),
    *(FINDINGS, PROGRAMMES, BOOKS),
    *WORKSHEETS,
)
# Keys of schema 1 for worksheets that the portal does not have yet.
EMPTY: Json = {key: [] for key in ("swot", "readiness", "gap", "assets") if key not in {p.key for p in PARTS}}
# What people call the parts that are not compared row by row.
NAMES = {
    "region": "Daerah",
    "cycle": "Siklus",
    "masterplan": "Masterplan",
    "dimensions": "Dimensi",
    "horizons": "Jangka waktu",
    "funding_sources": "Sumber dana",
    "opds": "Perangkat daerah",
    "sessions": "Bimtek",
    "books": "Susunan buku",
}
DOCUMENT = Document(SCHEMAS, PARTS, EMPTY)


def compile_plan(masterplan: Masterplan, keys: Iterable[str] | None = None) -> Json:
    """Read the plan as it stands now, or only `keys` of it. Call inside one snapshot to freeze the result."""
    plan = Masterplan.objects.select_related("cycle__region", "cycle__leading_office").get(pk=masterplan.pk)
    document = DOCUMENT.compile(
        {"region": plan.cycle.region, "cycle": plan.cycle, "plan": plan},
        keys,
    )
    _answer(document)
    return document


def _answer(document: Json) -> None:
    """Which programmes answer a finding follows from what they say, where both are there."""
    findings = {row["code"]: row for row in document.get("findings", [])}
    for programme in document.get("programmes", []) if findings else []:
        for code in programme["answers"]:
            if code in findings:  # one recorded while the parts were read is in none of them
                findings[code]["answered_by"].append(programme["code"])


class Unprintable(NamedTuple):
    """A text with letters that no font of the book has. `kind` is that of the comparison, opd, session
    or empty; `name` says what the text belongs to, `label` which of its texts it is, "" for several."""

    kind: str
    code: str
    name: str
    label: str
    letters: list[str]


def unprintable_texts(document: Json) -> list[Unprintable]:
    """Every text of the document with letters that would be empty boxes in the book, in its order."""
    if not unprintable(_text(document)):
        return []
    found = (one for part in PARTS for one in _texts(part, document[part.key]))
    return [one for one in found if one.letters]


def _texts(part: Part, value: Any) -> Iterator[Unprintable]:
    if part.compared is None:
        for row in value if isinstance(value, list) else [value]:
            yield _named_part(part.key, row)
        return
    rows = part.compared.rows(value)
    for code, row in rows.items():
        for key, content in row.items():
            label = part.compared.labels.get(key, "")
            yield Unprintable(part.compared.kind, code, row[part.compared.title], label, _boxes(content))
    if part.key == "books":
        titles = [[book["title"], *(chapter["title"] for chapter in book["chapters"])] for book in value]
        yield Unprintable("", "", NAMES["books"], "", _boxes(titles))


def _named_part(key: str, row: Any) -> Unprintable:
    name, kind, code = NAMES.get(key, key), "", ""
    if key == "opds":
        name, kind, code = row["short_name"], "opd", row["code"]
    if key == "sessions":
        name, kind, code = f"{name} {row['stage']}", "session", row["stage"]
    return Unprintable(kind, code, name, "", _boxes(row))


def _boxes(content: Any) -> list[str]:
    return unprintable(content if isinstance(content, str) else _text(content))


def _text(content: Any) -> str:
    """To look for letters in; the canonical form has the same ones and costs six times as much."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True)
