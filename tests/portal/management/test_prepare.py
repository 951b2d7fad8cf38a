"""Making a place ready: the first time all of it, later only what changed."""

import os
from contextlib import nullcontext
from types import SimpleNamespace

import pytest
from django.core.management import CommandError
from django.db import connection

from opd.accounts.models import User
from opd.offices.models import Region
from portal.management.commands import prepare

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def called(monkeypatch):
    """The commands that `prepare` calls, in order."""
    names = []
    monkeypatch.setattr(prepare, "call_command", lambda name, **options: names.append(name))
    return names


@pytest.fixture
def static(settings, tmp_path):
    """A folder of sources with one file, and an empty one for what is collected."""
    sources, collected = tmp_path / "sources", tmp_path / "collected"
    sources.mkdir()
    collected.mkdir()
    (sources / "app.css").write_text("body {}")
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATICFILES_DIRS = [sources]
    settings.STATIC_ROOT = collected
    return sources


def test_static_files_are_collected_once(called, static):
    prepare.collect_static()
    prepare.collect_static()
    assert called == ["collectstatic"]


def test_a_changed_static_file_is_collected_again(called, static):
    prepare.collect_static()
    (static / "app.css").write_text("main {}")
    os.utime(static / "app.css", (1, 1))
    prepare.collect_static()
    assert called == ["collectstatic", "collectstatic"]


def test_an_empty_demo_is_filled_and_a_filled_one_is_not(called, static, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    prepare.Command().handle()
    assert called == ["migrate", "createcachetable", "collectstatic", "load_demo"]
    Region.objects.create(code="99.01", kind="kabupaten", name="Kabupaten Contoh", province="Contoh")
    called.clear()
    prepare.Command().handle()
    assert "load_demo" not in called


@pytest.mark.parametrize("name", ["leader", "head.dlh"])
def test_production_refuses_the_password_of_the_demo(settings, name):
    User.objects.create_user(name, password=settings.DEMO_PASSWORD, label="Bupati")
    with pytest.raises(CommandError, match=f"The account {name} still has the demo's password"):
        prepare.refuse_demo_passwords()


class Role:
    """Stands in for a connection: what PostgreSQL says of its role."""

    vendor = "postgresql"

    def __init__(self, *limits):
        self.limits = limits

    def cursor(self):
        return nullcontext(SimpleNamespace(execute=str, fetchone=lambda: ("portal", *self.limits)))


@pytest.mark.parametrize("limits", [("0", "3s"), ("15s", "0"), ("0", "0")])
def test_a_role_that_waits_for_ever_is_named_with_the_commands_to_type(limits, monkeypatch):
    monkeypatch.setattr(prepare, "connection", Role(*limits))
    assert "ALTER ROLE portal SET lock_timeout = '3s'" in prepare.advice_on_timeouts()


def test_a_role_with_limits_needs_no_advice(monkeypatch):
    monkeypatch.setattr(prepare, "connection", Role("15s", "3s"))
    assert prepare.advice_on_timeouts() == ""


def test_the_question_about_limits_is_one_the_database_understands():
    """SQLite has no roles; PostgreSQL in tests has one without limits."""
    assert ("ALTER ROLE" in prepare.advice_on_timeouts()) == (connection.vendor == "postgresql")


def test_production_takes_an_account_with_its_own_password(settings):
    User.objects.create_user("leader", password="kopi-pagi-di-kantor", label="Bupati")
    prepare.refuse_demo_passwords()
