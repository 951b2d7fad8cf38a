"""Numbers in addresses that no row can bear: not found like any other, on both databases, never a failure."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.converters import IntConverter

from tests.structure.test_permissions import entries
from tests.web import BACKEND
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

NUMBERS = (2**63, 2**80)
WHO = ("editor", "leader", "head.own")


def addresses(number: int) -> Iterator[str]:
    """Every address with a number in it; words in it are of no consequence."""
    for name, entry in entries(get_resolver().url_patterns):
        kinds = entry.pattern.converters
        if any(isinstance(kind, IntConverter) for kind in kinds.values()):
            given = {key: number if isinstance(kind, IntConverter) else "x" for key, kind in kinds.items()}
            yield reverse(name, kwargs=given)


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("number", NUMBERS, ids=["2^63", "2^80"])
def test_a_number_that_no_row_can_bear_is_refused(world: World, who: str, number: int) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(world.people[who], backend=BACKEND)
    asked = list(addresses(number))
    assert len(asked) > 50
    answers = {
        (path, act): getattr(client, act)(path).status_code for path in asked for act in ("get", "post")
    }
    assert {which: status for which, status in answers.items() if not 400 <= status < 500} == {}
