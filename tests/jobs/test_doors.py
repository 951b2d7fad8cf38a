"""The worker's doors: what the printer refuses is told as it is, and not tried again."""

import subprocess
import sys
from importlib import import_module

import pytest
from celery import current_app

from jobs.models import JobState
from jobs.services import TIME_LIMIT_S
from pdf.errors import RenderRefused
from tests.jobs.factories import job

pytestmark = pytest.mark.django_db(transaction=True)
SENTENCE = "Naskah terlalu besar untuk dicetak: 17000 KB, batasnya 16384 KB."


def refuse(*args, **kwargs):
    raise RenderRefused(SENTENCE)


@pytest.mark.parametrize(
    ("door", "task", "service"),
    [
        ("masterplan.tasks", "render_export", "masterplan.services.exports"),
        ("commitments.tasks", "render_letter", "commitments.services.letters"),
    ],
)
def test_a_refusal_of_the_printer_reaches_the_page(monkeypatch, door, task, service):
    monkeypatch.setattr(import_module(service), "render", refuse)
    waiting = job()
    getattr(import_module(door), task)(waiting.pk)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.attempts, waiting.error) == (JobState.FAILED, 1, SENTENCE)


@pytest.mark.parametrize(
    ("door", "task"), [("masterplan.tasks", "render_export"), ("commitments.tasks", "render_letter")]
)
def test_a_runner_that_hangs_is_ended(door, task):
    assert getattr(import_module(door), task).time_limit == TIME_LIMIT_S


def test_everything_that_beat_rings_for_is_there():
    current_app.loader.import_default_modules()
    rung = {entry["task"] for entry in current_app.conf.beat_schedule.values()}
    assert rung
    assert rung <= set(current_app.tasks)


def test_importing_the_configuration_loads_no_settings():
    """The tests choose their database after they have imported it."""
    asked = "import config; from django.conf import settings; print(settings.configured)"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
