"""What is installed is pinned by hash and says nothing about where this machine got it."""

import json
import re

import pytest

from tests.structure.sources import ROOT

LOCKS = sorted(ROOT.glob("requirements*.txt"))
PIN = re.compile(r"^[A-Za-z0-9][\w.-]*(\[[\w,-]+\])?==\S+")
NAMED_BY_THE_OWNER = {"django", "djangorestframework", "psycopg2-binary", "celery", "redis", "weasyprint"}
NAMED_FOR_TESTS = {"pytest", "pytest-django"}


def names(text: str) -> set[str]:
    return {line.split("==")[0].split("[")[0] for line in text.splitlines() if PIN.match(line)}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_package_has_a_hash(lock):
    entries = re.split(r"\n(?=\S)", lock.read_text())
    unpinned = [
        entry.splitlines()[0] for entry in entries if not entry.startswith("#") and "--hash=" not in entry
    ]
    assert unpinned == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_no_lock_file_names_an_index(lock):
    assert "://" not in lock.read_text()
    assert not re.search(r"^-", lock.read_text(), re.MULTILINE)


def test_the_lock_of_the_browser_files_names_no_registry():
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert not [name for name, package in packages.items() if "resolved" in package]
    assert all("integrity" in package for name, package in packages.items() if name)


def test_requirements_hold_what_the_owner_named():
    assert names((ROOT / "requirements.txt").read_text()) >= NAMED_BY_THE_OWNER | NAMED_FOR_TESTS


def test_what_only_developers_need_is_not_installed_for_everyone():
    runtime = names((ROOT / "requirements.txt").read_text())
    assert not runtime & {"ruff", "mypy", "playwright", "djlint", "import-linter", "uv"}
