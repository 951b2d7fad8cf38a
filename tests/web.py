"""A browser without a screen: a test client that is signed in as somebody."""

from typing import Any

from django.test import Client

from opd.accounts.models import User

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
HTMX: dict[str, Any] = {"HTTP_HX_REQUEST": "true"}


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client
