"""The worker's door: claim the job, call one service."""

from celery import shared_task

from jobs import services as jobs
from masterplan.services import exports
from pdf.errors import RenderRefused, RenderStopped
from pdf.process import render


@shared_task(name="masterplan.render_export")
def render_export(job_pk: int) -> None:
    if job := jobs.claim(job_pk):
        with jobs.working(job, hopeless=(RenderRefused,), repeatable=(RenderStopped,)):
            exports.render(job, renderer=render)
