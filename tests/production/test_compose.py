"""docker-compose.yml: what holds for every service, and what only one may do."""

import re
import shlex
import subprocess
import sys
from configparser import ConfigParser
from itertools import pairwise

import pytest

from lib.pdf import process
from tests.production.files import COMPOSE, NAME, TLS, compose, developer_tool, example, services_of_compose
from tests.structure.sources import ROOT
from tools import processes

SERVICES = services_of_compose()
OPERATIONS = ROOT / "docs" / "operations.md"
ONCE = {"secrets", "prepare"}
UNASKED = {"worker", "render", "beat", "sweep"}  # one process each: when it ends, so does the container
FOREIGN = {"proxy", "postgres", "redis"}
PORTAL = set(SERVICES) - FOREIGN - {"pgbouncer"}
SECONDS = {"s": 1, "m": 60}
PROGRAM_ITSELF = 192 * 1024**2  # a worker while its child draws
EVERYWHERE = "0.0.0.0"  # noqa: S104 -- inside a container whose network only the proxy shares


def of(name):
    return SERVICES[name]


def test_the_set_is_complete():
    serving = {"proxy", "web", "worker", "render", "beat", "sweep"}
    assert set(SERVICES) == serving | {"pgbouncer", "postgres", "redis"} | ONCE


@pytest.mark.parametrize("file", [COMPOSE, TLS], ids=lambda path: path.name)
def test_the_file_keeps_to_the_schema_of_compose(file):
    tool = developer_tool("check-jsonschema")
    command = [tool, "--builtin-schema", "vendor.compose-spec", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_can_do_little(name):
    service = of(name)
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "cap_add" not in service
    assert "privileged" not in service
    assert service["pids_limit"] <= 256
    assert service.get("network_mode", "none") == "none"
    assert not [mount for mount in service.get("volumes", ()) if "docker.sock" in mount]


@pytest.mark.parametrize("name", SERVICES)
def test_a_log_cannot_fill_the_disk(name):
    assert of(name)["logging"]["options"].keys() == {"max-size", "max-file"}


@pytest.mark.parametrize(
    "name", sorted(set(SERVICES) - {"postgres"})
)  # killed for memory it would only recover
def test_memory_has_an_end(name):
    assert of(name)["mem_limit"]


@pytest.mark.parametrize("name", SERVICES)
def test_what_runs_for_long_is_started_again_and_what_runs_once_is_not(name):
    assert of(name)["restart"] == ("no" if name in ONCE else "unless-stopped")


@pytest.mark.parametrize("name", sorted(set(SERVICES) - ONCE - UNASKED))
def test_a_service_says_whether_it_is_well(name):
    assert of(name)["healthcheck"]["test"][0] == "CMD"


@pytest.mark.parametrize("name", sorted(ONCE | UNASKED))
def test_the_check_of_web_is_not_asked_of_others(name):
    assert of(name)["healthcheck"] == {"disable": True}


@pytest.mark.parametrize(
    ("name", "other", "condition"),
    [
        (name, other, said["condition"])
        for name, service in SERVICES.items()
        for other, said in service.get("depends_on", {}).items()
    ],
)
def test_what_is_waited_for_can_come_true(name, other, condition):
    if condition == "service_healthy":
        assert "test" in of(other)["healthcheck"]
    else:
        assert condition == "service_completed_successfully"
        assert other in ONCE


def test_nothing_of_the_portal_runs_on_tables_that_are_not_prepared():
    for name in PORTAL - ONCE:
        assert of(name)["depends_on"]["prepare"] == {"condition": "service_completed_successfully"}


def test_only_the_proxy_is_published_and_by_default_to_this_machine_alone():
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert published == {"proxy": ["${BIND:-127.0.0.1}:${PORT:-8000}:8080"]}


def test_only_the_proxy_has_a_way_out():
    networks = compose()["networks"]
    outward = {name for name, said in networks.items() if not (said or {}).get("internal")}
    assert outward == {"door"}
    assert [name for name, service in SERVICES.items() if "door" in service.get("networks", ())] == ["proxy"]


@pytest.mark.parametrize(("one", "other"), [("proxy", "pgbouncer"), ("proxy", "redis"), ("web", "postgres")])
def test_who_needs_not_talk_cannot(one, other):
    assert not set(of(one)["networks"]) & set(of(other)["networks"])


def test_the_secrets_are_written_once_and_read_only_after():
    mounts = {
        name: mount
        for name, service in SERVICES.items()
        for mount in service.get("volumes", ())
        if mount.startswith("secrets:")
    }
    assert mounts.pop("secrets") == "secrets:/run/portal-secrets"
    assert set(mounts.values()) == {"secrets:/run/portal-secrets:ro"}
    assert set(SERVICES) - set(mounts) == {"secrets", "proxy"}


def test_no_secret_stands_in_the_environment_of_what_runs():
    for name, service in SERVICES.items():
        words = service.get("environment", {})
        if name != "secrets":
            secret = [word for word in words if "SECRET" in word or "PASSWORD" in word]
            assert not [word for word in secret if not word.endswith("_FILE")]
            assert not {"DATABASE_URL", "REDIS_URL"} & set(words)


def test_what_people_put_in_has_a_volume_and_nothing_else_is_kept():
    kept = {mount.split(":")[0] for service in SERVICES.values() for mount in service.get("volumes", ())}
    named = {name for name in kept if not name.startswith((".", "$"))}
    assert named == set(compose()["volumes"]) == {"secrets", "files", "database", "broker"}


def test_what_is_mounted_from_the_clone_is_in_it():
    binds = [
        NAME.sub(lambda name: name[3], mount.rsplit(":", 2)[0])
        for service in SERVICES.values()
        for mount in service.get("volumes", ())
        if mount.startswith((".", "$"))
    ]
    assert len(binds) == 5
    for bind in binds:
        assert (COMPOSE.parent / bind).is_dir(), bind


def test_a_clone_that_others_may_not_read_is_opened_as_far_as_containers_need_it():
    """Programs of other accounts read what is mounted; the folder of secrets must stay as it is."""
    mounted = {
        mount.split(":")[0].split("/")[2]
        for service in SERVICES.values()
        for mount in service.get("volumes", ())
        if mount.startswith("./deploy/")
    }
    (line,) = re.findall(
        r"^chmod -R a\+rX (.+?)(?: +#.*)?$", OPERATIONS.read_text(encoding="utf-8"), re.MULTILINE
    )
    assert {folder.removeprefix("deploy/") for folder in line.split()} == mounted
    assert "secrets" not in mounted


@pytest.mark.parametrize("name", processes.NAMES)
def test_a_container_starts_what_is_started_without_containers(name):
    """The command names a program; what that is stands in one place, where `make run` looks too."""
    python, dash_m, module, program, *options = of(name)["command"]
    assert (python, dash_m, module, program) == ("python", "-m", "tools.processes", name)
    given = {word: value for word, value in pairwise(options) if word.startswith("--")}
    assert given == ({"--host": EVERYWHERE, "--port": "8000"} if name == "web" else {})


def test_every_program_has_its_container():
    started = {name for name in SERVICES if of(name).get("command", [""])[1:3] == ["-m", "tools.processes"]}
    assert started == set(processes.NAMES)


def test_a_container_has_the_memory_of_the_one_book_it_draws():
    words = processes.command("render")
    assert words[words.index("--pool") + 1] == "solo"
    limit = NAME.fullmatch(of("render")["mem_limit"])[3]
    assert limit == example()["RENDER_MEMORY"] == "2g"
    assert process.MAX_ADDRESS_SPACE + PROGRAM_ITSELF <= 2 * 1024**3


def test_make_run_starts_the_same_programs(tmp_path):
    written = ConfigParser()
    written.read_string(processes.supervisord_configuration(tmp_path / "50 %", EVERYWHERE, 8123))
    assert written["group:portal"]["programs"].split(",") == list(processes.NAMES)
    for name in processes.NAMES:
        words = shlex.split(written[f"program:{name}"]["command"])
        assert words == processes.end_with_parent(processes.command(name, host=EVERYWHERE, port=8123))


def test_every_program_runs_this_python():
    assert {processes.command(name)[0] for name in processes.NAMES} == {sys.executable}


def test_a_stopping_web_process_may_end_what_it_began():
    assert seconds("web") > int(processes.WEB_STOPS_WITHIN_S)
    assert seconds("proxy") >= seconds("web")


def seconds(name):
    text = of(name)["stop_grace_period"]
    return int(text[:-1]) * SECONDS[text[-1]]


def test_there_are_two_web_processes_so_that_one_may_be_restarted():
    assert of("web")["deploy"]["replicas"] >= 2
    assert "container_name" not in COMPOSE.read_text(encoding="utf-8")


def test_the_proxy_asks_again_which_web_processes_there_are():
    servers = of("proxy")["environment"]["PROXY_SERVERS"]
    assert servers == "server web:8000 resolve max_fails=0;"


def test_the_database_checks_its_pages_and_its_visitors_and_logs_no_statement():
    service = of("postgres")
    options = service["environment"]["POSTGRES_INITDB_ARGS"].split()
    assert {"--data-checksums", "--auth-host=scram-sha-256"} <= set(options)
    assert {"-clog_min_error_statement=panic", "-clog_error_verbosity=terse"} <= set(service["command"])
    assert "POSTGRES_HOST_AUTH_METHOD" not in service["environment"]


def test_migrations_go_past_pgbouncer_as_the_owner_of_the_tables():
    words = of("prepare")["environment"]
    assert (words["DATABASE_HOST"], words["DATABASE_ROLE"]) == ("postgres", "portal_owner")
    assert "DATABASE_ROLE" not in of("web")["environment"]
