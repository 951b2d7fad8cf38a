"""One act: its transaction, its rule, its event, and what cannot be forgotten."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any
from unittest.mock import Mock

import pytest
from django.db import connection, transaction

from lib import acts
from lib.access import NOT_ALLOWED, SYSTEM
from lib.acts import CHANGES, Act, Doing, by_command
from lib.audit.models import AuditEvent
from lib.errors import Conflict, Forbidden
from opd.accounts.roles import Role
from opd.offices.models import Opd, Region
from tests.opd import factories

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture(autouse=True)
def _own_register(monkeypatch: pytest.MonkeyPatch) -> None:
    acts.registered()
    monkeypatch.setattr(acts, "_register", {})


def act(**said: Any) -> Act:
    values: dict[str, Any] = {
        "name": "region.tried",
        "about": Region,
        "words": "mencoba",
        "rule": lambda actor, row: True,
    }
    return Act(**values | said)


def perform(what: Act, *steps: Callable[[Doing], Any]) -> None:
    with what.by(SYSTEM) as done:
        for step in steps:
            step(done)


def trail() -> list[tuple[str, str, Any]]:
    return list(AuditEvent.objects.order_by("pk").values_list("act", "actor_label", "changes"))


def test_who_may_do_it_leaves_one_event_about_the_row():
    region = factories.region()
    with act(facts=("motto",)).by(SYSTEM) as done:
        assert done.on(region) is region
        done.record({"motto": "Damai"})
    event = AuditEvent.objects.get()
    assert (event.act, event.object_type, event.object_id) == ("region.tried", "opd.region", str(region.pk))
    assert (event.actor_label, event.region_id, event.changes) == ("Sistem", region.pk, {"motto": "Damai"})


def test_who_may_not_hears_the_sentence_of_the_act_and_nothing_is_stored():
    region = factories.region()
    refused = act(rule=lambda actor, row: False, refusal="Hanya editor.")
    change = Region.objects.filter(pk=region.pk).update
    with pytest.raises(Forbidden, match="Hanya editor"):
        perform(refused, lambda done: change(motto="Lain"), lambda done: done.on(region))
    region.refresh_from_db()
    assert (region.motto, trail()) == ("", [])


def test_the_rule_is_asked_with_all_that_it_needs():
    rule = Mock(return_value=True)
    region = factories.region()
    perform(act(rule=rule), lambda done: done.on(region, 7), lambda done: done.unchanged(None))
    rule.assert_called_once_with(SYSTEM, region, 7)


def test_what_may_not_happen_now_is_said_after_who_may():
    region = factories.region()
    late = act(when=Mock(side_effect=Conflict("Sudah selesai.")))
    with pytest.raises(Conflict):
        perform(late, lambda done: done.on(region))
    with pytest.raises(Forbidden):
        perform(replace(late, rule=lambda actor, row: False), lambda done: done.on(region))


def test_an_act_that_asked_nobody_raises_and_stores_nothing():
    with pytest.raises(RuntimeError, match="nobody was asked"):
        perform(act(), lambda done: factories.region(), lambda done: done.unchanged(None))
    assert not Region.objects.exists()


def test_no_event_is_written_before_somebody_was_asked():
    region, tried = factories.region(), act()
    writes: list[Callable[[Doing], Any]] = [
        lambda done: done.record(about=region),
        lambda done: done.step(tried, region),
    ]
    for write in writes:
        with pytest.raises(RuntimeError, match="nobody was asked"):
            perform(tried, write, lambda done: done.on(region))


def test_an_act_that_leaves_no_event_has_to_say_so():
    with pytest.raises(RuntimeError, match="without its event"):
        perform(act(), lambda done: done.on(factories.region()))
    assert not Region.objects.exists()


def test_what_was_done_before_gives_its_row_and_no_event():
    region = factories.region()
    with act().by(SYSTEM) as done:
        assert done.unchanged(done.on(region)) is region
    with act().by(SYSTEM) as done:
        done.on(region)
        done.record(if_changed=False)
    assert trail() == []


def test_a_creation_is_asked_about_one_row_and_recorded_about_another():
    region = factories.region()
    with act(name="opd.made", about=Opd).by(SYSTEM) as done:
        done.on(region)
        done.record(about=factories.opd(region))
    assert AuditEvent.objects.get().object_type == "opd.opd"


def test_steps_and_several_events_stand_in_the_order_they_were_written():
    region = factories.region()
    step = act(name="region.stepped", rule=None, facts=("n",))
    person = factories.user(Role.EDITOR, region)
    with act().by(person) as done:
        done.on(region)
        done.step(step, region, {"n": 1}, actor=SYSTEM)
        done.record()
        done.record()
        done.step(step, region, {"n": 2})
    me = str(person)
    assert trail() == [
        ("region.stepped", "Sistem", {"n": 1}),
        ("region.tried", me, {}),
        ("region.tried", me, {}),
        ("region.stepped", me, {"n": 2}),
    ]


@pytest.mark.parametrize(("facts", "said"), [((), {"n": 1}), (("n",), {}), (("n",), {"n": 1, "m": 2})])
def test_other_facts_than_the_declared_ones_are_not_recorded(facts: tuple[str, ...], said: dict[str, int]):
    region = factories.region()
    with pytest.raises(RuntimeError, match="not declared"):
        perform(act(facts=facts), lambda done: done.on(region), lambda done: done.record(said))


def test_an_act_whose_facts_are_changes_takes_any():
    with act(facts=CHANGES).by(SYSTEM) as done:
        done.on(factories.region())
        done.record({"name": ["a", "b"]})
    assert trail() == [("region.tried", "Sistem", {"name": ["a", "b"]})]


def test_a_row_of_another_kind_is_not_recorded():
    office = factories.opd(factories.region())
    with pytest.raises(RuntimeError, match="not declared about"):
        perform(act(), lambda done: done.on(office), lambda done: done.record())


def test_a_step_cannot_be_begun_on_its_own():
    region = factories.region()
    with pytest.raises(RuntimeError, match="no rule of its own"):
        perform(act(rule=None), lambda done: done.on(region))


def test_a_name_means_one_thing_and_may_follow_from_several_rules():
    first = act()
    assert replace(first, rule=by_command, refusal="Lain.").name == first.name
    with pytest.raises(ValueError, match="declared twice"):
        act(words="lain")


def test_the_rule_of_commands_lets_in_no_person():
    asked = act(rule=by_command)
    asked.require(SYSTEM, None)
    admin = factories.user(Role.ADMIN, factories.region())
    with pytest.raises(Forbidden, match=NOT_ALLOWED):
        asked.require(admin, None)


def test_a_name_that_nothing_declares_any_more_is_shown_as_it_is():
    assert acts.words_of("region.forgotten") == "region.forgotten"


def opened(doing: AbstractContextManager[Any]) -> bool:
    with doing as done:
        done.on(Region.objects.get())
        done.unchanged(None)
        return connection.in_atomic_block


@pytest.mark.django_db(transaction=True)
def test_it_opens_the_transaction_or_needs_the_one_of_its_caller():
    factories.region()
    assert opened(act().by(SYSTEM))
    with pytest.raises(transaction.TransactionManagementError):
        opened(act().within(SYSTEM))
    with transaction.atomic():
        assert opened(act().within(SYSTEM))
