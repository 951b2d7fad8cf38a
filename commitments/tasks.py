"""The worker's door: claim the job, call one service."""

from functools import partial

from celery import shared_task

from commitments.services import letters
from jobs import services as jobs
from pdf.assets import print_assets
from pdf.errors import RenderRefused
from pdf.rendering import render


@shared_task(name="commitments.render_letter", time_limit=jobs.TIME_LIMIT_S)
def render_letter(job_pk: int) -> None:
    if job := jobs.claim(job_pk):
        with jobs.working(job, hopeless=(RenderRefused,)):
            letters.render(job, renderer=partial(render, assets=print_assets()))
