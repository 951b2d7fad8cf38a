"""The edges of sealing: the very first event, batches of one, one lock for all, and who waits how long."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from lib import clock
from lib.audit import sealing
from lib.audit.models import AuditEvent, AuditSeal
from tests.lib.audit import chains

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_the_numbers_that_two_versions_side_by_side_must_agree_about():
    """While one is replaced by the next, both seal: with one lock, and looking back equally far."""
    assert sealing.seal() == 0
    assert sealing.LOCK == 0x6A656A616B
    assert (1000, timedelta(minutes=10)) == (sealing.BATCH, sealing.LOOKED_BACK)


@pytest.mark.parametrize("thorough", [False, True])
def test_the_very_first_event_is_sealed(thorough):
    AuditEvent.objects.create(pk=1, at=clock.now(), act="region.changed", object_type="x", object_id="1")
    assert sealing.seal(thorough=thorough) == 1
    assert AuditSeal.objects.get().event_id == 1


def test_batches_of_one_come_to_an_end(monkeypatch):
    monkeypatch.setattr(sealing, "BATCH", 1)
    chains.events(3)
    assert sealing.seal() == 3
    assert list(AuditSeal.objects.order_by("pk").values_list("pk", flat=True)) == [1, 2, 3]


def test_whoever_waits_for_an_act_waits_for_one_batch(monkeypatch):
    monkeypatch.setattr(sealing, "BATCH", 2)
    chains.events(5)
    sealing._seal_soon()
    assert AuditSeal.objects.count() == 2


@pytest.mark.parametrize(("vendor", "said"), [("postgresql", 2), ("sqlite", 0)])
def test_sealers_wait_for_each_other_where_there_are_several_writers(monkeypatch, vendor, said):
    spoken: list[tuple[str, ...]] = []

    class Cursor:
        def execute(self, *words):
            spoken.append(words)

        def __enter__(self):
            return self

        def __exit__(self, *reason):
            return None

    monkeypatch.setattr(sealing, "connection", SimpleNamespace(vendor=vendor, cursor=Cursor))
    sealing._wait_for_other_sealers()
    statements = [("SET LOCAL lock_timeout = '5s'",), ("SELECT pg_advisory_xact_lock(%s)", [sealing.LOCK])]
    assert spoken == statements[:said]


def test_every_batch_waits_for_the_others_before_it_looks(monkeypatch):
    looked, original = list[str](), sealing._unsealed

    def looks(after):
        looked.append("looks")
        return original(after)

    monkeypatch.setattr(sealing, "_wait_for_other_sealers", lambda: looked.append("waits"))
    monkeypatch.setattr(sealing, "_unsealed", looks)
    chains.events(1)
    sealing.seal()
    assert looked == ["waits", "looks"]
