"""How secrets come to be (deploy/make-secrets) and how they reach a program (deploy/with-secrets)."""

import os
import stat
import subprocess

import pytest

from tests.structure.sources import ROOT

GIVEN = {
    "SECRET_KEY": "k" * 50,
    "DATABASE_PASSWORD": "d" * 24,
    "DATABASE_OWNER_PASSWORD": "o" * 24,
    "REDIS_PASSWORD": "r" * 24,
}
FILES = {
    "SECRET_KEY": "secret_key",
    "DATABASE_PASSWORD": "database_password",
    "DATABASE_OWNER_PASSWORD": "owner_password",
    "REDIS_PASSWORD": "redis_password",
}
SHOW = 'printf "%s\\n" "$SECRET_KEY" "$DATABASE_URL" "$REDIS_URL" "$SECRET_KEY_FALLBACKS"'


@pytest.fixture
def place(tmp_path):
    """Folders for what is given and for what is kept."""
    (tmp_path / "kept").mkdir()
    (tmp_path / "given").mkdir()
    return tmp_path


def run(script, place, *words, **environment):
    surroundings = {
        "PATH": os.environ["PATH"],
        "SECRETS_FOLDER": str(place / "kept"),
        "GIVEN_FOLDER": str(place / "given"),
        **environment,
    }
    command = [str(ROOT / "deploy" / script), *words]
    return subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)


def kept(place):
    return {file.name: file.read_text() for file in (place / "kept").iterdir()}


def test_a_demo_makes_its_own_secrets_and_keeps_them(place):
    assert run("make-secrets", place).returncode == 0
    first = kept(place)
    assert run("make-secrets", place).returncode == 0
    assert kept(place) == first
    made = [first[name] for name in (*FILES.values(), "superuser_password")]
    assert len(set(made)) == 5
    assert min(map(len, made)) >= 50


def test_two_demos_have_different_secrets(place, tmp_path):
    run("make-secrets", place)
    first = kept(place)
    for file in (place / "kept").iterdir():
        file.unlink()
    run("make-secrets", place)
    assert kept(place)["secret_key"] != first["secret_key"]


def test_only_the_portals_account_reads_the_key(place):
    run("make-secrets", place)
    rights = {file.name: stat.S_IMODE(file.stat().st_mode) for file in (place / "kept").iterdir()}
    assert {name for name, mode in rights.items() if mode == 0o400} == {"secret_key", "secret_key_fallbacks"}
    assert set(rights.values()) == {0o400, 0o440}


@pytest.mark.parametrize("name", GIVEN)
def test_production_makes_up_no_secret(place, name):
    done = run("make-secrets", place, PORTAL_MODE="production", **{**GIVEN, name: ""})
    assert done.returncode == 1
    assert f"production needs {name}, in .env or as the file {FILES[name]} in SECRETS_DIR" in done.stderr
    assert FILES[name] not in kept(place)


@pytest.mark.parametrize("name", GIVEN)
def test_production_takes_what_is_given(place, name):
    done = run("make-secrets", place, PORTAL_MODE="production", **GIVEN)
    assert done.returncode == 0, done.stderr
    assert kept(place)[FILES[name]] == GIVEN[name]


@pytest.mark.parametrize("name", GIVEN)
def test_a_file_goes_before_the_environment(place, name):
    value = "f" * 60
    (place / "given" / FILES[name]).write_text(value + "\n")
    done = run("make-secrets", place, PORTAL_MODE="production", **GIVEN)
    assert done.returncode == 0, done.stderr
    assert kept(place)[FILES[name]] == value


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("SECRET_KEY", "k" * 49, "SECRET_KEY needs at least 50 characters"),
        ("REDIS_PASSWORD", "secret", "REDIS_PASSWORD needs at least 24 characters"),
        ("DATABASE_PASSWORD", "p@ss/word" * 4, "DATABASE_PASSWORD may hold letters, digits, - and _ only"),
    ],
)
@pytest.mark.parametrize("mode", ["demo", "production"])
def test_a_weak_or_odd_secret_is_refused(place, name, value, words, mode):
    done = run("make-secrets", place, PORTAL_MODE=mode, **{**GIVEN, name: value})
    assert done.returncode == 1
    assert words in done.stderr


def test_a_changed_secret_of_production_takes_its_place(place):
    run("make-secrets", place, PORTAL_MODE="production", **GIVEN)
    run("make-secrets", place, PORTAL_MODE="production", **{**GIVEN, "SECRET_KEY": "n" * 50})
    assert kept(place)["secret_key"] == "n" * 50


@pytest.mark.parametrize(
    ("before", "after"), [("demo", "production"), ("production", "demo"), ("production", "")]
)
def test_a_place_stays_what_it_was(place, before, after):
    """A demo has known accounts; and a production whose .env was lost must not come up as a demo."""
    assert run("make-secrets", place, PORTAL_MODE=before, **GIVEN).returncode == 0
    done = run("make-secrets", place, PORTAL_MODE=after, **GIVEN)
    assert done.returncode == 1
    assert f"was set up as {before}" in done.stderr


def test_an_unknown_mode_is_refused(place):
    done = run("make-secrets", place, PORTAL_MODE="prod")
    assert "PORTAL_MODE is demo or production" in done.stderr
    assert kept(place) == {}


def test_a_program_gets_the_secrets_under_the_names_of_the_settings(place):
    run("make-secrets", place, PORTAL_MODE="production", SECRET_KEY_FALLBACKS="a,b", **GIVEN)
    done = run("with-secrets", place, "sh", "-c", SHOW)
    assert done.stdout.splitlines() == [
        "k" * 50,
        f"postgres://portal:{'d' * 24}@pgbouncer:6432/portal",
        f"redis://:{'r' * 24}@redis:6379/0",
        "a,b",
    ]


def test_the_one_who_migrates_comes_as_the_owner(place):
    run("make-secrets", place, PORTAL_MODE="production", **GIVEN)
    words = {"DATABASE_ROLE": "portal_owner", "DATABASE_HOST": "postgres", "DATABASE_PORT": "5432"}
    done = run("with-secrets", place, "sh", "-c", SHOW, **words)
    assert done.stdout.splitlines()[1] == f"postgres://portal_owner:{'o' * 24}@postgres:5432/portal"


def test_what_the_environment_says_stays(place):
    given = {
        "SECRET_KEY": "mine",
        "DATABASE_URL": "postgres://elsewhere/portal",
        "REDIS_URL": "redis://elsewhere",
    }
    done = run(
        "with-secrets",
        place,
        "sh",
        "-c",
        'printf "%s\\n" "$SECRET_KEY" "$DATABASE_URL" "$REDIS_URL"',
        **given,
    )
    assert done.stdout.splitlines() == list(given.values())


def test_without_secrets_nothing_starts(place):
    done = run("with-secrets", place, "sh", "-c", "echo started")
    assert done.returncode != 0
    assert "started" not in done.stdout


@pytest.mark.parametrize(
    ("script", "program"), [("pgbouncer/start", "pgbouncer"), ("redis/start", "redis-server")]
)
def test_a_server_reads_its_password_from_a_file_that_nobody_else_reads(place, script, program):
    run("make-secrets", place, PORTAL_MODE="production", **GIVEN)
    stub = place / program
    stub.write_text('#!/bin/sh\necho "$@"\n')
    stub.chmod(0o755)
    words = {"PGBOUNCER_FOLDER": str(place), "REDIS_FOLDER": str(place)}
    done = run(script, place, PATH=f"{place}:{os.environ['PATH']}", **words)
    configuration = place / done.stdout.strip().rpartition("/")[2]
    password = GIVEN["DATABASE_PASSWORD" if program == "pgbouncer" else "REDIS_PASSWORD"]
    assert password not in done.stdout
    holding = [file for file in place.iterdir() if file.is_file() and password in file.read_text()]
    assert [stat.S_IMODE(file.stat().st_mode) for file in holding] == [0o600]
    assert configuration.exists()


def test_pgbouncer_lends_a_connection_for_one_transaction(place):
    run("make-secrets", place, PORTAL_MODE="production", **GIVEN)
    stub = place / "pgbouncer"
    stub.write_text("#!/bin/sh\n")
    stub.chmod(0o755)
    words = {"PGBOUNCER_FOLDER": str(place), "PGBOUNCER_POOL": "7", "PATH": f"{place}:{os.environ['PATH']}"}
    assert run("pgbouncer/start", place, **words).returncode == 0
    text = (place / "pgbouncer.ini").read_text()
    for line in (
        "pool_mode = transaction",
        "auth_type = scram-sha-256",
        "default_pool_size = 7",
        "unix_socket_dir =",
    ):
        assert f"\n{line}\n" in text
    assert "admin_users" not in text
