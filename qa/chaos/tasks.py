"""Tasks that only the fault runs know; injected/sitecustomize.py adds them to a worker."""

import os
import signal

from celery import shared_task

from jobs import services as jobs


@shared_task(name="tests.render_poison")
def poison(job_pk: int) -> None:
    """As a text that takes all memory: the kernel ends the process that works on it."""
    if job := jobs.claim(job_pk):
        with jobs.working(job):
            os.kill(os.getpid(), signal.SIGKILL)
