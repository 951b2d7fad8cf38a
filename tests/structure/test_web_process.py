"""The web process stays light: what renders books is loaded by a child of the worker alone."""

import json
import os
import subprocess
import sys

import pytest

from tests.place import ROOT, Place

HEAVY = ("weasyprint", "pikepdf", "openpyxl")
LOOK = "import sys, json, config.wsgi; print(json.dumps(sorted(sys.modules)))"


@pytest.fixture(scope="module")
def loaded():
    place = Place("web")
    place.manage("collectstatic", "--no-input")
    command = [sys.executable, "-c", LOOK]
    done = subprocess.run(
        command, env=place.environment, cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "warming up failed" not in done.stderr, done.stderr
    return set(json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.parametrize("module", HEAVY)
def test_the_web_process_does_not_load(loaded, module):
    assert module not in loaded


def test_the_warm_up_loads_what_requests_need(loaded):
    assert {"config.urls", "template_partials.templatetags.partials", "allauth.account.views"} <= loaded


def test_the_worker_does_not_load_the_layout_engine():
    """It comes and goes with the child that renders; the child in turn knows no Django and no database."""
    modules = "masterplan.versions.files.tasks, commitments.letters.tasks, lib.pdf.process"
    tasks = f"import django; django.setup(); import {modules}"
    assert "weasyprint" not in modules_after(tasks)


@pytest.mark.needs("pango")
def test_the_child_that_renders_can_reach_no_database():
    assert not {"django", "psycopg2", "celery"} & modules_after("import lib.pdf.child")


def modules_after(statement):
    asked = f"import sys, json; {statement}; print(json.dumps(sorted(sys.modules)))"
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"}
    command = [sys.executable, "-c", asked]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout))
