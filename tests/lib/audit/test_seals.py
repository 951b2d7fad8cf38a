"""Sealing the trail: every committed event gets one link, without a gap, whoever commits when."""

import logging
from datetime import UTC, datetime
from functools import partial

import pytest
from django.db import DatabaseError, transaction

from lib import clock
from lib.access import SYSTEM
from lib.audit import sealing
from lib.audit import services as audit
from lib.audit.chain import COLUMNS, GENESIS, entry, link
from lib.audit.inspection import inspect
from lib.audit.models import AuditEvent, AuditSeal
from tests.lib.audit import chains
from tests.opd import factories
from tests.parallel import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
WRITERS, SEALERS, ACTS = 8, 2, 25
FIRST = "0adbaa126c579eb5b04de2b186402ecf79abb22ad690d849bee49001cb44a15b"
"""Of the event below; another hash would make every chain that was ever sealed look broken."""


def numbers():
    return list(AuditSeal.objects.order_by("pk").values_list("pk", flat=True))


def test_an_event_is_hashed_over_the_same_text_on_every_database():
    at = datetime(2026, 9, 20, 2, 3, 4, 50, tzinfo=UTC)
    changes = {"z": ["Kali", 'Kali "Bersih"\n'], "a": [None, True], "rupiah": 9_007_199_254_740_993, "é": 0.5}
    made = AuditEvent.objects.create(
        pk=10_500,
        at=at,
        actor_label="Editor Contoh",
        act="programme.changed",
        object_type="masterplan.programme",
        object_id="10001",
        object_label="Kali – Bersih",
        changes=changes,
    )
    row = AuditEvent.objects.filter(pk=made.pk).values_list(*COLUMNS).get()
    text = entry(7, at, row)
    assert text == (
        '{"act":"programme.changed","actor_label":"Editor Contoh","at":"2026-09-20T02:03:04.000050Z",'
        '"changes":{"a":[null,true],"rupiah":9007199254740993,"z":["Kali","Kali \\"Bersih\\"\\n"],"é":0.5},'
        '"id":10500,"number":7,"object_id":"10001","object_label":"Kali – Bersih",'
        '"object_type":"masterplan.programme","sealed_at":"2026-09-20T02:03:04.000050Z"}'
    )
    assert link(GENESIS, 7, at, row) == FIRST


def test_what_is_empty_is_left_out_so_that_a_column_added_later_changes_no_hash():
    region = factories.region()
    audit.record(SYSTEM, "region.changed", region)
    row = AuditEvent.objects.values_list(*COLUMNS).get()
    assert '"actor_id"' not in entry(1, clock.now(), row)
    assert f'"region_id":{region.pk}' in entry(1, clock.now(), row)


def test_the_first_column_is_the_one_the_search_goes_by():
    assert COLUMNS[0] == "id"


def test_every_event_gets_one_link_in_order_without_a_gap():
    made = chains.sealed(3)
    assert list(AuditSeal.objects.order_by("pk").values_list("pk", "event_id")) == [
        (number, event.pk) for number, event in enumerate(made, 1)
    ]
    assert sealing.seal() == 0
    chains.events(2)
    assert sealing.seal() == 2
    assert numbers() == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(("count", "batches"), [(0, 1), (2, 1), (3, 2), (7, 3)])
def test_many_events_are_sealed_in_batches(monkeypatch, count, batches):
    monkeypatch.setattr(sealing, "BATCH", 3)
    done = []
    original = sealing._seal_batch

    def counted(*args):
        done.append(args)
        return original(*args)

    monkeypatch.setattr(sealing, "_seal_batch", counted)
    chains.events(count)
    assert sealing.seal() == count
    assert len(done) == batches
    assert inspect().count == count


def test_a_person_who_waits_seals_one_batch_at_most(monkeypatch):
    monkeypatch.setattr(sealing, "BATCH", 3)
    chains.events(8)
    assert sealing.seal(batches=1) == 3


def test_who_commits_late_is_sealed_although_later_numbers_are_already():
    made = chains.events(3)
    last = AuditEvent.objects.latest("pk").pk
    AuditEvent.objects.create(
        pk=last + 2, at=clock.now(), act="region.changed", object_type="x", object_id="1"
    )
    sealing.seal()
    AuditEvent.objects.create(
        pk=last + 1, at=clock.now(), act="region.changed", object_type="x", object_id="1"
    )
    assert sealing.seal() == 1
    assert AuditSeal.objects.latest("pk").event_id == last + 1
    assert len(made) + 2 == len(numbers())


def test_the_thorough_search_finds_what_the_usual_look_no_longer_does():
    region = factories.region()
    late = chains.events(1, region)[0].pk
    newer = [event.pk for event in chains.events(2, region)]
    with clock.at(clock.now() - 2 * sealing.LOOKED_BACK):
        AuditSeal.objects.bulk_create(
            sealing._links(
                None, clock.now(), list(AuditEvent.objects.filter(pk__in=newer).values_list(*COLUMNS))
            )
        )
    assert sealing.seal() == 0
    assert sealing.seal(thorough=True) == 1
    assert AuditSeal.objects.latest("pk").event_id == late


@pytest.mark.parametrize("searched", [1, 2, 3, 7, 8])
def test_the_thorough_search_goes_from_range_to_range_and_misses_nothing(monkeypatch, searched):
    region = factories.region()
    made = chains.events(8, region)
    AuditSeal.objects.bulk_create(
        sealing._links(
            None,
            clock.now(),
            list(AuditEvent.objects.filter(pk__in=[made[1].pk, made[4].pk]).values_list(*COLUMNS)),
        )
    )
    monkeypatch.setattr(sealing, "SEARCHED", searched)
    monkeypatch.setattr(sealing, "BATCH", 2)
    assert sealing.seal(thorough=True) == 6
    assert set(AuditSeal.objects.values_list("event_id", flat=True)) == {event.pk for event in made}


def test_no_statement_of_the_thorough_search_reads_more_than_one_range(monkeypatch):
    made = chains.sealed(7)
    ranges, original = [], sealing._seal_batch

    def looks(after, moment, until):
        ranges.append(AuditEvent.objects.filter(pk__gt=after, pk__lte=until or made[-1].pk).count())
        return original(after, moment, until)

    monkeypatch.setattr(sealing, "SEARCHED", 3)
    monkeypatch.setattr(sealing, "_seal_batch", looks)
    assert sealing.seal(thorough=True) == 0
    assert ranges == [3, 3, 1]


@pytest.mark.django_db(transaction=True)
def test_nothing_is_sealed_inside_a_transaction_which_may_yet_be_undone():
    chains.events(1)
    with pytest.raises(RuntimeError), transaction.atomic():
        sealing.seal()
    assert numbers() == []


@pytest.mark.django_db(transaction=True)
class TestAfterTheCommit:
    def test_an_act_that_asks_for_it_is_sealed_at_once(self):
        with transaction.atomic():
            chains.events(2)
            sealing.seal_after_commit()
            assert numbers() == []
        assert numbers() == [1, 2]

    def test_an_act_that_was_undone_leaves_nothing(self):
        with transaction.atomic():
            chains.events(2)
            sealing.seal_after_commit()
            transaction.set_rollback(True)
        assert numbers() == []

    def test_an_act_stands_although_its_seal_failed(self, monkeypatch, caplog):
        def breaks(*args):
            raise DatabaseError("the disk is full")

        monkeypatch.setattr(sealing, "_seal_batch", breaks)
        logging.getLogger("django.db.backends.base").addHandler(caplog.handler)
        with transaction.atomic():
            chains.events(2)
            sealing.seal_after_commit()
        logging.getLogger("django.db.backends.base").removeHandler(caplog.handler)
        monkeypatch.undo()
        assert AuditEvent.objects.count() == 2
        assert "the disk is full" in caplog.text
        assert sealing.seal() == 2


@pytest.mark.django_db(transaction=True)
def test_many_writers_and_two_sealers_leave_every_event_sealed_once():
    region = factories.region()

    def write(writer):
        for number in range(ACTS):
            with transaction.atomic():
                audit.record(SYSTEM, "region.changed", region, {"writer": [writer, number]})
                if number % 3:
                    audit.record(SYSTEM, "region.loaded", region)

    def seal_again_and_again():
        sealed = 0
        while sealed < 3 or AuditEvent.objects.count() < expected:
            sealed += 1
            sealing.seal()

    expected = WRITERS * sum(2 if number % 3 else 1 for number in range(ACTS))
    calls = [partial(write, writer) for writer in range(WRITERS)] + [seal_again_and_again] * SEALERS
    assert at_once(calls) == [None] * len(calls)
    sealing.seal()
    assert AuditEvent.objects.count() == expected
    assert numbers() == list(range(1, expected + 1))
    assert set(AuditSeal.objects.values_list("event_id", flat=True)) == set(
        AuditEvent.objects.values_list("pk", flat=True)
    )
    assert inspect().fault is None


def test_a_link_knows_when_it_was_made():
    with clock.at(datetime(2026, 9, 20, tzinfo=UTC)):
        chains.sealed(1)
    made = AuditSeal.objects.get()
    assert made.sealed_at == datetime(2026, 9, 20, tzinfo=UTC)
    assert str(made) == f"1:{made.sha256}"
