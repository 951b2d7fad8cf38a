"""On what the figures were measured."""

import platform
import re
import sqlite3
import subprocess
from importlib.metadata import version
from pathlib import Path

from config import machine


def versions() -> dict[str, str]:
    return {
        "Python": platform.python_version(),
        **{name: version(name) for name in ("Django", "granian", "psycopg2-binary", "WeasyPrint")},
        "SQLite": sqlite3.sqlite_version,
        "PostgreSQL": _postgres(),
        "CPU": f"{_cpu()}, {_cores()} cores",
        "kernel": platform.release().partition("-")[0],
    }


def _postgres() -> str:
    program = machine.postgres("postgres")
    if program is None:
        return "not here"
    told = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    return told.split()[2]


def _cpu() -> str:
    found = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    return found[1] if found else platform.machine()


def _cores() -> int:
    return len(re.findall(r"^processor", Path("/proc/cpuinfo").read_text(), re.MULTILINE))
