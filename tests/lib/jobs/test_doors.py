"""The worker's doors: what the printer refuses is told as it is, and not tried again."""

import subprocess
import sys
from importlib import import_module
from unittest.mock import Mock

import pytest
from celery import current_app

from lib.jobs.models import JobState
from lib.pdf.errors import RenderRefused, RenderStopped
from tests.lib.jobs.factories import job

pytestmark = pytest.mark.django_db(transaction=True)
SENTENCE = "Naskah terlalu besar untuk dicetak: 17000 KB, batasnya 16384 KB."


DOORS = [
    ("masterplan.versions.files.tasks", "render_export", "masterplan.versions.files.services"),
    ("commitments.letters.tasks", "render_letter", "commitments.letters.services"),
]


def run(monkeypatch, door, task, service, failure):
    """The job after one attempt whose rendering fails."""
    monkeypatch.setattr(import_module(service), "render", Mock(side_effect=failure))
    waiting = job()
    getattr(import_module(door), task)(waiting.pk)
    waiting.refresh_from_db()
    return waiting


@pytest.mark.parametrize(("door", "task", "service"), DOORS)
def test_a_refusal_of_the_printer_reaches_the_page(monkeypatch, door, task, service):
    done = run(monkeypatch, door, task, service, RenderRefused(SENTENCE))
    assert (done.state, done.attempts, done.error) == (JobState.FAILED, 1, SENTENCE)


@pytest.mark.parametrize(("door", "task", "service"), DOORS)
def test_a_renderer_that_died_is_started_again(monkeypatch, door, task, service):
    done = run(monkeypatch, door, task, service, RenderStopped(SENTENCE))
    assert (done.state, done.attempts, done.error) == (JobState.QUEUED, 1, SENTENCE)


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
