"""The worker's door: claim the job, call one service."""

from celery import shared_task

from lib.jobs import services as jobs
from lib.pdf.errors import RenderRefused, RenderStopped
from masterplan.versions.files import services


@shared_task(name="masterplan.render_export")
def render_export(job_pk: int) -> None:
    if job := jobs.claim(job_pk):
        with jobs.working(job, hopeless=(RenderRefused,), repeatable=(RenderStopped,)):
            services.render(job)
