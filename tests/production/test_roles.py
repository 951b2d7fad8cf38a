"""The accounts of the database (deploy/postgres/roles.sh) in a PostgreSQL of their own."""

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

import psycopg2
import pytest

from tests.production.files import services_of_compose
from tests.production.upstream import until
from tests.servers import as_account, postgres_owner, postgres_program
from tests.structure.sources import ROOT
from tools import processes

pytestmark = pytest.mark.needs("postgresql")
PASSWORDS = {"owner_password": "o" * 24, "database_password": "d" * 24}
TABLE = """
    CREATE TABLE trail (id bigserial PRIMARY KEY, words text);
    CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'never'; END $$;
    CREATE TRIGGER never BEFORE UPDATE OR DELETE ON trail EXECUTE FUNCTION refuse();
    CREATE TABLE plain (id bigserial PRIMARY KEY, words text);
"""


class Cluster:
    """Made with the options of docker-compose.yml, in a folder of its own."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="portal-roles-", dir="/tmp"))
        account = postgres_owner()
        how = as_account(account)
        (self.folder / "home").mkdir()
        (self.folder / "secrets").mkdir()
        for name, value in PASSWORDS.items():
            (self.folder / "secrets" / name).write_text(value)
        if account:
            self.folder.chmod(0o755)
            shutil.chown(self.folder / "home", account, account)
        data = ["-D", str(self.folder / "home" / "data")]
        options = services_of_compose()["postgres"]["environment"]["POSTGRES_INITDB_ARGS"].split()
        made = [
            postgres_program("initdb"),
            *data,
            "-U",
            "postgres",
            "--auth-local=trust",
            "--no-sync",
            *options,
        ]
        subprocess.run(made, check=True, capture_output=True, cwd="/", **how)
        local = [
            "-c",
            "listen_addresses=",
            "-c",
            f"unix_socket_directories={self.folder}/home",
            "-c",
            "fsync=off",
        ]
        self.process = subprocess.Popen(
            processes.end_with_parent([postgres_program("postgres"), *data, *local]),
            stderr=subprocess.DEVNULL,
            cwd="/",
            **how,
        )
        until(self._answers, 30)
        words = {"PGHOST": f"{self.folder}/home", "SECRETS_FOLDER": f"{self.folder}/secrets"}
        subprocess.run([ROOT / "deploy/postgres/roles.sh"], env={**os.environ, **words}, check=True)

    def _answers(self):
        try:
            self.connect("postgres", "postgres").close()
        except psycopg2.OperationalError:
            return False
        return True

    def connect(self, user, name="portal"):
        line = psycopg2.connect(host=f"{self.folder}/home", user=user, dbname=name)
        line.autocommit = True
        return line

    def run(self, user, statement):
        line = self.connect(user)
        try:
            with line.cursor() as cursor:
                cursor.execute(statement)
                return cursor.fetchall() if cursor.description else []
        finally:
            line.close()

    def stop(self):
        self.process.send_signal(signal.SIGINT)
        self.process.wait(timeout=20)
        shutil.rmtree(self.folder)


@pytest.fixture(scope="module")
def cluster():
    made = Cluster()
    made.run("portal_owner", TABLE)
    yield made
    made.stop()


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE trail DISABLE TRIGGER ALL",
        "DROP TRIGGER never ON trail",
        "TRUNCATE trail",
        "DROP TABLE trail",
        "ALTER TABLE trail ADD COLUMN more text",
        "CREATE TABLE mine (id int)",
        "CREATE SCHEMA mine",
        "CREATE TEMPORARY TABLE mine (id int)",
        "SET session_replication_role = replica",
        "SET ROLE portal_owner",
        "COPY plain TO PROGRAM 'true'",
        "SELECT pg_read_file('postgresql.conf')",
        "ALTER ROLE portal SUPERUSER",
        "CREATE EXTENSION pg_trgm",
    ],
)
def test_the_portal_cannot_change_what_guards_the_trail(cluster, statement):
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        cluster.run("portal", statement)


def test_the_portal_reads_and_writes_rows_of_tables_that_a_migration_makes(cluster):
    cluster.run("portal_owner", "CREATE TABLE later (id bigserial PRIMARY KEY, words text)")
    cluster.run("portal", "INSERT INTO later (words) VALUES ('satu')")
    cluster.run("portal", "UPDATE later SET words = 'dua'")
    assert cluster.run("portal", "DELETE FROM later RETURNING words") == [("dua",)]


def test_a_request_ends_in_time(cluster):
    names = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout", "timezone")
    said = [cluster.run("portal", f"SHOW {name}")[0][0] for name in names]
    assert said == ["15s", "3s", "1min", "UTC"]


def test_a_migration_gives_way_soon(cluster):
    assert cluster.run("portal_owner", "SHOW lock_timeout") == [("2s",)]


def test_nobody_of_the_portal_is_a_superuser_and_passwords_are_kept_as_scram(cluster):
    columns = "rolname, rolsuper, left(rolpassword, 13)"
    query = f"SELECT {columns} FROM pg_authid WHERE rolname LIKE 'portal%' ORDER BY rolname"
    found = cluster.run("postgres", query)
    assert found == [("portal", False, "SCRAM-SHA-256"), ("portal_owner", False, "SCRAM-SHA-256")]


def test_pages_carry_checksums(cluster):
    assert cluster.run("postgres", "SHOW data_checksums") == [("on",)]
