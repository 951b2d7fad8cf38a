"""Freezing a version: one snapshot, one number, never changed, never made twice by mistake."""

import hashlib
from dataclasses import replace

import pytest
from django.db import DatabaseError, IntegrityError, OperationalError, transaction

from lib.access import SYSTEM
from lib.audit.models import AuditEvent
from lib.errors import Conflict, Forbidden, Invalid
from lib.versioned.services import ANY
from masterplan.programmes import services as programmes
from masterplan.versions import services as versions
from masterplan.versions.models import Revision

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def newest(plan):
    return Revision.objects.filter(masterplan=plan).order_by("-number").first()


def test_a_version_gets_the_next_number_and_its_name_from_it(world):
    before = newest(world.plan).number
    made = versions.freeze(world.plan, actor=world.people["editor"], expected_number=ANY)
    assert (made.number, made.label, made.state) == (before + 1, f"v0.{before + 1}", "frozen")
    assert made.frozen_by == world.people["editor"]


def test_the_hash_is_that_of_the_stored_bytes(world):
    made = versions.freeze(world.plan, actor=world.people["editor"], expected_number=ANY)
    assert hashlib.sha256(made.content.encode()).hexdigest() == made.sha256


def test_unchanged_data_freezes_to_the_same_hash(world):
    first = versions.freeze(world.plan, actor=SYSTEM, expected_number=ANY)
    assert versions.freeze(world.plan, actor=SYSTEM, expected_number=ANY).sha256 == first.sha256


def test_drafting_goes_on_and_the_version_stays(world):
    made = versions.freeze(world.plan, actor=world.people["editor"], expected_number=ANY)
    programme = world.programme
    type(programme).objects.filter(pk=programme.pk).update(name="Kali Bersih Sekali")
    assert "Kali Bersih Sekali" not in Revision.objects.get(pk=made.pk).content


def test_what_a_version_holds_can_no_longer_be_deleted(world):
    versions.freeze(world.plan, actor=world.people["editor"], expected_number=ANY)
    world.programme_new.refresh_from_db()
    with pytest.raises(Conflict):
        programmes.delete(world.programme_new, actor=world.people["editor"], expected_version=ANY)


@pytest.mark.parametrize("name", ["admin", "operator.own", "head.own", "leader", "facilitator", "nobody"])
def test_only_an_editor_freezes(world, name):
    with pytest.raises(Forbidden):
        versions.freeze(world.plan, actor=world.people[name], expected_number=ANY)


def test_a_name_is_kept_without_spaces_around_it(world):
    assert (
        versions.freeze(world.plan, actor=SYSTEM, label="  v1.0 siap  ", expected_number=ANY).label
        == "v1.0 siap"
    )


def test_a_long_name_is_refused(world):
    with pytest.raises(Invalid) as refusal:
        versions.freeze(world.plan, actor=SYSTEM, label="v" * 21, expected_number=ANY)
    assert "label" in refusal.value.fields


def test_a_name_that_is_taken_is_refused(world):
    with pytest.raises(Conflict, match=r"v0\.1 sudah ada"):
        versions.freeze(world.plan, actor=world.people["editor"], label="v0.1", expected_number=ANY)


def test_a_page_that_does_not_know_the_newest_version_cannot_freeze(world):
    editor, seen = world.people["editor"], newest(world.plan).number
    versions.freeze(world.plan, actor=SYSTEM, expected_number=ANY)
    with pytest.raises(Conflict, match="sudah dibekukan"):
        versions.freeze(world.plan, actor=editor, expected_number=seen)


def test_the_same_order_twice_makes_one_version(world):
    editor, seen = world.people["editor"], newest(world.plan).number
    first = versions.freeze(world.plan, actor=editor, expected_number=seen)
    assert versions.freeze(world.plan, actor=editor, expected_number=seen) == first
    assert newest(world.plan) == first


def test_the_same_order_with_another_name_is_another_order(world):
    editor, seen = world.people["editor"], newest(world.plan).number
    versions.freeze(world.plan, actor=editor, expected_number=seen)
    with pytest.raises(Conflict):
        versions.freeze(world.plan, actor=editor, expected_number=seen, label="v9")


def test_a_freeze_leaves_its_trace(world):
    made = versions.freeze(world.plan, actor=world.people["editor"], expected_number=ANY)
    event = AuditEvent.objects.filter(act="revision.frozen").latest("pk")
    assert (event.object_id, event.changes["sha256"]) == (str(made.pk), made.sha256)


class Overtaken(DatabaseError):
    def __init__(self, code):
        self.pgcode = code


def broken(code):
    reason = OperationalError("could not serialize access")
    reason.__cause__ = Overtaken(code) if code else DatabaseError()
    return reason


@pytest.mark.parametrize("code", ["40001", "40P01"])
def test_a_freeze_that_was_overtaken_is_tried_again(world, monkeypatch, code):
    original, tries = versions._in_one_snapshot, []

    def overtaken_once(order):
        tries.append(order)
        if len(tries) == 1:
            raise broken(code)
        return original(order)

    monkeypatch.setattr(versions, "_in_one_snapshot", overtaken_once)
    assert versions.freeze(world.plan, actor=SYSTEM, expected_number=ANY).pk
    assert len(tries) == 2


def test_a_freeze_that_is_always_overtaken_says_so(world, monkeypatch):
    def always(order):
        raise broken("40001")

    monkeypatch.setattr(versions, "_in_one_snapshot", always)
    with pytest.raises(Conflict, match="sedang diubah orang lain"):
        versions.freeze(world.plan, actor=SYSTEM, expected_number=ANY)


def test_another_failure_of_the_database_is_not_hidden(world, monkeypatch):
    def away(order):
        raise broken("")

    monkeypatch.setattr(versions, "_in_one_snapshot", away)
    with pytest.raises(OperationalError):
        versions.freeze(world.plan, actor=SYSTEM, expected_number=ANY)


def test_a_stored_version_is_never_numbered_twice(world):
    taken = newest(world.plan)
    with pytest.raises(DatabaseError), transaction.atomic():
        Revision.objects.create(
            masterplan=world.plan,
            number=taken.number,
            label="lain",
            content="{}",
            sha256="0" * 64,
            frozen_at=taken.frozen_at,
        )


def test_two_equal_orders_at_the_same_moment_get_the_one_version(world, monkeypatch):
    """Both passed the check before either was stored: the database refuses the second one."""
    editor, seen = world.people["editor"], newest(world.plan).number
    original = versions._in_one_snapshot

    def a_moment_late(order):
        monkeypatch.setattr(versions, "_in_one_snapshot", original)
        original(order)
        raise IntegrityError("UNIQUE constraint failed")

    monkeypatch.setattr(versions, "_in_one_snapshot", a_moment_late)
    made = versions.freeze(world.plan, actor=editor, expected_number=seen)
    assert (made.number, made.frozen_by) == (seen + 1, editor)


def test_two_different_orders_at_the_same_moment_make_one_version_and_one_refusal(world, monkeypatch):
    """The second one meant another name; it is told, and does not take the other version for its own."""
    editor, seen = world.people["editor"], newest(world.plan).number
    original = versions._in_one_snapshot

    def somebody_else_was_first(order):
        original(replace(order, label="Nama lain"))
        raise IntegrityError("UNIQUE constraint failed")

    monkeypatch.setattr(versions, "_in_one_snapshot", somebody_else_was_first)
    with pytest.raises(Conflict, match="Nama kami"):
        versions.freeze(world.plan, actor=editor, label="Nama kami", expected_number=seen)
