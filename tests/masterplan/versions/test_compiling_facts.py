"""The compiled document word by word: every column of every row, in its order, and of this plan alone."""

from datetime import timedelta
from decimal import Decimal

import pytest

from bimtek.findings.models import Finding
from lib import clock
from masterplan.programmes.models import Programme
from masterplan.sections.models import Section
from masterplan.versions.document import compile_plan
from tests.bimtek import factories as bimtek
from tests.masterplan import factories
from tests.masterplan.versions.telling import told, written
from tests.opd import factories as opd

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_the_document_says_all_of_this():
    plan = told("A")
    assert compile_plan(plan) == written(plan)


def test_a_region_with_the_same_codes_leaves_no_word_in_it():
    plan = told("A")
    told("B")
    assert compile_plan(plan) == written(plan)


@pytest.mark.parametrize(
    ("value", "unit", "year"), [(None, "", 2024), (None, "ton", None), (Decimal(0), "", None)]
)
def test_any_part_of_the_evidence_is_evidence(value, unit, year):
    plan = factories.plan()
    bimtek.finding(plan.cycle, evidence_value=value, evidence_unit=unit, evidence_year=year)
    found = compile_plan(plan)["findings"][0]["evidence"]
    assert found == {"value": None if value is None else "0", "unit": unit, "year": year}


def test_a_cycle_nobody_leads_names_no_office():
    assert compile_plan(factories.plan())["cycle"]["leading_office"] is None


@pytest.mark.parametrize(
    ("since", "until", "is_held"),
    [(0, None, True), (-9, 0, True), (1, None, False), (-9, -1, False), (1, 9, False)],
)
def test_an_office_is_held_from_the_first_to_the_last_day(since, until, is_held):
    plan, day = factories.plan(), clock.today()
    office = opd.opd(plan.cycle.region)
    last = None if until is None else day + timedelta(days=until)
    opd.holder(office, since=day + timedelta(days=since), until=last)
    assert (compile_plan(plan)["opds"][0]["holder"] is not None) is is_held


def test_texts_of_sections_are_in_nfc_too():
    plan = factories.plan()
    text = {"type": "text", "text": "Cafe\u0301"}
    factories.section(plan, body={"type": "doc", "content": [{"type": "paragraph", "content": [text]}]})
    body = compile_plan(plan)["books"][0]["chapters"][0]["sections"][0]["body"]
    assert body["content"][0]["content"][0]["text"] == "Caf\u00e9"


def test_a_fraction_that_crept_into_a_text_stops_the_freeze():
    """Floats are written differently by different programs, and the hash would follow."""
    plan = factories.plan()
    Section.objects.filter(pk=factories.section(plan).pk).update(body={"type": "doc", "width": 0.5})
    with pytest.raises(TypeError, match="float"):
        compile_plan(plan)


def test_what_is_joined_to_a_programme_set_aside_is_joined_to_nothing():
    plan = factories.plan()
    aside, finding = factories.programme(plan), bimtek.finding(plan.cycle)
    aside.findings.add(finding)
    aside.supporting_opds.add(aside.lead_opd)
    Programme.objects.filter(pk=aside.pk).update(set_aside_at="2026-09-01T00:00Z", set_aside_reason="Ganda")
    document = compile_plan(plan)
    assert (document["programmes"], document["findings"][0]["answered_by"]) == ([], [])
    assert Finding.objects.get(pk=finding.pk).programmes.count() == 1
