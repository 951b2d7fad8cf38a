"""The worker's door: claim the job, call one service."""

from celery import shared_task

from commitments.services import letters
from jobs import services as jobs
from pdf.errors import RenderRefused, RenderStopped
from pdf.process import render


@shared_task(name="commitments.render_letter")
def render_letter(job_pk: int) -> None:
    if job := jobs.claim(job_pk):
        with jobs.working(job, hopeless=(RenderRefused,), repeatable=(RenderStopped,)):
            letters.render(job, renderer=render)
