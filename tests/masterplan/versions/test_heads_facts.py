"""Which link a version names, how much is sealed for it, and that it is set once."""

import pytest

from lib import clock
from lib.audit import sealing
from lib.audit.models import AuditEvent, AuditSeal
from masterplan.versions import services as versions_services
from masterplan.versions.models import Revision

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def head_of(revision) -> str:
    return Revision.objects.get(pk=revision.pk).chain_head


@pytest.mark.parametrize(
    ("act", "sealed"),
    [
        (versions_services.stamp, {"thorough": False, "batches": 0}),
        (lambda: versions_services.stamp(thorough=True, batches=2), {"thorough": True, "batches": 2}),
        (versions_services._stamp_soon, {"thorough": False, "batches": 1}),
    ],
)
def test_it_seals_as_much_as_it_is_asked_to_first(world, monkeypatch, act, sealed):
    asked: list[dict[str, object]] = []
    monkeypatch.setattr(sealing, "seal", lambda **how: asked.append(how))
    act()
    assert asked == [sealed]


@pytest.mark.parametrize(
    ("act", "about"), [("revision.frozen", "opd.opd"), ("revision.approved", "masterplan.revision")]
)
def test_an_older_event_of_another_row_or_another_act_is_not_meant(world, act, about):
    AuditEvent.objects.create(
        pk=1, at=clock.now(), act=act, object_type=about, object_id=str(world.revision.pk)
    )
    versions_services.stamp()
    link = AuditSeal.objects.get(
        event__act="revision.frozen",
        event__object_type="masterplan.revision",
        event__object_id=str(world.revision.pk),
    )
    assert head_of(world.revision) == link.sha256


def test_it_counts_the_versions_it_stamped_and_asks_for_no_other(world, monkeypatch):
    versions = Revision.objects.count()
    assert versions_services.stamp() == versions
    assert versions_services._stamp(world.revision.pk) == 0
    monkeypatch.setattr(versions_services, "_stamp", lambda pk: pytest.fail("looked at again"))
    assert versions_services.stamp() == 0


def test_a_version_without_a_trace_counts_for_nothing(world):
    assert versions_services._stamp(world.revision.pk) == 0
    assert head_of(world.revision) == ""
