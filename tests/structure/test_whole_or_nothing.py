"""An act whose trace cannot be written has not happened: each service, stopped at its last step."""

import importlib
from collections.abc import Iterator
from copy import deepcopy
from typing import Any
from unittest.mock import patch

import pytest
from django.apps import apps
from django.db import transaction

from lib.audit.models import AuditEvent
from tests import world as worlds
from tests.structure.acts import Act
from tests.structure.test_services import ACTS, APPS
from tests.world import World

pytestmark = pytest.mark.both_databases

# They begin no transaction of their own: the service that takes these steps has begun it.
STEPS = {
    "bimtek.sessions.services.load_cycle",
    "bimtek.findings.services.load_findings",
    "bimtek.sessions.services.load_framework",
    "masterplan.sections.services.load_books",
    "masterplan.plan.services.load_plan",
    "masterplan.programmes.services.load_programmes",
}


class NoRoomForTheTrace(Exception):
    pass


class Stopped:
    """In the place of a service: what it writes into the trail is refused, what was stored is looked at."""

    def __init__(self, service: Any) -> None:
        self._service = service
        self.before: dict[str, list[Any]] | None = None

    def __call__(self, *args: Any, **said: Any) -> Any:
        self.before = stored()
        with patch.object(AuditEvent.objects, "create", side_effect=NoRoomForTheTrace):
            return self._service(*args, **said)


def stored() -> dict[str, list[Any]]:
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values())
        for app in (*APPS, "jobs")
        for model in apps.get_app_config(app).get_models()
    }


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield worlds.build()
        transaction.set_rollback(True)


def left_by(act: Act, world: World) -> dict[str, list[Any]]:
    """The tables that differ although the trace could not be written, each with its rows now."""
    module, _, name = act.name.rpartition(".")
    loaded = importlib.import_module(module)
    stopped = Stopped(getattr(loaded, name))
    with patch.object(loaded, name, stopped), pytest.raises(NoRoomForTheTrace):
        act.call(World(*deepcopy((world.rows, world.people))))
    before, after = stopped.before, stored()
    assert before is not None
    return {table: rows for table, rows in after.items() if rows != before[table]}


@pytest.mark.parametrize("act", [act for act in ACTS if act.name not in STEPS], ids=lambda act: act.name)
def test_nothing_of_an_act_stays_when_its_trace_cannot_be_written(act: Act, built: World, db: None) -> None:
    assert left_by(act, built) == {}


@pytest.mark.parametrize("act", [act for act in ACTS if act.name in STEPS], ids=lambda act: act.name)
def test_what_a_lone_step_leaves_is_seen(act: Act, built: World, db: None) -> None:
    assert left_by(act, built) != {}
