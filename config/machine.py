"""What the portal and its tests use of the system beside Python. Standard library only: .venv may be missing.

`python3 -I config/machine.py pango` has pango installed where that may be done; without it all goes on.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

SYSTEM = Path(__file__).resolve().parent / "system.py"
PANGO_NAMES = ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0")
PANGO_PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")


class Part(NamedTuple):
    packages: tuple[str, ...]
    serves: str
    is_here: Callable[[], bool]


def chromium() -> str | None:
    return next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


def postgres(program: str) -> str | None:
    """A server program of PostgreSQL; Debian keeps them off the PATH, one folder a version."""
    homes = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version, reverse=True)
    places = [*map(str, homes), os.environ.get("PATH", os.defpath)]
    return shutil.which(program, path=os.pathsep.join(places))


def server(program: str) -> str | None:
    """A server program that Debian keeps in /usr/sbin, which an ordinary account's PATH lacks."""
    return shutil.which(program, path=os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin"]))


def _version(home: Path) -> tuple[int, ...]:
    return tuple(int(part) for part in home.parent.name.split(".") if part.isdigit())


def _has_pango() -> bool:
    for name in PANGO_NAMES:
        try:
            ctypes.CDLL(name)
        except OSError:
            continue
        return True
    return False


PARTS = {
    "pango": Part(PANGO_PACKAGES, "books and letters as PDF", _has_pango),
    "postgresql": Part(("postgresql",), "tests on PostgreSQL", lambda: bool(postgres("initdb"))),
    "redis": Part(("redis-server",), "tests on Redis", lambda: bool(shutil.which("redis-server"))),
    "chromium": Part(("chromium",), "tests in a browser", lambda: bool(chromium())),
    "poppler": Part(("poppler-utils",), "tests of PDF", lambda: bool(shutil.which("pdftotext"))),
    "qpdf": Part(("qpdf",), "tests of PDF", lambda: bool(shutil.which("qpdf"))),
    "nginx": Part(("nginx",), "tests of the production set", lambda: bool(server("nginx"))),
    "pgbouncer": Part(("pgbouncer",), "tests of the production set", lambda: bool(server("pgbouncer"))),
}


def missing(names: Iterable[str] = PARTS) -> list[str]:
    return [name for name in names if not PARTS[name].is_here()]


def provide(names: Iterable[str]) -> None:
    """Have what is missing installed where that may be done, by a program that needs no .venv either."""
    if absent := missing(names):
        command = [sys.executable, "-I", str(SYSTEM), described(absent), *packages(absent)]
        subprocess.run(command, check=False)  # noqa: S603 -- the words stand above


def packages(names: Iterable[str]) -> list[str]:
    return [package for name in names for package in PARTS[name].packages]


def described(names: Iterable[str]) -> str:
    return ", ".join(f"{name} ({PARTS[name].serves})" for name in names)


def remedy(names: Iterable[str]) -> str:
    """The one line to type."""
    sudo = "" if os.geteuid() == 0 else "sudo "
    install = "apt-get install -y --no-install-recommends"
    return f"{sudo}apt-get update && {sudo}{install} {' '.join(packages(names))}"


def advice(names: Iterable[str]) -> str:
    """Two lines for people: what is missing for what, and how to get it; empty when nothing is missing."""
    absent = missing(names)
    if not absent:
        return ""
    return f"Not on this machine: {described(absent)}.\nTo have it, type:  {remedy(absent)}"


def main(names: list[str]) -> int:
    """What is still missing is an error only where everything is required; else the portal says it itself."""
    provide(names)
    if os.environ.get("REQUIRE_ALL") != "1" or not missing(names):
        return 0
    sys.stderr.write(advice(names) + "\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
