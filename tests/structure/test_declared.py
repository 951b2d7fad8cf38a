"""A field is declared once; a place that was forgotten is named here with the field."""

import html
import json
import re
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from bimtek.findings import document as findings
from bimtek.findings.api import FindingIn
from bimtek.findings.models import Finding
from commitments.agreements.models import Agreement
from commitments.agreements.services import AgreementData
from lib import declared
from lib.declared import Field, Kind
from masterplan.programmes import document as programmes
from masterplan.programmes.api import ProgrammeIn
from masterplan.programmes.models import Programme
from masterplan.versions.compare.document import compare
from masterplan.versions.document import compile_plan
from masterplan.versions.models import SCHEMAS
from opd.offices.models import OfficeHolder
from opd.offices.services import HolderData
from tests import world as worlds
from tests.lib.rest.client import Api
from tests.world import World

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs" / "document.md"
SAMPLE = ROOT / "tests" / "samples" / SCHEMAS.newest.replace("/", "-") / "demo.json"


@dataclass(frozen=True)
class Noun:
    """part: the document's key. body: what the API may be sent. internal: columns that no person says, those
    of abstract models apart. elsewhere: plain fields that the document holds under another key."""

    model: type[Model]
    data: type
    plain: tuple[Field, ...]
    part: str
    body: frozenset[str]
    internal: frozenset[str]
    elsewhere: Mapping[str, str]


NOUNS = [
    Noun(
        Programme,
        programmes.ProgrammeData,
        programmes.PLAIN,
        "programmes",
        frozenset(ProgrammeIn().fields),
        frozenset(["id", "masterplan", "created_at"]),
        {},
    ),
    Noun(
        Finding,
        findings.FindingData,
        findings.PLAIN,
        "findings",
        frozenset(FindingIn().fields),
        frozenset(["id", "cycle", "code", "uid", "merged_into", "source_row", "created_at"]),
        dict.fromkeys(findings.EVIDENCE, "evidence"),
    ),
]
EACH = [pytest.param(noun, one, id=f"{noun.part}.{one.name}") for noun in NOUNS for one in noun.plain]


def of_all_rows(model: type[Model]) -> set[str]:
    """Columns that came with an abstract model."""
    return {
        column.name
        for base in model.__mro__[1:]
        if hasattr(base, "_meta") and base._meta.abstract
        for column in base._meta.get_fields()
    }


COLUMNS: list[tuple[type[Model], type, frozenset[str]]] = [
    *((noun.model, noun.data, noun.internal) for noun in NOUNS),
    (OfficeHolder, HolderData, frozenset(["id", "opd"])),
    (
        Agreement,
        AgreementData,
        frozenset(["id", "cycle", "kind", "order", "scan_sha256", "scan_name", "source_url"]),
    ),
]


@pytest.mark.parametrize(("model", "data", "internal"), COLUMNS)
def test_every_column_is_declared_or_internal(model: type[Model], data: type, internal: frozenset[str]):
    columns = {column.name for column in (*model._meta.fields, *model._meta.many_to_many)}
    assert columns - of_all_rows(model) - internal - {one.name for one in fields(data)} == set()


@pytest.mark.parametrize(("noun", "one"), EACH)
def test_every_key_is_described(noun: Noun, one: Field):
    (row,) = [
        line
        for line in DOCS.read_text(encoding="utf-8").splitlines()
        if line.startswith(f"| `{noun.part}[]`")
    ]
    assert re.search(rf"\b{noun.elsewhere.get(one.name, one.name)}\b", row)


@pytest.mark.parametrize(("noun", "one"), EACH)
def test_a_key_that_the_settled_schema_lacks_is_marked_as_added(noun: Noun, one: Field):
    """Otherwise every plan would get another hash, and what is frozen would differ from what is not."""
    rows = json.loads(SAMPLE.read_text(encoding="utf-8"))[noun.part]
    assert one.is_added or noun.elsewhere.get(one.name, one.name) in rows[0]


@pytest.fixture
def world(db: None) -> World:
    return worlds.build()


def value(one: Field) -> Any:
    """One that stands nowhere else on a page."""
    if one.kind is Kind.CHOICE:
        return one.choices[-1][0]
    values = {
        Kind.FLAG: True,
        Kind.YEAR: 2027,
        Kind.NUMBER: Decimal("12.5"),
        Kind.RUPIAH: 80_000,
        Kind.LINK: f"https://contoh.go.id/{one.name}",
    }
    return values.get(one.kind, f"Kata {one.name}")


@dataclass(frozen=True)
class Row:
    """A stored row with something in every plain field, its addresses and who may change it."""

    noun: Noun
    stored: Any
    url: str
    api: Api
    desk: Client

    @property
    def values(self) -> dict[str, Any]:
        return {one.name: value(one) for one in self.noun.plain}

    def store(self, values: Mapping[str, Any]) -> None:
        self.noun.model._default_manager.filter(pk=self.stored.pk).update(**values)


@pytest.fixture(params=NOUNS, ids=lambda noun: noun.part)
def row(request, world: World, db: None) -> Row:
    noun: Noun = request.param
    stored = world.rows[noun.part.removesuffix("s")]
    desk = Client()
    desk.force_login(world.people["editor"])
    api = Api(world.people["editor"])
    made = Row(noun, stored, f"{noun.part}/{stored.pk}/", api, desk)
    made.store(made.values)
    return made


def page(row: Row, act: str) -> str:
    name = {"programmes": "masterplan:programme", "findings": "bimtek:finding"}[row.noun.part]
    answer = row.desk.get(reverse(f"{name}_{act}", args=[row.stored.pk]))
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def test_the_form_asks_for_every_field(row: Row):
    asked = page(row, "edit")
    assert [one.name for one in row.noun.plain if f'name="{one.name}"' not in asked] == []


def test_the_page_shows_every_text(row: Row):
    shown = page(row, "detail")
    texts = [one for one in row.noun.plain if one.kind in (Kind.TEXT, Kind.PROSE, Kind.LINK)]
    assert [one.name for one in texts if value(one) not in shown] == []


def test_what_the_api_tells_it_understands(row: Row):
    told = row.api.get(row.url).json()
    wanted = {one.name: value(one) for one in row.noun.plain}
    assert {name: told[name] for name in wanted if not isinstance(wanted[name], Decimal)} == {
        name: content for name, content in wanted.items() if not isinstance(content, Decimal)
    }
    row.store({one.name: value(one) if one.default is MISSING else one.default for one in row.noun.plain})
    body = {name: told[name] for name in row.noun.body - {"indicators"} if name in told}
    answer = row.api.put(row.url, body, version=row.stored.version)
    assert answer.status_code == 200, answer.json()
    after = row.noun.model._default_manager.get(pk=row.stored.pk)
    assert {name: getattr(after, name) for name in wanted} == wanted


def test_the_document_holds_every_field(row: Row, world: World):
    (found,) = [one for one in compile_plan(world.plan)[row.noun.part] if one["code"] == row.stored.code]
    plain = [one for one in row.noun.plain if one.name not in row.noun.elsewhere]
    assert {one.name: found.get(one.name) for one in plain} == {
        one.name: one.in_document(value(one)) for one in plain
    }


def test_a_changed_field_is_named_in_the_comparison(row: Row, world: World):
    before = compile_plan(world.plan)
    row.store({one.name: value(one) if one.default is MISSING else one.default for one in row.noun.plain})
    (change,) = [one for one in compare(before, compile_plan(world.plan)) if one.code == row.stored.code]
    changed = {one for one in row.noun.plain if one.default not in (MISSING, value(one))}
    labels = {one.label for one in changed if one.name not in row.noun.elsewhere}
    assert labels - {declared.sentence(words) for words in change.fields} == set()
