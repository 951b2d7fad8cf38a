"""Tokens for programs: given and taken by commands, told once, each account's own."""

import pytest
from knox.auth import TokenAuthentication
from knox.models import AuthToken

from lib.access import SYSTEM
from lib.audit.models import AuditEvent
from lib.errors import Forbidden
from opd.accounts import services as accounts
from opd.accounts.roles import Role
from tests.opd import factories as opd

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    region = opd.region()
    return [opd.user(Role.EDITOR, region), opd.user(Role.ADMIN, region)]


def owner_of(token):
    user, _ = TokenAuthentication().authenticate_credentials(token.encode())
    return user


def test_a_token_is_told_once_and_opens_the_accounts_own_door(people):
    token = accounts.give_token(people[0], actor=SYSTEM)
    assert owner_of(token) == people[0]
    assert token not in str(AuthToken.objects.values_list())


def test_the_trail_tells_that_a_token_was_given_and_never_which(people):
    token = accounts.give_token(people[0], actor=SYSTEM)
    event = AuditEvent.objects.get(act="account.token_given")
    assert (event.object_id, event.changes) == (str(people[0].pk), {})
    assert token not in str(vars(event))


def test_revoking_ends_all_tokens_of_the_account_and_of_nobody_else(people):
    editor, admin = people
    for person in (editor, editor, admin):
        accounts.give_token(person, actor=SYSTEM)
    assert accounts.revoke_tokens(editor, actor=SYSTEM) == 2
    assert [token.user for token in AuthToken.objects.all()] == [admin]
    assert AuditEvent.objects.get(act="account.tokens_revoked").changes == {"count": 2}


@pytest.mark.parametrize("act", [accounts.give_token, accounts.revoke_tokens])
def test_nobody_does_it_in_the_portal_not_even_for_the_own_account(people, act):
    accounts.give_token(people[0], actor=SYSTEM)
    for person in people:
        with pytest.raises(Forbidden):
            act(people[0], actor=person)
    assert AuthToken.objects.count() == 1
