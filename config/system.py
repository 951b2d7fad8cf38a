"""Installs what a machine lacks, where that may be done: by root, on Debian or Ubuntu. Standard library only.

Called as `python3 -I config/system.py "qpdf (tests of PDF)" qpdf`; ends with 0 when everything was installed.
One line says what and why. SYSTEM=0 turns it off. Never sudo, never a question, no service is started.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

OS_RELEASE = Path("/etc/os-release")
POLICY = Path("/usr/sbin/policy-rc.d")
POLICY_WORDS = "#!/bin/sh\n# The portal's set-up is installing: no service is started.\nexit 101\n"
"""Debian's packages ask this file before they start a service; 101 says no."""
OPTIONS = (
    *("-q", "-y", "-o", "DPkg::Lock::Timeout=600", "-o", "Acquire::Retries=2"),
    *("-o", "Acquire::http::Timeout=30", "-o", "Acquire::https::Timeout=30"),
)
KEEP_SETTINGS = ("-o", "Dpkg::Options::=--force-confdef", "-o", "Dpkg::Options::=--force-confold")
ENVIRONMENT = {
    "DEBIAN_FRONTEND": "noninteractive",
    "APT_LISTCHANGES_FRONTEND": "none",
    "NEEDRESTART_MODE": "l",
    "LC_ALL": "C.UTF-8",
}
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
LAST_WORDS = 12


def main(arguments: list[str]) -> int:
    what, *packages = arguments
    if not may_install():
        return 1
    with patience() as orders:
        done = install(packages, what)
    return 128 + orders[0] if orders else int(not done)


def may_install() -> bool:
    return os.environ.get("SYSTEM") != "0" and is_root() and is_debian() and bool(shutil.which("apt-get"))


def is_root() -> bool:
    return os.geteuid() == 0


def is_debian() -> bool:
    """Debian, Ubuntu and what says of itself that it is like them."""
    try:
        lines = OS_RELEASE.read_text(encoding="utf-8").splitlines()
    except OSError:
        return False
    said = dict(line.split("=", 1) for line in lines if "=" in line)
    names = f"{said.get('ID', '')} {said.get('ID_LIKE', '')}".replace('"', "").split()
    return "debian" in names or "ubuntu" in names


def install(packages: Sequence[str], what: str) -> bool:
    """True when all are there. What failed is said in one line, with apt's last words where they help."""
    say(f"Installing what this machine lacks: {what}. SYSTEM=0 turns this off.")
    with only_one_at_a_time(), no_service_starts():
        if not apt("update", "-o", "APT::Update::Error-Mode=any")[0]:
            done, _ = apt_install(packages)
            if not done:
                say("The mirror of the packages does not answer; going on without.")
            return done
        done, words = apt_install(packages)
        if done:
            return True
        # One that this release does not know would keep all the others away.
        refused = [name for name in packages if not apt_install([name])[0]]
    if refused:
        say(f"apt-get could not install {', '.join(refused)}:\n{words}")
    return not refused


def apt_install(packages: Sequence[str]) -> tuple[bool, str]:
    return apt("install", "--no-install-recommends", "--no-upgrade", *KEEP_SETTINGS, *packages)


def apt(*words: str) -> tuple[bool, str]:
    """Whether it worked, and the end of what it said."""
    path = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin", "/sbin"])  # dpkg refuses without
    command = ["apt-get", *OPTIONS, *words]
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as log:
        done = subprocess.run(  # noqa: S603 -- the words are this file's and config/machine.py's
            command,
            env={**os.environ, **ENVIRONMENT, "PATH": path},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            check=False,
        )
        log.seek(0)
        return done.returncode == 0, "".join(log.readlines()[-LAST_WORDS:]).rstrip()


@contextmanager
def only_one_at_a_time() -> Iterator[None]:
    """Two clones on one machine wait for each other; apt's own lock does not cover the policy."""
    with Path(shutil.which("apt-get") or "").open("rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def no_service_starts() -> Iterator[None]:
    """The machine's own policy stays; one that an interrupted run left behind is ours to remove."""
    ours = POLICY.is_file() and POLICY.read_bytes() == POLICY_WORDS.encode()
    if os.path.lexists(POLICY) and not ours:
        yield
        return
    POLICY.write_text(POLICY_WORDS, encoding="utf-8")
    POLICY.chmod(0o755)
    try:
        yield
    finally:
        POLICY.unlink(missing_ok=True)


@contextmanager
def patience() -> Iterator[list[int]]:
    """Ctrl-C reaches apt-get, which knows when it may stop; this process only waits for it and tidies up."""
    orders: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        orders.append(number)

    before = {number: signal.signal(number, note) for number in STOPPING}
    try:
        yield orders
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def say(line: str) -> None:
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
