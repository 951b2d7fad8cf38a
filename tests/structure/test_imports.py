"""The import contracts of pyproject.toml hold, cover every app, and catch what they are there to catch."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.structure.sources import APPS, NOUN_APPS, ROOT

pytest.importorskip("importlinter", reason="import-linter comes with requirements-dev.txt")

OUTSIDES = ("views", "api", "forms", "tasks")
LINT = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"
BREACHES = {
    "upwards": ("lib/text/codes.py", "import masterplan.plan.models"),
    "sideways": ("masterplan/sections/models.py", "import masterplan.versions.models"),
    "a domain that knows its outside": (
        "masterplan/versions/workflow.py",
        "import masterplan.versions.services",
    ),
    "a service that rings by itself": ("masterplan/versions/services.py", "import celery"),
}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", LINT]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture
def copy(tmp_path):
    for app in APPS:
        shutil.copytree(ROOT / app, tmp_path / app, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_contracts_hold():
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(("file", "line"), BREACHES.values(), ids=BREACHES.keys())
def test_a_planted_breach_is_caught(copy, file, line):
    with (copy / file).open("a", encoding="utf-8") as source:
        source.write(f"\n{line}\n")
    done = lint(copy)
    assert done.returncode != 0
    assert "BROKEN" in done.stdout


def test_every_noun_and_its_outsides_stand_in_a_contract():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    protected = {module for each in contracts for module in each.get("protected_modules", [])}
    contained = {module for each in contracts for module in each.get("containers", [])}
    for app in NOUN_APPS:
        assert {f"{app}.**.{name}" for name in OUTSIDES} <= protected
        nouns = {
            path.parent
            for name in ("models", "services", "views")
            for path in (ROOT / app).rglob(f"{name}.py")
        }
        assert {".".join(noun.relative_to(ROOT).parts) for noun in nouns} - {app} <= contained
