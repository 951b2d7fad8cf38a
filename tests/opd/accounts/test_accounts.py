"""Accounts and the command that makes them."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from lib.access import SYSTEM
from lib.audit.models import AuditEvent
from lib.errors import Forbidden, Invalid
from opd.accounts import services as accounts
from opd.accounts.models import Membership, User
from opd.accounts.roles import Role
from tests.opd import factories as opd

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return opd.opd(opd.region(), "DLH")


def run(*arguments):
    said = StringIO()
    call_command("add_user", *arguments, stdout=said)
    return said.getvalue()


def test_the_command_makes_an_account_and_prints_its_password_once(office):
    said = run("head.dlh", "--role", "head", "--region", office.region.code, "--opd", "dlh")
    password = said.rsplit(": ", 1)[1].strip()
    user = User.objects.get(username="head.dlh")
    assert user.check_password(password)
    assert user.label == office.head_title
    assert user.memberships.get().opd == office
    assert password not in str(AuditEvent.objects.values_list())


def test_an_existing_account_gets_another_role_and_keeps_its_password(office):
    run("orang", "--role", "editor", "--region", office.region.code)
    before = User.objects.get().password
    said = run("orang", "--role", "operator", "--region", office.region.code, "--opd", "DLH")
    assert "tidak berubah" in said
    assert User.objects.get().password == before
    assert set(Membership.objects.values_list("role", flat=True)) == {"editor", "operator"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--role", "editor", "--region", "00.00"], "Daerah 00.00 tidak dikenal"),
        (["--role", "head", "--region", "{code}"], "memerlukan OPD"),
        (["--role", "editor", "--region", "{code}", "--opd", "DLH"], "memerlukan OPD"),
        (["--role", "head", "--region", "{code}", "--opd", "XYZ"], "OPD XYZ tidak ada"),
        (["--role", "raja", "--region", "{code}"], "raja"),
        (["--region", "{code}"], "--role"),
    ],
)
def test_the_command_refuses_in_a_sentence_and_makes_nothing(office, arguments, said):
    filled = [argument.format(code=office.region.code) for argument in arguments]
    with pytest.raises(CommandError, match=said):
        run("orang", *filled)
    assert not User.objects.exists()


@pytest.mark.parametrize("username", ["", "dua kata", "a/b", "x" * 151, "a\x00b"])
def test_a_username_must_be_one(office, username):
    with pytest.raises(Invalid):
        accounts.add_user(username, actor=SYSTEM, role=Role.EDITOR, region=office.region)


def test_the_same_role_twice_is_refused(office):
    run("orang", "--role", "editor", "--region", office.region.code)
    with pytest.raises(CommandError, match="sudah mempunyai peran"):
        run("orang", "--role", "editor", "--region", office.region.code)


def test_an_office_belongs_to_the_region(office):
    with pytest.raises(Invalid, match="bukan bagian"):
        accounts.add_user("orang", actor=SYSTEM, role=Role.HEAD, region=opd.region(), opd=office)


def test_nobody_makes_accounts_in_the_portal(office):
    with pytest.raises(Forbidden):
        accounts.add_user(
            "orang", actor=opd.user(Role.ADMIN, office.region), role=Role.EDITOR, region=office.region
        )


def test_a_sign_in_is_noted_by_the_person_alone(office):
    person = opd.user(Role.EDITOR, office.region)
    accounts.note_sign_in(person, actor=person)
    assert AuditEvent.objects.get(act="user.signed_in").actor == person
    with pytest.raises(Forbidden):
        accounts.note_sign_in(person, actor=opd.user())


@pytest.mark.parametrize(("role", "with_office"), [(Role.HEAD, False), (Role.EDITOR, True)])
def test_the_database_ties_role_and_office_together(office, role, with_office):
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(
            user=opd.user(), region=office.region, role=role, opd=office if with_office else None
        )


@pytest.mark.parametrize("role", [Role.EDITOR, Role.HEAD])
def test_the_database_keeps_a_role_once_with_and_without_an_office(office, role):
    values = {"region": office.region, "role": role, "opd": office if role == Role.HEAD else None}
    person = opd.user()
    Membership.objects.create(user=person, **values)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(user=person, **values)


def test_a_role_the_portal_does_not_know_makes_no_account(office):
    with pytest.raises(Invalid, match="Peran penguasa tidak dikenal"):
        accounts.add_user("orang", actor=SYSTEM, role="penguasa", region=office.region)  # type: ignore[arg-type]
    assert not User.objects.exists()


def test_a_new_name_is_a_new_account_however_many_there_are(office):
    other = opd.user(Role.ADMIN, office.region)
    user, secret = accounts.add_user("orang", actor=SYSTEM, role=Role.EDITOR, region=office.region)
    assert (user.username, bool(secret)) == ("orang", True)
    assert user != other
    event = AuditEvent.objects.get(act="user.added")
    assert (event.object_id, event.changes) == (str(user.pk), {"role": "editor", "opd": ""})


def test_the_trail_names_the_office_of_a_new_account(office):
    accounts.add_user("kepala", actor=SYSTEM, role=Role.HEAD, region=office.region, opd=office)
    assert AuditEvent.objects.get(act="user.added").changes == {"role": "head", "opd": "DLH"}
