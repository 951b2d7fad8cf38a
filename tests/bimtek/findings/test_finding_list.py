"""The list of findings: filters in the address, counts that lead to rows, what answers each."""

from decimal import Decimal

import pytest
from django.urls import reverse

from opd.accounts.roles import Role
from tests.bimtek import factories as bimtek
from tests.masterplan import factories as masterplan
from tests.opd import factories as opd

pytestmark = pytest.mark.both_databases

LIST = "/bimtek/findings/"


def page_of(room, person=None, **filters):
    answer = room.sign_in(person).get(LIST, filters)
    assert answer.status_code == 200
    return answer.content.decode()


def test_findings_stand_by_dimension_and_subdimension(room):
    part = bimtek.dimension(room.cycle).subdimensions.get()
    room.finding(title="Sungai", subdimension=part)
    room.finding(title="Udara")
    room.finding(title="Layanan", dimension=bimtek.dimension(room.cycle, "GOV"), kind="keunggulan")
    page = page_of(room)
    order = ["<h2>Smart Governance", ">Layanan<", "<h2>Smart Environment", "ENV satu, 1 temuan"]
    places = [page.rindex(text) for text in (*order, ">Sungai<", "Tanpa subdimensi", ">Udara<")]
    assert places == sorted(places)
    assert "2 permasalahan" in page
    assert "1 keunggulan" in page


def test_each_finding_names_the_programmes_that_answer_it(room):
    finding = room.answered()
    (programme,) = finding.programmes.all()
    page = page_of(room)
    assert programme.code in page
    assert reverse("masterplan:programme_detail", args=[programme.pk]) in page
    assert "Belum dijawab</span>" not in page
    assert "Semua permasalahan sudah dijawab program" in page


def test_an_unanswered_problem_is_marked_and_a_strength_is_not_scolded(room):
    room.finding(kind="keunggulan", title="Bank sampah aktif")
    page = page_of(room)
    assert "Siap dimanfaatkan" in page
    assert "Belum dijawab</span>" not in page
    room.finding()
    page = page_of(room)
    assert "Belum dijawab</span>" in page
    assert "1 permasalahan belum dijawab program" in page


def test_a_programme_set_aside_answers_nothing(room):
    finding = room.answered(title="Dijawab sebentar")
    finding.programmes.update(set_aside_reason="Ganda", set_aside_at="2026-06-01T00:00:00Z")
    assert "Dijawab sebentar" in page_of(room, answered="no")
    assert "Dijawab sebentar" not in page_of(room, answered="yes")


@pytest.mark.parametrize(
    ("filters", "seen"),
    [
        ({}, {"Sungai", "Layanan"}),
        ({"kind": "keunggulan"}, {"Layanan"}),
        ({"dimension": "ENV"}, {"Sungai"}),
        ({"opd": "DLH"}, {"Sungai"}),
        ({"session": "I"}, {"Sungai"}),
        ({"session": "-"}, {"Layanan"}),
        ({"q": "sungai"}, {"Sungai"}),
        ({"q": "t-002"}, {"Layanan"}),
        ({"q": "pabrik"}, {"Sungai"}),
        ({"answered": "no"}, {"Sungai", "Layanan"}),
        ({"answered": "yes"}, set()),
        ({"state": "aside"}, {"Keliru"}),
        ({"kind": "masalah", "opd": "DISDIK"}, set()),
    ],
)
def test_filters_of_the_address_leave_what_they_say(room, filters, seen):
    room.finding(title="Sungai", owner_opd=room.own, session=room.session, root_cause="Pabrik")
    room.finding(title="Layanan", kind="keunggulan", dimension=bimtek.dimension(room.cycle, "GOV"))
    room.finding(title="Keliru", set_aside_at="2026-06-01T00:00:00Z", set_aside_reason="Ganda")
    page = page_of(room, **filters)
    assert {title for title in ("Sungai", "Layanan", "Keliru") if f">{title}</a>" in page} == seen
    assert ("Tidak ada temuan yang cocok" in page) == (not seen)


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        ("Taman  baca   keliling", "Taman baca keliling"),
        ("Taman\u00a0baca RW", "taman baca rw"),
        ("Jum\u2019at Bersih", "Jum'at"),
        ("Jum'at Sehat", "Jum\u02bcat  sehat"),
        ("Target 2027\u20132031", "2027-2031"),
        ("JALAN \u00c9TA", "jalan \u00e9ta"),
    ],
)
def test_search_finds_what_the_page_shows(room, stored, typed):
    for column in ("title", "description", "root_cause"):
        room.finding(**{"title": f"Sungai {column}", column: stored})
    room.finding(title="Lain", area=[stored])
    room.finding(title="Tidak dicari")
    page = page_of(room, q=typed)
    assert "4 temuan" in page
    assert "Tidak dicari" not in page


def test_a_finding_set_aside_is_found_by_its_code(room):
    aside = room.finding(set_aside_at="2026-06-01T00:00:00Z", set_aside_reason="Ganda dengan yang lain")
    room.finding(title="Sungai")
    for typed in (aside.code, f" {aside.code.lower()} ", aside.code.replace("-", "\u2011")):
        page = page_of(room, q=typed)
        assert f">{aside.title}</a>" in page
        assert "Dikesampingkan: Ganda dengan yang lain" in page
    assert "Tidak ada temuan yang cocok" in page_of(room, q="ganda dengan")


def test_a_saved_change_is_found_at_once(room):
    finding = room.finding(title="Sungai keruh")
    finding.title = "Udara  kotor"
    finding.save(update_fields=["title"])
    assert ">Udara" in page_of(room, q="udara kotor")
    assert "Tidak ada temuan yang cocok" in page_of(room, q="sungai keruh")


def test_a_filter_nobody_knows_leaves_everything(room):
    room.finding(title="Sungai")
    for odd in (
        {"dimension": "XYZ"},
        {"opd": "XYZ"},
        {"q": "a\x00b"},
        {"page": "99"},
        {"page": "x"},
        {"kind": "'"},
    ):
        assert "Sungai" in page_of(room, **odd)


def test_tabs_count_what_the_other_filters_leave(room):
    room.finding(owner_opd=room.own)
    room.finding(owner_opd=room.other)
    page = page_of(room, opd="DLH", dimension="ENV")
    assert 'Environment <span class="count">1</span>' in page
    assert "opd=DLH" in page


def test_a_long_list_is_paged_and_groups_count_the_whole(room):
    for _ in range(45):
        room.finding()
    page = page_of(room)
    assert "1-40 dari 45 temuan" in page
    assert "45 permasalahan" in page
    assert "41-45 dari 45 temuan" in page_of(room, page=2)


def test_evidence_is_written_in_indonesian(room):
    room.finding(evidence_value=Decimal("1250.5"), evidence_unit="ton", evidence_year=2022)
    assert "1.250,5 ton, 2022" in page_of(room)


def test_an_empty_list_says_what_to_do_to_whom_it_concerns(room):
    assert "Catat temuan" in page_of(room)
    leader = opd.user(Role.LEADER, room.region)
    page = page_of(room, leader)
    assert "Belum ada temuan" in page
    assert reverse("bimtek:finding_add") not in page


def test_findings_of_another_region_do_not_exist_here(room):
    elsewhere = bimtek.cycle()
    bimtek.finding(elsewhere, title="Bukan milik kita")
    assert "Bukan milik kita" not in page_of(room)
    assert room.sign_in(opd.user(Role.HEAD, room.own)).get(LIST).status_code == 404
    assert room.sign_in(opd.user()).get(LIST).status_code == 404


@pytest.mark.parametrize("count", [2, 20])
def test_the_lists_cost_does_not_grow(room, django_assert_max_num_queries, count):
    for _ in range(count):
        room.answered(owner_opd=room.own)
    masterplan.frozen(room.plan)
    client = room.sign_in()
    with django_assert_max_num_queries(20):
        client.get(LIST)
