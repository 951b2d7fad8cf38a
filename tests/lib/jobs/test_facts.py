"""What each step of a job writes and leaves, column by column, and whom it does not touch."""

import errno
import threading
import uuid
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from celery import current_app
from django.db import DatabaseError
from django.db.models.functions import Now

from lib.jobs import services as jobs_services
from lib.jobs.models import MAX_ATTEMPTS, Job, JobState
from tests.lib.jobs.factories import claimed, from_now, job

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
FULL = "Ruang penyimpanan portal penuh. Hubungi pengelola, lalu coba lagi."
LEASE_S, BELL_S = 30, 10
"""What the settings say unless they are told otherwise."""


@pytest.fixture
def bells(monkeypatch):
    rung: list[int] = []

    def ring(task, pk):
        rung.append(pk)
        return True

    monkeypatch.setattr(jobs_services, "ring", ring)
    return rung


def lost(**values: Any) -> Job:
    values = {"state": JobState.RUNNING, "attempts": 1, "token": uuid.uuid4(), **values}
    return job(lease_until=from_now(-1), **values)


def fresh(row: Job) -> Any:
    return Job.objects.get(pk=row.pk)


def is_in(moment: Any, seconds: float) -> bool:
    return bool(abs(moment - from_now(seconds)) < timedelta(seconds=5))


def test_the_numbers_that_the_manual_names():
    assert (jobs_services.TIME_LIMIT_S, MAX_ATTEMPTS) == (300, 3)
    assert (jobs_services.lease(), jobs_services.ring_again_after()) == (
        timedelta(seconds=LEASE_S),
        timedelta(seconds=BELL_S),
    )


@pytest.mark.parametrize(
    ("state", "attempts", "is_repeated"),
    [
        (JobState.QUEUED, 0, False),
        (JobState.QUEUED, 1, True),
        (JobState.RUNNING, 1, False),
        (JobState.RUNNING, 2, True),
        (JobState.DONE, 2, False),
        (JobState.FAILED, 3, False),
    ],
)
def test_work_is_repeated_when_an_earlier_runner_was_lost(state, attempts, is_repeated):
    assert Job(state=state, attempts=attempts).is_repeated is is_repeated


def test_a_job_is_named_by_its_task_its_key_and_its_state():
    assert str(Job(task="tests.print", key="print:1")) == "tests.print print:1 (queued)"


class TestRing:
    @pytest.fixture
    def clock(self, monkeypatch):
        now = SimpleNamespace(seconds=100.0)
        monkeypatch.setattr(jobs_services, "time", SimpleNamespace(monotonic=lambda: now.seconds))
        return now

    def test_it_says_whether_the_broker_took_it(self, monkeypatch, clock):
        monkeypatch.setattr(current_app, "send_task", lambda name, **how: None)
        assert jobs_services.ring("tests.print", 7) is True

    def test_a_broker_that_failed_is_left_in_peace_for_five_seconds(self, monkeypatch, clock):
        def refuse(*args, **kwargs):
            raise ConnectionRefusedError

        monkeypatch.setattr(current_app, "send_task", refuse)
        assert jobs_services.ring("tests.print", 7) is False
        monkeypatch.setattr(current_app, "send_task", lambda name, **how: None)
        clock.seconds = 104.9
        assert jobs_services.ring("tests.print", 7) is False
        clock.seconds = 105.0
        assert jobs_services.ring("tests.print", 7) is True


def test_a_claim_begins_anew_and_has_its_lease():
    row = job(step=2, error="Kertas habis.", attempts=1)
    taken = claimed(row.pk)
    assert (taken.step, taken.error, taken.attempts) == (0, "", 2)
    assert is_in(taken.lease_until, LEASE_S)
    assert is_in(taken.started_at, 0)


@pytest.mark.parametrize("state", [JobState.DONE, JobState.FAILED])
def test_what_is_over_is_not_taken_whatever_lease_it_once_had(state):
    assert jobs_services.claim(job(state=state, lease_until=from_now(-9)).pk) is None


def test_only_the_job_that_is_meant_is_taken():
    other = job()
    claimed()
    assert fresh(other).state == JobState.QUEUED


class TestWorking:
    @pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
    @pytest.mark.parametrize("is_cause", [False, True])
    def test_a_disk_that_is_full_is_told_in_words(self, number, is_cause):
        taken = claimed()
        with jobs_services.working(taken):
            if is_cause:
                raise ValueError from OSError(number, "full")
            raise OSError(number, "full")
        assert fresh(taken).error == FULL

    def test_another_failure_of_the_disk_is_not_that_one(self):
        taken = claimed()
        with jobs_services.working(taken):
            raise OSError(errno.EACCES, "not yours")
        assert fresh(taken).error == "Terjadi kesalahan (PermissionError)."

    def test_what_is_hopeless_ends_at_once(self):
        taken = claimed()
        with jobs_services.working(taken, hopeless=(LookupError,)):
            raise LookupError("Terlalu besar.")
        assert (fresh(taken).state, fresh(taken).error) == (JobState.FAILED, "Terlalu besar.")

    def test_the_beat_keeps_no_process_alive_and_is_waited_for_five_seconds_at_most(self, monkeypatch):
        """A beat that hangs in the database must hold up neither the work nor the end of the worker."""
        seen: dict[str, Any] = {}

        class Beater:
            def __init__(self, **how: Any) -> None:
                seen.update(how)

            def start(self) -> None:
                seen["started"] = True

            def join(self, timeout: float | None = None) -> None:
                seen["waits"] = timeout

        monkeypatch.setattr(jobs_services, "threading", SimpleNamespace(Event=threading.Event, Thread=Beater))
        taken = claimed()
        with jobs_services.working(taken):
            assert not seen["args"][1].is_set()
        assert (seen["daemon"], seen["started"], seen["waits"]) == (True, True, 5)
        assert seen["target"] is jobs_services._beat_until
        assert seen["args"][0] is taken
        assert seen["args"][1].is_set()

    def test_a_connection_is_mended_before_a_failure_and_before_a_result_is_written(self, monkeypatch):
        mended = []
        monkeypatch.setattr(jobs_services, "mend_connection", lambda: mended.append(1))
        taken = claimed()
        with jobs_services.working(taken):
            raise ZeroDivisionError
        assert mended == [1]
        jobs_services.finish(claimed(), lambda: None)
        assert mended == [1, 1]

    @pytest.mark.parametrize("in_transaction", [False, True])
    def test_a_connection_is_mended_outside_a_transaction_only(self, monkeypatch, in_transaction):
        closed: list[int] = []
        connection = SimpleNamespace(
            in_atomic_block=in_transaction, close_if_unusable_or_obsolete=lambda: closed.append(1)
        )
        monkeypatch.setattr(jobs_services, "connection", connection)
        jobs_services.mend_connection()
        assert len(closed) == (0 if in_transaction else 1)


class TestTheBeat:
    @pytest.fixture
    def connection(self, monkeypatch):
        closed: list[int] = []
        monkeypatch.setattr(jobs_services, "connection", SimpleNamespace(close=lambda: closed.append(1)))
        return closed

    def test_it_comes_three_times_in_a_lease_until_it_is_stopped(self, monkeypatch, connection):
        beats, waits, answers = list[Any](), list[float](), iter((False, False, True))

        def wait(seconds):
            waits.append(seconds)
            return next(answers)

        monkeypatch.setattr(jobs_services, "_beat", beats.append)
        stop: Any = SimpleNamespace(wait=wait)
        row = job()
        jobs_services._beat_until(row, stop)
        assert (beats, waits) == ([row, row], [BELL_S] * 3)
        assert connection == [1]

    def test_it_gives_the_runner_a_whole_lease_again(self):
        taken = claimed()
        Job.objects.filter(pk=taken.pk).update(lease_until=from_now(1))
        jobs_services._beat(taken)
        assert is_in(fresh(taken).lease_until, LEASE_S)

    def test_after_a_failure_it_begins_on_another_connection(self, monkeypatch, connection):
        def fail(**values: Any) -> None:
            raise DatabaseError("busy")

        monkeypatch.setattr(jobs_services, "_mine", lambda row: SimpleNamespace(update=fail))
        jobs_services._beat(job())
        assert connection == [1]


class TestWhatIsWritten:
    def test_progress_in_words_as_long_as_they_fit(self):
        taken = claimed()
        jobs_services.report(taken, 2, 3, "x" * 300)
        row = fresh(taken)
        assert (row.step, row.steps, row.message) == (2, 3, "x" * 200)

    def test_the_end_of_a_job_leaves_nothing_of_its_runner(self):
        taken = claimed()
        jobs_services.report(taken, 2, 3, "Mencetak")
        jobs_services.finish(taken, lambda: None)
        row = fresh(taken)
        assert (row.state, row.token, row.lease_until, row.message) == (JobState.DONE, None, None, "")
        assert is_in(row.finished_at, 0)

    def test_a_failure_that_may_help_itself_waits_for_the_next_bell(self):
        taken = claimed(job(due_at=from_now(-99)).pk)
        jobs_services.fail(taken, "Kertas habis.")
        row = fresh(taken)
        assert (row.state, row.token, row.lease_until, row.error) == ("queued", None, None, "Kertas habis.")
        assert is_in(row.due_at, BELL_S)
        assert row.finished_at is None

    def test_a_failure_for_good_has_an_end(self):
        taken = claimed()
        jobs_services.fail(taken, "Tidak ada isi.", final=True)
        row = fresh(taken)
        assert (row.state, row.token, row.lease_until) == (JobState.FAILED, None, None)
        assert is_in(row.finished_at, 0)

    @pytest.mark.parametrize("state", JobState.values)
    def test_what_nobody_holds_cannot_be_finished(self, state):
        row = job(state=state if state != JobState.RUNNING else JobState.QUEUED)
        assert jobs_services.finish(row, lambda: pytest.fail("published")) is False

    def test_one_runner_ends_one_job(self):
        """Also if two had the same token, which only a restored backup could bring about."""
        token = uuid.uuid4()
        one, other = (job(state=JobState.RUNNING, token=token, lease_until=from_now(9)) for _ in range(2))
        assert jobs_services.finish(one, lambda: None) is True
        assert fresh(other).state == JobState.RUNNING


class TestSweep:
    def test_it_counts_what_it_ended_and_what_it_gave_back(self, bells):
        lost(attempts=MAX_ATTEMPTS)
        late, gone = job(due_at=from_now(-1)), lost()
        assert jobs_services.sweep() == 3
        assert set(bells) == {late.pk, gone.pk}

    @pytest.mark.parametrize("state", [JobState.DONE, JobState.FAILED])
    def test_what_is_over_stays_over(self, bells, state):
        row = job(state=state, due_at=from_now(-9), lease_until=from_now(-9), attempts=MAX_ATTEMPTS)
        once = job(state=state, due_at=from_now(-9), lease_until=from_now(-9), attempts=1)
        assert jobs_services.sweep() == 0
        assert (fresh(row).state, fresh(once).state, bells) == (state, state, [])

    def test_the_last_attempt_is_left_to_its_runner(self, bells):
        row = job(state=JobState.RUNNING, attempts=MAX_ATTEMPTS, token=uuid.uuid4(), lease_until=from_now(9))
        assert jobs_services.sweep() == 0
        assert fresh(row).state == JobState.RUNNING

    def test_a_runner_within_its_lease_is_not_even_asked(self, bells, monkeypatch):
        claimed()
        monkeypatch.setattr(jobs_services, "_give_back", lambda row: pytest.fail("asked"))
        assert jobs_services.sweep() == 0

    def test_what_waits_after_its_last_attempt_is_ended(self, bells):
        row = job(attempts=MAX_ATTEMPTS)
        assert jobs_services.sweep() == 1
        assert fresh(row).state == JobState.FAILED

    def test_the_end_of_what_was_tried_too_often_leaves_nothing_of_its_runner(self, bells):
        row = lost(attempts=MAX_ATTEMPTS)
        jobs_services.sweep()
        row = fresh(row)
        assert (row.token, row.lease_until) == (None, None)
        assert is_in(row.finished_at, 0)

    def test_what_is_given_back_waits_for_nobody(self, bells):
        row = lost()
        jobs_services.sweep()
        assert (fresh(row).token, fresh(row).lease_until) == (None, None)


class TestGivingBack:
    def seen(self, row: Job) -> Any:
        return Job.objects.annotate(now=Now()).get(pk=row.pk)

    def test_of_two_sweeps_that_read_a_late_job_one_rings(self):
        late = job(due_at=from_now(-1))
        read = [self.seen(late), self.seen(late)]
        assert [jobs_services._give_back(one) for one in read] == [True, False]

    def test_a_runner_that_beats_after_all_keeps_its_job(self):
        read = self.seen(row := lost())
        Job.objects.filter(pk=row.pk).update(lease_until=from_now(9))
        assert jobs_services._give_back(read) is False
        assert fresh(row).state == JobState.RUNNING

    def test_one_that_was_lost_meanwhile_again_is_left_to_the_next_sweep(self):
        read = self.seen(row := lost())
        Job.objects.filter(pk=row.pk).update(token=uuid.uuid4())
        assert jobs_services._give_back(read) is False

    def test_another_job_of_the_same_moment_is_left_alone(self):
        moment = from_now(-1)
        one, other = (job(due_at=moment) for _ in range(2))
        assert jobs_services._give_back(self.seen(one)) is True
        assert fresh(other).due_at == moment
