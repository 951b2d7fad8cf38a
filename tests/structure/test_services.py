"""Every service names its actor and leaves a trace. One prepared call for each; a missing one fails."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from types import FunctionType

import pytest

from opd.models import AuditEvent
from tests import world as worlds
from tests.rules import trail
from tests.structure import acts
from tests.structure.acts import Act

pytestmark = pytest.mark.both_databases

APPS = ("opd", "bimtek", "masterplan", "commitments")
# Building blocks without an act of their own: reading, and what a service calls inside its own transaction.
HELPERS = {
    "bimtek.services.findings.check",
    "commitments.services.books.edition_of",
    "commitments.services.commitments.enqueue_letter",
    "commitments.services.commitments.holder_facts",
    "commitments.services.commitments.letter_of",
    "commitments.services.commitments.letter_texts",
    "commitments.services.commitments.locked",
    "commitments.services.commitments.slice_digest",
    "commitments.services.commitments.statements",
    "commitments.services.commitments.verify_url",
    "commitments.services.letters.render",
    "masterplan.services.compiling.compile_plan",
    "masterplan.services.exports.html_of",
    "masterplan.services.exports.render",
    "masterplan.services.exports.require_content",
    "masterplan.services.heads.stamp",  # the chain says nothing about itself
    "masterplan.services.heads.stamp_after_commit",
    "masterplan.services.programmes.check",
    "masterplan.services.programmes.next_code",
    "masterplan.services.programmes.snapshot",
    "opd.services.seals.seal",  # sealing an event about sealing would never come to an end
    "opd.services.seals.seal_after_commit",
}


def services() -> Iterator[str]:
    for app in APPS:
        package = importlib.import_module(f"{app}.services")
        for module in pkgutil.iter_modules(package.__path__, f"{app}.services."):
            for name, thing in vars(importlib.import_module(module.name)).items():
                if (
                    isinstance(thing, FunctionType)
                    and thing.__module__ == module.name
                    and not name.startswith("_")
                ):
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
