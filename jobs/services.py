"""Enqueue, claim, finish and sweep. Losing the broker, the worker or both loses nothing."""

import logging
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from typing import Any

from celery import current_app
from django.conf import settings
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from jobs.models import LIVE_STATES, MAX_ATTEMPTS, Job, JobState

logger = logging.getLogger(__name__)

RING_AGAIN_AFTER = timedelta(seconds=10)
TIME_LIMIT_S = 300
"""A runner that hangs is killed; its lease ends, and after three attempts the job fails readably."""


def enqueue(task: str, *, key: str, args: dict[str, Any], requested_by: str = "") -> Job:
    """Return the live job of `key`, making it when there is none; rings after the commit."""
    live = Q(key=key, state__in=LIVE_STATES)
    job = Job.objects.filter(live).first()
    if job is None:
        try:
            with transaction.atomic():
                job = Job.objects.create(
                    task=task,
                    key=key,
                    args=args,
                    requested_by=requested_by,
                    due_at=timezone.now() + RING_AGAIN_AFTER,
                )
        except IntegrityError:
            job = Job.objects.get(live)
    transaction.on_commit(partial(ring, job.task, job.pk))
    return job


def ring(task: str, pk: int) -> None:
    """Tell a worker by the task's name. A broker that is away is logged: the sweep rings again."""
    try:
        current_app.send_task(task, args=[pk], retry=False, ignore_result=True)
    except Exception as reason:  # each broker library raises its own kind
        logger.warning("broker did not take job %s: %s", pk, reason)


def claim(pk: int) -> Job | None:
    """Take the job for this runner, or None when it is done, taken, or was tried too often."""
    now = timezone.now()
    token = uuid.uuid4()
    free = Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING, lease_until__lt=now)
    taken = Job.objects.filter(free, pk=pk, attempts__lt=MAX_ATTEMPTS).update(
        state=JobState.RUNNING,
        token=token,
        attempts=F("attempts") + 1,
        lease_until=now + lease(),
        started_at=now,
        step=0,
        error="",
    )
    return Job.objects.get(pk=pk) if taken else None


def lease() -> timedelta:
    return timedelta(seconds=settings.JOBS_LEASE_S)


@contextmanager
def working(job: Job, *, hopeless: tuple[type[Exception], ...] = ()) -> Iterator[Job]:
    """Beat while the block runs; a failure inside is written down, with another try when that may help.

    hopeless: what fails however often it is tried. Its text is shown to people as it is.
    """
    stop = threading.Event()
    beater = threading.Thread(target=_beat_until, args=(job, stop), daemon=True)
    beater.start()
    try:
        yield job
    except hopeless as reason:
        fail(job, str(reason), final=True)
    except Exception as reason:  # the page needs a state whatever broke
        logger.exception("job %s failed", job.pk)
        fail(job, f"Terjadi kesalahan ({type(reason).__name__}).")
    finally:
        stop.set()
        beater.join(timeout=5)


def _beat_until(job: Job, stop: threading.Event) -> None:
    try:
        while not stop.wait(settings.JOBS_LEASE_S / 3):
            _beat(job)
    finally:
        connection.close()


def _beat(job: Job) -> None:
    """A database that is busy for a moment must not end the beat: the next one may come in time."""
    try:
        _mine(job).update(lease_until=timezone.now() + lease())
    except DatabaseError as reason:
        logger.warning("job %s missed a beat: %s", job.pk, reason)
        connection.close()


def report(job: Job, step: int, steps: int, message: str = "") -> None:
    """Say how far the work is. Written only while the lease is held."""
    _mine(job).update(step=step, steps=steps, message=message[:200])


def finish(job: Job, publish: Callable[[], None]) -> bool:
    """Publish the result and close the job in one transaction; False when the lease was lost."""
    with transaction.atomic():
        done = _mine(job).update(
            state=JobState.DONE, finished_at=timezone.now(), lease_until=None, token=None, message=""
        )
        if done:
            publish()
    return bool(done)


def fail(job: Job, reason: str, *, final: bool = False) -> None:
    """Write the failure down: queued again while tries are left, else failed for people to read."""
    now = timezone.now()
    if final or job.attempts >= MAX_ATTEMPTS:
        _mine(job).update(state=JobState.FAILED, error=reason, finished_at=now, token=None, lease_until=None)
    else:
        _mine(job).update(
            state=JobState.QUEUED, error=reason, token=None, lease_until=None, due_at=now + RING_AGAIN_AFTER
        )


def _mine(job: Job) -> Any:
    return Job.objects.filter(pk=job.pk, token=job.token, state=JobState.RUNNING)


def sweep() -> int:
    """Ring what is late again, end what was tried too often; returns how many jobs were touched."""
    now = timezone.now()
    touched = _end_exhausted()
    for job in Job.objects.filter(state=JobState.RUNNING, lease_until__lt=now):
        touched += _ring_again(job, Q(token=job.token, lease_until__lt=now))
    for job in Job.objects.filter(state=JobState.QUEUED, due_at__lt=now):
        touched += _ring_again(job, Q(due_at=job.due_at))
    return touched


def _end_exhausted() -> int:
    now = timezone.now()
    lost = Q(state=JobState.RUNNING, lease_until__lt=now) | Q(state=JobState.QUEUED)
    return Job.objects.filter(lost, attempts__gte=MAX_ATTEMPTS).update(
        state=JobState.FAILED,
        error=f"Pekerjaan terhenti {MAX_ATTEMPTS} kali sebelum selesai.",
        finished_at=now,
        token=None,
        lease_until=None,
    )


def _ring_again(job: Job, unchanged: Q) -> int:
    """Compare-and-set, so that two sweeps ring once."""
    won = Job.objects.filter(unchanged, pk=job.pk, state=job.state).update(
        state=JobState.QUEUED, token=None, lease_until=None, due_at=timezone.now() + RING_AGAIN_AFTER
    )
    if won:
        ring(job.task, job.pk)
    return won
