"""How the servers of the production set are started: with the scripts of deploy/ and the words of compose."""

import shutil
import signal
import subprocess
from typing import TYPE_CHECKING

import psycopg2

from tests.place import ROOT, wait_until
from tests.servers import ServerError, as_account, postgres_program
from tools import setup

if TYPE_CHECKING:
    from qa.chaos.production_set import ProductionSet

HERE = "127.0.0.1"


def make_secrets(portal: "ProductionSet") -> None:
    """As the one-shot service does; then the servers' account may read what it needs, by its group."""
    folder = portal.own_folder("secrets")
    environment = portal.environment("secrets", GIVEN_FOLDER=portal.own_folder("given"))
    subprocess.run([str(ROOT / portal.compose.command("secrets")[0])], env=environment, cwd=ROOT, check=True)
    for file in folder.iterdir():
        if portal.account and file.name != "secret_key":
            shutil.chown(file, group=portal.account)


def start_postgres(portal: "ProductionSet") -> None:
    """initdb and roles as PostgreSQL's image makes them from the same files."""
    home = portal.own_folder("postgres", owned=True)
    data = str(home / "data")
    chosen = portal.compose.environment("postgres")["POSTGRES_INITDB_ARGS"].split()
    superuser = ["--pwfile", str(portal.folder / "secrets" / "superuser_password"), "-U", "postgres"]
    initdb = [postgres_program("initdb"), "-D", data, "--auth-local=trust", *superuser, *chosen]
    made = subprocess.run(
        initdb, capture_output=True, text=True, check=False, cwd="/", **as_account(portal.account)
    )
    if made.returncode:
        raise ServerError(f"initdb: {made.stderr.strip()}")
    local = {"port": portal.ports["postgres"], "listen_addresses": HERE, "unix_socket_directories": home}
    command = [postgres_program("postgres"), *portal.compose.command("postgres")[1:], "-D", data]
    command += [f"-c{name}={value}" for name, value in local.items()]
    environment = portal.environment("postgres")
    portal.launch("postgres", command, environment, account=portal.account, polite=signal.SIGINT)
    wait_until(lambda: _lets_in(portal), 30, "PostgreSQL answers")
    here = portal.environment("postgres", POSTGRES_USER="postgres", PGHOST=home, PGPORT=local["port"])
    subprocess.run([str(portal.deploy / "postgres" / "roles.sh")], env=here, check=True)


def _lets_in(portal: "ProductionSet") -> bool:
    home = str(portal.folder / "postgres")
    try:
        psycopg2.connect(host=home, port=portal.ports["postgres"], user="postgres", dbname="postgres").close()
    except psycopg2.OperationalError:
        return False
    return True


def start_redis(portal: "ProductionSet") -> None:
    folder = portal.own_folder("redis")
    environment = portal.environment(
        "redis", REDIS_FOLDER=folder, REDIS_DATA=folder, REDIS_LISTEN=HERE, REDIS_PORT=portal.ports["redis"]
    )
    portal.launch("redis", [str(portal.deploy / "redis" / "start")], environment)


def start_pgbouncer(portal: "ProductionSet") -> None:
    environment = portal.environment(
        "pgbouncer",
        PGBOUNCER_FOLDER=portal.own_folder("pgbouncer", owned=True),
        PGBOUNCER_LISTEN=HERE,
        PGBOUNCER_PORT=portal.ports["pgbouncer"],
        DATABASE_HOST=HERE,
        DATABASE_PORT=portal.ports["postgres"],
    )
    command = [str(portal.deploy / "pgbouncer" / "start")]
    portal.launch("pgbouncer", command, environment, account=portal.account)


def start_proxy(portal: "ProductionSet") -> None:
    """One server for each web process, where containers have a name that resolves to all of them."""
    folder = portal.own_folder("proxy", owned=True)
    server = portal.compose.environment("proxy")["PROXY_SERVERS"].replace(" resolve", "")
    webs = [f"{HERE}:{portal.ports[web.name]}" for web in portal.named("web")]
    environment = portal.environment(
        "proxy",
        PROXY_FOLDER=folder,
        PROXY_HTTP=f"{HERE}:{portal.ports['proxy']}",
        PROXY_SERVERS=" ".join(server.replace("web:8000", web) for web in webs),
        PROXY_PAGES=portal.deploy / "proxy" / "pages",
        PROXY_LOG=folder / "access.log",
    )
    subprocess.run([str(portal.deploy / "proxy" / "fill.py")], env=environment, check=True)
    nginx, *words = portal.compose.command("proxy")
    filled = {"/tmp/nginx.conf": str(folder / "nginx.conf")}
    command = [setup.find_program(nginx) or nginx, *(filled.get(word, word) for word in words)]
    portal.launch("proxy", command, environment, account=portal.account)
