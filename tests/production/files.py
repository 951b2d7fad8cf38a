"""The files that production is made of, as data."""

import re
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests import services
from tests.structure.sources import ROOT

COMPOSE = ROOT / "docker-compose.yml"
TLS = ROOT / "deploy" / "tls.yml"
EXAMPLE = ROOT / ".env.example"
DOCKERFILE = ROOT / "Dockerfile"
PROXY = ROOT / "deploy" / "proxy"
SCRIPTS = sorted(
    path
    for path in (ROOT / "deploy").rglob("*")
    if path.is_file() and path.read_bytes().startswith((b"#!/bin/sh", b"#!/bin/bash"))
)
NAME = re.compile(r"\$\{([A-Z_]+)(?::([-?])([^}]*))?\}")


def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))
    return found


def services_of_compose() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = compose()["services"]
    return found


def example() -> dict[str, str]:
    lines = [line for line in EXAMPLE.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    return dict(line.split("=", 1) for line in lines)


def developer_tool(name: str) -> str:
    """A program of requirements-dev.txt; without those packages the test says what it leaves out."""
    found = shutil.which(name, path=str(Path(sys.executable).parent))
    if found:
        return found
    if services.requires_all:
        pytest.fail(f"{name} is missing: install requirements-dev.txt", pytrace=False)
    pytest.skip(f"not installed: {name} (requirements-dev.txt)")
