"""Makes .venv with the pinned packages. Standard library only; ends within milliseconds when nothing changed.

Called as `python3 -I config/bootstrap.py requirements.txt [requirements-dev.txt]`.

uv installs (seconds instead of a minute); pip fetches it by a pinned hash, and does the work where uv cannot.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib
import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UV = VENV / "bin" / "uv"
MADE = VENV / ".made"
OLDEST = (3, 11)
NEWER = ("python3.14", "python3.13", "python3.12", "python3.11")


def main(files: list[str]) -> None:
    if sys.version_info < OLDEST:
        run_with_newer_python()
    with (ROOT / "requirements.txt").open(encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for file in files:
            ensure(file)


def run_with_newer_python() -> None:
    for name in NEWER:
        if path := shutil.which(name):
            os.execv(path, [path, "-I", *sys.argv])  # noqa: S606 -- no shell is wanted
    sys.exit("The portal needs Python 3.11 or newer. Type:  apt-get install -y python3 python3-venv")


def ensure(file: str) -> None:
    digest = hashlib.sha256((ROOT / file).read_bytes()).hexdigest()
    stamp = VENV / f".installed-{file}"
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == digest:
        return
    if not is_whole():
        make_venv()
    say(f"Installing the packages of {file} ...")
    if not (install_with_uv(file) or install_with_pip(file)):
        sys.exit(f"The packages of {file} could not be installed; the lines above say why.")
    stamp.write_text(digest)


def is_whole() -> bool:
    """False for a .venv that was interrupted while being made, or whose Python is gone."""
    return PYTHON.exists() and (MADE.exists() or works([str(PYTHON), "-m", "pip", "--version"], quiet=True))


def make_venv() -> None:
    if VENV.exists():
        say("Making .venv anew: it is not whole.")
        shutil.rmtree(VENV)
    if not can_fill():
        works([sys.executable, "-I", "config/system.py", "python3-venv (making .venv)", "python3-venv"])
        importlib.invalidate_caches()
    if not can_fill():
        sys.exit("Python's venv is incomplete here. Type:  apt-get install -y python3-venv")
    options = [] if find_spec("ensurepip") else ["--without-pip"]
    if not works([sys.executable, "-m", "venv", *options, str(VENV)]):
        sys.exit("The folder .venv could not be made; the lines above say why.")
    MADE.touch()


def can_fill() -> bool:
    """Debian keeps ensurepip in a package of its own; pip or uv of the system serve as well."""
    return bool(find_spec("ensurepip") or find_spec("pip") or shutil.which("uv"))


def install_with_uv(file: str) -> bool:
    if has_own_index():
        return False
    uv = str(UV) if UV.exists() else shutil.which("uv")
    if uv is None and install_with_pip("requirements-installer.txt"):
        uv = str(UV)
    if uv is None:
        return False
    # The system's certificates, since uv alone would not know the office's own proxy.
    environment = {"UV_SYSTEM_CERTS": "1", "UV_PYTHON_DOWNLOADS": "never", **os.environ}
    command = [uv, "pip", "install", "--quiet", "--python", str(PYTHON), "--require-hashes", "-r", file]
    return works(command, environment=environment)


def has_own_index() -> bool:
    """uv does not read pip's settings: where they name another package index, pip itself must fetch."""
    asked = subprocess.run([*pip(), "config", "list"], capture_output=True, text=True, check=False)  # noqa: S603
    return "PIP_INDEX_URL" in os.environ or bool(re.search(r"^[^=]*\.index-url=", asked.stdout, re.MULTILINE))


def install_with_pip(file: str) -> bool:
    options = ["--quiet", "--disable-pip-version-check", "--require-hashes"]
    return works([*pip(), "install", *options, "-r", file])


def pip() -> list[str]:
    """The pip inside .venv; without ensurepip the system's one, told to work there."""
    if any((VENV / "lib").glob("python3*/site-packages/pip/__main__.py")):
        return [str(PYTHON), "-m", "pip"]
    return [sys.executable, "-m", "pip", "--python", str(PYTHON)]


def works(command: list[str], *, quiet: bool = False, environment: dict[str, str] | None = None) -> bool:
    out = subprocess.DEVNULL if quiet else None
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=out, stderr=out, check=False)  # noqa: S603
    return done.returncode == 0


def say(line: str) -> None:
    sys.stderr.write(line + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
