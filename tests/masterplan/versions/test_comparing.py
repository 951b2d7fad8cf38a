"""What changed between two compiled documents."""

import copy

import pytest

from masterplan.programmes.models import Target
from masterplan.versions.compare.document import compare
from masterplan.versions.document import PARTS, compile_plan
from tests import world as worlds
from tests.masterplan import factories


def document(**parts):
    section = {"code": "B1-1-1", "title": "Latar Belakang", "body": None, "ready": False, "figures": []}
    chapters = [{"number": "I", "title": "Pendahuluan", "sections": [section]}]
    return {
        "programmes": [{"code": "P-ENV-01", "name": "Kali Bersih", "note": "", "money": []}],
        "findings": [{"code": "T-001", "title": "Sungai kotor", "root_cause": ""}],
        "books": [{"code": "B1", "title": "Buku 1", "chapters": chapters}],
    } | parts


def told(before, after):
    return [(change.kind, change.code, change.change, change.fields) for change in compare(before, after)]


def test_the_same_document_has_no_changes():
    assert compare(document(), document()) == []


def test_without_a_version_before_everything_is_new():
    assert told(None, document()) == [
        ("section", "B1-1-1", "baru", ()),
        ("programme", "P-ENV-01", "baru", ()),
        ("finding", "T-001", "baru", ()),
    ]


def test_a_change_names_its_fields_in_indonesian():
    after = copy.deepcopy(document())
    after["programmes"][0] |= {"note": "baru", "money": [{"year": 2027}]}
    after["books"][0]["chapters"][0]["sections"][0] |= {"body": {"type": "doc"}, "ready": True}
    assert told(document(), after) == [
        ("section", "B1-1-1", "diubah", ("teks", "tanda siap")),
        ("programme", "P-ENV-01", "diubah", ("catatan", "rupiah")),
    ]


def test_a_field_that_was_added_later_is_named_when_it_comes_and_when_it_goes():
    """It is left out of the document while it is empty."""
    with_note = document()
    without = copy.deepcopy(with_note)
    del without["programmes"][0]["note"]
    with_note["programmes"][0]["note"] = "baru"
    for before, after in ((without, with_note), (with_note, without)):
        assert told(before, after) == [("programme", "P-ENV-01", "diubah", ("catatan",))]


def test_what_is_gone_is_told_after_what_is_new():
    other = {"code": "P-ENV-02", "name": "Lain", "note": "", "money": []}
    assert told(document(), document(programmes=[other])) == [
        ("programme", "P-ENV-02", "baru", ()),
        ("programme", "P-ENV-01", "dihapus", ()),
    ]


def test_a_change_carries_the_title_a_person_knows():
    gone = compare(document(), document(findings=[]))
    assert [(change.title, change.change) for change in gone] == [("Sungai kotor", "dihapus")]


def test_two_frozen_documents_of_one_plan_compare(db):
    plan = factories.plan()
    one = factories.programme(plan, cells={2027: ("6", 2_100)})
    before = compile_plan(plan)
    Target.objects.filter(indicator__programme=one).update(value=7)
    assert told(before, compile_plan(plan)) == [("programme", one.code, "diubah", ("indikator dan target",))]


@pytest.mark.django_db
def test_every_field_of_a_compiled_row_has_its_indonesian_name():
    document = compile_plan(worlds.build().plan)
    for part in PARTS:
        for row in part.compared.rows(document[part.key]).values() if part.compared else ():
            assert row.keys() - part.compared.labels.keys() == {"code"}, part.key
