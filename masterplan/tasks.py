"""The worker's door: claim the job, call one service."""

from functools import partial

from celery import shared_task

from jobs import services as jobs
from masterplan.services import exports
from pdf.assets import print_assets
from pdf.errors import RenderRefused
from pdf.rendering import render


@shared_task(name="masterplan.render_export", time_limit=jobs.TIME_LIMIT_S)
def render_export(job_pk: int) -> None:
    if job := jobs.claim(job_pk):
        with jobs.working(job, hopeless=(RenderRefused,)):
            exports.render(job, renderer=partial(render, assets=print_assets()))
