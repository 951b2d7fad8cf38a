"""The same promises while many press, run and sweep at the same moment, on either database."""

import threading
import time
from datetime import timedelta
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest
from celery import current_app
from django.db import DatabaseError, connection
from django.test import override_settings
from django.utils import timezone

from lib.jobs import services as jobs_services
from lib.jobs.models import Job, JobState
from tests.lib.jobs.factories import claimed, from_now, job
from tests.parallel import at_once

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 20


@pytest.fixture(autouse=True)
def bells(monkeypatch):
    rung = []
    monkeypatch.setattr(current_app, "send_task", lambda name, **how: rung.append(how["args"][0]))
    return rung


def lease_of(taken) -> Any:
    return Job.objects.get(pk=taken.pk).lease_until


def test_twenty_parallel_orders_of_one_key_make_one_job():
    made = at_once(
        [partial(jobs_services.enqueue, "tests.print", key="print:1", args={"n": n}) for n in range(MANY)]
    )
    assert {row.pk for row in made} == set(Job.objects.values_list("pk", flat=True))
    assert Job.objects.count() == 1


def test_twenty_parallel_orders_of_two_keys_make_two_jobs():
    at_once(
        [partial(jobs_services.enqueue, "tests.print", key=f"print:{n % 2}", args={}) for n in range(MANY)]
    )
    assert sorted(Job.objects.values_list("key", flat=True)) == ["print:0", "print:1"]


def test_twenty_runners_claim_a_job_once():
    pk = job().pk
    taken = [row for row in at_once([partial(jobs_services.claim, pk)] * MANY) if row is not None]
    assert len(taken) == 1
    assert Job.objects.get(pk=pk).attempts == 1


def test_twenty_bells_have_one_effect():
    pk, published = job().pk, list[Any]()

    def run():
        if taken := jobs_services.claim(pk):
            jobs_services.finish(taken, partial(published.append, taken.token))

    assert [result for result in at_once([run] * MANY) if result] == []
    assert len(published) == 1
    assert Job.objects.get(pk=pk).state == JobState.DONE


def test_twenty_sweeps_ring_a_late_job_once(bells):
    late = job(due_at=from_now(-1))
    touched = at_once([jobs_services.sweep] * MANY)
    assert sum(touched) == 1
    assert bells == [late.pk]


def test_of_a_late_runner_and_its_successor_one_publishes():
    first = claimed()
    Job.objects.filter(pk=first.pk).update(lease_until=from_now(-1))
    second = claimed(first.pk)
    published: list[Any] = []

    def finish(runner):
        jobs_services.finish(runner, partial(published.append, runner.token))

    at_once([partial(finish, first), partial(finish, second)])
    assert published == [second.token]


def test_a_working_runner_keeps_its_lease():
    with override_settings(JOBS_LEASE_S=0.6):
        taken = claimed()
        with jobs_services.working(taken):
            time.sleep(1.2)
            swept, left = jobs_services.sweep(), lease_of(taken) - timezone.now()
            done = jobs_services.finish(taken, lambda: None)
    assert (swept, left > timedelta(0), done) == (0, True, True)


def test_a_runner_that_hangs_loses_its_lease(monkeypatch):
    monkeypatch.setattr(jobs_services, "TIME_LIMIT_S", 0.1)
    with override_settings(JOBS_LEASE_S=0.6):
        taken = claimed()
        with jobs_services.working(taken):
            time.sleep(0.8)
            swept = jobs_services.sweep()
    assert swept == 1


def test_work_that_breaks_is_written_down_and_queued_again():
    taken = claimed()
    with jobs_services.working(taken):
        raise ZeroDivisionError
    taken.refresh_from_db()
    assert (taken.state, taken.error) == (JobState.QUEUED, "Terjadi kesalahan (ZeroDivisionError).")


def test_work_that_cannot_succeed_is_not_tried_again():
    taken = claimed()
    with jobs_services.working(taken, hopeless=(LookupError,)):
        raise LookupError("Naskah terlalu besar untuk dicetak.")
    taken.refresh_from_db()
    assert (taken.state, taken.error) == (JobState.FAILED, "Naskah terlalu besar untuk dicetak.")


def test_a_missed_beat_does_not_end_the_beating(monkeypatch):
    beats = iter((DatabaseError("busy"), None, None))

    def update(**values):
        if reason := next(beats, None):
            raise reason
        return real(**values)

    with override_settings(JOBS_LEASE_S=0.6):
        taken = claimed()
        before, real = lease_of(taken), jobs_services._mine(taken).update
        monkeypatch.setattr(jobs_services, "_mine", lambda job: SimpleNamespace(update=update))
        with jobs_services.working(taken):
            time.sleep(0.7)
            after = lease_of(taken)  # the block catches what is raised in it, an assertion too
    assert after > before


def test_the_beat_stops_with_the_work():
    before = threading.active_count()
    with jobs_services.working(claimed()):
        during = threading.active_count()
    assert (during, threading.active_count()) == (before + 1, before)


def cut_the_connection():
    """As a restarted server leaves it: Django does not know yet. SQLite is a file and has none to restart."""
    (connection.connection if connection.vendor == "postgresql" else connection).close()


def test_work_outlives_a_restart_of_the_database():
    taken, published = claimed(), list[int]()
    with jobs_services.working(taken):
        cut_the_connection()
        jobs_services.finish(taken, partial(published.append, taken.pk))
    assert (Job.objects.get(pk=taken.pk).state, published) == (JobState.DONE, [taken.pk])


def test_a_failure_is_written_down_although_the_database_was_restarted():
    taken = claimed()
    with jobs_services.working(taken):
        cut_the_connection()
        raise ZeroDivisionError
    assert Job.objects.get(pk=taken.pk).state == JobState.QUEUED
