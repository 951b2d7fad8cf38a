"""The web process stays light: what renders books and reads spreadsheets is loaded by the worker alone."""

import json
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
