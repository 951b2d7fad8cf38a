"""Tries of passwords that are asked for at the same moment."""

from functools import partial

import pytest

from opd.accounts.sign_in import password_limits
from tests.parallel import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_twenty_guesses_at_once_five_are_looked_at():
    taken = at_once([partial(password_limits.take, "kepala.dinkes", "203.0.113.9")] * 20)
    assert sum(try_ is not None for try_ in taken) == 5
