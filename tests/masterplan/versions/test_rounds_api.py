"""A review through the API: opened, commented, answered, closed, in this order alone."""

import uuid
from datetime import timedelta
from typing import Any

import pytest

from lib import clock
from masterplan.versions.rounds import rules
from masterplan.versions.rounds.models import Comment, ReviewRound
from masterplan.versions.rounds.services import CLOSED
from tests.masterplan import factories as masterplan


@pytest.fixture
def editor(world, api):
    return api(world.people["editor"])


@pytest.fixture
def facilitator(world, api):
    return api(world.people["facilitator"])


@pytest.fixture
def path(world):
    return f"rounds/{world.round.pk}/"


@pytest.fixture
def due():
    return (clock.today() + timedelta(days=7)).isoformat()


def comment(world, **more):
    on = f"section:{world.section.code}"
    return {"uid": str(uuid.uuid4()), "on": on, "quote": "ke utara", "text": "Sumbernya?"} | more


def answer(**more):
    return {"answer": "explained", "answer_text": "Lihat tabel 3.", "seen_version": 0} | more


def decided(world):
    masterplan.decided(world.round)
    return f"revisions/{masterplan.frozen(world.plan).pk}/rounds/"


def test_a_version_is_handed_over_once(world, editor, due):
    path = decided(world)
    made, again = (editor.post(path, {"due": due}) for _ in range(2))
    assert (made.status_code, made.json()["due"], made.json()["revision_state"]) == (201, due, "in_review")
    assert (again.status_code, again.json()) == (201, made.json())
    assert editor.get(made["Location"].removeprefix("/api/v1/")).json() == made.json()
    assert editor.post(path, {"due": "2099-01-01"}).status_code == 409


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ({}, "Wajib diisi."),
        ({"due": "besok"}, "Tulis tanggal sebagai tahun-bulan-hari, misalnya 2026-09-30."),
        ({"due": "2101-01-01"}, "Tahunnya di antara 1950 dan 2100."),
        ({"due": "2020-01-01"}, "Pilih hari ini atau sesudahnya."),
    ],
)
def test_a_round_needs_a_day_to_come(world, editor, content, sentence):
    refused = editor.post(decided(world), content)
    assert (refused.status_code, refused.json()["fields"]) == (400, {"due": sentence})


def test_while_another_version_is_reviewed_none_is_handed_over(world, editor):
    refused = editor.post(f"revisions/{world.revision.pk}/rounds/", {"due": "2099-01-01"})
    assert (refused.status_code, "masih ditinjau" in refused.json()["detail"]) == (409, True)


def test_a_round_tells_the_digest_a_decision_has_to_carry(world, facilitator, path):
    told = facilitator.get(path).json()
    assert told["sha256"] == world.revision_in_review.sha256
    assert told["comments"] == {"total": 3, "answered": 1}


def test_the_facilitator_comments_on_what_the_version_holds(world, facilitator, path):
    sent = comment(world)
    made, again = (facilitator.post(f"{path}comments/", sent) for _ in range(2))
    assert made.status_code == 201, made.content
    told = {name: made.json()[name] for name in ("uid", "on", "quote", "text", "number", "answer")}
    assert told == sent | {"number": 4, "answer": ""}
    assert (again.status_code, again.json()) == (201, made.json())
    other = facilitator.post(f"{path}comments/", sent | {"text": "Lain."})
    assert (other.status_code, Comment.objects.filter(thread__uid=sent["uid"]).count()) == (409, 1)


BAD_COMMENTS: list[tuple[dict[str, Any], str, str]] = [
    ({"text": ""}, "text", "Wajib diisi."),
    ({"text": "a" * 4001}, "text", "Paling panjang 4000 huruf."),
    ({"quote": "a" * 1001}, "quote", "Paling panjang 1000 huruf."),
    ({"uid": "x"}, "uid", "Tulis UUID."),
    ({"on": ""}, "on", "Wajib diisi."),
    ({"on": "section:tiada"}, "on", "Tidak ada dalam versi ini."),
    ({"on": "finding:T-001"}, "on", "Tidak ada dalam versi ini."),
    ({"author": "editor"}, "author", "Nama ini tidak dikenal di sini."),
]


def test_a_bad_comment_names_its_field_and_stores_nothing(world, facilitator, path):
    for change, field, sentence in BAD_COMMENTS:
        refused = facilitator.post(f"{path}comments/", comment(world, **change))
        assert (refused.status_code, refused.json()["fields"][field]) == (400, sentence)
    assert world.round.comments.count() == 3


def test_what_was_written_after_the_freeze_cannot_be_commented_on(world, facilitator, path):
    later = masterplan.section(world.plan)
    refused = facilitator.post(f"{path}comments/", comment(world, on=f"section:{later.code}"))
    assert refused.json()["fields"] == {"on": "Tidak ada dalam versi ini."}


@pytest.mark.parametrize("raw", [b"{", b"{}"])
def test_who_may_not_is_told_who_may_before_anything_is_read(world, editor, facilitator, path, raw):
    for client, act, sentence in (
        (editor, f"{path}comments/", rules.COMMENT.refusal),
        (facilitator, f"{path}close/", rules.CLOSE.refusal),
        (facilitator, f"comments/{world.comment.pk}/answer/", rules.ANSWER.refusal),
        (facilitator, f"revisions/{world.revision.pk}/rounds/", rules.OPEN.refusal),
    ):
        refused = client.post(act, raw=raw)
        assert (refused.status_code, refused.json()["detail"]) == (403, sentence)


def test_comments_are_told_as_far_as_one_may_see_them(world, api, path):
    def seen(actor, **filters):
        rows = api(world.people[actor]).get(f"{path}comments/", **filters).json()["results"]
        return [(row["number"], row["can_answer"]) for row in rows]

    assert seen("editor") == [(1, True), (2, True), (3, True)]
    assert seen("editor", answered="no") == [(1, True), (2, True)]
    assert seen("editor", answered="yes") == [(3, True)]
    assert seen("leader") == [(1, False), (2, False), (3, False)]
    assert seen("operator.own") == [(1, True), (3, False)]
    assert seen("operator.other") == []


def test_an_answer_is_given_and_bettered_by_who_read_it(world, api, editor):
    path = f"comments/{world.comment.pk}/answer/"
    operator = api(world.people["operator.own"])
    first = operator.post(path, answer()).json()
    assert (first["answer"], first["answer_text"], first["version"] > 0) == (
        "explained",
        "Lihat tabel 3.",
        True,
    )
    assert operator.post(path, answer()).json() == first
    late = editor.post(path, answer(answer="rejected", answer_text="Tidak perlu."))
    told = {one["label"]: (one["mine"], one["theirs"]) for one in late.json()["differences"]}
    assert late.status_code == 409
    assert told == {"Jawaban": ("ditolak", "dijelaskan"), "Penjelasan": ("Tidak perlu.", "Lihat tabel 3.")}
    better = editor.post(path, answer(answer="accepted", answer_text="", seen_version=first["version"]))
    assert (better.status_code, better.json()["answer"]) == (200, "accepted")
    assert [(one["capacity"], one["verdict"], one["text"]) for one in better.json()["messages"]] == [
        ("Fasilitator", "", "Sebutkan sumbernya."),
        ("Operator OPD", "explained", "Lihat tabel 3."),
        ("Editor", "accepted", ""),
    ]


BAD_ANSWERS: list[tuple[dict[str, Any], str, str]] = [
    ({"answer": "lain"}, "answer", "“lain” bukan pilihan di sini."),
    ({"answer": "rejected", "answer_text": ""}, "answer_text", "Jelaskan alasannya kepada fasilitator."),
    ({"answer_text": "a" * 4001}, "answer_text", "Paling panjang 4000 huruf."),
    ({"seen_version": None}, "seen_version", "Tidak boleh null."),
    ({"answered_by": 1}, "answered_by", "Nama ini tidak dikenal di sini."),
]


def test_a_bad_answer_names_its_field_and_stores_nothing(world, editor):
    for change, field, sentence in BAD_ANSWERS:
        refused = editor.post(f"comments/{world.comment.pk}/answer/", answer(**change))
        assert (refused.status_code, refused.json()["fields"][field]) == (400, sentence)
    assert Comment.objects.get(pk=world.comment.pk).thread.answer is None


def test_a_round_is_closed_when_all_is_answered_and_read(world, editor, path):
    early = editor.post(f"{path}close/", {"seen_comments": 3})
    assert (early.status_code, "tanpa jawaban" in early.json()["detail"]) == (409, True)
    for pk in (world.comment.pk, world.comment_other.pk):
        editor.post(f"comments/{pk}/answer/", answer())
    unread = editor.post(f"{path}close/", {"seen_comments": 2})
    assert (unread.status_code, "komentar lain" in unread.json()["detail"]) == (409, True)
    assert editor.post(f"{path}close/", {}).json()["fields"] == {"seen_comments": "Wajib diisi."}
    closed = editor.post(f"{path}close/", {"seen_comments": 3})
    assert (closed.status_code, bool(closed.json()["closed_at"])) == (200, True)


def test_a_closed_round_is_closed(world, editor, facilitator, path):
    masterplan.decided(world.round)
    assert editor.post(f"{path}close/", {"seen_comments": 3}).json()["detail"] == CLOSED
    assert facilitator.post(f"{path}comments/", comment(world)).status_code == 409
    assert editor.post(f"comments/{world.comment.pk}/answer/", answer()).status_code == 409
    assert ReviewRound.objects.get(pk=world.round.pk).comments.count() == 3


def test_more_comments_cost_no_more_queries(world, facilitator, path, django_assert_max_num_queries):
    with django_assert_max_num_queries(6) as first:
        facilitator.get(f"{path}comments/")
    cost = len(first)
    for _ in range(5):
        facilitator.post(f"{path}comments/", comment(world))
    with django_assert_max_num_queries(cost):
        assert facilitator.get(f"{path}comments/").json()["count"] == 8
    with django_assert_max_num_queries(6):
        facilitator.get(path)
