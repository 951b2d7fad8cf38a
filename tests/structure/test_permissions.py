"""Who gets which answer: every address, every method in use, every actor. A missing address fails.

The tables are tests/structure/permissions/<app>.csv: url (name, then the names of rows in tests/world.py),
method, form (posted, as a query string; {row.attr} is filled in), then what people decide:

- answers: "302: editor, operator.own; 400: admin", for those who may. A name is an actor, a role, or a
  capability of opd.accounts.roles: "plan.read" stands for all who have it in the region, and for the own
  office's people who have it for that.
- sees: who may know that it is there, in the same words; "region" is everybody with a role in it.

The rest is derived: who may not see it gets 404, who sees it and may not gets 403, a stranger is sent to sign
in (302; 401 by the API).

An address of the API (api:...) is sent JSON: its form is an object, <row.attr> is filled in; "@version"
becomes If-Match, "@raw" is sent as it is. A GET's object becomes the query string.
"""

import csv
import json
import re
from collections.abc import Iterator
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from opd.accounts.roles import Can, who_can
from tests import world as worlds

pytestmark = pytest.mark.both_databases

TABLES = Path(__file__).parent / "permissions"
OPEN = {"static"}


def actors_of(name: str) -> frozenset[str]:
    """The actors whom a name of the tables stands for."""
    if name in worlds.ACTORS:
        return frozenset((name,))
    if name == "region":
        return frozenset(worlds.ACTORS) - {"nobody", "stranger"}
    if name in worlds.ACTORS_OF:
        return frozenset(worlds.ACTORS_OF[name])
    given = who_can(Can(name))
    own = {f"{role}.own" for role, reach in given.items() if reach == "own"}
    everywhere = {
        actor for role, reach in given.items() if reach != "own" for actor in worlds.ACTORS_OF[role]
    }
    return frozenset(own | everywhere)


def named(names: str) -> frozenset[str]:
    found: frozenset[str] = frozenset()
    return found.union(*(actors_of(name) for name in re.split(r",\s*", names) if name))


def expected(row: dict[str, str]) -> dict[str, str]:
    """The status each actor gets."""
    sees = named(row["sees"])
    answers = dict.fromkeys(worlds.ACTORS, "404") | dict.fromkeys(sees, "403")
    answers["stranger"] = "401" if row["url"].startswith("api:") else "302"
    for part in filter(None, re.split(r";\s*", row["answers"])):
        status, _, names = part.partition(": ")
        answers |= dict.fromkeys(named(names), status)
    return answers


def rows() -> list[dict[str, str]]:
    """Each row of the tables, with the status of every actor under its name."""
    found = []
    for table in sorted(TABLES.glob("*.csv")):
        with table.open(encoding="utf-8", newline="") as handle:
            found += [row | expected(row) for row in csv.DictReader(handle)]
    return found


ROWS = rows()


def entries(patterns: Any, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in patterns:
        if isinstance(entry, URLResolver):
            space = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            yield from entries(entry.url_patterns, space)
        elif isinstance(entry, URLPattern):
            yield f"{prefix}{entry.name}", entry


def names(patterns: Any) -> Iterator[str]:
    return (name for name, _ in entries(patterns))


def test_every_address_stands_in_a_table() -> None:
    listed = {row["url"].split()[0] for row in ROWS}
    assert set(names(get_resolver().url_patterns)) - OPEN - listed == set()


def operations() -> Iterator[tuple[str, str]]:
    """Every (address, method) of the API."""
    for entry in entries(get_resolver().url_patterns):
        view = getattr(entry[1].callback, "view_class", None)
        if entry[0].startswith("api:") and view is not None:
            allowed = set(view.http_method_names) & {"get", "post", "put", "patch", "delete"}
            yield from ((entry[0], method.upper()) for method in allowed if hasattr(view, method))


def test_every_operation_of_the_api_stands_in_a_table() -> None:
    listed = {(row["url"].split()[0], row["method"]) for row in ROWS}
    assert set(operations()) - listed == set()


def test_no_table_names_an_address_that_is_gone() -> None:
    listed = {row["url"].split()[0] for row in ROWS}
    assert listed - set(names(get_resolver().url_patterns)) == set()


@pytest.mark.django_db
def test_every_actor_has_an_account_but_the_stranger() -> None:
    assert set(worlds.build().people) == set(worlds.ACTORS) - {"stranger"}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['method']} {row['url']} {row['form']}".strip())
def test_everyone_gets_the_answer_of_the_table(
    row: dict[str, str], shared_world: worlds.World, callers: dict[str, Client], django_db_blocker: Any
) -> None:
    with django_db_blocker.unblock():
        answers = {actor: ask(client, shared_world, row) for actor, client in callers.items()}
    assert answers == {actor: int(row[actor]) for actor in worlds.ACTORS}


def ask(client: Client, world: worlds.World, row: dict[str, str]) -> int:
    """The status; nothing of the request remains, in the database or in the browser."""
    cookies = client.cookies.output()
    kept = SimpleCookie({name: morsel.value for name, morsel in client.cookies.items()})
    with transaction.atomic():
        status = int(send(client, world, row).status_code)
        transaction.set_rollback(True)
    if client.cookies.output() != cookies:
        client.cookies = kept
    return status


def send(client: Client, world: worlds.World, row: dict[str, str], told: worlds.World | None = None) -> Any:
    """The answer to a row of the tables; `told` fills in the form when it is about another world's rows."""
    told = told or world
    name, *parts = row["url"].split()
    address = reverse(name, args=[argument(world, part) for part in parts])
    if name.startswith("api:"):
        return send_json(client, row["method"], address, filled(told, row["form"]))
    form = parse_qs(row["form"].format_map(told.rows), keep_blank_values=True)
    return (client.get if row["method"] == "GET" else client.post)(address, form)


def filled(world: worlds.World, form: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        re.sub(r"<([^>]+)>", lambda part: str(argument(world, part[1])), form) or "{}"
    )
    return found


def send_json(client: Client, method: str, address: str, body: dict[str, Any]) -> Any:
    version = body.pop("@version", None)
    headers = {} if version is None else {"If-Match": f'"{version}"'}
    if method == "GET":
        return client.get(address, body, headers=headers)
    raw = body.pop("@raw", None)
    if raw is not None:
        headers["Content-Disposition"] = 'attachment; filename="pindaian.pdf"'
        return client.generic(method, address, raw, "application/pdf", headers=headers)
    return client.generic(method, address, json.dumps(body), "application/json", headers=headers)


def argument(world: worlds.World, part: str) -> Any:
    """A row's primary key, a row's attribute (row.attr), or the word itself when it starts with '='."""
    if part.startswith("="):
        return part[1:]
    row, _, attribute = part.partition(".")
    return getattr(world.rows[row], attribute or "pk")
