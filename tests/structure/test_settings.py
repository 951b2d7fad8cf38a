"""What the environment may say, and what production refuses."""

import json
from typing import Any

import pytest

from config import databases, production
from tests.place import Place

SECRET = "7f3a9c1e" * 10
PRODUCTION = {
    "PORTAL_MODE": "production",
    "SECRET_KEY": SECRET,
    "ALLOWED_HOSTS": "portal.example.go.id",
    "PUBLIC_URL": "https://portal.example.go.id",
}
REFUSED = {
    "nothing said": {"PORTAL_MODE": "production"},
    "the demo's secret": {**PRODUCTION, "SECRET_KEY": production.DEMO_SECRET},
    "a short older secret": {**PRODUCTION, "SECRET_KEY_FALLBACKS": f"{SECRET},short"},
    "debug": {**PRODUCTION, "DEBUG": "1"},
    "an unknown mode": {"PORTAL_MODE": "prod"},
}
GOOD: dict[str, Any] = {
    "secrets": [SECRET],
    "debug": False,
    "hosts": ["portal.example.go.id"],
    "public_url": "https://portal.example.go.id",
    "services": {"DATABASE_URL": "postgres://portal:8f2c@db:5432/portal", "REDIS_URL": ""},
}
REASONS = [
    ({"secrets": [production.DEMO_SECRET]}, "SECRET_KEY is not set"),
    ({"secrets": ["x" * 49]}, "SECRET_KEY is shorter"),
    ({"secrets": [SECRET, "x" * 49]}, "SECRET_KEY_FALLBACKS is shorter"),
    ({"secrets": [SECRET, production.DEMO_SECRET]}, "SECRET_KEY_FALLBACKS is not set"),
    ({"debug": True}, "DEBUG"),
    ({"hosts": ["127.0.0.1", "localhost", "testserver"]}, "ALLOWED_HOSTS is not set"),
    ({"hosts": ["127.0.0.1", "localhost"]}, "ALLOWED_HOSTS is not set"),
    ({"hosts": ["*"]}, "name each host in full"),
    ({"hosts": ["portal.example.go.id", ".example.go.id"]}, "name each host in full"),
    ({"hosts": []}, "ALLOWED_HOSTS is not set"),
    ({"public_url": "http://portal.example.go.id"}, "PUBLIC_URL"),
    ({"public_url": "https://"}, "PUBLIC_URL"),
    ({"services": {"DATABASE_URL": "postgres://portal:secret@db/portal"}}, "DATABASE_URL carries"),
    ({"services": {"DATABASE_URL": "postgres://portal:Change%2DMe@db/portal"}}, "DATABASE_URL carries"),
    ({"services": {"REDIS_URL": "redis://:redis@broker:6379/0"}}, "REDIS_URL carries"),
]
ASK = "import json; from config import settings as s; print(json.dumps([str(getattr(s, n)) for n in {}]))"


def asked(names: list[str], **environment: str) -> list[str]:
    place = Place("settings", embedded=True, **environment)
    said = place.manage("shell", "--no-imports", "-c", ASK.format(names)).stdout.splitlines()[-1]
    return list(json.loads(said))


@pytest.mark.parametrize(("changed", "words"), REASONS, ids=lambda value: str(value)[:60])
def test_production_says_why_it_does_not_start(changed, words):
    assert words in production.refusal(**{**GOOD, **changed})


def test_production_has_no_reason_against_what_is_its_own():
    assert production.refusal(**GOOD) == ""
    assert production.refusal(**{**GOOD, "services": {"DATABASE_URL": "", "REDIS_URL": ""}}) == ""


@pytest.mark.parametrize("environment", REFUSED.values(), ids=REFUSED.keys())
def test_it_refuses_to_start_with(environment):
    """In one line, whatever the command."""
    done = Place("settings", embedded=True, **environment).manage("migrate", check=False)
    assert done.returncode != 0
    assert len(done.stderr.splitlines()) == 1


def test_production_passes_the_deployment_check():
    place = Place("settings", embedded=True, **PRODUCTION, SECRET_KEY_FALLBACKS=SECRET.upper())
    place.manage("check", "--deploy", "--fail-level", "WARNING")


def test_empty_names_count_as_absent():
    """Compose hands over every name of its file, also those left empty."""
    names = ["DATABASES", "SECRET_KEY", "SECRET_KEY_FALLBACKS", "MEDIA_ROOT", "REDIS_URL"]
    databases, secret, fallbacks, media, redis = asked(names, **dict.fromkeys(names, ""), DATABASE_URL="")
    assert "sqlite3" in databases
    assert secret == production.DEMO_SECRET
    assert fallbacks == "[]"
    assert media.endswith("/media")
    assert redis == ""


def test_a_postgres_address_is_made_ready_for_a_pooler(tmp_path):
    parsed = databases.default("postgres://portal@127.0.0.1:1/portal", tmp_path)
    assert parsed["DISABLE_SERVER_SIDE_CURSORS"] is True
    assert parsed["CONN_HEALTH_CHECKS"] is True
    assert parsed["CONN_MAX_AGE"] is None
    assert "options" not in parsed["OPTIONS"]


def test_a_thread_does_not_wait_for_ever_for_a_database_that_is_gone(tmp_path):
    parsed = databases.default("postgres://portal@127.0.0.1:1/portal", tmp_path)
    assert 0 < parsed["OPTIONS"]["connect_timeout"] <= 10
    assert 0 < parsed["OPTIONS"]["tcp_user_timeout"] <= 15_000


def test_the_address_may_say_otherwise(tmp_path):
    address = "postgres://portal@127.0.0.1:1/portal?connect_timeout=1&options=-c%20statement_timeout%3D15000"
    options = databases.default(address, tmp_path)["OPTIONS"]
    assert str(options["connect_timeout"]) == "1"
    assert options["options"] == "-c statement_timeout=15000"
