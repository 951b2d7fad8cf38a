"""What an account is made with."""

import pytest

from lib.access import SYSTEM
from opd.accounts import services as accounts
from opd.accounts.roles import Role
from tests.opd import factories

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_a_password_that_is_made_is_long_enough_to_hold_against_guessing():
    """96 random bits, sixteen characters to type."""
    _, secret = accounts.add_user("orang", actor=SYSTEM, role=Role.EDITOR, region=factories.region())
    assert len(secret) == 16


def test_a_password_that_is_given_is_the_password():
    user, secret = accounts.add_user(
        "orang", actor=SYSTEM, role=Role.EDITOR, region=factories.region(), password="kata sandi saya"
    )
    assert secret == "kata sandi saya"
    assert user.check_password(secret)
