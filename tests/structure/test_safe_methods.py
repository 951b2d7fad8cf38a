"""Reading changes nothing: a browser that fetches ahead, a preview or a scanner never counts as a person."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from tests import world as worlds
from tests.structure.test_permissions import ROWS, argument, send

READS = re.compile(
    r"\s*(SELECT|SAVEPOINT|RELEASE SAVEPOINT|ROLLBACK|SET CONSTRAINTS|PRAGMA)\b", re.IGNORECASE
)
SESSIONS_AND_CACHES = [
    Session._meta.db_table,
    *(cache["LOCATION"] for cache in settings.CACHES.values() if "DatabaseCache" in cache["BACKEND"]),
]
AHEAD = {"Sec-Purpose": "prefetch;prerender", "Purpose": "prefetch"}
ADDRESSES = sorted({row["url"] for row in ROWS})
ASKED = [row for row in ROWS if row["method"] == "GET" and row["form"]]


@contextmanager
def writes() -> Iterator[list[str]]:
    """Every statement that could change a row; those of sessions and caches do not count."""
    found: list[str] = []

    def watch(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if not READS.match(sql) and not any(f'"{table}"' in sql for table in SESSIONS_AND_CACHES):
            found.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(watch):
        yield found


def written_by(client: Client, read: Callable[[Client], Any]) -> tuple[list[str], int]:
    """What one request writes, and its status; taken back, like what it does to the session."""
    cookies = SimpleCookie({name: morsel.value for name, morsel in client.cookies.items()})
    with transaction.atomic(), writes() as found:
        status = int(read(client).status_code)
        transaction.set_rollback(True)
    client.cookies = cookies
    return found, status


@pytest.mark.parametrize("url", ADDRESSES)
def test_no_address_writes_a_row_when_it_is_read(
    url: str, shared_world: worlds.World, callers: dict[str, Client], django_db_blocker: Any
) -> None:
    name, *parts = url.split()
    address = reverse(name, args=[argument(shared_world, part) for part in parts])
    with django_db_blocker.unblock():
        for actor, client in callers.items():
            found, status = written_by(client, lambda client: client.get(address, headers=AHEAD))
            if status == 200:
                found += written_by(client, lambda client: client.head(address))[0]
            assert found == [], actor


@pytest.mark.parametrize("row", ASKED, ids=lambda row: f"{row['url']} {row['form']}")
def test_no_question_in_an_address_writes_a_row(
    row: dict[str, str], shared_world: worlds.World, callers: dict[str, Client], django_db_blocker: Any
) -> None:
    with django_db_blocker.unblock():
        for actor, client in callers.items():
            assert written_by(client, lambda client: send(client, shared_world, row))[0] == [], actor


@pytest.mark.django_db
def test_a_write_would_be_seen(django_user_model: Any) -> None:
    with writes() as found:
        django_user_model.objects.update(is_active=True)
    assert len(found) == 1
