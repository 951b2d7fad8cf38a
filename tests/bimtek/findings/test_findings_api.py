"""Findings through the API: the same acts, the same refusals, the same words as on the pages."""

import uuid

import pytest

from bimtek.findings.models import Finding

TITLE = "Sampah di TPS belum terangkut"


def body(**more):
    return {"kind": "masalah", "title": TITLE, "dimension": "ENV"} | more


@pytest.fixture
def editor(world, api):
    return api(world.people["editor"])


def test_a_finding_is_recorded_under_the_next_code_and_read_back(world, editor):
    sent = body(uid=str(uuid.uuid4()), evidence_value="12.345", evidence_unit="ton", owner_opd="DLH")
    made = editor.post(f"cycles/{world.cycle.slug}/findings/", sent)
    assert made.status_code == 201, made.content
    read = editor.get(made["Location"].removeprefix("/api/v1/"))
    assert read.json() == made.json()
    assert read["ETag"] == '"1"'
    told = {name: read.json()[name] for name in ("title", "evidence_value", "owner_opd", "subdimension")}
    assert told == {"title": TITLE, "evidence_value": "12.345", "owner_opd": "DLH", "subdimension": None}


def test_the_same_uid_twice_gives_one_finding(world, editor):
    sent = body(uid=str(uuid.uuid4()))
    first, again = (editor.post(f"cycles/{world.cycle.slug}/findings/", sent) for _ in range(2))
    assert (again.status_code, again.json()) == (201, first.json())
    other = editor.post(f"cycles/{world.cycle.slug}/findings/", sent | {"title": "Lain"})
    assert (other.status_code, first.json()["code"] in other.json()["detail"]) == (409, True)


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"title": ""}, "title", "Tulis temuannya dalam satu kalimat."),
        ({"title": 7}, "title", "Harus berupa teks."),
        ({"dimension": "TIADA"}, "dimension", "Dimensi atau subdimensi ini tidak ada dalam siklus."),
        ({"owner_opd": "TIADA"}, "owner_opd", "OPD ini tidak ada di daerah."),
        ({"evidence_value": "1,5"}, "evidence_value", "Tulis angka, misalnya 1250 atau “5.21”."),
        ({"evidence_value": True}, "evidence_value", "Tulis angka, misalnya 1250 atau “5.21”."),
        ({"source_url": "javascript:x"}, "source_url", "Alamat"),
        ({"is_frozen": True}, "is_frozen", "Nama ini tidak dikenal di sini."),
        ({"uid": "x"}, "uid", "Tulis UUID."),
    ],
)
def test_bad_content_names_its_field_and_stores_nothing(world, editor, change, field, sentence):
    before = Finding.objects.count()
    answer = editor.post(f"cycles/{world.cycle.slug}/findings/", body(uid=str(uuid.uuid4())) | change)
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["fields"][field].startswith(sentence)
    assert Finding.objects.count() == before


def test_a_change_without_a_version_is_told_what_to_send(world, editor):
    answer = editor.put(f"findings/{world.finding.pk}/", body())
    assert answer.status_code == 428
    assert "If-Match" in answer.json()["detail"]


def test_a_stale_change_gets_both_texts_and_changes_nothing(world, editor):
    path = f"findings/{world.finding.pk}/"
    assert editor.put(path, body(title="Yang pertama"), version=1).status_code == 200
    late = editor.put(path, body(title="Yang kedua"), version=1)
    assert late.status_code == 409
    told = {one["field"]: (one["mine"], one["theirs"]) for one in late.json()["differences"]}
    assert told["title"] == ("Yang kedua", "Yang pertama")
    assert late.json()["version"] == 2
    assert editor.get(path).json()["title"] == "Yang pertama"


def test_a_finding_is_set_aside_and_taken_back(world, editor):
    path = f"findings/{world.finding_new.pk}/"
    aside = editor.post(f"{path}set-aside/", {"reason": "Bukan kewenangan daerah."}, version=1)
    assert aside.json()["is_set_aside"] is True
    back = editor.post(f"{path}restore/", version=2)
    assert (back.status_code, back.json()["is_set_aside"]) == (200, False)


def test_what_a_frozen_version_holds_is_not_deleted(world, editor):
    assert editor.delete(f"findings/{world.finding.pk}/", version=1).status_code == 409
    assert editor.delete(f"findings/{world.finding_new.pk}/", version=1).status_code == 204


def test_filters_of_the_list_hold_and_an_unknown_one_is_refused(world, editor):
    path = f"cycles/{world.cycle.slug}/findings/"
    codes = {one["code"] for one in editor.get(path, opd="DLH").json()["results"]}
    assert codes == {world.finding.code, world.finding_new.code}
    assert editor.get(path, kind="lain").status_code == 400
    assert editor.get(path, page=99).status_code == 404
