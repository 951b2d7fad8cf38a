"""The worker's door: claim the job, call one service."""

from celery import shared_task

from commitments.letters import services
from lib.jobs import services as jobs
from lib.pdf.errors import RenderRefused, RenderStopped
from lib.pdf.process import render


@shared_task(name="commitments.render_letter")
def render_letter(job_pk: int) -> None:
    if job := jobs.claim(job_pk):
        with jobs.working(job, hopeless=(RenderRefused,), repeatable=(RenderStopped,)):
            services.render(job, renderer=render)
