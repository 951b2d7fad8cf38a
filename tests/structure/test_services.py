"""Every service names its actor and leaves a trace. One prepared call for each; a missing one fails."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from types import FunctionType, MethodType

import pytest

from lib.audit.models import AuditEvent
from tests import world as worlds
from tests.rules import trail
from tests.structure import acts
from tests.structure.acts import Act

pytestmark = pytest.mark.both_databases

APPS = ("opd", "bimtek", "masterplan", "commitments")
HOMES = (*APPS, "portal")
# Building blocks without an act of their own: reading, and what a service calls inside its own transaction.
HELPERS = {
    "bimtek.findings.services.check",
    "bimtek.findings.services.mentioned",
    "masterplan.programmes.indicators.services.check",
    "masterplan.programmes.indicators.services.store",
    "commitments.decisions.services.edition_of",
    "commitments.letters.services.enqueue_letter",
    "commitments.letters.services.holder_facts",
    "commitments.letters.services.letter_of",
    "commitments.letters.services.letter_texts",
    "commitments.letters.services.locked",
    "commitments.letters.services.slice_digest",
    "commitments.letters.services.statements",
    "commitments.letters.services.verify_url",
    "commitments.letters.services.render",
    "masterplan.versions.files.services.composed",
    "masterplan.versions.files.services.render",
    "masterplan.versions.files.services.require_content",
    "masterplan.versions.services.stamp",  # the chain says nothing about itself
    "masterplan.versions.services.stamp_after_commit",
    "masterplan.programmes.services.check",
    "masterplan.versions.services.move",
    "bimtek.findings.services.against_deleting",
    "masterplan.programmes.services.next_code",
    "masterplan.programmes.services.snapshot",
}


def services() -> Iterator[str]:
    for app in HOMES:
        package = importlib.import_module(app)
        for module in pkgutil.walk_packages(package.__path__, f"{app}."):
            if not module.name.endswith(".services"):
                continue
            for name, thing in vars(importlib.import_module(module.name)).items():
                # A method is what several nouns share, such as deleting (lib.versioned.removal).
                is_own = isinstance(thing, FunctionType) and thing.__module__ == module.name
                if (is_own or isinstance(thing, MethodType)) and not name.startswith("_"):
                    yield f"{module.name}.{name}"


def prepared() -> list[Act]:
    found: list[Act] = []
    for module in pkgutil.iter_modules(acts.__path__, "tests.structure.acts."):
        found += importlib.import_module(module.name).ACTS
    return found


ACTS = prepared()


def test_every_service_has_a_prepared_call() -> None:
    assert set(services()) - HELPERS - {act.name for act in ACTS} == set()


def test_helpers_are_all_still_there() -> None:
    assert HELPERS - set(services()) == set()


@pytest.mark.django_db
@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.name)
def test_it_names_its_actor_and_leaves_a_trace(act: Act) -> None:
    module, _, name = act.name.rpartition(".")
    service = getattr(importlib.import_module(module), name)
    assert inspect.signature(service).parameters["actor"].kind is inspect.Parameter.KEYWORD_ONLY
    world = worlds.build()
    before = AuditEvent.objects.order_by("pk").values_list("pk", flat=True).last()
    act.call(world)
    left = AuditEvent.objects.filter(pk__gt=before)
    assert {event.act for event in left} == trail.LEFT_BY[act.name]
    assert trail.strange(left) == []
