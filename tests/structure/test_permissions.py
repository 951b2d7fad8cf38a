"""Who gets which answer: every address, every method in use, every actor. A missing address fails.

The tables are tests/structure/permissions/<app>.csv: url (name, then the names of rows in tests/world.py),
method, form (posted, as a query string; {row.attr} is filled in), then one expected status per actor.
"""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests import world as worlds

TABLES = Path(__file__).parent / "permissions"
OPEN = {"static"}


def rows() -> list[dict[str, str]]:
    found = []
    for table in sorted(TABLES.glob("*.csv")):
        with table.open(encoding="utf-8", newline="") as handle:
            found += list(csv.DictReader(handle))
    return found


ROWS = rows()


def names(patterns: Any, prefix: str = "") -> Iterator[str]:
    for entry in patterns:
        if isinstance(entry, URLResolver):
            space = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            yield from names(entry.url_patterns, space)
        elif isinstance(entry, URLPattern):
            yield f"{prefix}{entry.name}"


def test_every_address_stands_in_a_table() -> None:
    listed = {row["url"].split()[0] for row in ROWS}
    assert set(names(get_resolver().url_patterns)) - OPEN - listed == set()


def test_no_table_names_an_address_that_is_gone() -> None:
    listed = {row["url"].split()[0] for row in ROWS}
    assert listed - set(names(get_resolver().url_patterns)) == set()


@pytest.mark.django_db
def test_every_actor_has_an_account_but_the_stranger() -> None:
    assert set(worlds.build().people) == set(worlds.ACTORS) - {"stranger"}


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[worlds.World]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield worlds.build()
        transaction.set_rollback(True)


@pytest.mark.parametrize("actor", worlds.ACTORS)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['method']} {row['url']} {row['form']}".strip())
def test_everyone_gets_the_answer_of_the_table(
    row: dict[str, str], actor: str, world: worlds.World, django_db_blocker: Any
) -> None:
    with django_db_blocker.unblock(), transaction.atomic():
        answer = ask(world, actor, row)
        transaction.set_rollback(True)
    assert answer == int(row[actor]), f"{row['method']} {row['url']} as {actor}"


def ask(world: worlds.World, actor: str, row: dict[str, str]) -> int:
    client = Client(raise_request_exception=False)
    if actor != "stranger":
        client.force_login(world.people[actor], backend="allauth.account.auth_backends.AuthenticationBackend")
    name, *parts = row["url"].split()
    address = reverse(name, args=[argument(world, part) for part in parts])
    form = parse_qs(row["form"].format_map(world.rows), keep_blank_values=True)
    if row["method"] == "GET":
        return client.get(address, form).status_code
    return client.post(address, form).status_code


def argument(world: worlds.World, part: str) -> Any:
    """A row's primary key, a row's attribute (row.attr), or the word itself when it starts with '='."""
    if part.startswith("="):
        return part[1:]
    row, _, attribute = part.partition(".")
    return getattr(world.rows[row], attribute or "pk")
