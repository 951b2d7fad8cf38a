"""Who gets in: a token or a session; nobody else, and no token for ever."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from knox.models import AuthToken

from lib.access import SYSTEM
from opd.accounts import services as accounts
from tests.lib.rest.client import Api
from tests.web import client_of


def ask(header=""):
    return Client().get("/api/v1/me/", headers={"Authorization": header} if header else {})


def test_a_stranger_is_told_what_to_send(db):
    refused = ask()
    assert (refused.status_code, refused["WWW-Authenticate"]) == (401, "Token")
    assert "Token" in refused.json()["detail"]


@pytest.mark.parametrize(
    "header", ["Token x", "Token", "Token a b", "Bearer x", "Token é", "Token " + "a" * 5000]
)
def test_a_token_nobody_gave_is_401(db, header):
    assert ask(header.encode().decode("latin-1")).status_code == 401


def test_only_the_digest_of_a_token_is_kept(world):
    token = accounts.give_token(world.people["editor"], actor=SYSTEM)
    assert ask(f"Token {token}").json()["username"] == "editor"
    kept = AuthToken.objects.get()
    assert token not in {kept.digest, kept.token_key}


def test_a_token_ends_by_itself_and_by_being_revoked(world):
    editor = world.people["editor"]
    old, new = (accounts.give_token(editor, actor=SYSTEM) for _ in range(2))
    AuthToken.objects.order_by("created").filter(token_key=old[:15]).update(
        expiry=timezone.now() - timedelta(seconds=1)
    )
    assert ask(f"Token {old}").status_code == 401
    assert ask(f"Token {new}").status_code == 200
    assert accounts.revoke_tokens(editor, actor=SYSTEM) == 1
    assert ask(f"Token {new}").status_code == 401


def test_a_disabled_account_has_no_token(world):
    token = accounts.give_token(world.people["editor"], actor=SYSTEM)
    world.people["editor"].is_active = False
    world.people["editor"].save()
    assert ask(f"Token {token}").status_code == 401


def test_a_role_that_is_taken_away_is_gone_at_the_next_request(world):
    api = Api(world.people["editor"])
    assert api.get(f"findings/{world.finding.pk}/").status_code == 200
    world.people["editor"].memberships.all().delete()
    assert api.get(f"findings/{world.finding.pk}/").status_code == 404


def test_a_session_writes_only_with_its_csrf_token(world):
    client = client_of(world.people["editor"])
    client.handler.enforce_csrf_checks = True
    path = f"/api/v1/commitments/{world.commitment.pk}/withdraw/"
    assert client.get("/api/v1/me/").status_code == 200
    refused = client.post(path, {"reason": "x"}, content_type="application/json")
    assert (refused.status_code, refused["Content-Type"]) == (403, "application/problem+json")


def test_the_command_prints_a_token_that_works_and_names_an_unknown_account(world, capsys):
    call_command("api_token", "editor")
    assert ask(f"Token {capsys.readouterr().out.strip()}").status_code == 200
    call_command("api_token", "editor", "--revoke")
    assert "1 token editor tidak berlaku lagi." in capsys.readouterr().out
    with pytest.raises(CommandError, match="tiada"):
        call_command("api_token", "tiada")


def test_an_answer_is_nothing_a_browser_keeps(world):
    assert "no-store" in Api(world.people["editor"]).get("me/")["Cache-Control"]
