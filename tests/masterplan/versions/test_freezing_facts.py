"""What a freeze keeps and marks, how it is told from another order, and how often it is tried."""

from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, OperationalError

from lib import clock
from lib.access import SYSTEM
from lib.audit.models import AuditEvent
from lib.errors import Conflict, Forbidden, Invalid
from lib.versioned.services import ANY
from masterplan.plan.models import Masterplan
from masterplan.versions import services as versions
from masterplan.versions.models import Revision, RevisionState
from masterplan.versions.rules import FINALISE
from opd.accounts.roles import Role
from tests.bimtek import factories as bimtek
from tests.masterplan import factories
from tests.masterplan.versions.test_freezing import broken
from tests.opd import factories as opd

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
MOMENT = datetime(2026, 9, 29, 3, 0, tzinfo=clock.zone())


def newest(plan):
    return Revision.objects.filter(masterplan=plan).latest("number")


def test_the_first_version_of_a_plan_is_the_first_whatever_others_have(world):
    plan = factories.plan()
    with clock.at(MOMENT):
        made = versions.freeze(plan, actor=SYSTEM, expected_number=0)
    stored = Revision.objects.get(pk=made.pk)
    assert (stored.number, stored.label, stored.masterplan) == (1, "v0.1", plan)
    assert (stored.frozen_at, stored.frozen_by) == (MOMENT, None)


def test_a_name_may_be_exactly_as_long_as_is_said(world):
    assert len(versions.freeze(world.plan, actor=SYSTEM, label="v" * 20, expected_number=ANY).label) == 20


def test_a_page_that_knows_the_newest_version_freezes_the_next(world):
    made = versions.freeze(world.plan, actor=SYSTEM, expected_number=4, label="v1")
    assert (made.number, made.label) == (5, "v1")


class TestTheSameOrder:
    """Of a page opened when v0.4 was the newest, sent twice."""

    def test_with_a_name_gives_the_version_it_made(self, world):
        editor = world.people["editor"]
        made = [versions.freeze(world.plan, actor=editor, expected_number=4, label="v1") for _ in range(2)]
        assert made[0] == made[1] == newest(world.plan)

    def test_after_a_change_is_refused_so_that_it_does_not_pass_for_the_newer_text(self, world):
        editor = world.people["editor"]
        versions.freeze(world.plan, actor=editor, expected_number=4)
        Masterplan.objects.filter(pk=world.plan.pk).update(vision="Yang baru.")
        with pytest.raises(Conflict, match=r"v0\.5 sudah dibekukan"):
            versions.freeze(world.plan, actor=editor, expected_number=4)

    def test_of_another_person_is_another_order(self, world):
        versions.freeze(world.plan, actor=world.people["editor"], expected_number=4)
        other = opd.user(Role.EDITOR, world.region)
        with pytest.raises(Conflict, match=r"v0\.5 sudah dibekukan"):
            versions.freeze(world.plan, actor=other, expected_number=4)

    @pytest.mark.parametrize("seen", [2, 3, 5])
    def test_of_a_page_that_knew_another_newest_version_is_another_order(self, world, seen):
        editor = world.people["editor"]
        with pytest.raises(Conflict, match=r"v0\.4 sudah dibekukan"):
            versions.freeze(world.plan, actor=editor, expected_number=seen)

    def test_of_a_command_which_sees_all_makes_a_version_each_time(self, world):
        made = [versions.freeze(world.plan, actor=SYSTEM, expected_number=ANY) for _ in range(2)]
        assert [row.number for row in made] == [5, 6]


def test_a_refusal_of_the_database_without_a_name_says_this_version(world, monkeypatch):
    def taken(order):
        raise IntegrityError("UNIQUE constraint failed")

    monkeypatch.setattr(versions, "_in_one_snapshot", taken)
    with pytest.raises(Conflict, match="Versi ini sudah ada"):
        versions.freeze(world.plan, actor=SYSTEM, expected_number=ANY)


def test_a_freeze_that_is_overtaken_again_and_again_is_tried_three_times(world, monkeypatch):
    tries = []

    def always(order):
        tries.append(order)
        raise broken("40001")

    monkeypatch.setattr(versions, "_in_one_snapshot", always)
    with pytest.raises(Conflict):
        versions.freeze(world.plan, actor=SYSTEM, expected_number=ANY)
    assert len(tries) == 3


def test_a_failure_without_a_cause_is_not_hidden(world, monkeypatch):
    def away(order):
        raise OperationalError("disk I/O error")

    monkeypatch.setattr(versions, "_in_one_snapshot", away)
    with pytest.raises(OperationalError):
        versions.freeze(world.plan, actor=SYSTEM, expected_number=ANY)


@pytest.mark.parametrize(
    ("vendor", "is_inside", "said"),
    [("postgresql", False, 1), ("postgresql", True, 0), ("sqlite", False, 0), ("sqlite", True, 0)],
)
def test_the_snapshot_is_asked_for_where_it_can_be(monkeypatch, db, vendor, is_inside, said):
    """PostgreSQL takes the level of a transaction only before its first query."""
    spoken: list[str] = []

    class Cursor:
        execute = staticmethod(spoken.append)

        def __enter__(self):
            return self

        def __exit__(self, *reason):
            return None

    connection = SimpleNamespace(vendor=vendor, in_atomic_block=is_inside, cursor=Cursor)
    monkeypatch.setattr(versions, "connection", connection)
    plan = factories.plan()
    monkeypatch.setattr(versions, "_freeze", lambda order, act: act.unchanged(act.on(plan)))
    order: Any = SimpleNamespace(actor=SYSTEM)
    given: Any = versions._in_one_snapshot(order)
    assert given == plan
    assert spoken == ["SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"] * said


class TestWhatIsHeld:
    """Findings and programmes of the document, and no others, can no longer be deleted."""

    @pytest.fixture
    def plan(self):
        return factories.plan()

    def held(self, *rows):
        return [type(row).objects.get(pk=row.pk).is_frozen for row in rows]

    def test_what_the_document_holds_is_marked(self, plan):
        rows = bimtek.finding(plan.cycle), factories.programme(plan)
        factories.frozen(plan)
        assert self.held(*rows) == [True, True]

    def test_what_was_set_aside_before_is_not(self, plan):
        aside: dict[str, Any] = {"set_aside_at": clock.now(), "set_aside_reason": "Ganda"}
        rows = bimtek.finding(plan.cycle, **aside), factories.programme(plan, **aside)
        factories.frozen(plan)
        assert self.held(*rows) == [False, False]

    def test_the_same_codes_of_another_plan_are_not(self, plan):
        other = factories.plan()
        mine = bimtek.finding(plan.cycle), factories.programme(plan, code="P-ENV-01")
        theirs = bimtek.finding(other.cycle), factories.programme(other, code="P-ENV-01")
        factories.frozen(plan)
        assert [row.code for row in mine] == [row.code for row in theirs]
        assert (self.held(*mine), self.held(*theirs)) == ([True, True], [False, False])


def test_a_step_that_the_table_does_not_know_is_refused(world):
    with pytest.raises(Conflict), FINALISE.by(SYSTEM) as act:
        versions.move(act.on(world.revision), RevisionState.FINAL, act=act)
    assert Revision.objects.get(pk=world.revision.pk).state == RevisionState.FROZEN


class TestFinal:
    def final(self, world, actor="leader", **how):
        how = {"seen_sha256": world.revision_approved.sha256, "missing_reason": "Menyusul.", **how}
        return versions.make_final(world.revision_approved, actor=world.people[actor], **how)

    def test_it_keeps_who_made_it_so_when_and_why(self, world):
        with clock.at(MOMENT):
            assert self.final(world).state == RevisionState.FINAL
        stored = Revision.objects.get(pk=world.revision_approved.pk)
        assert (stored.state, stored.final_at, stored.missing_reason) == ("final", MOMENT, "Menyusul.")
        assert stored.final_by == world.people["leader"]
        event = AuditEvent.objects.filter(act="revision.final").latest("pk")
        assert (event.actor, event.object_id) == (world.people["leader"], str(stored.pk))
        assert event.changes == {"state": ["approved", "final"], "note": "Menyusul."}

    def test_only_the_leader_may(self, world):
        for name in ("editor", "facilitator", "head.own"):
            with pytest.raises(Forbidden):
                self.final(world, name)

    def test_a_version_that_is_not_approved_does_not_become_final_nor_keep_anything(self, world):
        with pytest.raises(Conflict):
            versions.make_final(
                world.revision, actor=SYSTEM, seen_sha256=world.revision.sha256, missing_reason=""
            )
        assert Revision.objects.get(pk=world.revision.pk).final_at is None

    def test_another_text_than_the_one_read_is_refused(self, world):
        with pytest.raises(Conflict, match="bukan versi ini"):
            self.final(world, seen_sha256="0" * 64)


def test_a_name_too_long_is_refused_at_its_field(world):
    with pytest.raises(Invalid) as refusal:
        versions.freeze(world.plan, actor=SYSTEM, label="v" * 21, expected_number=ANY)
    assert refusal.value.fields == {"label": "Paling panjang 20 huruf."}
