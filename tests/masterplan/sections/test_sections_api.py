"""Sections through the API: the text in both of its shapes, the mark, the assignment."""

from typing import Any

import pytest

from masterplan.sections.models import Section
from masterplan.sections.rules import NOT_YOURS
from tests.masterplan import factories as masterplan
from tests.masterplan.factories import BODY


@pytest.fixture
def editor(world, api):
    return api(world.people["editor"])


@pytest.fixture
def path(world):
    return f"sections/{world.section.pk}/"


@pytest.fixture
def many(world):
    return f"plans/{world.plan.slug}/sections/"


def block(identity, text):
    return {"type": "paragraph", "attrs": {"id": identity}, "content": [{"type": "text", "text": text}]}


def doc(*blocks):
    return {"type": "doc", "content": list(blocks)}


def test_a_section_tells_its_text_in_both_shapes(world, editor, path):
    read = editor.get(path)
    told = read.json()
    assert (told["body"], told["text"]) == (BODY, "Sungai mengalir ke utara.")
    assert (told["mark"], told["book"], told["state"], told["assigned_opd"]) == (
        "I.A",
        "B1",
        "writing",
        "DLH",
    )
    assert read["ETag"] == '"1"'


def test_a_text_keeps_the_ids_of_blocks_that_stay(editor, path):
    text = "# Sungai\n\nSungai mengalir ke utara.\n\n- deras\n- **keruh**"
    told = editor.put(f"{path}body/", {"text": text}, version=1).json()
    kinds = [(one["type"], one["attrs"]["id"]) for one in told["body"]["content"]]
    assert [kind for kind, _ in kinds] == ["heading", "paragraph", "bullet_list"]
    assert kinds[1] == ("paragraph", "aaaa0001")
    assert (told["text"], told["version"]) == (text, 2)


def test_a_document_is_stored_as_it_is(world, editor, path):
    sent = doc(block("aaaa0001", "Sungai."), block("bbbb0002", "Laut."))
    assert editor.put(f"{path}body/", {"body": sent}, version=1).json()["body"] == sent
    assert Section.objects.get(pk=world.section.pk).body == sent


def test_a_document_loses_what_nobody_sees_as_a_typed_text_does(editor, path):
    family = "\U0001f468\u200d\U0001f469"
    sent = doc(block("aaaa0001", f"\u2068Sungai\u2069 \ufeff{family}\u200b"))
    told = editor.put(f"{path}body/", {"body": sent}, version=1).json()
    assert told["body"] == doc(block("aaaa0001", f"Sungai {family}"))


@pytest.mark.parametrize("nothing", [{"body": None}, {"text": " \n"}, {"body": doc()}])
def test_a_text_can_be_taken_away(editor, path, nothing):
    told = editor.put(f"{path}body/", nothing, version=1).json()
    assert (told["body"], told["text"], told["state"]) == (None, "", "empty")


BAD: list[tuple[dict[str, Any], str, str]] = [
    ({}, "body", "Kirim salah satu: text atau body."),
    ({"text": "a", "body": doc()}, "text", "Kirim salah satu: text atau body."),
    ({"text": None}, "text", "Tidak boleh null."),
    ({"text": "a", "is_ready": True}, "is_ready", "Nama ini tidak dikenal di sini."),
    ({"text": "a " * 150_000}, "text", "Teks belum dapat disimpan: naskah lebih panjang"),
    ({"body": []}, "body", "Teks belum dapat disimpan: naskah: bentuk tidak dikenal."),
    ({"body": doc(block("x", "a"))}, "body", "Teks belum dapat disimpan: blok 1: id harus"),
    ({"body": doc({"type": "script"})}, "body", "Teks belum dapat disimpan: blok 1: jenis “script”"),
    ({"body": doc(block("aaaa0001", 7))}, "body", "Teks belum dapat disimpan: blok 1: teks kosong."),
]


def test_bad_content_names_its_field_and_stores_nothing(world, editor, path):
    for content, field, sentence in BAD:
        answer = editor.put(f"{path}body/", content, version=1)
        assert answer.status_code == 400, content
        assert answer.json()["fields"][field].startswith(sentence), content
    assert Section.objects.get(pk=world.section.pk).version == 1


def test_a_stale_text_gets_both_texts_and_changes_nothing(editor, path):
    editor.put(f"{path}body/", {"text": "Yang pertama."}, version=1)
    late = editor.put(f"{path}body/", {"body": doc(block("cccc0003", "Yang kedua."))}, version=1)
    assert (late.status_code, late.json()["version"]) == (409, 2)
    assert late.json()["differences"] == [
        {"label": "Teks", "field": "text", "mine": "Yang kedua.", "theirs": "Yang pertama."}
    ]
    assert editor.get(path).json()["text"] == "Yang pertama."


def test_a_text_whose_answer_was_lost_may_be_sent_again(editor, path):
    first, again = (editor.put(f"{path}body/", {"text": "Baru."}, version=1) for _ in range(2))
    assert (again.status_code, again.json()) == (200, first.json())


def test_the_mark_is_set_and_any_change_takes_it_away(editor, path):
    ready = editor.post(f"{path}ready/", {"ready": True}, version=1)
    assert (ready.json()["state"], ready["ETag"]) == ("ready", '"2"')
    assert editor.post(f"{path}ready/", {"ready": True}, version=1).status_code == 409
    assert editor.post(f"{path}ready/", {"ready": "ya"}, version=2).status_code == 400
    assert editor.put(f"{path}body/", {"text": "Lain."}, version=2).json()["state"] == "writing"


def test_whom_it_is_assigned_to_may_write_it(world, api, editor):
    path = f"sections/{world.section_other.pk}/"
    operator = api(world.people["operator.other"])
    refused = operator.put(f"{path}body/", {"text": "Kami."}, version=1)
    assert (refused.status_code, refused.json()["detail"]) == (403, NOT_YOURS)
    told = editor.post(f"{path}assign/", {"opd": "DISDIK"}, version=1).json()
    assert (told["assigned_opd"], told["version"]) == ("DISDIK", 2)
    assert operator.put(f"{path}body/", {"text": "Kami."}, version=2).status_code == 200
    assert editor.post(f"{path}assign/", {"opd": None}, version=3).json()["assigned_opd"] is None


@pytest.mark.parametrize("opd", ["TIADA", 7])
def test_a_section_is_assigned_to_an_office_of_the_region_alone(world, editor, path, opd):
    assert editor.post(f"{path}assign/", {"opd": opd}, version=1).status_code == 400


def test_a_live_table_has_no_text_to_write(world, editor):
    table = masterplan.section(world.plan, kind="table", table="programmes", body=None)
    path = f"sections/{table.pk}/"
    assert editor.get(path).json()["state"] == "table"
    assert editor.put(f"{path}body/", {"text": "a"}).status_code == 409
    assert editor.post(f"{path}ready/", {}, version=1).status_code == 409
    assert editor.post(f"{path}assign/", {"opd": "DLH"}, version=1).status_code == 409


def test_the_list_is_in_the_order_of_the_books_and_holds_no_text(world, editor, many):
    masterplan.section(world.plan, kind="table", table="programmes", body=None)
    masterplan.section(world.plan, body=None)
    masterplan.section(world.plan, is_ready=True)
    rows = editor.get(many).json()["results"]
    assert [row["mark"] for row in rows] == ["I.A", "I.B", "I.C", "I.D", "I.E"]
    assert [row["state"] for row in rows] == ["writing", "writing", "table", "empty", "ready"]
    assert "text" not in rows[0]
    assert "body" not in rows[0]
    for state in ("writing", "table", "empty", "ready"):
        found = editor.get(many, state=state).json()["results"]
        assert found == [row for row in rows if row["state"] == state]


def test_mine_are_those_of_the_own_office(world, api, many):
    def mine(actor):
        return [row["id"] for row in api(world.people[actor]).get(many, state="mine").json()["results"]]

    assert mine("operator.own") == [world.section.pk]
    assert mine("operator.other") == mine("editor") == []


def test_a_longer_list_costs_no_more_queries(world, editor, many, django_assert_max_num_queries):
    with django_assert_max_num_queries(6) as first:
        editor.get(many)
    cost = len(first)
    for _ in range(5):
        masterplan.section(world.plan, assigned_opd=world.opd)
    with django_assert_max_num_queries(cost):
        assert editor.get(many).json()["count"] == 7
    with django_assert_max_num_queries(4):
        editor.get(f"sections/{world.section.pk}/")
