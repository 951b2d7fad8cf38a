"""Finding out who has an account: by the words, the status, the work or the questions a refusal costs."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from opd.accounts.models import User
from opd.accounts.sign_in.hasher import PortalArgon2
from tests.attacks.doors import PASSWORD, sign_in, visitor

pytestmark = pytest.mark.django_db

NAMES = {
    "an account": "kepala.dinkes",
    "nobody": "tidak.ada.ini",
    "a closed account": "kepala.lama",
    "an account without a password": "belum.aktif",
}
CHANGING = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"|value="[a-z.]+"')


@pytest.fixture(autouse=True)
def accounts(production: Any) -> None:
    for name in ("kepala.dinkes", "kepala.lama"):
        User.objects.create_user(name, password=PASSWORD, label="Kepala", is_active=name != "kepala.lama")
    User.objects.create_user("belum.aktif", password=None, label="Belum")


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Each time a password is hashed: that is all the time there is in a refusal."""
    done: list[str] = []

    def noting(name: str) -> None:
        original = getattr(PortalArgon2, name)

        def noted(self: PortalArgon2, *args: Any, **options: Any) -> Any:
            done.append("hash")
            return original(self, *args, **options)

        monkeypatch.setattr(PortalArgon2, name, noted)

    noting("encode")
    noting("verify")
    return done


def refusal_of(name: str, work: list[str]) -> tuple[int, str, int, list[str]]:
    work.clear()
    with CaptureQueriesContext(connection) as queries:
        answer = sign_in(visitor(), name, "tebakan")
    asked = [query["sql"].split(" ", 1)[0] for query in queries.captured_queries]
    return answer.status_code, CHANGING.sub("", answer.content.decode()), len(work), asked


def test_a_refusal_is_the_same_for_everyone(work: list[str]):
    refusal_of("siapa.pun", work)  # the first of all begins the counts
    first, *others = [refusal_of(name, work) for name in NAMES.values()]
    assert first[0] == 200
    assert first[2] == 1
    for who, other in zip(list(NAMES)[1:], others, strict=True):
        assert other == first, who


def test_being_held_is_the_same_for_everyone(work: list[str]):
    for name in NAMES.values():
        for _ in range(5):
            sign_in(visitor(), name, "tebakan")
    first, *others = [refusal_of(name, work) for name in NAMES.values()]
    assert first[2] == 0
    for who, other in zip(list(NAMES)[1:], others, strict=True):
        assert other == first, who


def test_a_closed_account_is_named_only_to_who_knows_its_password():
    assert sign_in(visitor(), "kepala.lama", "tebakan").status_code == 200
    answer = sign_in(visitor(), "kepala.lama")
    assert answer.status_code == 302
    assert answer.url == "/accounts/inactive/"


def test_no_account_opens_without_a_password(work: list[str]):
    for name in NAMES.values():
        for nothing in ("", " ", "\0", "!"):
            assert sign_in(visitor(), name, nothing).status_code == 200
