"""May this process be sent visitors? One word for strangers, the reasons for the operator."""

import logging
import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.utils import OperationalError
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from config import health
from config.health import State, examine, state_now
from jobs.models import Job, JobState
from tests.servers import free_port

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def place(settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that has just begun: nothing is known yet."""
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(health, "_known_complete", False)
    monkeypatch.setattr(health, "_last", (float("-inf"), State.UNAVAILABLE))


@pytest.fixture
def away(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: Any, **options: Any) -> None:
        raise OperationalError("could not connect to server at 10.0.0.7")

    monkeypatch.setattr(connection, "cursor", refuse)


def states() -> dict[str, State]:
    return {finding.name: finding.state for finding in examine()}


def ask(client: Client) -> tuple[int, dict[str, str]]:
    answer = client.get("/readyz")
    return answer.status_code, answer.json()


def waiting(age: timedelta) -> None:
    job = Job.objects.create(task="x.render", key="x", due_at=timezone.now())
    Job.objects.filter(pk=job.pk).update(created_at=timezone.now() - age)


def test_all_is_well(client: Client):
    assert ask(client) == (200, {"status": "ok"})
    assert set(states()) == {"var", "media", "broker", "migrations", "jobs"}


def test_a_stranger_is_told_one_word_that_is_not_kept(client: Client):
    answer = client.get("/readyz")
    assert answer.content == b'{"status": "ok"}'
    assert answer["Cache-Control"] == "no-store"


def test_without_the_database_it_is_unavailable_and_says_no_more(client: Client, away: None):
    assert ask(client) == (503, {"status": "unavailable"})
    assert states()["database"] == State.UNAVAILABLE
    assert client.get("/healthz").status_code == 200


def test_a_migration_that_is_missing_makes_it_unavailable(client: Client):
    MigrationRecorder(connection).record_unapplied("opd", "0001_initial")
    assert ask(client)[0] == 503
    assert states()["migrations"] == State.UNAVAILABLE


def test_a_migration_of_newer_code_does_not(client: Client):
    MigrationRecorder(connection).record_applied("opd", "9999_of_the_next_release")
    assert ask(client)[0] == 200


def test_migrations_are_looked_at_until_they_are_complete():
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            examine()
        return sum("django_migrations" in query["sql"] for query in queries.captured_queries)

    MigrationRecorder(connection).record_unapplied("opd", "0001_initial")
    assert asked() == 1
    assert asked() == 1
    MigrationRecorder(connection).record_applied("opd", "0001_initial")
    assert asked() == 1
    assert asked() == 0


def test_every_migration_of_the_code_is_known_by_its_file():
    assert set(health._migrations_of_code()) <= MigrationRecorder(connection).applied_migrations().keys()
    assert ("opd", "0001_initial") in set(health._migrations_of_code())


@pytest.mark.parametrize(
    ("free", "state", "status"),
    [
        (health.LOW_DISK, State.OK, 200),
        (health.LOW_DISK - 1, State.DEGRADED, 200),
        (health.FULL_DISK, State.DEGRADED, 200),
        (health.FULL_DISK - 1, State.UNAVAILABLE, 503),
    ],
)
def test_a_disk_that_fills_up_is_told_before_it_is_full(
    free: int, state: State, status: int, client: Client, monkeypatch: pytest.MonkeyPatch
):
    class Usage:
        pass

    Usage.free = free  # type: ignore[attr-defined]
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: Usage)
    assert states()["media"] == state
    assert ask(client)[0] == status


@pytest.mark.parametrize("lacking", ["not there", "not writable"])
def test_a_folder_it_cannot_write_to_makes_it_unavailable(
    lacking: str, settings: Any, tmp_path: Any, client: Client, monkeypatch: pytest.MonkeyPatch
):
    if lacking == "not there":
        settings.MEDIA_ROOT = tmp_path / "gone"
    else:
        monkeypatch.setattr(os, "access", lambda folder, mode: False)
    assert ask(client)[0] == 503


def test_work_that_waits_too_long_degrades_it(client: Client):
    waiting(health.LATE - timedelta(minutes=1))
    assert states()["jobs"] == State.OK
    waiting_since = timezone.now() - health.LATE - timedelta(minutes=1)
    Job.objects.update(created_at=waiting_since)
    assert ask(client) == (200, {"status": "degraded"})
    Job.objects.update(state=JobState.RUNNING)
    assert states()["jobs"] == State.OK


def test_a_broker_that_is_away_degrades_it(client: Client, settings: Any):
    settings.REDIS_URL = f"redis://127.0.0.1:{free_port()}/0"
    assert ask(client) == (200, {"status": "degraded"})


def test_a_broker_that_answers_is_well():
    assert states()["broker"] == State.OK


@pytest.fixture
def broker() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener


def serve(listener: socket.socket, answer: bytes) -> None:
    def once() -> None:
        line, _ = listener.accept()
        with line:
            line.recv(64)
            if answer:
                line.sendall(answer)

    threading.Thread(target=once, daemon=True).start()


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (b"+PONG\r\n", State.OK),
        (b"-NOAUTH Authentication required.\r\n", State.OK),
        (b"", State.DEGRADED),
    ],
    ids=["it answers", "it wants a password", "it hangs up"],
)
def test_any_answer_of_the_broker_shows_that_it_lives(
    answer: bytes, state: State, broker: socket.socket, settings: Any
):
    settings.REDIS_URL = f"redis://:geheim@127.0.0.1:{broker.getsockname()[1]}/0"
    serve(broker, answer)
    assert states()["broker"] == state


def test_a_broker_that_says_nothing_is_not_waited_for(
    broker: socket.socket, settings: Any, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(health, "BROKER_ANSWERS_WITHIN_S", 0.05)
    settings.REDIS_URL = f"redis://127.0.0.1:{broker.getsockname()[1]}/0"
    assert states()["broker"] == State.DEGRADED


def test_asking_again_and_again_costs_nothing(client: Client):
    ask(client)
    with CaptureQueriesContext(connection) as queries:
        for _ in range(20):
            assert ask(client)[0] == 200
    assert len(queries) == 0


def test_while_one_thread_asks_the_others_take_the_last_answer(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(health, "_last", (time.monotonic() - 10, State.DEGRADED))
    monkeypatch.setattr(health, "examine", lambda: pytest.fail("asked twice at once"))
    with health._asking:
        assert state_now() == State.DEGRADED


def test_whoever_asks_a_fresh_process_second_waits_for_the_first_answer(monkeypatch: pytest.MonkeyPatch):
    class Asking:
        """Somebody else has it, and an answer when it is free."""

        def acquire(self, *, blocking: bool) -> bool:
            waited.append(blocking)
            monkeypatch.setattr(health, "_last", (time.monotonic(), State.OK))
            return blocking

        def release(self) -> None:
            waited.append(False)

    waited: list[bool] = []
    monkeypatch.setattr(health, "_asking", Asking())
    monkeypatch.setattr(health, "examine", lambda: pytest.fail("asked twice at once"))
    assert state_now() == State.OK
    assert waited == [True, False]


def test_the_operator_is_told_each_thing(capsys: pytest.CaptureFixture[str]):
    call_command("ready")
    told = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in told] == ["var", "media", "broker", "migrations", "jobs"]
    assert "MB free" in told[0]


def test_the_operators_command_fails_when_the_portal_cannot_serve(
    away: None, capsys: pytest.CaptureFixture[str]
):
    with pytest.raises(SystemExit) as ended:
        call_command("ready")
    assert ended.value.code == 1
    assert "database" in capsys.readouterr().out


def test_it_is_cheap(client: Client, caplog: pytest.LogCaptureFixture):
    """Three questions the first time, one afterwards."""
    caplog.set_level(logging.CRITICAL)
    with CaptureQueriesContext(connection) as queries:
        examine()
    assert len(queries) == 3  # is the table of migrations there, which are applied, what waits
    with CaptureQueriesContext(connection) as queries:
        examine()
    assert len(queries) == 1
