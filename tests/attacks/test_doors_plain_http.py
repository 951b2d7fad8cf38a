"""Programs and plain HTTP, and what kind of answer every kind of address says it gives."""

from typing import Any

import pytest
from django.test import Client

from tests.attacks.doors import LOGIN, visitor
from tests.world import World

pytestmark = pytest.mark.django_db

PLANS = "/api/v1/plans/"


@pytest.mark.parametrize("path", [PLANS, "/api/schema/", "/api/nowhere"])
def test_a_program_is_refused_and_not_led_to_tls(path: str, production: Any, world: World):
    """A redirect would hide for ever that its token goes over the line in the clear."""
    answer = visitor(HTTP_X_FORWARDED_PROTO="http").get(path, HTTP_AUTHORIZATION="Token 0123")
    assert answer.status_code == 403
    assert "Location" not in answer.headers
    assert answer["Content-Type"] == "application/problem+json"
    assert "https" in answer.json()["detail"]


def test_over_tls_it_is_answered(production: Any, world: World):
    assert visitor().get(PLANS).status_code == 401


def test_a_demo_has_no_tls_to_ask_for(world: World):
    assert Client().get(PLANS).status_code == 401


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        (LOGIN, "text/html; charset=utf-8"),
        ("/nowhere/", "text/html; charset=utf-8"),
        ("/healthz", "text/plain; charset=utf-8"),
        (PLANS, "application/problem+json"),
        ("/api/nowhere", "application/problem+json"),
    ],
)
def test_an_answer_names_its_kind_and_its_letters(path: str, kind: str, production: Any, world: World):
    assert visitor().get(path)["Content-Type"] == kind
