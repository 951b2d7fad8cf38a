"""The rulebook of background work: enqueued once, claimed once, published once, and never lost."""

import errno
import logging
import time
import uuid
from datetime import timedelta

import pytest
from celery import current_app
from django.db import transaction
from django.utils import timezone

from lib.jobs import services as jobs_services
from lib.jobs.models import MAX_ATTEMPTS, Job, JobState
from tests.lib.jobs.factories import claimed, from_now, job

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def bells(monkeypatch):
    """What was rung, without a broker."""
    rung = []

    def ring(task, pk):
        rung.append((task, pk))
        return True

    monkeypatch.setattr(jobs_services, "ring", ring)
    return rung


def lost(**values):
    """A job whose runner was killed: still running, its lease over."""
    return job(
        state=JobState.RUNNING, lease_until=from_now(-1), token=uuid.uuid4(), **{"attempts": 1, **values}
    )


def break_it():
    raise ZeroDivisionError


class TestEnqueue:
    def test_it_makes_one_queued_row(self, bells):
        made = jobs_services.enqueue("tests.print", key="print:1", args={"sheet": 7}, requested_by="42")
        assert (made.state, made.attempts, made.args, made.requested_by) == ("queued", 0, {"sheet": 7}, "42")

    def test_a_live_key_gives_the_same_row(self, bells):
        first = jobs_services.enqueue("tests.print", key="print:1", args={})
        assert jobs_services.enqueue("tests.print", key="print:1", args={}) == first
        assert Job.objects.count() == 1

    def test_a_running_key_gives_the_running_row(self, bells):
        first = jobs_services.enqueue("tests.print", key="print:1", args={})
        claimed(first.pk)
        assert jobs_services.enqueue("tests.print", key="print:1", args={}) == first

    def test_a_finished_key_gives_a_new_row(self, bells):
        first = job(key="print:1", state=JobState.DONE)
        assert jobs_services.enqueue("tests.print", key="print:1", args={}) != first

    def test_it_rings_after_the_commit_and_by_name(self, bells, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            made = jobs_services.enqueue("tests.print", key="print:1", args={})
            assert bells == []
        assert bells == [("tests.print", made.pk)]

    def test_a_rollback_rings_nothing(self, bells, django_capture_on_commit_callbacks):
        def order_and_break():
            with transaction.atomic():
                jobs_services.enqueue("tests.print", key="print:1", args={})
                raise ZeroDivisionError

        with django_capture_on_commit_callbacks(execute=True), pytest.raises(ZeroDivisionError):
            order_and_break()
        assert bells == []
        assert Job.objects.count() == 0


class TestRing:
    def test_a_broker_that_failed_is_asked_again_after_a_while_only(self, monkeypatch):
        asked = []

        def hang(*args, **kwargs):
            asked.append(kwargs)
            raise TimeoutError

        monkeypatch.setattr(current_app, "send_task", hang)
        assert [jobs_services.ring("tests.print", pk) for pk in range(40)] == [False] * 40
        assert len(asked) == 1
        monkeypatch.setattr(jobs_services, "_silent_until", time.monotonic())
        jobs_services.ring("tests.print", 7)
        assert len(asked) == 2

    def test_a_broker_that_is_away_is_logged_and_not_raised(self, monkeypatch, caplog):
        def refuse(*args, **kwargs):
            raise ConnectionRefusedError("no broker")

        monkeypatch.setattr(current_app, "send_task", refuse)
        with caplog.at_level(logging.WARNING):
            jobs_services.ring("tests.print", 7)
        assert "broker did not take job 7" in caplog.text

    def test_it_waits_for_no_retry_and_keeps_no_result(self, monkeypatch):
        sent = []
        monkeypatch.setattr(current_app, "send_task", lambda name, **how: sent.append((name, how)))
        jobs_services.ring("tests.print", 7)
        assert sent == [("tests.print", {"args": [7], "retry": False, "ignore_result": True})]


class TestClaim:
    def test_it_takes_a_queued_job_with_a_token_and_a_lease(self):
        taken = claimed()
        assert taken.state == JobState.RUNNING
        assert taken.token is not None
        assert taken.attempts == 1
        assert taken.lease_until > timezone.now()

    def test_a_running_job_is_not_taken(self):
        pk = job().pk
        jobs_services.claim(pk)
        assert jobs_services.claim(pk) is None

    def test_a_job_whose_lease_is_over_is_taken_again_with_a_new_token(self):
        dead = lost()
        taken = claimed(dead.pk)
        assert taken.attempts == 2
        assert taken.token != dead.token

    @pytest.mark.parametrize("state", [JobState.DONE, JobState.FAILED])
    def test_what_is_over_is_not_taken(self, state):
        assert jobs_services.claim(job(state=state).pk) is None

    def test_what_was_tried_three_times_is_not_taken(self):
        assert jobs_services.claim(lost(attempts=MAX_ATTEMPTS).pk) is None

    def test_a_job_nobody_knows_is_not_taken(self):
        assert jobs_services.claim(999_999) is None


class TestFinish:
    def test_it_publishes_and_closes_in_one_go(self):
        taken, published = claimed(), []
        assert jobs_services.finish(taken, lambda: published.append(1)) is True
        taken.refresh_from_db()
        assert (taken.state, taken.token, published) == (JobState.DONE, None, [1])
        assert taken.finished_at is not None

    def test_a_lost_lease_publishes_nothing(self):
        first = claimed(lost().pk)
        Job.objects.filter(pk=first.pk).update(lease_until=from_now(-1))
        second = claimed(first.pk)
        published: list[str] = []
        assert jobs_services.finish(first, lambda: published.append("first")) is False
        assert jobs_services.finish(second, lambda: published.append("second")) is True
        assert published == ["second"]

    def test_a_job_finished_twice_publishes_once(self):
        taken, published = claimed(), []
        for _ in range(2):
            jobs_services.finish(taken, lambda: published.append(1))
        assert published == [1]

    def test_a_publication_that_fails_leaves_the_job_running(self):
        taken = claimed()
        with pytest.raises(ZeroDivisionError):
            jobs_services.finish(taken, break_it)
        taken.refresh_from_db()
        assert taken.state == JobState.RUNNING


class TestFailure:
    def test_a_failure_queues_the_work_again(self):
        taken = claimed()
        jobs_services.fail(taken, "Kertas habis.")
        taken.refresh_from_db()
        assert (taken.state, taken.attempts, taken.error) == (JobState.QUEUED, 1, "Kertas habis.")
        assert taken.is_repeated

    def test_three_attempts_end_in_a_failure_people_can_read(self):
        pk = job().pk
        for _ in range(MAX_ATTEMPTS):
            jobs_services.fail(claimed(pk), "Kertas habis.")
        ended = Job.objects.get(pk=pk)
        assert (ended.state, ended.error, ended.is_live) == (JobState.FAILED, "Kertas habis.", False)
        assert jobs_services.claim(pk) is None

    def test_a_final_failure_is_not_tried_again(self):
        taken = claimed()
        jobs_services.fail(taken, "Tidak ada isi.", final=True)
        taken.refresh_from_db()
        assert taken.state == JobState.FAILED

    def test_a_failure_without_the_lease_changes_nothing(self):
        first = claimed(lost().pk)
        Job.objects.filter(pk=first.pk).update(lease_until=from_now(-1))
        second = claimed(first.pk)
        jobs_services.fail(first, "Terlambat.", final=True)
        second.refresh_from_db()
        assert (second.state, second.error) == (JobState.RUNNING, "")

    def test_progress_without_the_lease_is_not_written(self):
        first = claimed(lost().pk)
        Job.objects.filter(pk=first.pk).update(lease_until=from_now(-1))
        claimed(first.pk)
        jobs_services.report(first, 2, 3, "Mencetak")
        first.refresh_from_db()
        assert first.step == 0


class TestSweep:
    def test_a_broker_that_does_not_answer_ends_the_round(self, monkeypatch):
        rung = []
        monkeypatch.setattr(jobs_services, "ring", lambda task, pk: rung.append(pk))
        late = [job(due_at=from_now(-1)) for _ in range(3)]
        assert jobs_services.sweep() == 1
        assert len(rung) == 1
        assert Job.objects.filter(pk__in=[one.pk for one in late], due_at__lt=timezone.now()).count() == 2

    @pytest.mark.parametrize(("waited", "pause"), [(1, 10), (100, 25), (100_000, 60)])
    def test_what_waits_long_is_rung_less_often(self, bells, waited, pause):
        late = job(due_at=from_now(-1), created_at=from_now(-waited))
        jobs_services.sweep()
        late.refresh_from_db()
        assert abs(late.due_at - from_now(pause)) < timedelta(seconds=2)

    def test_what_waits_too_long_is_rung_again(self, bells):
        late = job(due_at=from_now(-1))
        assert jobs_services.sweep() == 1
        assert bells == [(late.task, late.pk)]
        late.refresh_from_db()
        assert late.due_at > timezone.now()

    def test_what_is_not_late_is_left_alone(self, bells):
        job()
        claimed()
        assert jobs_services.sweep() == 0
        assert bells == []

    def test_a_lost_runner_gives_the_job_back(self, bells):
        dead = lost()
        jobs_services.sweep()
        dead.refresh_from_db()
        assert (dead.state, dead.token, dead.is_repeated) == (JobState.QUEUED, None, True)
        assert bells == [(dead.task, dead.pk)]

    def test_the_lost_runner_publishes_nothing_after_the_sweep(self, bells):
        dead, published = lost(), []
        jobs_services.sweep()
        assert jobs_services.finish(dead, lambda: published.append(1)) is False
        assert published == []

    def test_the_third_lost_runner_ends_the_job_with_a_sentence(self, bells):
        dead = lost(attempts=MAX_ATTEMPTS)
        jobs_services.sweep()
        dead.refresh_from_db()
        assert dead.state == JobState.FAILED
        assert dead.error == "Pekerjaan terhenti 3 kali sebelum selesai."
        assert bells == []

    def test_a_job_that_changed_since_it_was_read_is_not_rung(self, bells, monkeypatch):
        late = job(due_at=from_now(-1))
        give_back = jobs_services._give_back

        def claimed_in_between(row):
            jobs_services.claim(row.pk)
            return give_back(row)

        monkeypatch.setattr(jobs_services, "_give_back", claimed_in_between)
        assert jobs_services.sweep() == 0
        assert bells == []
        late.refresh_from_db()
        assert late.state == JobState.RUNNING


class TestOneClock:
    """Machines may disagree about the hour; every lease is measured by the database's."""

    @pytest.fixture(params=[timedelta(days=1), timedelta(days=-1)], ids=["a day ahead", "a day behind"])
    def _wrong_clock(self, request, monkeypatch):
        real = timezone.now
        monkeypatch.setattr(timezone, "now", lambda: real() + request.param)

    @pytest.mark.usefixtures("_wrong_clock")
    def test_nobody_takes_what_another_works_on(self, bells):
        taken = claimed()
        assert jobs_services.claim(taken.pk) is None
        assert jobs_services.sweep() == 0

    @pytest.mark.usefixtures("_wrong_clock")
    def test_what_was_just_ordered_is_not_late_and_soon_is(self, bells):
        made = jobs_services.enqueue("tests.print", key="print:1", args={})
        assert jobs_services.sweep() == 0
        assert timedelta(seconds=8) < made.due_at - made.created_at < timedelta(seconds=12)

    @pytest.mark.usefixtures("_wrong_clock")
    def test_no_step_of_a_job_lies_before_the_one_before(self, bells):
        made = jobs_services.enqueue("tests.print", key="print:1", args={})
        taken = claimed(made.pk)
        jobs_services.finish(taken, lambda: None)
        taken.refresh_from_db()
        assert taken.created_at <= taken.started_at <= taken.finished_at


def test_a_full_disk_is_told_in_words():
    taken = claimed()
    with jobs_services.working(taken):
        raise OSError(errno.ENOSPC, "No space left on device")
    taken.refresh_from_db()
    assert (taken.state, taken.error) == (
        JobState.QUEUED,
        "Ruang penyimpanan portal penuh. Hubungi pengelola, lalu coba lagi.",
    )
