"""What is too much is told in one sentence, before any of it is looked at: never many words for few."""

import json
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import get_resolver
from rest_framework import serializers

from lib.rest.fields import LONGEST_ECHO, MOST_UNKNOWN, Body, Few, Text, Texts
from masterplan.programmes.api import MOST_YEARS, ProgrammeIn
from masterplan.programmes.indicators.services import MAX_INDICATORS
from masterplan.programmes.models import Programme

WRONG, FLOOD = 20_000, 2_000
SMALL = 10_000
OPEN_ENDED = (serializers.ListField, serializers.ListSerializer, serializers.DictField, serializers.JSONField)


@pytest.fixture
def editor(world, api):
    return api(world.people["editor"])


def programme(world, **more: Any) -> dict[str, Any]:
    names = {"name": "Baru", "dimension": "ENV", "lead_opd": world.opd.code, "horizon": "JP"}
    return {"uid": str(uuid.uuid4()), **names, **more}


@pytest.mark.parametrize(
    ("field", "item", "most"),
    [
        ("answers", 1, 500),
        ("supporting_opds", {}, 500),
        ("funding_sources", None, 500),
        ("indicators", {}, MAX_INDICATORS),
        ("money", {}, MOST_YEARS),
        ("money", {f"n{number}": 1 for number in range(5)}, MOST_YEARS),
    ],
)
def test_a_list_of_too_many_is_one_sentence(world, editor, field, item, most):
    before = Programme.objects.count()
    refused = editor.post(f"plans/{world.plan.slug}/programmes/", programme(world, **{field: [item] * WRONG}))
    assert (refused.status_code, refused.json()["fields"]) == (400, {field: f"Paling banyak {most} butir."})
    assert Programme.objects.count() == before


def test_a_list_is_counted_before_its_first_item_is_read(monkeypatch):
    read = []
    monkeypatch.setattr(Text, "run_validation", lambda self, data: read.append(data))
    field = Texts(max_length=3)
    with pytest.raises(serializers.ValidationError, match="Paling banyak 3 butir"):
        field.run_validation([1, 2, 3, 4])
    assert read == []
    field.run_validation([1, 2, 3])
    assert read == [1, 2, 3]


def test_of_many_unknown_names_only_the_first_are_told(world, editor):
    unknown = {f"nama{number:05}": 1 for number in range(WRONG)}
    refused = editor.post(f"plans/{world.plan.slug}/programmes/", programme(world, **unknown))
    assert list(refused.json()["fields"]) == [f"nama{number:05}" for number in range(MOST_UNKNOWN)]


@pytest.mark.parametrize("status", ["x" * 100_000, ["x"] * 20_000, {"x": ["y"] * 20_000}])
def test_what_is_no_choice_is_repeated_in_part(world, editor, status):
    refused = editor.post(f"plans/{world.plan.slug}/programmes/", programme(world, status=status))
    assert (refused.status_code, list(refused.json()["fields"])) == (400, ["status"])
    assert len(refused.json()["fields"]["status"]) < LONGEST_ECHO + 40


def test_no_field_answers_a_flood_with_a_flood(world, editor):
    for value in ([[]] * FLOOD, [{}] * FLOOD, {"a": [1] * FLOOD}):
        for name in map(str, ProgrammeIn().fields):
            content = json.dumps(programme(world, **{name: value})).encode()
            refused = editor.post(f"plans/{world.plan.slug}/programmes/", raw=content)
            assert (refused.status_code, len(refused.content) < SMALL) == (400, True), name


def bodies(kind: type[Body] = Body) -> Iterator[type[Body]]:
    for one in kind.__subclasses__():
        yield one
        yield from bodies(one)


def inside(field: Any) -> Iterator[Any]:
    """The field and whatever stands in it."""
    yield field
    for below in getattr(field, "fields", {}).values():
        yield from inside(below)
    if child := getattr(field, "child", None):
        yield from inside(child)


def test_every_list_in_every_body_is_counted_first():
    assert get_resolver().url_patterns  # all addresses are read, and with them all shapes
    found = [field for kind in bodies() for field in inside(kind()) if isinstance(field, OPEN_ENDED)]
    assert len(found) >= 5
    assert [field for field in found if not (isinstance(field, Few) and field.max_length)] == []
