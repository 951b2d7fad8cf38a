"""What a programme keeps of what was said, to the last column and year; and how far a number may go."""

import uuid
from dataclasses import fields, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from lib import clock
from lib.access import SYSTEM
from lib.audit.models import AuditEvent
from lib.errors import Conflict, Forbidden, Invalid, StaleVersion
from lib.versioned.services import ANY
from masterplan.programmes import services as programmes
from masterplan.programmes.document import LINKS, ProgrammeData
from masterplan.programmes.models import Programme
from masterplan.programmes.selectors import data_of, links_of
from masterplan.versions.rounds import services as rounds
from opd.accounts.roles import Role
from tests.bimtek import factories as bimtek
from tests.masterplan import factories
from tests.masterplan.factories import Cell
from tests.masterplan.programmes.test_programmes_services import data, made
from tests.opd import factories as opd

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
MOMENT = datetime(2026, 9, 29, 3, 0, tzinfo=clock.zone())
IN_2028 = datetime(2028, 2, 1, tzinfo=clock.zone())


@pytest.fixture
def plan():
    return factories.plan()


@pytest.fixture
def dlh(plan):
    return opd.opd(plan.cycle.region, "DLH")


@pytest.fixture
def editor(plan):
    return opd.user(Role.EDITOR, plan.cycle.region)


def whole(plan, lead, **values) -> Any:
    """Everything that can be said."""
    dimension = bimtek.dimension(plan.cycle)
    said = {
        "code": "P-ENV-07",
        "short_name": "Kali",
        "description": "Uraian",
        "subdimension": dimension.subdimensions.get(),
        "supporting_opds": [opd.opd(plan.cycle.region)],
        "findings": [bimtek.finding(plan.cycle)],
        "quick_win": True,
        "start_year": 2027,
        "end_year": 2028,
        "indicator": "Titik pantau",
        "unit": "titik",
        "baseline": Decimal(2),
        "years": {2027: Cell(Decimal("2.5"), 1_000)},
        "source_amount": 80_000,
        "funding_sources": list(plan.funding_sources.all()),
        "status": "terhenti",
        "status_reason": "Menunggu",
        "source_url": "https://contoh.go.id/kali",
        "note": "Catatan",
    }
    return data(plan, lead, **{**said, **values})


def fresh(programme) -> Any:
    return Programme.objects.get(pk=programme.pk)


def stored(programme, name) -> Any:
    row = fresh(programme)
    if name in {"supporting_opds", "findings", "funding_sources"}:
        return list(getattr(row, name).all())
    if name in LINKS:
        return getattr(data_of(row, links_of(row)), name)
    if name == "years":
        return {year: Cell(*numbers[:2]) for year, numbers in factories.cells(row).items()}
    return getattr(row, name)


def kept(programme) -> dict[str, Any]:
    return {field.name: stored(programme, field.name) for field in fields(ProgrammeData)}


def latest(act: str) -> AuditEvent:
    return AuditEvent.objects.filter(act=act).latest("pk")


def refusal(act, *args, **how) -> dict[str, str]:
    with pytest.raises(Invalid) as refused:
        act(*args, **how)
    return refused.value.fields


def test_a_new_programme_keeps_everything_said_with_who_said_it_and_when(plan, dlh, editor):
    uid, said = uuid.uuid4(), whole(plan, dlh)
    with clock.at(MOMENT):
        one = programmes.create(plan, said, actor=editor, uid=uid)
    assert kept(one) == {field.name: getattr(said, field.name) for field in fields(said)}
    row = fresh(one)
    assert (row.masterplan, row.uid, row.edited_by, row.edited_at) == (plan, uid, editor, MOMENT)
    assert latest("programme.created").object_id == str(one.pk)


def test_a_change_keeps_everything_said_but_the_code(plan, dlh, editor):
    one, said = made(plan, dlh), whole(plan, dlh)
    with clock.at(MOMENT):
        programmes.update(one, said, actor=editor, expected_version=1)
    assert kept(one) == {field.name: getattr(said, field.name) for field in fields(said)} | {"code": one.code}
    row = fresh(one)
    assert (row.version, row.edited_by, row.edited_at) == (2, editor, MOMENT)


def test_the_trail_tells_every_part_before_and_after(plan, dlh):
    one, said = made(plan, dlh, years={2027: Cell(Decimal(1), 5)}), whole(plan, dlh)
    bare = data(plan, dlh, years={2027: Cell(Decimal(1), 5)})
    programmes.update(one, said, actor=SYSTEM, expected_version=1)
    there = latest("programme.changed").changes
    programmes.update(one, bare, actor=SYSTEM, expected_version=2)
    back = latest("programme.changed").changes
    assert {name: (before, after) for name, (before, after) in there.items()} == {
        name: (text, said.readable()[name])
        for name, text in bare.readable().items()
        if text != said.readable()[name]
    }
    assert len(there) > 18
    assert back == {name: [after, before] for name, (before, after) in there.items()}


def test_what_is_taken_away_is_gone(plan, dlh):
    one = made(plan, dlh, **{name: getattr(whole(plan, dlh), name) for name in LINKS})
    programmes.update(one, data(plan, dlh, years={2027: Cell()}), actor=SYSTEM, expected_version=1)
    row = fresh(one)
    left = (row.supporting_opds, row.findings, row.funding_sources, row.indicators, row.money)
    assert [rows.count() for rows in left] == [0] * 5


def test_the_same_words_on_the_newest_version_are_a_save_like_any_other(plan, dlh):
    assert programmes.update(made(plan, dlh), data(plan, dlh), actor=SYSTEM, expected_version=1).version == 2


def test_the_mark_of_a_form_belongs_to_one_plan(plan, dlh):
    uid, other = uuid.uuid4(), factories.plan()
    programmes.create(plan, data(plan, dlh), actor=SYSTEM, uid=uid)
    lead = opd.opd(other.cycle.region, "DLH")
    with pytest.raises(Conflict, match="P-ENV-01"):
        programmes.create(other, data(other, lead), actor=SYSTEM, uid=uid)
    assert programmes.create(other, data(other, lead), actor=SYSTEM, uid=uuid.uuid4()).code == "P-ENV-01"


def test_codes_are_counted_by_plan_and_dimension(plan, dlh):
    factories.programme(factories.plan(), code="P-ENV-07")
    factories.programme(plan, dlh, code="P-GOV-05", dimension=bimtek.dimension(plan.cycle, "GOV"))
    assert [made(plan, dlh).code for _ in range(2)] == ["P-ENV-01", "P-ENV-02"]


def test_a_code_of_another_kind_counts_for_nothing(plan, dlh):
    factories.programme(plan, dlh, code="99")
    assert made(plan, dlh).code == "P-ENV-01"


def test_a_code_of_another_plan_is_free(plan, dlh):
    factories.programme(factories.plan(), code="P-ENV-01")
    assert made(plan, dlh, code="P-ENV-01").code == "P-ENV-01"


def test_nobody_hands_a_programme_over_or_changes_one_of_another_office(plan, dlh):
    one, other = made(plan, dlh), opd.opd(plan.cycle.region)
    stranger = opd.user(Role.OPERATOR, other)
    for act in (
        lambda: programmes.update(one, data(plan, other), actor=stranger, expected_version=1),
        lambda: programmes.set_aside(one, actor=stranger, reason="Ganda", expected_version=ANY),
        lambda: programmes.restore(one, actor=stranger, expected_version=ANY),
        lambda: programmes.delete(one, actor=stranger, expected_version=ANY),
    ):
        with pytest.raises(Forbidden):
            act()


class TestWhatIsPossible:
    @pytest.mark.parametrize(
        "said",
        [
            {"start_year": 2027},
            {"end_year": 2027},
            {"start_year": 2030, "end_year": 2030},
            {"start_year": 2027, "end_year": 2036},
            {"source_amount": 0},
            {"source_amount": 10**15 - 1},
            {"years": {2027: Cell(Decimal(0), 0)}},
            {"years": {2036: Cell(None, 10**15 - 1)}},
            {"source_url": ""},
        ],
    )
    def test_up_to_its_limits(self, plan, dlh, said):
        one = made(plan, dlh, **said)
        assert {name: stored(one, name) for name in said} == said

    @pytest.mark.parametrize(
        ("said", "field"),
        [
            ({"name": "  "}, "name"),
            ({"source_url": "bukan alamat"}, "source_url"),
            ({"source_amount": 10**15}, "source_amount"),
            ({"years": {2037: Cell(Decimal(1))}}, "target_2037"),
            ({"years": {2027: Cell(None, 10**15)}}, "rupiah_2027"),
        ],
    )
    def test_and_no_further_whether_it_is_new_or_changed(self, plan, dlh, said, field):
        one = made(plan, dlh)
        assert set(refusal(made, plan, dlh, **said)) == {field}
        wrong = data(plan, dlh, **said)
        assert set(refusal(programmes.update, one, wrong, actor=SYSTEM, expected_version=1)) == {field}

    def test_a_supporter_of_another_region_is_refused_as_an_office(self, plan, dlh):
        assert set(refusal(made, plan, dlh, supporting_opds=[opd.opd(opd.region())])) == {"lead_opd"}

    def test_a_stopped_programme_says_why_also_when_it_is_stopped_later(self, plan, dlh):
        one = made(plan, dlh)
        stopped = data(plan, dlh, status="terhenti")
        assert refusal(programmes.update, one, stopped, actor=SYSTEM, expected_version=1) == {
            "status_reason": "Program yang terhenti wajib beralasan."
        }


class TestTheIndicator:
    @pytest.mark.parametrize(
        ("said", "values"),
        [
            ({}, None),
            ({"indicator": "Titik"}, ("Titik", "", None)),
            ({"unit": "titik"}, ("", "titik", None)),
            ({"baseline": Decimal(0)}, ("", "", Decimal(0))),
            ({"years": {2027: Cell(Decimal(0))}}, ("", "", None)),
            ({"years": {2027: Cell(None, 5)}}, None),
        ],
    )
    def test_is_there_when_anything_is_said_of_it(self, plan, dlh, said, values):
        for one in (made(plan, dlh, **said), made(plan, dlh, indicator="Lama")):
            programmes.update(one, data(plan, dlh, **said), actor=SYSTEM, expected_version=1)
            rows = list(one.indicators.values_list("name", "unit", "baseline"))
            assert rows == ([] if values is None else [values])

    def test_is_the_first_and_the_same_row_when_it_changes(self, plan, dlh):
        one, other = (made(plan, dlh, indicator="Lama", unit="titik") for _ in range(2))
        before = one.indicators.get()
        programmes.update(
            one, data(plan, dlh, indicator="Baru", unit="titik"), actor=SYSTEM, expected_version=1
        )
        after = one.indicators.get()
        assert (after.pk, after.number, after.name, after.unit) == (before.pk, 1, "Baru", "titik")
        assert other.indicators.get().name == "Lama"


class TestTheYears:
    @pytest.mark.parametrize(
        ("before", "after", "status", "kept"),
        [
            ((Decimal(5), 7), (Decimal(5), 7), "rencana", (Decimal(5), 7, False)),
            ((Decimal(5), 7), (Decimal(6), 7), "rencana", (Decimal(6), 7, False)),
            ((Decimal(5), 7), (Decimal(5), 8), "rencana", (Decimal(5), 8, False)),
            ((Decimal(5), 7), (Decimal(5), 7), "selesai", (Decimal(5), 7, True)),
            ((Decimal(5), 7), (None, 7), "selesai", (None, 7, False)),
            ((None, None), (Decimal(5), 7), "rencana", (Decimal(5), 7, False)),
            ((Decimal(5), 7), (None, None), "rencana", None),
            ((None, None), (None, None), "selesai", None),
        ],
    )
    def test_a_cell_is_as_it_was_said_last(self, plan, dlh, before, after, status, kept):
        one = made(plan, dlh, years={2027: Cell(*before)})
        said = data(plan, dlh, years={2027: Cell(*after)}, status=status)
        with clock.at(IN_2028):
            programmes.update(one, said, actor=SYSTEM, expected_version=1)
        rows = list(factories.cells(one).values())
        assert rows == ([] if kept is None else [kept])

    def test_what_was_achieved_stays_so_while_its_target_stays(self, plan, dlh):
        years = {2027: Cell(Decimal(5), 7), 2028: Cell(Decimal(6), None)}
        changed = {2027: Cell(Decimal(5), 8), 2028: Cell(Decimal(7), None)}
        with clock.at(IN_2028):
            one = made(plan, dlh, years=years, status="selesai")
            programmes.update(one, data(plan, dlh, years=changed), actor=SYSTEM, expected_version=1)
        assert factories.cells(one) == {2027: (5, 8, True), 2028: (7, None, False)}

    def test_an_emptied_year_takes_no_other_with_it(self, plan, dlh):
        one, other = (made(plan, dlh, years={2027: Cell(Decimal(5)), 2028: Cell(Decimal(6))}) for _ in "ab")
        years = {2027: Cell(), 2028: Cell(Decimal(6))}
        programmes.update(one, data(plan, dlh, years=years), actor=SYSTEM, expected_version=1)
        assert list(factories.cells(one)) == [2028]
        assert len(factories.cells(other)) == 2


class TestSettingAside:
    def test_keeps_its_moment_its_reason_and_its_author_and_is_taken_back(self, plan, dlh, editor):
        one = made(plan, dlh)
        with clock.at(MOMENT):
            programmes.set_aside(one, actor=editor, reason=" Ganda ", expected_version=1)
        row = fresh(one)
        assert (row.set_aside_at, row.set_aside_reason, row.version) == (MOMENT, "Ganda", 2)
        assert (row.edited_by, row.edited_at) == (editor, MOMENT)
        assert latest("programme.set_aside").changes == {"reason": "Ganda"}
        with clock.at(MOMENT.replace(day=30)):
            programmes.restore(one, actor=SYSTEM, expected_version=2)
        row = fresh(one)
        assert (row.set_aside_at, row.set_aside_reason, row.version) == (None, "", 3)
        assert (row.edited_by, row.edited_at) == (None, MOMENT.replace(day=30))
        assert latest("programme.restored").object_id == str(one.pk)

    @pytest.mark.parametrize("length", [1, 500])
    def test_needs_a_reason_that_fits(self, plan, dlh, length):
        one = made(plan, dlh)
        assert set(
            refusal(programmes.set_aside, one, actor=SYSTEM, expected_version=1, reason="x" * 501)
        ) == {"reason"}
        assert set(refusal(programmes.set_aside, one, actor=SYSTEM, expected_version=1, reason=" ")) == {
            "reason"
        }
        assert programmes.set_aside(one, actor=SYSTEM, reason="x" * length, expected_version=ANY).is_set_aside

    @pytest.mark.parametrize(("by", "words"), [(True, "diubah oleh Orang"), (False, "diubah sejak Anda")])
    def test_on_an_old_page_hears_who_changed_the_programme(self, plan, dlh, editor, by, words):
        one = programmes.create(plan, data(plan, dlh), actor=editor if by else SYSTEM, uid=uuid.uuid4())
        with pytest.raises(Conflict, match=words):
            programmes.set_aside(one, actor=SYSTEM, reason="Ganda", expected_version=7)


class TestDeleting:
    def test_names_what_is_gone_and_takes_nothing_else(self, plan, dlh):
        one, other = made(plan, dlh, name="Kali Hitam"), made(plan, dlh)
        programmes.delete(one, actor=SYSTEM, expected_version=1)
        assert list(Programme.objects.all()) == [other]
        event = latest("programme.deleted")
        assert (event.object_id, event.changes) == (str(one.pk), {"name": "Kali Hitam"})

    @pytest.mark.parametrize("held_by", ["a version", "a comment"])
    def test_is_refused_while_either_a_version_or_a_comment_holds_it(self, plan, dlh, held_by):
        one = made(plan, dlh)
        round_ = factories.in_review(plan)
        if held_by == "a comment":
            rounds.add_comment(round_, actor=SYSTEM, text="Sebutkan.", uid=uuid.uuid4(), programme=one)
            Programme.objects.filter(pk=one.pk).update(is_frozen=False)
        with pytest.raises(Conflict, match="versi beku"):
            programmes.delete(one, actor=SYSTEM, expected_version=ANY)


def test_a_conflict_shows_what_is_stored_now_and_who_stored_it(plan, dlh, editor):
    one = made(plan, dlh)
    with clock.at(MOMENT):
        programmes.update(one, data(plan, dlh, note="kini"), actor=editor, expected_version=1)
    with pytest.raises(StaleVersion) as refused:
        programmes.update(one, replace(data(plan, dlh), note="lain"), actor=SYSTEM, expected_version=1)
    told = refused.value
    assert [(row.mine, row.theirs) for row in told.differences] == [("lain", "kini")]
    assert (told.version, told.changed_by, told.changed_at) == (2, str(editor), MOMENT)
