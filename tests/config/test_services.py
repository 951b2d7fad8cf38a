"""The plugin that chooses what the tests run on, asked by running pytest inside pytest."""

import os
import subprocess
import sys

import pytest

from tests import services
from tests.place import ROOT

SAMPLE = "tests/test_conftest.py::test_ids_have_a_thousands_separator"


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A run of its own, with nothing of the outer one but the machine."""
    outer = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    command = [sys.executable, "-m", "pytest", *(arguments or [SAMPLE])]
    return subprocess.run(
        command, cwd=ROOT, env={**outer, **environment}, capture_output=True, text=True, check=False
    )


def test_without_a_word_it_is_sqlite_and_says_what_it_left_out():
    done = run("--collect-only", "-q", TEST_SERVICES="sqlite")
    assert done.returncode == 0
    assert "services used: SQLite (a file) and a file broker" in done.stdout
    assert "left out: tests/browser (make test runs it)" in done.stdout
    assert "left out: tests/kill (make test runs it)" in done.stdout


def test_an_unknown_word_is_refused():
    done = run(TEST_SERVICES="oracle")
    assert done.returncode != 0
    assert "TEST_SERVICES is sqlite, real or auto" in done.stderr


@pytest.mark.skipif(not services.surroundings.is_real, reason="needs the servers of a real run")
def test_given_addresses_are_used_and_nothing_is_started():
    given = os.environ["DATABASE_URL"].rpartition("/")[0] + "/given"
    done = run(TEST_SERVICES="real", DATABASE_URL=given, REDIS_URL=os.environ["REDIS_URL"])
    assert "services used: the PostgreSQL and Redis that DATABASE_URL and REDIS_URL name" in done.stdout
    assert done.returncode == 0, done.stdout


def test_its_folder_is_gone_afterwards(tmp_path):
    done = run(TEST_SERVICES="auto", TMPDIR=str(tmp_path))
    assert done.returncode == 0, done.stdout
    assert list(tmp_path.iterdir()) == []
