"""What every process of a production asks before it serves."""

import pytest
from django.contrib.auth.hashers import check_password
from django.db import connection
from django.db.utils import OperationalError
from django.test import Client
from django.test.utils import CaptureQueriesContext

from opd.accounts.models import User
from opd.accounts.sign_in.hasher import demo_hash
from portal.management.commands import portal
from portal.tasks import ask_before_work
from portal.web import start
from tests.place import Place
from tests.structure.test_settings import PRODUCTION

LOAD = """
from django.core.management import call_command
from opd.accounts.sign_in.hasher import demo_hash
from opd.accounts.models import User
call_command("migrate", verbosity=0)
User.objects.create(username="leader", password=demo_hash(), label="Bupati")
import config.wsgi
"""

pytestmark = pytest.mark.django_db


@pytest.fixture
def production(settings, monkeypatch):
    settings.IN_PRODUCTION = True
    monkeypatch.setattr(connection, "close", lambda: None)  # it is the test's own
    return settings


@pytest.fixture
def left_over(db):
    """An account as the demo makes it."""
    return User.objects.create(username="head.dlh", password=demo_hash(), label="Kepala DLH")


@pytest.mark.parametrize("ask", [start.require_own_passwords, ask_before_work], ids=["web", "worker"])
def test_a_production_does_not_start_with_an_account_of_the_demo(production, left_over, ask):
    with pytest.raises(SystemExit, match="still has the demo's password"):
        ask()


def test_the_demo_does(left_over):
    start.require_own_passwords()


def test_a_closed_account_does_no_harm(production, left_over):
    User.objects.update(is_active=False)
    start.require_own_passwords()


def test_an_own_password_does_no_harm(production):
    User.objects.create_user("head.dlh", password="kopi-pagi-di-kantor", label="Kepala DLH")
    start.require_own_passwords()


def test_it_asks_one_question(production, left_over):
    User.objects.update(is_active=False)
    with CaptureQueriesContext(connection) as queries:
        start.require_own_passwords()
    assert len(queries) == 1


def test_signing_in_does_not_hide_the_password_of_the_demo(settings, left_over):
    assert check_password(settings.DEMO_PASSWORD, left_over.password)
    Client().post("/accounts/login/", {"login": "head.dlh", "password": settings.DEMO_PASSWORD})
    left_over.refresh_from_db()
    assert left_over.last_login is not None
    assert left_over.password == demo_hash()


def test_a_database_that_is_away_is_waited_for(production, monkeypatch, caplog):
    def refuse(**options):
        raise OperationalError("could not connect: password=geheim")

    monkeypatch.setattr(User.objects, "filter", refuse)
    start.require_own_passwords()
    assert "cannot be looked at yet: OperationalError" in caplog.text
    assert "geheim" not in caplog.text


def test_the_portal_command_asks_before_it_starts_anything(monkeypatch):
    def refuse():
        raise SystemExit("an account of the demo")

    monkeypatch.setattr(portal, "require_own_passwords", refuse)
    monkeypatch.setattr(portal.Command, "_supervise", lambda *args: pytest.fail("started"))
    with pytest.raises(SystemExit, match="an account of the demo"):
        portal.Command().handle(host="127.0.0.1", port=0, prepare=False)


def test_the_web_process_ends_before_it_serves():
    """As the web server loads it; the worker asks the same function when it begins."""
    place = Place("start", embedded=True, **PRODUCTION)
    done = place.manage("shell", "--no-imports", "-c", LOAD, check=False)
    assert done.returncode == 1
    assert "The account leader still has the demo's password" in done.stderr
    assert "Traceback" not in done.stderr
