"""Programmes through their services: who, when, never; one version for all rows; nothing lost."""

import uuid
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from lib import clock
from lib.access import SYSTEM
from lib.audit.models import AuditEvent
from lib.errors import Conflict, Forbidden, Invalid, StaleVersion
from lib.versioned.services import ANY, NOT_SENT
from masterplan.plan.models import Horizon
from masterplan.programmes import services as programmes
from masterplan.programmes.document import ProgrammeData
from masterplan.programmes.models import Programme
from opd.accounts.roles import Role
from tests.bimtek import factories as bimtek
from tests.masterplan import factories
from tests.masterplan.factories import Cell
from tests.opd import factories as opd

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def plan():
    return factories.plan()


@pytest.fixture
def dlh(plan):
    return opd.opd(plan.cycle.region, "DLH")


def data(plan, lead, **values):
    defaults = {
        "name": "Kali Bersih",
        "dimension": bimtek.dimension(plan.cycle),
        "lead_opd": lead,
        "horizon": Horizon.objects.get(masterplan=plan, code="JPJ"),
    }
    names = ("years", "indicator", "unit", "baseline")
    said = factories.numbers(**{name: values.pop(name) for name in names if name in values})
    return ProgrammeData(**{**defaults, **said, **values})


def made(plan, lead, **values):
    return programmes.create(plan, data(plan, lead, **values), actor=SYSTEM, uid=uuid.uuid4())


def test_codes_go_on_after_the_last_one_of_the_dimension(plan, dlh):
    factories.programme(plan, dlh, code="P-ENV-08")
    factories.programme(plan, dlh, code="P-ENV-X")
    assert made(plan, dlh).code == "P-ENV-09"
    assert made(plan, dlh, code="ENV.A").code == "ENV.A"


def test_the_same_uid_twice_is_one_programme(plan, dlh):
    uid = uuid.uuid4()
    first = programmes.create(plan, data(plan, dlh), actor=SYSTEM, uid=uid)
    assert programmes.create(plan, data(plan, dlh), actor=SYSTEM, uid=uid) == first
    assert Programme.objects.count() == 1


def test_another_programme_from_a_used_page_does_not_vanish(plan, dlh):
    uid = uuid.uuid4()
    first = programmes.create(plan, data(plan, dlh), actor=SYSTEM, uid=uid)
    with pytest.raises(Conflict, match=first.code):
        programmes.create(plan, data(plan, dlh, name="Lain"), actor=SYSTEM, uid=uid)


def test_a_code_in_use_is_refused_at_its_field(plan, dlh):
    factories.programme(plan, dlh, code="P-ENV-01")
    with pytest.raises(Invalid) as refusal:
        made(plan, dlh, code="P-ENV-01")
    assert refusal.value.fields == {"code": "Kode program ini sudah dipakai."}


def test_all_that_is_said_is_kept(plan, dlh):
    other = opd.opd(plan.cycle.region)
    finding = bimtek.finding(plan.cycle)
    years = {
        2027: Cell(Decimal("2.5"), 1_000),
        2028: Cell(None, None),
        2029: Cell(Decimal(3), None),
    }
    one = made(
        plan,
        dlh,
        supporting_opds=[other],
        findings=[finding],
        funding_sources=list(plan.funding_sources.all()),
        indicator="Titik pantau",
        unit="titik",
        baseline=Decimal(2),
        years=years,
        source_amount=80_000_000_000,
    )
    assert list(one.supporting_opds.all()) == [other]
    assert list(one.findings.all()) == [finding]
    assert one.funding_sources.count() == 2
    assert one.indicators.get().baseline == 2
    assert factories.cells(one) == {2027: (Decimal("2.5"), 1_000, False), 2029: (3, None, False)}


def test_a_save_replaces_links_and_empties_years(plan, dlh):
    one = factories.programme(plan, dlh, cells={2027: ("6", 2_100), 2028: ("10", 5)})
    one.findings.add(bimtek.finding(plan.cycle))
    years = {2027: Cell(Decimal(7), None), 2028: Cell()}
    saved = programmes.update(one, data(plan, dlh, years=years), actor=SYSTEM, expected_version=1)
    assert saved.version == 2
    assert factories.cells(saved) == {2027: (7, None, False)}
    assert saved.findings.count() == 0


def test_years_before_the_plan_stay_when_the_form_is_saved(plan, dlh):
    one = factories.programme(plan, dlh, cells={2024: ("6", None)})
    programmes.update(one, data(plan, dlh, years={2027: Cell(Decimal(7))}), actor=SYSTEM, expected_version=1)
    assert list(factories.cells(one)) == [2024, 2027]


def test_targets_of_a_finished_programme_are_achievements(plan, dlh):
    years = {2027: Cell(Decimal(7), 5), 2028: Cell(None, 5), 2029: Cell(Decimal(9), None)}
    with clock.at(datetime(2028, 2, 1, tzinfo=UTC)):
        one = made(plan, dlh, status="selesai", years=years)
    cells = {2027: (7, 5, True), 2028: (None, 5, False), 2029: (9, None, False)}
    assert factories.cells(one) == cells, "a year to come is still a target"
    changed = replace(data(plan, dlh, years=years), status="berjalan")
    other = {2027: Cell(Decimal(8), 5)}
    with clock.at(datetime(2028, 2, 1, tzinfo=UTC)):
        programmes.update(one, changed, actor=SYSTEM, expected_version=1)
        assert factories.cells(one)[2027] == (7, 5, True)
        programmes.update(one, data(plan, dlh, years=other), actor=SYSTEM, expected_version=2)
    assert factories.cells(one)[2027] == (8, 5, False)


def test_the_code_stays_whatever_is_sent(plan, dlh):
    one = factories.programme(plan, dlh, code="P-ENV-01")
    assert (
        programmes.update(one, data(plan, dlh, code="P-ENV-99"), actor=SYSTEM, expected_version=1).code
        == "P-ENV-01"
    )


@pytest.mark.parametrize("version", [NOT_SENT, 0, 2])
def test_another_or_no_version_is_refused_with_both_texts(plan, dlh, version):
    editor = opd.user(Role.EDITOR, plan.cycle.region, label="Editor Satu")
    one = made(plan, dlh, note="lama")
    one.edited_by = editor
    one.save()
    mine = data(plan, dlh, note="baru", years={2027: Cell(Decimal("2.5"), 1_250_000)})
    with pytest.raises(StaleVersion) as refusal:
        programmes.update(one, mine, actor=SYSTEM, expected_version=version)
    told = {row.label: (row.mine, row.theirs, row.field) for row in refusal.value.differences}
    assert told == {
        "Catatan": ("baru", "lama", "note"),
        "Target 2027": ("2,5", "", "target_2027"),
        "Rupiah 2027": ("1.250.000", "", "rupiah_2027"),
    }
    assert refusal.value.version == 1
    assert refusal.value.changed_by == "Editor Satu"
    one.refresh_from_db()
    assert one.note == "lama"


def test_what_is_chosen_from_a_list_can_be_read_but_not_bettered_on_the_conflict(plan, dlh):
    one = made(plan, dlh)
    with pytest.raises(StaleVersion) as refusal:
        programmes.update(one, data(plan, dlh, status="berjalan"), actor=SYSTEM, expected_version=9)
    assert [(row.label, row.mine, row.theirs, row.field) for row in refusal.value.differences] == [
        ("Keadaan", "Berjalan", "Direncanakan", "")
    ]


def wrong(plan, dlh, **values):
    with pytest.raises(Invalid) as refusal:
        made(plan, dlh, **values)
    assert not Programme.objects.exists()
    return set(refusal.value.fields)


def test_years_and_horizon_must_fit(plan, dlh):
    quick = Horizon.objects.get(masterplan=plan, code="QW")
    assert wrong(plan, dlh, start_year=2028, end_year=2027) == {"end_year"}
    assert wrong(plan, dlh, start_year=2027, end_year=2029, horizon=quick) == {"end_year"}
    assert made(plan, dlh, start_year=2027, end_year=2028, horizon=quick).quick_win is False


def test_numbers_must_be_possible(plan, dlh):
    assert wrong(plan, dlh, years={2027: Cell(Decimal(-1))}) == {"target_2027"}
    assert wrong(plan, dlh, years={2027: Cell(None, -1)}) == {"rupiah_2027"}
    assert wrong(plan, dlh, years={2027: Cell(None, 10**15)}) == {"rupiah_2027"}
    assert wrong(plan, dlh, years={2026: Cell(Decimal(1))}) == {"target_2026"}
    assert wrong(plan, dlh, source_amount=-1) == {"source_amount"}


def test_a_stopped_programme_says_why(plan, dlh):
    assert wrong(plan, dlh, status="terhenti") == {"status_reason"}


def test_rows_of_another_plan_are_refused(plan, dlh):
    elsewhere = factories.plan()
    assert wrong(plan, dlh, dimension=bimtek.dimension(elsewhere.cycle)) == {"dimension"}
    assert wrong(plan, dlh, horizon=elsewhere.horizons.first()) == {"horizon"}
    assert wrong(plan, opd.opd(elsewhere.cycle.region)) == {"lead_opd"}
    assert wrong(plan, dlh, funding_sources=[elsewhere.funding_sources.first()]) == {"funding_sources"}
    assert wrong(plan, dlh, findings=[bimtek.finding(elsewhere.cycle)]) == {"findings"}
    assert wrong(plan, dlh, supporting_opds=[dlh]) == {"supporting_opds"}
    other = bimtek.dimension(plan.cycle, "GOV").subdimensions.get()
    assert wrong(plan, dlh, subdimension=other) == {"subdimension"}


def test_an_operator_writes_for_the_own_office_only(plan, dlh):
    other = opd.opd(plan.cycle.region)
    operator = opd.user(Role.OPERATOR, dlh)
    uid = uuid.uuid4()
    one = programmes.create(plan, data(plan, dlh), actor=operator, uid=uid)
    with pytest.raises(Forbidden):
        programmes.create(plan, data(plan, other), actor=operator, uid=uuid.uuid4())
    with pytest.raises(Forbidden):
        programmes.update(one, data(plan, other), actor=operator, expected_version=1)
    with pytest.raises(Forbidden):
        programmes.update(made(plan, other), data(plan, dlh), actor=operator, expected_version=1)


@pytest.mark.parametrize("role", [Role.ADMIN, Role.LEADER, Role.FACILITATOR])
def test_readers_of_the_region_change_nothing(plan, dlh, role):
    reader = opd.user(role, plan.cycle.region)
    one = made(plan, dlh)
    with pytest.raises(Forbidden):
        programmes.update(one, data(plan, dlh), actor=reader, expected_version=1)
    with pytest.raises(Forbidden):
        programmes.set_aside(one, actor=reader, reason="x", expected_version=ANY)
    with pytest.raises(Forbidden):
        programmes.delete(one, actor=reader, expected_version=ANY)


def test_set_aside_needs_a_reason_and_can_be_taken_back(plan, dlh):
    one = made(plan, dlh)
    for reason in ("  ", "x" * 501):
        with pytest.raises(Invalid) as refusal:
            programmes.set_aside(one, actor=SYSTEM, reason=reason, expected_version=ANY)
        assert set(refusal.value.fields) == {"reason"}
    aside = programmes.set_aside(one, actor=SYSTEM, reason=" Digabung ", expected_version=ANY)
    assert (aside.set_aside_reason, aside.version) == ("Digabung", 2)
    with pytest.raises(Conflict):
        programmes.set_aside(one, actor=SYSTEM, reason="lagi", expected_version=ANY)
    back = programmes.restore(one, actor=SYSTEM, expected_version=ANY)
    assert (back.set_aside_at, back.set_aside_reason, back.version) == (None, "", 3)
    with pytest.raises(Conflict):
        programmes.restore(one, actor=SYSTEM, expected_version=ANY)


def test_what_was_not_read_is_not_set_aside_restored_or_deleted(plan, dlh):
    one = made(plan, dlh)
    with pytest.raises(Conflict, match="sejak Anda membukanya"):
        programmes.set_aside(one, actor=SYSTEM, reason="Ganda", expected_version=0)
    with pytest.raises(Conflict, match="sejak Anda membukanya"):
        programmes.delete(one, actor=SYSTEM, expected_version=0)
    aside = programmes.set_aside(one, actor=SYSTEM, reason="Ganda", expected_version=1)
    with pytest.raises(Conflict, match="sejak Anda membukanya"):
        programmes.restore(aside, actor=SYSTEM, expected_version=1)
    assert programmes.restore(aside, actor=SYSTEM, expected_version=2).version == 3


def test_acts_on_a_programme_that_is_gone_say_so(plan, dlh):
    one = made(plan, dlh)
    made(plan, dlh, name="Yang tinggal")
    programmes.delete(Programme.objects.get(pk=one.pk), actor=SYSTEM, expected_version=ANY)
    with pytest.raises(Conflict, match="sudah dihapus"):
        programmes.update(one, data(plan, dlh), actor=SYSTEM, expected_version=1)


def test_only_what_no_frozen_version_holds_can_be_deleted(plan, dlh):
    loose = factories.programme(plan, dlh, cells={2027: ("1", 1)})
    programmes.delete(loose, actor=SYSTEM, expected_version=ANY)
    held = factories.programme(plan, dlh)
    factories.frozen(plan)
    with pytest.raises(Conflict):
        programmes.delete(held, actor=SYSTEM, expected_version=ANY)
    assert list(Programme.objects.all()) == [held]


def test_the_trail_names_what_changed(plan, dlh):
    one = made(plan, dlh, note="lama")
    programmes.update(one, data(plan, dlh, note="baru"), actor=SYSTEM, expected_version=1)
    event = AuditEvent.objects.order_by("pk").last()
    assert event is not None
    assert (event.act, event.changes) == ("programme.changed", {"note": ["lama", "baru"]})


def test_every_constraint_is_asked_before_the_database_or_names_its_field():
    named = {constraint.name for constraint in Programme._meta.constraints} - set(programmes.FIELD_OF)
    assert named == {
        "programme_period_in_order",
        "programme_amount_not_negative",
        "programme_set_aside_has_reason",
    }
    assert sorted(programmes.SURE) == ["set_aside_at", "source_amount", "start_year"]
