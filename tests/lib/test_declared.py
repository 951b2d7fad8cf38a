"""What a declaration says of a field: its kind, its text, and when the document leaves it out."""

from dataclasses import MISSING, dataclass
from decimal import Decimal

import pytest

from bimtek.findings.models import Finding
from lib import declared
from lib.declared import Kind, said
from lib.forms.declared import form_field
from masterplan.programmes.models import Programme


@dataclass(frozen=True)
class Said:
    """Columns of a programme, and things that are none."""

    name: str
    dimension: object
    note: str = said("", is_added=True)
    status: str = "rencana"
    quick_win: bool = False
    start_year: int | None = None
    source_amount: int | None = said(None, column="budget_idr")
    status_reason: str = said("", column="")
    source_url: str = ""
    findings: tuple[Finding, ...] = said((), key="answers")
    years: tuple[int, ...] = ()


PLAIN = declared.plain_fields(Said, Programme)
BY_NAME = {one.name: one for one in PLAIN}


def test_the_kinds_follow_from_the_columns_and_links_are_none_of_them():
    assert {name: one.kind for name, one in BY_NAME.items()} == {
        "name": Kind.TEXT,
        "note": Kind.PROSE,
        "status": Kind.CHOICE,
        "quick_win": Kind.FLAG,
        "start_year": Kind.YEAR,
        "source_amount": Kind.RUPIAH,
        "status_reason": Kind.TEXT,
        "source_url": Kind.LINK,
    }


def test_what_has_to_be_said_has_no_default():
    assert [one.name for one in PLAIN if one.default is MISSING] == ["name"]


def test_files_name_a_field_as_it_is_called_there_or_not_at_all():
    assert [BY_NAME[name].column for name in ("note", "source_amount", "status_reason")] == [
        *("note", "budget_idr", ""),
    ]


@pytest.mark.parametrize(
    ("name", "content", "text", "typed"),
    [
        ("name", "Kali Bersih", "Kali Bersih", "Kali Bersih"),
        ("name", "", "", ""),
        ("status", "terhenti", "Terhenti", "terhenti"),
        ("quick_win", True, "ya", "on"),
        ("quick_win", False, "tidak", ""),
        ("start_year", 2027, "2027", "2027"),
        ("start_year", None, "", ""),
        ("source_amount", 80_000, "80.000", "80000"),
        ("source_amount", 0, "0", "0"),
    ],
)
def test_a_value_as_people_read_it_and_as_the_form_reads_it(name, content, text, typed):
    assert BY_NAME[name].text(content) == text
    assert BY_NAME[name].typed(content) == typed


@pytest.mark.parametrize("empty", ["", None])
def test_only_an_added_field_is_left_out_of_the_document_and_only_while_it_is_empty(empty):
    values = dict.fromkeys(BY_NAME, empty)
    assert set(BY_NAME) - set(declared.written(PLAIN, values)) == {"note"}
    assert declared.written(PLAIN, values | {"note": "Baru"})["note"] == "Baru"


@pytest.mark.parametrize(
    ("name", "default", "other"),
    [("quick_win", False, True), ("status", "rencana", "terhenti"), ("source_amount", None, 0)],
)
def test_an_added_field_is_left_out_at_its_default_and_zero_is_said(name, default, other):
    added = declared.Field(**{**vars(BY_NAME[name]), "is_added": True})
    assert declared.written([added], {name: default}) == {}
    assert declared.written([added], {name: other}) == {name: added.in_document(other)}


def test_rupiah_and_decimals_are_strings_in_the_document():
    assert BY_NAME["source_amount"].in_document(80_000) == "80000"
    number = declared.Field(**{**vars(BY_NAME["note"]), "kind": Kind.NUMBER})
    assert number.in_document(Decimal("5.2100")) == "5.21"


def test_labels_stand_in_the_order_of_the_declaration_under_the_names_of_the_document():
    found = declared.labels(Said, Programme, {"years": "tahun", "name": "nama"}, but=("status",))
    assert list(found) == [
        *("name", "dimension", "note", "quick_win", "start_year", "source_amount", "status_reason"),
        *("source_url", "answers", "years"),
    ]
    assert (found["name"], found["answers"]) == ("nama", "temuan yang dijawab")


def test_a_form_may_leave_blank_what_the_model_may_and_offers_its_choices():
    assert form_field(BY_NAME["name"]).required
    assert not form_field(BY_NAME["note"]).required
    assert not form_field(BY_NAME["quick_win"]).required
    assert form_field(BY_NAME["status"]).initial == "rencana"
    assert form_field(BY_NAME["name"]).help_text == "Sebutkan hasilnya, bukan alatnya."
