"""What `make` needs before Django: .venv with the pinned packages, and parts of the system."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable
from ctypes.util import find_library
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
PANGO_PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
# Debian's packages ask this file before they start a service; 101 says no.
POLICY = Path("/usr/sbin/policy-rc.d")
POLICY_TEXT = "#!/bin/sh\n# The portal's set-up is installing: no service is started.\nexit 101\n"
APT = ("apt-get", "-qq", "-y", "-o", "DPkg::Lock::Timeout=600", "-o", "Dpkg::Options::=--force-confold")
PIP_INSTALL = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r")


class Part(NamedTuple):
    packages: tuple[str, ...]
    purpose: str
    is_installed: Callable[[], object]


def find_program(*names: str) -> str | None:
    """The path of the first of these that is installed; Debian keeps servers off an ordinary PATH."""
    homes = sorted(Path("/usr/lib/postgresql").glob("[0-9]*/bin"), key=lambda home: -float(home.parent.name))
    path = os.pathsep.join([*map(str, homes), os.environ.get("PATH", os.defpath), "/usr/sbin"])
    return next(filter(None, (shutil.which(name, path=path) for name in names)), None)


PARTS = {
    "pango": Part(PANGO_PACKAGES, "books and letters as PDF", lambda: find_library("pango-1.0")),
    "postgresql": Part(("postgresql",), "tests on PostgreSQL", lambda: find_program("initdb")),
    "redis": Part(("redis-server",), "tests on Redis", lambda: find_program("redis-server")),
    "chromium": Part(("chromium",), "tests in a browser", lambda: find_program(*CHROMIUM)),
    "poppler": Part(("poppler-utils",), "tests of PDF", lambda: find_program("pdftotext")),
    "qpdf": Part(("qpdf",), "tests of PDF", lambda: find_program("qpdf")),
    "nginx": Part(("nginx",), "tests of the production set", lambda: find_program("nginx")),
    "pgbouncer": Part(("pgbouncer",), "tests of the production set", lambda: find_program("pgbouncer")),
    "venv": Part(("python3-venv",), "making .venv", lambda: find_spec("ensurepip")),
}


def missing(names: Iterable[str] = PARTS) -> list[str]:
    return [name for name in names if not PARTS[name].is_installed()]


def described(names: Iterable[str]) -> tuple[str, list[str]]:
    """The parts with their purposes, for people, and their packages."""
    words = ", ".join(f"{name} ({PARTS[name].purpose})" for name in names)
    return words, [package for name in names for package in PARTS[name].packages]


def advice(names: Iterable[str] = PARTS) -> str:
    """Two lines: what is missing for what, and what to type for it; empty when nothing is missing."""
    if not (absent := missing(names)):
        return ""
    words, packages = described(absent)
    sudo = "sudo " if os.geteuid() else ""
    install = f"{sudo}apt-get install -y --no-install-recommends {' '.join(packages)}"
    return f"Not on this machine: {words}.\nTo have it, type:  {sudo}apt-get update && {install}"


def provide(names: Iterable[str] = PARTS) -> None:
    """Install what is missing: as root, by apt-get, unless SYSTEM=0. Asks nothing, starts no service."""
    absent = missing(names)
    if not absent or os.environ.get("SYSTEM") == "0" or os.geteuid() or not shutil.which("apt-get"):
        return
    words, packages = described(absent)
    sys.stderr.write(f"Installing what this machine lacks: {words}. SYSTEM=0 turns this off.\n")
    # An administrator's own policy stays. Ctrl-C waits, since apt-get must not be cut.
    is_own = not POLICY.exists() or POLICY.read_text(encoding="utf-8") == POLICY_TEXT
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        if is_own:
            POLICY.write_text(POLICY_TEXT, encoding="utf-8")
            POLICY.chmod(0o755)
        # One by one: what this release does not know keeps no other away. Without the mirror, once.
        is_fresh = apt("update", "-o", "APT::Update::Error-Mode=any")
        for group in [[name] for name in packages] if is_fresh else [packages]:
            apt("install", "--no-install-recommends", "--no-upgrade", *group)
    finally:
        signal.signal(signal.SIGINT, before)
        if is_own:
            POLICY.unlink(missing_ok=True)


def apt(*words: str) -> bool:
    """True when it worked; else its last lines are shown."""
    path = f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/sbin"  # dpkg refuses to work without
    environment = {**os.environ, "PATH": path, "DEBIAN_FRONTEND": "noninteractive", "NEEDRESTART_MODE": "l"}
    done = subprocess.run([*APT, *words], env=environment, capture_output=True, text=True, check=False)
    sys.stderr.write(done.stderr[-1000:] if done.returncode else "")
    return done.returncode == 0


def install_in_venv(file: str) -> None:
    """Install a requirements file in .venv, which is made anew when it is not whole."""
    digest = hashlib.sha256((ROOT / file).read_bytes()).hexdigest()
    stamp = VENV / f".installed-{file}"
    if not (PYTHON.exists() and PYTHON.with_name("pip").exists()):
        provide(["venv"])
        if not works(sys.executable, "-m", "venv", "--clear", VENV):
            sys.exit(f"The folder .venv could not be made; the lines above say why. {advice(['venv'])}")
    if stamp.exists() and stamp.read_text(encoding="utf-8") == digest:
        return
    sys.stderr.write(f"Installing the packages of {file} ...\n")
    if not (install_with_uv(file) or works(PYTHON, *PIP_INSTALL, file)):
        sys.exit(f"The packages of {file} could not be installed; the lines above say why.")
    stamp.write_text(digest, encoding="utf-8")


def install_with_uv(file: str) -> bool:
    """False where pip has to do it: uv does not know the package index that pip's settings name."""
    settings = subprocess.check_output([PYTHON, "-m", "pip", "config", "list"], text=True)
    if ".index-url=" in settings or not works(PYTHON, *PIP_INSTALL, "requirements-installer.txt"):
        return False
    words = ("pip", "install", "--quiet", "--python", PYTHON, "--require-hashes", "-r", file)
    # The system's certificates: uv alone would not know the office's own proxy.
    return works(PYTHON.with_name("uv"), *words, UV_SYSTEM_CERTS="1")


def works(*words: str | Path, **environment: str) -> bool:
    return subprocess.run(words, cwd=ROOT, env={**environment, **os.environ}, check=False).returncode == 0


def main(names: list[str]) -> None:
    """Each name is a requirements file or one of PARTS."""
    if sys.version_info < (3, 11):  # noqa: UP036 -- an older Python may run this file
        sys.exit("The portal needs Python 3.11 or newer. Type, for example:  make run PYTHON=python3.12")
    with (ROOT / "requirements.txt").open(encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for name in names:
            provide([name]) if name in PARTS else install_in_venv(name)


if __name__ == "__main__":
    main(sys.argv[1:])
