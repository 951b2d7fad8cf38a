"""What `make test` does with what the machine has and what it lacks."""

from functools import partial

import pytest

from config import machine
from tests import suite
from tests.servers import ServerError

# In two lanes, so that they end in any order.
BOTH: list[tuple[str, list[str]]] = [
    ("real", ["--ignore=tests/kill"]),
    ("real", ["tests/kill"]),
    ("sqlite", []),
]


class Runs:
    """Stands in for pytest: remembers the passes."""

    def __init__(self) -> None:
        self.passes: list[tuple[str, list[str]]] = []

    def __call__(self, services: str, arguments: list[str], *, is_shown: bool) -> tuple[int, float]:
        self.passes.append((services, arguments))
        return 0, 1.0


class Stubborn:
    def __init__(self) -> None:
        raise ServerError("initdb: no space left on device")


class Willing:
    def stop(self) -> None:
        pass


@pytest.fixture
def runs(monkeypatch):
    runs = Runs()
    monkeypatch.setattr(suite, "run", runs)
    monkeypatch.setattr(suite, "Servers", Willing)
    monkeypatch.setattr(machine, "provide", lambda names: None)
    for name in ("DATABASE_URL", "REQUIRE_ALL"):
        monkeypatch.delenv(name, raising=False)
    have(monkeypatch, *machine.PARTS)
    return runs


def have(monkeypatch, *names):
    here = {
        name: part._replace(is_here=partial(names.__contains__, name)) for name, part in machine.PARTS.items()
    }
    monkeypatch.setattr(machine, "PARTS", here)


def test_a_machine_with_everything_runs_on_both_databases(runs):
    assert suite.main(["-x"]) == 0
    assert sorted(runs.passes) == [(name, [*paths, "-x"]) for name, paths in BOTH]


def test_tests_that_are_named_run_alone(runs):
    suite.main(["tests/config/test_suite.py::test_tests_that_are_named_run_alone"])
    assert [len(arguments) for _, arguments in runs.passes] == [1, 1]


def test_servers_that_are_here_and_do_not_start_are_named_and_done_without(runs, monkeypatch, capsys):
    monkeypatch.setattr(suite, "Servers", Stubborn)
    assert suite.main([]) == 0
    assert sorted(runs.passes) == [("sqlite", []), ("sqlite", ["tests/browser", "tests/kill"])]
    assert "does not start: initdb: no space left on device" in capsys.readouterr().out


def test_where_everything_is_required_a_server_that_does_not_start_fails_the_run(runs, monkeypatch):
    monkeypatch.setattr(suite, "Servers", Stubborn)
    monkeypatch.setenv("REQUIRE_ALL", "1")
    assert suite.main([]) == 0
    assert sorted(runs.passes) == BOTH  # where the run itself ends with the server's words


def test_a_machine_without_servers_says_so_and_goes_on(runs, monkeypatch, capsys):
    have(monkeypatch, "pango", "chromium")
    assert suite.main([]) == 0
    assert sorted(runs.passes) == [("sqlite", []), ("sqlite", ["tests/browser", "tests/kill"])]
    assert "Going on without." in capsys.readouterr().out


def test_servers_named_by_their_address_need_none_of_this_machine(runs, monkeypatch):
    have(monkeypatch, "pango", "chromium")
    monkeypatch.setenv("DATABASE_URL", "postgres://portal@database/portal")
    suite.main([])
    assert sorted(runs.passes) == [("real", []), ("sqlite", [])]


def test_where_everything_is_required_nothing_runs_without_it(runs, monkeypatch, capsys):
    have(monkeypatch, "pango")
    monkeypatch.setenv("REQUIRE_ALL", "1")
    assert suite.main([]) == 1
    assert runs.passes == []
    assert "Not on this machine: postgresql" in capsys.readouterr().out


def test_what_the_machine_lacks_is_asked_for_first(runs, monkeypatch):
    have(monkeypatch, "pango")
    monkeypatch.setattr(machine, "provide", lambda names: have(monkeypatch, *names))
    suite.main([])
    assert sorted(runs.passes) == BOTH


def test_kill_tests_come_after_the_pass_of_their_lane_and_fail_the_run(runs, monkeypatch):
    monkeypatch.setattr(
        suite, "run", lambda services, paths, is_shown: (3 if paths == ["tests/kill"] else 0, 1.0)
    )
    assert suite.main([]) == 3
    (first, second), _ = suite.lanes(is_real=True, is_whole=True)
    assert (first[1], second[2]) == ("sqlite", ["tests/kill"])
