"""The compiled document: twelve queries at most, the same bytes twice, plain values, codes, order."""

import json
from datetime import date
from decimal import Decimal

import pytest

from lib import clock
from lib.access import SYSTEM
from lib.text.canonical import canonical, sha256
from lib.versioned.services import ANY
from masterplan.plan.models import Masterplan
from masterplan.programmes import services as programmes
from masterplan.programmes.models import Programme
from masterplan.versions.document import PARTS, compile_plan
from opd.offices.models import Opd
from tests.bimtek import factories as bimtek
from tests.masterplan import factories
from tests.opd import factories as opd

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
DECOMPOSED = "Cafe\u0301"


def filled(size):
    """A plan with `size` findings, programmes and sections, all joined to each other."""
    plan = factories.plan(vision=f"{DECOMPOSED} tumbuh")
    offices = [opd.opd(plan.cycle.region) for _ in range(3)]
    opd.holder(offices[0])
    bimtek.session(plan.cycle)
    findings = [bimtek.finding(plan.cycle, owner_opd=offices[0]) for _ in range(size)]
    for n in range(size):
        one = factories.programme(
            plan,
            offices[n % 3],
            code=f"P-ENV-{size - n:02d}",
            cells={2027: ("6.50", 2_100), 2028: (None, None)},
        )
        one.findings.set(findings[: n + 1])
        one.supporting_opds.set([offices[(n + 2) % 3], offices[(n + 1) % 3]])
        one.funding_sources.set(plan.funding_sources.all())
        factories.section(plan)
    factories.section(plan, kind="table", table="programmes", body=None)
    return plan


@pytest.mark.parametrize("size", [2, 20])
def test_it_costs_at_most_four_queries_more_than_parts_whatever_the_size(size, django_assert_max_num_queries):
    plan = filled(size)
    with django_assert_max_num_queries(len(PARTS) + 4):
        document = compile_plan(plan)
    assert len(document["programmes"]) == size


def test_two_compiles_of_unchanged_data_are_the_same_bytes():
    plan = filled(5)
    assert canonical(compile_plan(plan)) == canonical(compile_plan(plan))


def test_the_order_rows_were_stored_in_does_not_matter():
    plan = filled(5)
    before = canonical(compile_plan(plan))
    for one in reversed(list(Programme.objects.filter(masterplan=plan))):
        links = list(one.findings.all()), list(one.supporting_opds.all())
        one.findings.clear()
        one.supporting_opds.clear()
        one.findings.add(*reversed(links[0]))
        one.supporting_opds.add(*reversed(links[1]))
    assert canonical(compile_plan(plan)) == before


def walk(value):
    yield value
    children = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for child in children:
        yield from walk(child)


def test_it_holds_plain_json_only_and_no_database_id():
    document = compile_plan(filled(3))
    parts = list(walk(document))
    assert {type(part) for part in parts} <= {dict, list, str, int, bool, type(None)}
    names = {name for part in parts if isinstance(part, dict) for name in part}
    assert not {name for name in names if name in ("pk", "uid") or name.endswith("_id")} - {"name_id"}
    # Ids of the tests' database begin at 10 001: none of them may be seen anywhere but as a block's id.
    assert not [part for part in parts if type(part) is int and part > 10_000]
    assert json.loads(canonical(document)) == document


def test_texts_are_in_nfc():
    plan = filled(1)
    assert compile_plan(plan)["masterplan"]["vision"] == "Caf\u00e9 tumbuh"


def test_money_and_decimals_are_strings_and_unknown_is_null():
    row = compile_plan(filled(1))["programmes"][0]
    assert row["money"][0] == {"year": 2027, "source": None, "rupiah": "2100"}
    assert row["source_amount"] is None
    (indicator,) = row["indicators"]
    assert (indicator["baseline"], indicator["baseline_year"]) == ("2", None)
    assert indicator["targets"][0] == {"year": 2027, "value": "6.5", "achieved": False}


def test_zero_is_not_unknown():
    plan = factories.plan()
    factories.programme(plan, cells={2027: (Decimal(0), 0)})
    row = compile_plan(plan)["programmes"][0]
    assert (row["indicators"][0]["targets"][0]["value"], row["money"][0]["rupiah"]) == ("0", "0")


def test_plan_years_stand_in_order_and_others_apart():
    plan = factories.plan()
    factories.programme(plan, cells={2024: ("1", 5), 2030: ("2", None), 2029: ("3", 5)})
    row = compile_plan(plan)["programmes"][0]
    (indicator,) = row["indicators"]
    assert [cell["year"] for cell in indicator["targets"]] == [2029, 2030]
    assert [cell["year"] for cell in indicator["targets_outside"]] == [2024]
    assert [cell["year"] for cell in row["money"]] == [2029]
    assert [cell["year"] for cell in row["money_outside"]] == [2024]


def test_what_is_set_aside_or_merged_is_left_out_with_its_links():
    plan = factories.plan()
    kept, aside, merged = (bimtek.finding(plan.cycle) for _ in range(3))
    one, other = factories.programme(plan), factories.programme(plan)
    one.findings.set([kept, aside, merged])
    other.findings.set([kept])
    aside.set_aside_at, aside.set_aside_reason = clock.now(), "Ganda"
    aside.save()
    merged.merged_into = kept
    merged.save()
    programmes.set_aside(other, actor=SYSTEM, reason="Digabung", expected_version=ANY)
    document = compile_plan(plan)
    assert [row["code"] for row in document["findings"]] == [kept.code]
    assert [row["code"] for row in document["programmes"]] == [one.code]
    assert document["programmes"][0]["answers"] == [kept.code]
    assert document["findings"][0]["answered_by"] == [one.code]


def test_rows_come_by_code_offices_by_their_own_order_books_by_number():
    plan = filled(3)
    document = compile_plan(plan)
    assert [row["code"] for row in document["programmes"]] == ["P-ENV-01", "P-ENV-02", "P-ENV-03"]
    assert [row["code"] for row in document["opds"]] == list(
        Opd.objects.order_by("order").values_list("code", flat=True)
    )
    supporting = document["programmes"][0]["supporting_opds"]
    places = [row["code"] for row in document["opds"]]
    assert supporting == sorted(supporting, key=places.index)
    sections = document["books"][0]["chapters"][0]["sections"]
    assert [row["letter"] for row in sections] == ["A", "B", "C", "D"]
    assert sections[3]["table"] == "programmes"


def test_the_holder_is_the_one_serving_today():
    plan = factories.plan()
    office = opd.opd(plan.cycle.region)
    opd.holder(office, name="Dahulu", since=date(2019, 1, 1), until=date(2020, 12, 31))
    opd.holder(office, name="Sekarang", since=date(2021, 1, 1), capacity="plt")
    vacant = opd.opd(plan.cycle.region)
    rows = {row["code"]: row["holder"] for row in compile_plan(plan)["opds"]}
    assert rows[office.code] == {"name": "Sekarang", "capacity": "plt", "since": "2021-01-01"}
    assert rows[vacant.code] is None


def test_other_plans_do_not_leak_in():
    plan = filled(2)
    filled(3)
    document = compile_plan(plan)
    assert len(document["programmes"]) == len(document["findings"]) == 2
    assert len(document["opds"]) == 3


def test_an_empty_plan_compiles():
    document = compile_plan(factories.plan())
    assert (document["programmes"], document["findings"], document["books"]) == ([], [], [])
    assert document["masterplan"]["vision"] is None


def test_a_frozen_version_is_the_document_and_its_hash():
    plan = filled(2)
    document = compile_plan(plan)
    revision = factories.frozen(plan)
    assert revision.document == document
    assert revision.sha256 == sha256(canonical(document))
    Masterplan.objects.filter(pk=plan.pk).update(title="Lain")
    revision.refresh_from_db()
    assert revision.document == document
