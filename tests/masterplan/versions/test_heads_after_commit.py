"""The head of a version is written after its commit: what fails there undoes nothing and is done later."""

import pytest
from django.core.management import call_command
from django.db import DatabaseError

from lib.access import SYSTEM
from lib.audit import sealing
from lib.audit.models import AuditSeal
from lib.versioned.services import ANY
from masterplan.versions import services as versions
from masterplan.versions.models import Revision
from tests.masterplan import factories

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def plan():
    made = factories.plan()
    factories.section(made)
    return made


def heads():
    return list(Revision.objects.order_by("number").values_list("chain_head", flat=True))


def test_a_freeze_has_its_head_at_once(plan):
    versions.freeze(plan, actor=SYSTEM, expected_number=ANY)
    assert heads() == [AuditSeal.objects.get(event__act="revision.frozen").sha256]


def test_a_freeze_stands_although_its_seal_failed_and_the_sweep_does_it_later(plan, monkeypatch):
    def breaks(*args):
        raise DatabaseError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(sealing, "_seal_batch", breaks)
        versions.freeze(plan, actor=SYSTEM, expected_number=ANY)
    assert heads() == [""]
    call_command("sweep", "--once")
    assert heads() == [AuditSeal.objects.get(event__act="revision.frozen").sha256]
