"""Frozen versions through the API: the list, freezing, the very bytes, what changed."""

import hashlib
import json
from typing import Any

import pytest

from lib.text.codes import printed
from masterplan.versions.models import Revision
from masterplan.versions.rules import FREEZE
from tests.masterplan import factories as masterplan


@pytest.fixture
def editor(world, api):
    return api(world.people["editor"])


@pytest.fixture
def many(world):
    return f"plans/{world.plan.slug}/revisions/"


def test_everyone_reads_the_versions_and_a_head_the_approved_ones(world, api, many):
    rows = api(world.people["operator.other"]).get(many).json()["results"]
    assert [(row["number"], row["state"]) for row in rows] == [
        (4, "frozen"),
        (3, "in_review"),
        (2, "approved"),
        (1, "returned"),
    ]
    assert [row["number"] for row in api(world.people["head.own"]).get(many).json()["results"]] == [2]


@pytest.mark.parametrize(
    ("actor", "answered"),
    [
        ("editor", {"total": 3, "answered": 1}),
        ("operator.own", {"total": 2, "answered": 1}),
        ("operator.other", {"total": 0, "answered": 0}),
    ],
)
def test_a_version_tells_its_rounds_as_far_as_one_may_see_them(world, api, actor, answered):
    path = f"revisions/{world.revision_in_review.pk}/"
    rounds = api(world.people[actor]).get(path).json()["rounds"]
    assert [(one["id"], one["comments"]) for one in rounds] == [(world.round.pk, answered)]


def test_a_head_is_told_of_no_round(world, api, many):
    head = api(world.people["head.own"])
    assert head.get(many).json()["results"][0]["rounds"] == []
    assert head.get(f"revisions/{world.revision_approved.pk}/").json()["rounds"] == []


def test_a_version_tells_its_digest_its_code_and_its_files(world, editor):
    revision = world.revision_approved
    told = editor.get(f"revisions/{revision.pk}/").json()
    assert (told["sha256"], told["code"]) == (revision.sha256, printed(revision.token))
    assert [(one["id"], one["state"]) for one in told["exports"]] == [(world.export.pk, "failed")]


def test_a_plan_is_frozen_under_the_next_number(world, editor, many):
    made = editor.post(many, {"seen_number": 4, "label": " v1.0 "})
    assert made.status_code == 201, made.content
    assert (made.json()["number"], made.json()["label"]) == (5, "v1.0")
    assert editor.get(made["Location"].removeprefix("/api/v1/")).json() == made.json()


def test_the_same_order_twice_gives_the_version_it_made(world, editor, many):
    first, again = (editor.post(many, {"seen_number": 4}) for _ in range(2))
    assert (again.status_code, again.json()) == (201, first.json())
    other = editor.post(many, {"seen_number": 4, "label": "lain"})
    assert (other.status_code, "sudah dibekukan" in other.json()["detail"]) == (409, True)


BAD: list[tuple[dict[str, Any], str, str]] = [
    ({}, "seen_number", "Wajib diisi."),
    ({"seen_number": "empat"}, "seen_number", "Tulis bilangan bulat."),
    ({"seen_number": True}, "seen_number", "Tulis bilangan bulat."),
    ({"seen_number": 4, "label": "v1.0-yang-terlalu-panjang"}, "label", "Paling panjang 20 huruf."),
    ({"seen_number": 4, "state": "final"}, "state", "Nama ini tidak dikenal di sini."),
]


def test_bad_content_names_its_field_and_freezes_nothing(world, editor, many):
    for content, field, sentence in BAD:
        answer = editor.post(many, content)
        assert (answer.status_code, answer.json()["fields"][field]) == (400, sentence)
    assert Revision.objects.filter(masterplan=world.plan).count() == 4


def test_who_may_not_freeze_is_told_who_may_before_anything_else(world, api, many):
    answer = api(world.people["operator.own"]).post(many, {"seen_number": "x"})
    assert (answer.status_code, answer.json()["detail"]) == (403, FREEZE.refusal)


def test_the_content_is_the_very_bytes_that_were_hashed(world, api):
    revision = world.revision_approved
    answer = api(world.people["head.other"]).get(f"revisions/{revision.pk}/content/")
    assert hashlib.sha256(answer.content).hexdigest() == revision.sha256
    assert (answer["ETag"], answer["Content-Type"]) == (f'"{revision.sha256}"', "application/json")
    assert json.loads(answer.content) == revision.document


def test_what_changed_is_told_since_the_version_one_asks_for(world, editor):
    world.programme.name = "Kali Jernih"
    world.programme.save()
    masterplan.section(world.plan, title="Penutup")
    made = masterplan.frozen(world.plan)
    path = f"revisions/{made.pk}/changes/"
    told = editor.get(path).json()
    assert (told["revision"], told["against"]) == (5, 4)
    changes = {(one["kind"], one["title"]): (one["change"], one["fields"]) for one in told["changes"]}
    assert changes[("programme", "Kali Jernih")] == ("diubah", ["nama program"])
    assert changes[("section", "Penutup")] == ("baru", [])
    assert editor.get(path, against="1").json()["against"] == 1
    for unknown in ("5", "99", "0"):
        assert editor.get(path, against=unknown).status_code == 404, unknown
    for unreadable in ("x", "-1", "1234567"):
        assert editor.get(path, against=unreadable).status_code == 400, unreadable


def test_a_head_is_not_told_of_versions_in_between(world, api, editor):
    path = f"revisions/{world.revision_approved.pk}/changes/"
    assert editor.get(path).json()["against"] == 1
    head = api(world.people["head.own"])
    assert head.get(path).json() == {"revision": 2, "against": None, "changes": []}
    assert head.get(path, against="1").status_code == 404


def test_the_first_version_has_nothing_to_be_compared_with(world, editor):
    told = editor.get(f"revisions/{world.revision_returned.pk}/changes/").json()
    assert (told["against"], told["changes"]) == (None, [])


def test_a_longer_list_costs_no_more_queries(world, editor, many, django_assert_max_num_queries):
    with django_assert_max_num_queries(8) as first:
        editor.get(many)
    cost = len(first)
    for _ in range(4):
        masterplan.export(masterplan.frozen(world.plan))
    with django_assert_max_num_queries(cost):
        assert editor.get(many).json()["count"] == 8
    with django_assert_max_num_queries(7):
        editor.get(f"revisions/{world.revision_in_review.pk}/")
