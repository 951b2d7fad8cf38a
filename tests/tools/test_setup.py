"""tools/setup.py: .venv and what the machine lacks. apt-get, venv, pip and uv are stand-ins."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools import setup

LOCK = "requirements.txt"
APT_GET = """#!/bin/sh
for word in "$@"; do last=$word; done
cat "{folder}/policy" > "{folder}/policy-seen" 2>/dev/null
case "$last" in "$BROKEN") echo "E: Unable to locate package $last" >&2; exit 100;; esac
case "$*" in *install*) echo "$last" >> "{folder}/installed";; esac
"""


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """A folder for root's machine with apt-get and nothing else; what was installed is in `installed`."""
    program = tmp_path / "apt-get"
    program.write_text(APT_GET.format(folder=tmp_path))
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}/usr/bin{os.pathsep}/bin")
    monkeypatch.delenv("SYSTEM", raising=False)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(setup, "POLICY", tmp_path / "policy")
    parts = {name: setup.Part((name,), "tests", lambda: False) for name in ("qpdf", "redis")}
    monkeypatch.setattr(setup, "PARTS", parts)
    return tmp_path


def installed(machine):
    file = machine / "installed"
    return file.read_text().split() if file.exists() else []


def test_one_line_says_what_and_why_before_it_is_installed(machine, capsys):
    setup.provide(["qpdf", "redis"])
    assert capsys.readouterr().err == (
        "Installing what this machine lacks: qpdf (tests), redis (tests). SYSTEM=0 turns this off.\n"
    )
    assert installed(machine) == ["qpdf", "redis"]


def test_one_package_that_is_unknown_keeps_no_other_away(machine, monkeypatch, capsys):
    monkeypatch.setenv("BROKEN", "qpdf")
    setup.provide(["qpdf", "redis"])
    assert installed(machine) == ["redis"]
    assert "E: Unable to locate package qpdf" in capsys.readouterr().err


def test_system_0_an_ordinary_account_and_no_apt_get_install_nothing(machine, monkeypatch, capsys):
    with monkeypatch.context() as patch:
        patch.setenv("SYSTEM", "0")
        setup.provide(["qpdf"])
    with monkeypatch.context() as patch:
        patch.setattr(os, "geteuid", lambda: 1000)
        setup.provide(["qpdf"])
        assert setup.advice(["qpdf"]).splitlines() == [
            "Not on this machine: qpdf (tests).",
            "To have it, type:  sudo apt-get update && sudo apt-get install -y --no-install-recommends qpdf",
        ]
    monkeypatch.setattr(shutil, "which", lambda name: None)
    setup.provide(["qpdf"])
    assert installed(machine) == []
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("before", [None, "#!/bin/sh\nexit 0\n", setup.POLICY_TEXT])
def test_no_service_starts_and_only_a_foreign_policy_stays(machine, before):
    if before:
        (machine / "policy").write_text(before)
    setup.provide(["qpdf"])
    is_foreign = before == "#!/bin/sh\nexit 0\n"
    assert (machine / "policy-seen").read_text() == (before if is_foreign else setup.POLICY_TEXT)
    assert (machine / "policy").exists() == is_foreign


@pytest.fixture
def commands(tmp_path, monkeypatch):
    """The commands that were run, by name; those in `commands.broken` fail."""

    class Commands(list[str]):
        def __init__(self):
            self.broken = set()

        def __call__(self, *words, **environment):
            name = "venv" if "venv" in words else "uv" if str(words[0]).endswith("uv") else "pip"
            self.append(name)
            if name == "venv":
                (tmp_path / "bin").mkdir(exist_ok=True)
                for program in ("python", "pip"):
                    (tmp_path / "bin" / program).touch()
            return name not in self.broken

    commands = Commands()
    monkeypatch.setattr(setup, "ROOT", tmp_path)
    monkeypatch.setattr(setup, "VENV", tmp_path)
    monkeypatch.setattr(setup, "PYTHON", tmp_path / "bin" / "python")
    monkeypatch.setattr(setup, "works", commands)
    monkeypatch.setattr(subprocess, "check_output", lambda words, text: "")
    (tmp_path / LOCK).write_text("django==5.2.19")
    return commands


def test_the_first_time_makes_the_folder_and_installs_by_uv(commands):
    setup.install_in_venv(LOCK)
    assert commands == ["venv", "pip", "uv"]  # pip installs uv itself


def test_a_changed_pin_installs_into_the_same_folder(commands, tmp_path):
    setup.install_in_venv(LOCK)
    commands.clear()
    (tmp_path / LOCK).write_text("django==5.2.20")
    setup.install_in_venv(LOCK)
    assert commands == ["pip", "uv"]


def test_a_half_made_folder_is_made_anew(commands, tmp_path):
    setup.install_in_venv(LOCK)
    commands.clear()
    (tmp_path / "bin" / "pip").unlink()
    (tmp_path / f".installed-{LOCK}").unlink()
    setup.install_in_venv(LOCK)
    assert commands == ["venv", "pip", "uv"]


@pytest.mark.parametrize("settings", ["", "global.index-url='https://packages.example.go.id/simple'\n"])
def test_pip_installs_where_uv_fails_and_where_an_index_of_ones_own_is_named(commands, monkeypatch, settings):
    monkeypatch.setattr(subprocess, "check_output", lambda words, text: settings)
    commands.broken = {"uv"}
    setup.install_in_venv(LOCK)
    assert commands == (["venv", "pip"] if settings else ["venv", "pip", "uv", "pip"])


def test_a_failed_installation_is_said_and_tried_again_next_time(commands):
    commands.broken = {"uv", "pip"}
    with pytest.raises(SystemExit, match="could not be installed"):
        setup.install_in_venv(LOCK)
    commands.broken = set()
    commands.clear()
    setup.install_in_venv(LOCK)
    assert commands == ["pip", "uv"]


def test_bare_python_does_nothing_when_nothing_changed(tmp_path):
    """`make run` calls it before .venv is there."""
    for path in ("tools/setup.py", LOCK, ".venv/bin/python", ".venv/bin/pip"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).touch()
    (tmp_path / "tools/setup.py").write_bytes(Path(setup.__file__).read_bytes())
    (tmp_path / ".venv" / f".installed-{LOCK}").write_text(hashlib.sha256().hexdigest())
    command = [sys.executable, "-I", "-S", str(tmp_path / "tools/setup.py"), LOCK]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
