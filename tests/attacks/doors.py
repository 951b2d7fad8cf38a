"""The doors of a production, inside a test: its settings, its host, its proxy, and the table of its pages."""

import os
import runpy
from typing import Any
from unittest.mock import patch

from django.db.models import Model
from django.test import Client
from django.urls import reverse

from tests.place import ROOT
from tests.structure.test_permissions import ROWS, argument
from tests.web import BACKEND
from tests.world import ACTORS, World

HOST = "portal.example.go.id"
ORIGIN = f"https://{HOST}"
ENVIRONMENT = {
    "PORTAL_MODE": "production",
    "SECRET_KEY": "7f3a9c1e" * 10,
    "ALLOWED_HOSTS": HOST,
    "PUBLIC_URL": ORIGIN,
}
BEHIND_THE_PROXY: dict[str, Any] = {
    "HTTP_HOST": HOST,
    "HTTP_X_FORWARDED_PROTO": "https",
    "HTTP_X_FORWARDED_FOR": "203.0.113.9",
}
OWN = ("SECURE_", "SESSION_", "CSRF_", "ALLAUTH_", "ALLOWED_", "IN_PRODUCTION", "PORTAL_MODE", "PUBLIC_URL")
ORDER = {"302": 0, "200": 1, "204": 1, "400": 2, "409": 3}
PASSWORD = "kopi-pagi-di-kantor"
LOGIN = "/accounts/login/"


def production_settings() -> dict[str, Any]:
    """What config/settings.py says in production, as far as it is about doors."""
    with patch.dict(os.environ, ENVIRONMENT):
        said = runpy.run_path(str(ROOT / "config/settings.py"))
    return {name: value for name, value in said.items() if name.isupper() and name.startswith(OWN)}


def visitor(user: Any = None, **environ: Any) -> Any:
    """A browser behind the proxy of a production, signed in when a user is given."""
    client = Client(raise_request_exception=False, **{**BEHIND_THE_PROXY, **environ})
    if user is not None:
        client.force_login(user, backend=BACKEND)
    return client


def sign_in(client: Client, username: str, password: str = PASSWORD, **environ: Any) -> Any:
    return client.post(LOGIN, {"login": username, "password": password}, **environ)


def is_signed_in(client: Client) -> bool:
    return client.get("/").status_code == 200


def pages(method: str = "GET") -> list[dict[str, str]]:
    """Every page, or every form, of the permission tables; what the API is asked stands in tests/api."""
    found = [row for row in ROWS if row["method"] == method and not row["url"].startswith("api:")]
    return list({(row["url"], row["form"]): row for row in found}.values())


def addresses(method: str = "GET") -> list[dict[str, str]]:
    """Each address once, with the row that gets furthest."""
    best: dict[str, dict[str, str]] = {}
    for row in pages(method):
        other = best.setdefault(row["url"], row)
        if _distance(row) < _distance(other):
            best[row["url"]] = row
    return list(best.values())


def _distance(row: dict[str, str]) -> int:
    return min(ORDER.get(row[actor], len(ORDER)) for actor in ACTORS[:-1])


def name_of(row: dict[str, str]) -> str:
    return f"{row['method']} {row['url']} {row['form']}".strip()


def actor_of(row: dict[str, str]) -> str:
    """Somebody who gets furthest: the first who is let in, or at least told what is wrong."""
    return min(ACTORS[:-1], key=lambda actor: ORDER.get(row[actor], len(ORDER)))


def address_of(world: World, row: dict[str, str]) -> str:
    name, *parts = row["url"].split()
    return reverse(name, args=[argument(world, part) for part in parts])


def fresh(row: Model) -> Any:
    return type(row)._default_manager.get(pk=row.pk)
