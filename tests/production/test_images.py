"""Dockerfile: small, without secrets, not root, and the same for everybody who builds it."""

import re
import subprocess

import pytest

from tests.production.files import COMPOSE, DOCKERFILE, SCRIPTS, developer_tool, services_of_compose
from tests.structure.sources import ROOT
from tools import setup

TEXT = DOCKERFILE.read_text(encoding="utf-8")
STAGES = {
    part.split(" AS ")[1].split()[0]: part for part in re.split(r"^FROM ", TEXT, flags=re.MULTILINE)[1:]
}


def test_hadolint_finds_nothing():
    done = subprocess.run(
        [developer_tool("hadolint"), str(DOCKERFILE)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_images_of_compose_are_stages_of_the_dockerfile():
    built = [service["build"]["target"] for service in services_of_compose().values() if "build" in service]
    # Each once: Compose builds all services of one tag at the same time, and fails at the second.
    assert sorted(built) == ["pgbouncer", "portal"]
    assert set(built) <= set(STAGES)


def test_what_is_built_here_is_never_pulled():
    own = [service for service in services_of_compose().values() if "masterplan-portal" in service["image"]]
    assert len(own) == 8
    assert {service["pull_policy"] for service in own} == {"never"}


@pytest.mark.parametrize("stage", ["portal", "pgbouncer"])
def test_an_image_runs_as_nobody_in_particular(stage):
    users = re.findall(r"^USER (\d+):(\d+)$", STAGES[stage], re.MULTILINE)
    assert users
    assert min(map(int, users[-1])) >= 10_000


def test_what_is_copied_is_readable_whatever_the_umask_of_the_clone():
    for stage in ("portal", "pgbouncer"):
        copied = re.findall(r"^COPY (?!--from)(.+)$", STAGES[stage], re.MULTILINE)
        assert copied
        assert all("--chmod=0755 " in line for line in copied) or "chmod -R a+rX ." in STAGES[stage]


def test_the_portals_own_number_is_the_group_that_reads_the_passwords():
    assert "USER 10001:10001" in STAGES["portal"]
    for name in ("pgbouncer", "postgres", "redis"):
        assert services_of_compose()[name]["group_add"] == ["10001"]


def test_every_foreign_image_has_a_version_that_still_gets_fixes():
    images = re.findall(
        r"^    image: (?!masterplan-portal)(\S+)$", COMPOSE.read_text(encoding="utf-8"), re.MULTILINE
    )
    images += re.findall(r"^ARG BASE=(\S+)$", TEXT, re.MULTILINE)
    assert len(images) == 4
    assert all(re.search(r":(\d+(\.\d+)*|stable)(-slim)?-trixie$", image) for image in images), images


def test_the_packages_of_a_book_are_those_the_portal_asks_for():
    assert f"--no-install-recommends {' '.join(setup.PANGO_PACKAGES)} \\\n" in STAGES["portal"]


def test_packages_are_taken_by_hash_and_the_tests_stay_outside():
    assert "--require-hashes -r /tmp/requirements.txt" in STAGES["packages"]
    assert "uninstall -y pytest pytest-django hypothesis pip setuptools" in STAGES["packages"]
    assert "tests" in ignored()


def ignored():
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    return {line for line in lines if line and line[0] != "#"}


@pytest.mark.parametrize("name", [".env", ".env.*", "deploy/secrets", ".git", ".venv", "var", "var.*"])
def test_what_must_never_be_in_an_image_is_left_out(name):
    assert name in ignored()


def test_what_runs_in_a_container_is_not_left_out():
    assert not ignored() & {
        "config",
        "deploy",
        "data",
        "static",
        "templates",
        "manage.py",
        "requirements.txt",
    }


def test_the_static_files_are_collected_when_the_image_is_built():
    assert "collect_static()" in STAGES["portal"]
    assert "STATIC_ROOT=/portal/collected" in STAGES["portal"]


def test_no_secret_is_built_in():
    assert not re.search(r"(SECRET|PASSWORD|TOKEN|_URL)\w*=(?!sqlite://:memory:)", TEXT)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_script_can_be_run_and_stops_at_the_first_failure(script):
    assert script.stat().st_mode & 0o111
    assert "\nset -eu\n" in script.read_text(encoding="utf-8")
