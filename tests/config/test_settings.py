"""What the environment may say, and what production refuses."""

import pytest

from tests.place import Place

SECRET = "7f3a9c1e" * 10
PRODUCTION = {"PORTAL_MODE": "production", "ALLOWED_HOSTS": "portal.example.go.id"}
REFUSED = {
    "no secret": PRODUCTION,
    "the demo's secret": {
        **PRODUCTION,
        "SECRET_KEY": "demo-only-secret-that-production-refuses-to-start-with",
    },
    "debug": {**PRODUCTION, "SECRET_KEY": SECRET, "DEBUG": "1"},
    "an unknown mode": {"PORTAL_MODE": "prod"},
}
ASK = "from django.conf import settings; print(repr(getattr(settings, '{}')))"


def setting(name: str, **environment: str) -> str:
    done = Place("settings", embedded=True, **environment).manage(
        "shell", "--no-imports", "-c", ASK.format(name)
    )
    return done.stdout.splitlines()[-1]


@pytest.mark.parametrize("environment", REFUSED.values(), ids=REFUSED.keys())
def test_it_refuses_to_start_with(environment):
    done = Place("settings", embedded=True, **environment).manage("check", check=False)
    assert done.returncode != 0
    assert "ImproperlyConfigured" in done.stderr


def test_production_passes_the_deployment_check():
    place = Place("settings", embedded=True, **PRODUCTION, SECRET_KEY=SECRET)
    place.manage("check", "--deploy", "--fail-level", "WARNING")


def test_empty_names_count_as_absent():
    """Compose hands over every name of its file, also those left empty."""
    engine = setting("DATABASES", DATABASE_URL="", SECRET_KEY="", MEDIA_ROOT="", REDIS_URL="")
    assert "sqlite3" in engine
    assert setting("SECRET_KEY", SECRET_KEY="") != "''"
    assert setting("MEDIA_ROOT", MEDIA_ROOT="").endswith("/media')")


def test_a_postgres_url_is_made_ready_for_a_pooler():
    databases = setting("DATABASES", DATABASE_URL="postgres://portal@127.0.0.1:1/portal")
    assert "'DISABLE_SERVER_SIDE_CURSORS': True" in databases
    assert "'CONN_HEALTH_CHECKS': True" in databases
