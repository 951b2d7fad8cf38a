"""Enqueue, claim, finish and sweep. Losing the broker, the worker or both loses nothing.

Every time here is the database's: machines may disagree about the hour, and a worker whose clock is a day
ahead must not think that everybody else's lease is over.
"""

import errno
import logging
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from typing import Any

from celery import current_app
from django.conf import settings
from django.db import Error, IntegrityError, connection, transaction
from django.db.models import F, Q
from django.db.models.functions import Now

from lib.jobs.models import LIVE_STATES, MAX_ATTEMPTS, Job, JobState

logger = logging.getLogger(__name__)

ORDERS = 3
"""So often another order of the same may be faster and its job over before it is seen."""
IN_PEACE_S = 5.0
_silent_until = 0.0
DISK_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
TIME_LIMIT_S = 300
"""A runner that hangs loses its lease after these seconds; after three attempts the job fails readably."""


def enqueue(task: str, *, key: str, args: dict[str, Any], requested_by: str = "") -> Job:
    """Return the live job of `key`, making it when there is none; rings after the commit."""
    job = _live(key)
    for _ in range(ORDERS):
        job = job or _order(task, key, args, requested_by) or _live(key)
    if job is None:
        raise RuntimeError(f"job {key} came and went {ORDERS} times")
    transaction.on_commit(partial(ring, job.task, job.pk))
    return job


def _live(key: str) -> Job | None:
    found: Job | None = Job.objects.filter(key=key, state__in=LIVE_STATES).first()
    return found


def _order(task: str, key: str, args: dict[str, Any], requested_by: str) -> Job | None:
    """None when somebody else ordered the same; by the time one looks, that job may have ended."""
    try:
        with transaction.atomic():
            job = Job.objects.create(
                task=task, key=key, args=args, requested_by=requested_by, due_at=Now() + ring_again_after()
            )
    except IntegrityError:
        return None
    del job.due_at  # an expression; read from the row when somebody asks
    return job


def ring(task: str, pk: int) -> bool:
    """Tell a worker by the task's name. A broker that is away is logged: the sweep rings again.

    One that hangs costs its time limit, so it is then left in peace for a while: an act may ring forty times.
    """
    global _silent_until
    if time.monotonic() < _silent_until:
        return False
    try:
        current_app.send_task(task, args=[pk], retry=False, ignore_result=True)
    except Exception as reason:  # each broker library raises its own kind
        logger.warning("broker did not take job %s: %s", pk, reason)
        _silent_until = time.monotonic() + IN_PEACE_S
        return False
    return True


def claim(pk: int) -> Job | None:
    """Take the job for this runner, or None when it is done, taken, or was tried too often."""
    token = uuid.uuid4()
    free = Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING, lease_until__lt=Now())
    taken = Job.objects.filter(free, pk=pk, attempts__lt=MAX_ATTEMPTS).update(
        state=JobState.RUNNING,
        token=token,
        attempts=F("attempts") + 1,
        lease_until=Now() + lease(),
        started_at=Now(),
        step=0,
        error="",
    )
    return Job.objects.get(pk=pk) if taken else None


def lease() -> timedelta:
    return timedelta(seconds=settings.JOBS_LEASE_S)


def ring_again_after() -> timedelta:
    """How long a bell may take; the sweep comes round as often."""
    return lease() / 3


@contextmanager
def working(
    job: Job,
    *,
    hopeless: tuple[type[Exception], ...] = (),
    repeatable: tuple[type[Exception], ...] = (),
) -> Iterator[Job]:
    """Beat while the block runs; a failure inside is written down, with another try when that may help.

    hopeless: what fails however often it is tried; repeatable: what may succeed the next time. The text of
    both is shown to people as it is.
    """
    stop = threading.Event()
    beater = threading.Thread(target=_beat_until, args=(job, stop), daemon=True)
    beater.start()
    try:
        yield job
    except hopeless as reason:
        mend_connection()
        fail(job, str(reason), final=True)
    except repeatable as reason:
        mend_connection()
        fail(job, str(reason))
    except Exception as reason:  # the page needs a state whatever broke
        logger.exception("job %s failed", job.pk)
        mend_connection()
        fail(job, _quoted(reason))
    finally:
        stop.set()
        beater.join(timeout=5)


def _quoted(reason: Exception) -> str:
    if any(isinstance(one, OSError) and one.errno in DISK_FULL for one in (reason, reason.__cause__)):
        return "Ruang penyimpanan portal penuh. Hubungi pengelola, lalu coba lagi."
    return f"Terjadi kesalahan ({type(reason).__name__})."


def mend_connection() -> None:
    """Work may outlive a restart of the database; the next query then begins on a new connection."""
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()


def _beat_until(job: Job, stop: threading.Event) -> None:
    until = time.monotonic() + TIME_LIMIT_S
    try:
        while not stop.wait(settings.JOBS_LEASE_S / 3) and time.monotonic() < until:
            _beat(job)
    finally:
        connection.close()


def _beat(job: Job) -> None:
    """A database that is busy for a moment must not end the beat: the next one may come in time."""
    try:
        _mine(job).update(lease_until=Now() + lease())
    except Error as reason:
        logger.warning("job %s missed a beat: %s", job.pk, reason)
        connection.close()


def report(job: Job, step: int, steps: int, message: str = "") -> None:
    """Say how far the work is. Written only while the lease is held."""
    _mine(job).update(step=step, steps=steps, message=message[:200])


def finish(job: Job, publish: Callable[[], None]) -> bool:
    """Publish the result and close the job in one transaction; False when the lease was lost."""
    mend_connection()
    with transaction.atomic():
        done = _mine(job).update(
            state=JobState.DONE, finished_at=Now(), lease_until=None, token=None, message=""
        )
        if done:
            publish()
    return bool(done)


def fail(job: Job, reason: str, *, final: bool = False) -> None:
    """Write the failure down: queued again while tries are left, else failed for people to read."""
    over = {"error": reason, "token": None, "lease_until": None}
    if final or job.attempts >= MAX_ATTEMPTS:
        _mine(job).update(state=JobState.FAILED, finished_at=Now(), **over)
    else:
        _mine(job).update(state=JobState.QUEUED, due_at=Now() + ring_again_after(), **over)


def _mine(job: Job) -> Any:
    return Job.objects.filter(pk=job.pk, token=job.token, state=JobState.RUNNING)


def sweep() -> int:
    """Ring what is late again, end what was tried too often; returns how many jobs were touched.

    A broker that does not answer ends the round: a hundred jobs would wait for it a hundred times.
    """
    touched = _end_exhausted()
    lost = Q(state=JobState.RUNNING, lease_until__lt=Now())
    late = Q(state=JobState.QUEUED, due_at__lt=Now())
    for job in Job.objects.filter(lost | late).annotate(now=Now()):
        if _give_back(job):
            touched += 1
            if not ring(job.task, job.pk):
                break
    return touched


def _end_exhausted() -> int:
    lost = Q(state=JobState.RUNNING, lease_until__lt=Now()) | Q(state=JobState.QUEUED)
    return Job.objects.filter(lost, attempts__gte=MAX_ATTEMPTS).update(
        state=JobState.FAILED,
        error=f"Pekerjaan terhenti {MAX_ATTEMPTS} kali sebelum selesai.",
        finished_at=Now(),
        token=None,
        lease_until=None,
    )


def _give_back(job: Any) -> bool:
    """Queue it again if nobody touched it since it was read, so that two sweeps ring once.

    What only waits for its turn is rung less and less often, else a long queue would fill with bells.
    """
    unchanged = Q(due_at=job.due_at)
    if job.state == JobState.RUNNING:
        unchanged = Q(token=job.token, lease_until__lt=Now())
    pause = min(max((job.now - job.created_at) / 4, ring_again_after()), 2 * lease())
    given = Job.objects.filter(unchanged, pk=job.pk, state=job.state).update(
        state=JobState.QUEUED, token=None, lease_until=None, due_at=Now() + pause
    )
    return bool(given)
