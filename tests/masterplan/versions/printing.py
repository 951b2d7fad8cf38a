"""A printer for tests: what stands in the register is tested elsewhere."""

from dataclasses import replace
from typing import Any
from unittest.mock import patch

from lib.jobs.models import Job
from masterplan.versions.files import services
from masterplan.versions.files.formats import FORMATS, PDF, Renderer


def printing(renderer: Renderer) -> Any:
    """A context in which PDF files are made by `renderer`."""
    return patch.dict(FORMATS, {PDF.code: replace(PDF, render=renderer)})


def render(job: Job, renderer: Renderer) -> None:
    with printing(renderer):
        services.render(job)
