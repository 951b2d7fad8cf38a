"""The list of programmes: filters in the address, gaps marked, sums that say what they know, print view."""

import pytest
from django.urls import reverse

from bimtek.cycle.models import Dimension
from lib import clock
from lib.access import SYSTEM
from lib.versioned.services import ANY
from masterplan.programmes import services as programmes
from opd.accounts.roles import Role
from tests.bimtek import factories as bimtek
from tests.masterplan import factories
from tests.opd import factories as opd

pytestmark = pytest.mark.both_databases

LIST = "/programmes/"


def answer_of(desk, person=None, **filters):
    answer = desk.sign_in(person).get(LIST, filters)
    assert answer.status_code == 200
    return answer


def page_of(desk, person=None, **filters):
    return answer_of(desk, person, **filters).content.decode()


def shown(desk, person=None, **filters):
    groups = answer_of(desk, person, **filters).context["groups"]
    return [row.code for group in groups for row in group.rows]


def test_programmes_stand_by_dimension_in_the_order_of_the_framework(desk):
    gov = Dimension.objects.get(cycle=desk.cycle, code="GOV")
    desk.programme(code="P-ENV-01")
    desk.programme(code="P-GOV-01", dimension=gov)
    assert shown(desk) == ["P-GOV-01", "P-ENV-01"]
    groups = answer_of(desk).context["groups"]
    assert [group.name for group in groups] == ["Smart Governance", "Smart Environment"]


def test_each_row_says_how_much_of_its_own_years_is_filled(desk):
    one = desk.programme(cells={2027: ("6", 2_100_000_000), 2028: ("10", None)})
    desk.programme(start_year=2027, end_year=2028, cells={2027: ("0", 0), 2028: ("1", 5_000_000)})
    one.findings.add(desk.finding())
    rows = [row for group in answer_of(desk).context["groups"] for row in group.rows]
    assert [(row.targets.known, row.targets.expected) for row in rows] == [(2, 10), (2, 2)]
    assert [(row.rupiah.known, row.rupiah.expected, row.rupiah.amount) for row in rows] == [
        (1, 10, 2_100_000_000),
        (2, 2, 5_000_000),
    ]
    assert [row.gaps for row in rows] == [("target", "rupiah"), ("finding",)]
    page = page_of(desk)
    assert "target 4 dari 12 terisi" in page
    assert "rupiah 3 dari 12 terisi" in page
    assert "2.105" in page


def test_unknown_money_is_empty_and_never_zero(desk):
    desk.programme()
    totals = answer_of(desk).context["totals"]
    assert totals.rupiah.amount is None
    desk.programme(start_year=2027, end_year=2027, cells={2027: (None, 0)})
    assert answer_of(desk).context["totals"].rupiah.amount == 0


def test_years_outside_the_plan_count_nowhere(desk):
    desk.programme(start_year=2020, end_year=2024, cells={2024: ("6", 9_000_000)})
    (row,) = [row for group in answer_of(desk).context["groups"] for row in group.rows]
    assert (row.targets.known, row.targets.expected, row.rupiah.amount) == (0, 0, None)
    assert "di luar masterplan" in page_of(desk)


def test_a_value_outside_the_programmes_own_years_is_counted_and_expected(desk):
    desk.programme(start_year=2027, end_year=2027, cells={2027: ("1", 1), 2030: ("2", 2)})
    (row,) = [row for group in answer_of(desk).context["groups"] for row in group.rows]
    assert (row.targets.known, row.targets.expected, row.rupiah.amount) == (2, 2, 3)


def test_filters_stand_in_the_address(desk):
    gov = Dimension.objects.get(cycle=desk.cycle, code="GOV")
    quick = desk.plan.horizons.get(code="QW")
    finding = desk.finding()
    one = desk.programme(code="P-ENV-01", name="Kali Bersih", quick_win=True)
    one.findings.add(finding)
    desk.programme(code="P-GOV-01", name="Aduan Warga", dimension=gov, lead=desk.other, horizon=quick)
    assert shown(desk, dimension="GOV") == ["P-GOV-01"]
    assert shown(desk, opd="DLH") == ["P-ENV-01"]
    assert shown(desk, horizon="QW") == ["P-GOV-01"]
    assert shown(desk, quick_win="1") == ["P-ENV-01"]
    assert shown(desk, gap="finding") == ["P-GOV-01"]
    assert shown(desk, gap="target") == ["P-GOV-01", "P-ENV-01"]
    assert shown(desk, q="aduan") == ["P-GOV-01"]
    assert shown(desk, q="env-01") == ["P-ENV-01"]
    assert shown(desk, dimension="GOV", opd="DLH") == []


def test_search_finds_what_the_page_shows(desk):
    desk.programme(code="P-ENV-01", name="Taman  baca   keliling")
    desk.programme(code="P-ENV-02", name="Taman\u00a0baca RW", short_name="Jum\u2019at")
    assert shown(desk, q="Taman baca keliling") == ["P-ENV-01"]
    assert shown(desk, q="taman baca rw") == ["P-ENV-02"]
    assert shown(desk, q="Jum'at") == ["P-ENV-02"]
    assert shown(desk, q="p\u2011env\u201102") == ["P-ENV-02"]
    assert shown(desk, q="a" + "\u0301" * 60) == ["P-ENV-01", "P-ENV-02"]


def test_a_programme_set_aside_is_found_by_its_code(desk):
    aside = desk.programme(code="P-ENV-01")
    programmes.set_aside(aside, actor=SYSTEM, reason="Digabung", expected_version=ANY)
    assert shown(desk, q="p-env-01") == ["P-ENV-01"]
    assert "Dikesampingkan: Digabung" in page_of(desk, q="P-ENV-01")
    assert shown(desk, q="P-ENV") == []


def test_a_filter_nobody_knows_counts_as_not_said(desk):
    desk.programme(code="P-ENV-01")
    assert shown(desk, dimension="XXX", gap="x", state="?") == ["P-ENV-01"]


def test_nothing_found_says_so_and_offers_the_way_back(desk):
    desk.programme()
    page = page_of(desk, q="tidak ada")
    assert "Tidak ada program yang cocok" in page
    assert "Hapus saringan" in page


def test_what_is_set_aside_has_its_own_tab_with_the_reason(desk):
    aside = desk.programme(code="P-ENV-01")
    desk.programme(code="P-ENV-02")
    programmes.set_aside(aside, actor=SYSTEM, reason="Digabung dengan P-ENV-02", expected_version=ANY)
    assert shown(desk) == ["P-ENV-02"]
    page = page_of(desk, state="aside")
    assert "P-ENV-01" in page
    assert page.count("P-ENV-02") == 1  # in the reason
    assert "Digabung dengan P-ENV-02" in page


def test_findings_set_aside_answer_nothing(desk):
    finding = desk.finding(set_aside_at=clock.now(), set_aside_reason="Ganda")
    desk.programme(code="P-ENV-01").findings.add(finding)
    assert shown(desk, gap="finding") == ["P-ENV-01"]


def test_gaps_link_to_their_rows(desk):
    desk.programme()
    page = page_of(desk)
    assert 'href="/programmes/?gap=finding"' in page
    assert "belum menjawab temuan" in page


def test_the_printed_list_has_all_rows_and_no_buttons(desk):
    for _ in range(101):
        desk.programme()
    answer = answer_of(desk, cetak="1")
    assert answer.templates[0].name == "masterplan/programmes/print.html"
    assert len([row for group in answer.context["groups"] for row in group.rows]) == 101
    assert "Tambah program" not in answer.content.decode()


def test_a_hundred_rows_to_a_page_and_sums_of_all(desk):
    for _ in range(101):
        desk.programme()
    first = answer_of(desk)
    assert len([row for group in first.context["groups"] for row in group.rows]) == 100
    assert first.context["totals"].count == 101
    assert [group.count for group in first.context["groups"]] == [101]
    second = answer_of(desk, gap="target", page="2")
    assert len([row for group in second.context["groups"] for row in group.rows]) == 1
    assert "?gap=target&amp;page=1" in second.content.decode()


def test_a_head_sees_what_the_own_office_leads_or_supports_counted_once(desk):
    led = desk.programme(code="P-ENV-01", cells={2027: ("1", 7_000_000)})
    led.supporting_opds.add(desk.own)
    desk.programme(lead=desk.other, code="P-ENV-02").supporting_opds.add(desk.own)
    desk.programme(lead=desk.other, code="P-ENV-03")
    second = opd.opd(desk.region)
    opd.grant(desk.head, Role.HEAD, second)
    led.supporting_opds.add(second)
    assert shown(desk, desk.head) == ["P-ENV-01", "P-ENV-02"]
    assert answer_of(desk, desk.head).context["totals"].rupiah.amount == 7_000_000
    assert "Tambah program" not in page_of(desk, desk.head)


def test_other_plans_stay_out(desk):
    desk.programme(code="P-ENV-01")
    factories.programme(factories.plan())
    assert shown(desk) == ["P-ENV-01"]


def test_only_who_may_add_is_offered_to(desk):
    assert reverse("masterplan:programme_add") in page_of(desk)
    assert reverse("masterplan:programme_add") in page_of(desk, desk.operator)
    assert reverse("masterplan:programme_add") not in page_of(desk, opd.user(Role.LEADER, desk.region))


@pytest.mark.parametrize("size", [2, 20])
def test_the_list_costs_the_same_queries_for_2_and_20_rows(desk, size, django_assert_max_num_queries):
    for _ in range(size):
        one = desk.programme(cells={2027: ("1", 1)})
        one.findings.add(bimtek.finding(desk.cycle))
    client = desk.sign_in()
    client.get(LIST)
    with django_assert_max_num_queries(13):
        client.get(LIST)


@pytest.mark.parametrize(("rupiah", "is_told"), [(1_234_567, True), (2_500_000, False)])
def test_rounded_amounts_are_told_under_the_list(desk, rupiah, is_told):
    for _ in range(3):
        desk.programme(cells={2027: (None, rupiah)})
    client = desk.sign_in()
    for address in ("/programmes/", "/programmes/?cetak=1"):
        assert ("dibulatkan" in client.get(address).content.decode()) == is_told
