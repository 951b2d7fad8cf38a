"""On what the figures were measured."""

import os
import platform
import re
import sqlite3
import subprocess
from importlib.metadata import version
from pathlib import Path

from tools import setup


def versions() -> dict[str, str]:
    program = setup.find_program("postgres")
    told = (
        subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
        if program
        else ""
    )
    cpu = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    return {
        "Python": platform.python_version(),
        **{name: version(name) for name in ("Django", "granian", "psycopg2-binary", "WeasyPrint")},
        "SQLite": sqlite3.sqlite_version,
        "PostgreSQL": told.split()[2] if told else "not here",
        "CPU": f"{cpu[1] if cpu else platform.machine()}, {os.cpu_count()} cores",
        "kernel": platform.release().partition("-")[0],
    }
