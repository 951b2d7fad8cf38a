"""May this process be sent visitors? One word for strangers, the reasons for the operator."""

import os
import re
import shutil
import socket
from datetime import timedelta
from typing import Any
from unittest.mock import Mock

import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.utils import OperationalError
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lib.jobs.models import Job, JobState
from portal.web import health
from portal.web.health import State, examine
from tests.servers import free_port

pytestmark = pytest.mark.django_db
NAMES = ["var", "media", "broker", "migrations", "jobs", "files"]


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "cursor", Mock(side_effect=OperationalError("no server at 10.0.0.7")))


def states() -> dict[str, State]:
    return {finding.name: finding.state for finding in examine()}


def ask() -> tuple[int, dict[str, str]]:
    caches["local"].clear()
    answer = Client().get("/readyz")
    return answer.status_code, answer.json()


def waiting(age: timedelta, **values: Any) -> None:
    """A queued job of an age whose bell is not due: the sweep rings it again and again."""
    job = Job.objects.create(task="x.render", key="x", due_at=timezone.now() + timedelta(hours=1))
    Job.objects.filter(pk=job.pk).update(created_at=timezone.now() - age, **values)


def test_a_stranger_is_told_one_word_that_is_not_kept():
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.content) == (200, b'{"status": "ok"}')
    assert answer["Cache-Control"] == "no-store"
    assert Client().post("/readyz").status_code == Client().post("/healthz").status_code == 405


def test_without_the_database_it_is_unavailable_and_says_no_more(away: None):
    assert ask() == (503, {"status": "unavailable"})
    assert states()["database"] == State.UNAVAILABLE
    assert Client().get("/healthz").content == b"ok"


def test_a_missing_migration_makes_it_unavailable_and_one_of_newer_code_does_not():
    MigrationRecorder(connection).record_applied("opd", "9999_of_the_next_release")
    assert ask()[0] == 200
    MigrationRecorder(connection).record_unapplied("opd", "0001_initial")
    assert ask()[0] == 503
    assert states()["migrations"] == State.UNAVAILABLE


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
    free: int, state: State, status: int, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(shutil, "disk_usage", Mock(return_value=Mock(free=free)))
    assert states()["media"] == state
    assert ask()[0] == status


def test_a_folder_that_is_not_there_or_not_writable_makes_it_unavailable(
    settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
):
    settings.MEDIA_ROOT = tmp_path / "gone"
    assert ask()[0] == 503
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(os, "access", Mock(return_value=False))
    assert ask()[0] == 503


MINUTE = timedelta(minutes=1)


def test_a_queue_that_nobody_works_at_is_told_within_a_minute(capsys: pytest.CaptureFixture[str]):
    waiting(MINUTE / 2)
    assert ask() == (200, {"status": "ok"})
    Job.objects.update(created_at=timezone.now() - MINUTE)
    assert ask() == (200, {"status": "degraded"})
    call_command("ready")
    assert re.search(r"jobs +degraded +the oldest waits for 6\d s, none is at work", capsys.readouterr().out)


@pytest.mark.parametrize(
    ("state", "started", "leased", "found"),
    [
        (JobState.DONE, MINUTE / 2, None, State.OK),
        (JobState.RUNNING, 4 * MINUTE, MINUTE, State.OK),
        (JobState.RUNNING, 4 * MINUTE, -MINUTE, State.DEGRADED),
        (JobState.DONE, 4 * MINUTE, None, State.DEGRADED),
    ],
    ids=["one was just begun", "a long one runs", "its runner is gone", "the last one is long over"],
)
def test_a_queue_that_is_only_long_is_not_stuck(state: str, started: Any, leased: Any, found: State):
    waiting(2 * MINUTE)
    now = timezone.now()
    lease = now + leased if leased else None
    Job.objects.create(
        task="x.render", key="y", due_at=now, state=state, started_at=now - started, lease_until=lease
    )
    assert states()["jobs"] == found


def test_work_that_waits_for_long_degrades_it_though_others_run():
    waiting(health.LATE + MINUTE)
    Job.objects.create(task="x", key="y", due_at=timezone.now(), started_at=timezone.now(), state="done")
    assert states()["jobs"] == State.DEGRADED


def test_a_broker_that_is_away_degrades_it(settings: Any):
    settings.REDIS_URL = f"redis://127.0.0.1:{free_port()}/0"
    assert ask() == (200, {"status": "degraded"})
    with socket.create_server(("127.0.0.1", 0)) as broker:
        settings.REDIS_URL = f"redis://:geheim@127.0.0.1:{broker.getsockname()[1]}/0"
        assert ask() == (200, {"status": "ok"})


def test_asking_again_and_again_costs_nothing():
    ask()
    with CaptureQueriesContext(connection) as queries:
        assert [Client().get("/readyz").status_code for _ in range(20)] == [200] * 20
    assert len(queries) == 0


def test_the_operator_is_told_each_thing(capsys: pytest.CaptureFixture[str]):
    call_command("ready")
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == NAMES
    assert "MB free" in lines[0]


def test_the_operators_command_fails_when_the_portal_cannot_serve(
    away: None, capsys: pytest.CaptureFixture[str]
):
    with pytest.raises(SystemExit) as ended:
        call_command("ready")
    assert ended.value.code == 1
    assert "database" in capsys.readouterr().out
