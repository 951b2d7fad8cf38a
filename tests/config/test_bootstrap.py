"""Making .venv: done once, mended when half made, by pip where uv cannot. No package is fetched here."""

import pytest

from config import bootstrap

LOCK = "requirements.txt"


class Commands:
    """Stands in for running programs: remembers them; `broken` are those that fail."""

    def __init__(self, venv):
        self.venv = venv
        self.seen: list[str] = []
        self.broken: set[str] = set()
        self.can_fill = True

    def __call__(self, command, *, quiet=False, environment=None):
        name = "venv" if "venv" in command else "uv" if command[0].endswith("/uv") else "pip"
        if "config/system.py" in command:
            name = "system"
            self.can_fill = "system" not in self.broken
        if command[-1] == "--version":
            return (self.venv / "bin" / "pip").exists()
        self.seen.append(name)
        if name == "venv":
            (self.venv / "bin").mkdir(parents=True)
            for program in ("python", "pip", "uv"):
                (self.venv / "bin" / program).touch()
        return name not in self.broken


@pytest.fixture
def commands(tmp_path, monkeypatch):
    venv = tmp_path / ".venv"
    commands = Commands(venv)
    for name, value in {
        "ROOT": tmp_path,
        "VENV": venv,
        "PYTHON": venv / "bin" / "python",
        "UV": venv / "bin" / "uv",
        "MADE": venv / ".made",
        "works": commands,
        "has_own_index": lambda: False,
        "can_fill": lambda: commands.can_fill,
        "say": lambda line: None,
    }.items():
        monkeypatch.setattr(bootstrap, name, value)
    (tmp_path / LOCK).write_text("django==5.2.19")
    return commands


def test_the_first_time_makes_the_folder_and_installs(commands):
    bootstrap.ensure(LOCK)
    assert commands.seen == ["venv", "uv"]


def test_when_nothing_changed_nothing_runs(commands):
    bootstrap.ensure(LOCK)
    commands.seen.clear()
    bootstrap.ensure(LOCK)
    assert commands.seen == []


def test_a_changed_pin_installs_into_the_same_folder(commands, tmp_path):
    bootstrap.ensure(LOCK)
    commands.seen.clear()
    (tmp_path / LOCK).write_text("django==5.2.20")
    bootstrap.ensure(LOCK)
    assert commands.seen == ["uv"]


def test_a_half_made_folder_is_made_anew(commands):
    (commands.venv / "bin").mkdir(parents=True)
    (commands.venv / "bin" / "python").touch()
    bootstrap.ensure(LOCK)
    assert commands.seen == ["venv", "uv"]


def test_a_folder_somebody_made_by_hand_is_kept(commands):
    (commands.venv / "bin").mkdir(parents=True)
    for program in ("python", "pip", "uv"):
        (commands.venv / "bin" / program).touch()
    bootstrap.ensure(LOCK)
    assert commands.seen == ["uv"]


def test_pip_installs_where_uv_cannot(commands):
    commands.broken = {"uv"}
    bootstrap.ensure(LOCK)
    assert commands.seen == ["venv", "uv", "pip"]


def test_a_private_index_is_left_to_pip(commands, monkeypatch):
    monkeypatch.setattr(bootstrap, "has_own_index", lambda: True)
    bootstrap.ensure(LOCK)
    assert commands.seen == ["venv", "pip"]


def test_a_failed_installation_is_said_and_tried_again_next_time(commands):
    commands.broken = {"uv", "pip"}
    with pytest.raises(SystemExit, match="could not be installed"):
        bootstrap.ensure(LOCK)
    commands.broken = set()
    commands.seen.clear()
    bootstrap.ensure(LOCK)
    assert commands.seen == ["uv"]


def test_a_python_without_venv_has_it_installed_where_that_may_be(commands):
    commands.can_fill = False
    bootstrap.ensure(LOCK)
    assert commands.seen == ["system", "venv", "uv"]


def test_else_the_line_to_type_is_said(commands):
    commands.can_fill, commands.broken = False, {"system"}
    with pytest.raises(SystemExit, match="apt-get install -y python3-venv"):
        bootstrap.ensure(LOCK)
    assert commands.seen == ["system"]
