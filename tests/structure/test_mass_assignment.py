"""Every column of every table, sent along with every act: only what the act itself changes is changed."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import import_module
from pkgutil import walk_packages
from typing import Any
from urllib.parse import urlencode

import pytest
from django import forms
from django.apps import apps
from django.db import connection, transaction
from django.test import Client

from lib import clock
from tests import world as worlds
from tests.structure.test_permissions import ROWS, filled, send
from tests.web import client_of
from tests.world import World

APPS = ("opd", "bimtek", "masterplan", "commitments", "jobs")
MOMENT = datetime(2026, 9, 1, 3, 0, tzinfo=UTC)
# Read by views beside their forms; each is the subject of tests of its own.
READ_BY_VIEWS = {"version", "seen", "ready", "book", "plan", "against", "opd", "uid", "label", "next", "text"}
# New at every run: codes, keys of jobs, the moment the machine takes itself.
RANDOM = {
    "last_login",
    "token",
    "uid",
    "created_at",
    "due_at",
    "password",
    "letter",
    "edition",
    "args",
    "key",
    "started_at",
}
if connection.vendor != "sqlite":
    pytest.skip("rows are compared with their ids, which PostgreSQL gives anew", allow_module_level=True)
DONE = ("200", "201", "202", "204", "302")
WRITES = [row for row in ROWS if row["method"] != "GET" and "@raw" not in row["form"]]


def columns() -> set[str]:
    found: set[str] = set()
    for app in APPS:
        for model in apps.get_app_config(app).get_models():
            for field in model._meta.get_fields():
                found |= {field.name, getattr(field, "attname", field.name)}
    return found | {"is_staff", "is_superuser", "role", "user", "actor", "user_permissions", "pk"}


def asked_by_forms() -> set[str]:
    """Names a person may fill in somewhere."""
    found: set[str] = set()
    for app in APPS:
        for module in walk_packages(
            import_module(apps.get_app_config(app).name).__path__, f"{apps.get_app_config(app).name}."
        ):
            if ".forms" in module.name:
                found |= {name for form in forms_of(import_module(module.name)) for name in form.base_fields}
    return found


def forms_of(module: Any) -> Iterator[Any]:
    for thing in vars(module).values():
        is_form = isinstance(thing, type) and issubclass(thing, forms.BaseForm)
        if is_form and "Filter" not in thing.__name__ and hasattr(thing, "base_fields"):
            yield thing


PROTECTED = sorted(columns() - asked_by_forms() - READ_BY_VIEWS)


@pytest.mark.django_db
def test_the_columns_that_decide_are_among_those_tried() -> None:
    deciding = {
        "state",
        "region",
        "is_frozen",
        "is_final",
        "signed_at",
        "role",
        "is_staff",
        "token",
        "sha256",
    }
    assert deciding - set(PROTECTED) == set()


def rows_of(kind: str) -> list[Any]:
    """Every act somebody may do, once, as the first who may."""
    found = []
    for row in WRITES:
        actor = next((name for name in worlds.ACTORS if row[name] in DONE and name != "stranger"), None)
        if actor and row["url"].startswith("api:") == (kind == "api"):
            found.append(pytest.param(row, actor, id=f"{row['method']} {row['url']}"))
    return found


@pytest.mark.parametrize(("row", "actor"), rows_of("page"))
def test_a_page_stores_only_what_its_form_asks(
    row: Any, actor: str, shared_world: World, django_db_blocker: Any
) -> None:
    more = dict.fromkeys(PROTECTED, "1")
    with django_db_blocker.unblock():
        plain = stored_after(shared_world, actor, row)
        crowded = stored_after(
            shared_world, actor, row | {"form": f"{row['form']}&{urlencode(more)}"}, or_else="400"
        )
        refused = stored_before(shared_world, actor)
    assert differences(plain, crowded) == {} or differences(refused, crowded) == {}


@pytest.mark.parametrize(("row", "actor"), rows_of("api"))
def test_the_api_names_what_it_does_not_know(
    row: Any, actor: str, shared_world: World, django_db_blocker: Any
) -> None:
    with django_db_blocker.unblock():
        body = filled(shared_world, row["form"])
        if not set(body) - {"@version"}:
            return  # an act without a body reads none
        before = everything()
        with transaction.atomic():
            answer = send(
                client_of(shared_world.people[actor]),
                shared_world,
                row | {"form": json.dumps(body | {"state": 1, "is_frozen": 1})},
            )
            after = everything()
            transaction.set_rollback(True)
    assert answer.status_code in (400, 409)
    assert differences(before, after) == {}


def stored_before(world: World, actor: str) -> dict[str, list[Any]]:
    with transaction.atomic(), clock.at(MOMENT):
        client_of(world.people[actor])
        found = everything()
        transaction.set_rollback(True)
    return found


def stored_after(world: World, actor: str, row: dict[str, str], or_else: str = "") -> dict[str, list[Any]]:
    with transaction.atomic(), clock.at(MOMENT):
        client: Client = client_of(world.people[actor])
        assert str(send(client, world, row).status_code) in (*DONE, or_else)
        found = everything()
        transaction.set_rollback(True)
    return found


def everything() -> dict[str, list[Any]]:
    """All rows of the domain without what is new at every run."""
    found = {}
    for app in APPS:
        for model in apps.get_app_config(app).get_models():
            names = [field.attname for field in model._meta.concrete_fields if field.attname not in RANDOM]
            found[model._meta.label] = [
                dict(zip(names, row, strict=True))
                for row in model._default_manager.order_by("pk").values_list(*names)
            ]
    return found


def differences(before: dict[str, list[Any]], after: dict[str, list[Any]]) -> dict[str, Any]:
    """{table: columns that differ}; all of them when rows came or went."""
    found: dict[str, Any] = {}
    for label, rows in before.items():
        if len(rows) != len(after[label]):
            found[label] = "another number of rows"
        elif rows != after[label]:
            pairs = [(old, new) for old, new in zip(rows, after[label], strict=True) if old != new]
            found[label] = {name: new[name] for old, new in pairs for name in old if old[name] != new[name]}
    return found
