"""What may be typed about a finding, and the sentence at the field when it may not."""

import re
from decimal import Decimal

import pytest

from bimtek.findings.forms import EntryForm, FindingFilter, FindingForm, initial_of
from lib.access import SYSTEM
from tests.opd import factories as opd

GOOD = {"kind": "masalah", "topic": "ENV:ENV-1", "title": "Sungai kotor"}


def form_of(room, actor=SYSTEM, form_class=FindingForm, **typed):
    form = form_class(room.cycle, actor, {**GOOD, **typed})
    form.is_valid()
    return form


def test_three_fields_are_enough(room):
    data = form_of(room).finding_data()
    assert (data.dimension.code, data.subdimension.code) == ("ENV", "ENV-1")
    assert (data.owner_opd, data.session, data.evidence_value, list(data.area)) == (None, None, None, [])


def test_a_dimension_without_a_subdimension_can_be_chosen(room):
    data = form_of(room, topic="ENV").finding_data()
    assert (data.dimension.code, data.subdimension) == ("ENV", None)


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("kind", "", "Pilih permasalahan"),
        ("kind", "ancaman", "ancaman"),
        ("topic", "", "Pilih dimensi"),
        ("topic", "XYZ", "tidak ada dalam siklus"),
        ("topic", "ENV:GOV-1", "tidak ada dalam siklus"),
        ("title", "", "satu kalimat"),
        ("title", "Sungai\x00kotor", "U\\+0000"),
        ("title", "x" * 201, "paling banyak 200"),
        ("description", "jebakan \u202e terbalik", "U\\+202E"),
        ("owner_opd", "TIDAK-ADA", "tidak ada di daerah"),
        ("session", "V", "bukan bagian"),
        ("evidence_value", "1250.000", "dua cara"),
        ("evidence_value", "banyak", "bukan angka"),
        ("evidence_value", "9" * 15, "Terlalu besar"),
        ("evidence_unit", "x" * 61, "paling banyak 60"),
        ("evidence_year", "22", "empat angka"),
        ("evidence_year", "1800", "1900 sampai 2200"),
        ("source_url", "javascript:alert(1)", "http"),
        ("uid", "bukan-uuid", ""),
    ],
)
def test_what_cannot_be_kept_is_refused_at_its_field(room, field, typed, said):
    form = form_of(room, **{field: typed})
    assert field in form.errors
    assert re.search(said, form.errors[field][0])


def test_numbers_are_read_the_way_the_office_writes_them(room):
    for typed, number in {"1.250": "1250", "1.250,5": "1250.5", "5,21": "5.21", "-2": "-2"}.items():
        assert form_of(room, evidence_value=typed).finding_data().evidence_value == Decimal(number)


def test_text_is_cleaned_but_keeps_its_lines_where_lines_are_meant(room):
    form = form_of(room, title="  Sungai\n kotor ", description="satu\r\ndua")
    assert form.cleaned_data["title"] == "Sungai kotor"
    assert form.cleaned_data["description"] == "satu\ndua"


@pytest.fixture(params=["kecamatan", "distrik", "kapanewon"])
def kecamatan(room, request):
    """Areas under the word of their region; `area` is typed with or without it."""
    kind = request.param
    for code, name in (("CIBITUNG", "Cibitung"), ("SETU", "Setu")):
        opd.opd(room.region, code, kind=kind, official_name=f"{kind.capitalize()} {name}")
    return kind


def test_an_area_is_written_as_the_region_spells_it_each_once(room, kecamatan):
    form = form_of(room, area=f"{kecamatan} setu; CIBITUNG, Setu,")
    assert list(form.finding_data().area) == ["Setu", "Cibitung"]


def test_an_unknown_area_is_refused_with_what_may_be_meant(room, kecamatan):
    assert "Cibitung" not in form_of(room, area="Atlantis").errors["area"][0]
    assert "mungkin maksudnya" in form_of(room, area="Cibitng").errors["area"][0]


def test_a_region_without_kecamatan_takes_areas_as_they_are_written(room):
    assert list(form_of(room, area="Hulu, Hilir").finding_data().area) == ["Hulu", "Hilir"]
    assert "Paling banyak" in form_of(room, area=",".join(str(n) for n in range(50))).errors["area"][0]


def test_offices_are_grouped_by_kind_and_kinds_of_the_region_itself_come_last(room):
    for code, kind in (("KEC", "kecamatan"), ("X", "Balai Adat"), ("RSUD", "rsud"), ("SETDA", "sekretariat")):
        opd.opd(room.region, code, kind=kind)
    labels = [label for label, _ in FindingForm(room.cycle, SYSTEM).fields["owner_opd"].widget.choices][1:]
    assert labels == ["Sekretariat", "Dinas", "RSUD", "Kecamatan", "Balai Adat"]


def test_an_operator_is_shown_the_own_office_only(room):
    form = FindingForm(room.cycle, room.operator)
    assert [label for _, group in form.fields["owner_opd"].widget.choices for _, label in group] == ["Dlh"]
    assert form["owner_opd"].value() == "DLH"
    assert "owner_opd" in form_of(room, actor=room.operator, owner_opd="").errors


def test_the_stored_finding_fills_the_form_and_comes_back_unchanged(room):
    finding = room.finding(evidence_value=Decimal("1250.500000"), evidence_year=2022, session=room.session)
    form = FindingForm(room.cycle, SYSTEM, initial=initial_of(finding))
    assert form["evidence_value"].value() == "1.250,5"
    typed = {name: form[name].value() or "" for name in form.fields}
    again = form_of(room, **typed).finding_data()
    assert (again.evidence_value, again.evidence_year) == (Decimal("1250.5"), 2022)
    assert (again.session, again.title, again.dimension) == (room.session, finding.title, finding.dimension)


def test_the_quick_form_has_no_room_for_lines(room):
    form = form_of(room, form_class=EntryForm, root_cause="satu\ndua")
    assert form.cleaned_data["root_cause"] == "satu dua"
    assert "description" not in form.fields


def test_the_folded_part_opens_for_what_is_in_it_or_wrong_with_it(room):
    assert not form_of(room, form_class=EntryForm).has_more
    assert form_of(room, form_class=EntryForm, evidence_value="1.5").has_more
    assert form_of(room, form_class=EntryForm, area="Hulu").has_more


def test_a_filter_that_is_not_known_does_not_filter():
    typed = {
        "kind": "ancaman",
        "opd": "TIDAK-ADA",
        "q": "a\x00b",
        "answered": "mungkin",
        "dimension": "x" * 30,
    }
    assert not any(FindingFilter([("DLH", "DLH")], typed).known().values())
    known = FindingFilter([("DLH", "DLH")], {"opd": "DLH", "answered": "no", "state": "aside"}).known()
    assert {name for name, value in known.items() if value} == {"opd", "answered", "state"}
