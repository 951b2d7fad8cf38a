"""Guessing passwords: from many addresses, under many names of the same account, over many accounts."""

import logging
import time
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache.backends import db as cache_of_the_database
from django.test import Client
from django.utils import timezone

from opd.accounts.models import User
from opd.accounts.sign_in import password_limits
from opd.accounts.sign_in.hasher import PortalArgon2
from tests.attacks.doors import HOST, LOGIN, PASSWORD, is_signed_in, sign_in, visitor
from tests.world import World

pytestmark = pytest.mark.django_db

TRIES = 5
NAME = "kepala.dinkes"


@pytest.fixture(autouse=True)
def in_production(production: Any) -> None:
    """Everything here is asked behind the proxy of a production."""


@pytest.fixture
def owner() -> User:
    return User.objects.create_user(NAME, password=PASSWORD, label="Kepala Dinas Kesehatan")


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The passwords that were compared with one that is kept."""
    seen: list[str] = []
    verify = PortalArgon2.verify

    def noting(self: PortalArgon2, password: str, encoded: str) -> bool:
        seen.append(password)
        return verify(self, password, encoded)

    monkeypatch.setattr(PortalArgon2, "verify", noting)
    return seen


@pytest.fixture
def waited(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that requests waited, without the waiting."""
    seconds: list[float] = []
    monkeypatch.setattr(time, "sleep", seconds.append)
    return seconds


@pytest.fixture
def five_minutes_later(monkeypatch: pytest.MonkeyPatch) -> Any:
    def pass_on() -> None:
        later = timezone.now() + timedelta(minutes=5, seconds=1)
        monkeypatch.setattr(timezone, "now", lambda: later)
        monkeypatch.setattr(cache_of_the_database, "tz_now", lambda: later)

    return pass_on


ONE_ADDRESS: dict[str, Any] = {
    "one address": lambda number: {},
    "forged addresses": lambda number: {"HTTP_X_FORWARDED_FOR": f"10.0.0.{number}, 203.0.113.9"},
    "one IPv6 network": lambda number: {"HTTP_X_FORWARDED_FOR": f"2001:db8:1:2::{number}"},
    "other ports in Host": lambda number: {"HTTP_HOST": f"{HOST}:{4000 + number}"},
    "other letters in Host": lambda number: {"HTTP_HOST": HOST[:number].upper() + HOST[number:]},
}


@pytest.mark.parametrize("way", ONE_ADDRESS)
def test_an_account_is_tried_five_times_in_five_minutes_from_an_address(
    way: str, owner: User, looked_at: list[str]
):
    for number in range(1, TRIES + 5):
        sign_in(visitor(**ONE_ADDRESS[way](number)), NAME, f"tebakan-{number}")
    assert len(looked_at) == TRIES


@pytest.mark.parametrize("name", [NAME.upper(), f" {NAME} ", NAME.title()])
def test_writing_the_name_otherwise_gives_no_fresh_tries(name: str, owner: User, looked_at: list[str]):
    for _ in range(TRIES):
        sign_in(visitor(), NAME, "tebakan")
    sign_in(visitor(), name, "tebakan")
    assert len(looked_at) == TRIES


def test_signing_in_gives_no_fresh_tries(owner: User, looked_at: list[str]):
    for _ in range(3):
        sign_in(visitor(), NAME, "tebakan")
    assert sign_in(visitor(), NAME).status_code == 302
    for _ in range(4):
        sign_in(visitor(), NAME, "tebakan")
    assert looked_at.count("tebakan") == TRIES


def test_an_owner_behind_the_guessers_address_gets_in_after_five_minutes(
    owner: User, five_minutes_later: Any
):
    for _ in range(TRIES + 5):
        sign_in(visitor(), NAME, "tebakan")
    client = visitor()
    assert sign_in(client, NAME).status_code == 200
    five_minutes_later()
    assert sign_in(client, NAME).status_code == 302
    assert is_signed_in(client)


def test_guesses_from_everywhere_slow_an_account_down_and_never_lock_it(owner: User, waited: list[float]):
    for number in range(30):
        sign_in(elsewhere(number), NAME, "tebakan")
    assert waited == [0.05, 0.1, 0.2, 0.4, 0.8, 1.6, *[2.0] * 4]
    assert sign_in(visitor(), NAME).status_code == 302
    assert waited[10:] == [2.0]


def test_another_account_does_not_wait(owner: User, waited: list[float]):
    for number in range(21):
        sign_in(elsewhere(number), "siapa.ini", "tebakan")
    waited.clear()
    assert sign_in(visitor(), NAME).status_code == 302
    assert waited == []


def test_one_thread_of_a_process_waits_and_no_more(owner: User, waited: list[float]):
    for number in range(20):
        sign_in(elsewhere(number), NAME, "tebakan")
    with password_limits.waiting:
        assert sign_in(visitor(), NAME).status_code == 302
    assert waited == []


def elsewhere(number: int) -> Client:
    client: Client = visitor(HTTP_X_FORWARDED_FOR=f"198.51.100.{number}")
    return client


def test_guesses_elsewhere_do_not_keep_a_head_from_signing(world: World):
    head = world.people["head.own"]
    head.set_password(PASSWORD)
    head.save()
    client = visitor()
    sign_in(client, head.username)
    for _ in range(TRIES + 1):
        sign_in(elsewhere(1), head.username, "tebakan")
    assert sign_letter(client, world).status_code == 302


def test_a_wrong_password_at_signing_counts_like_one_at_the_door(world: World, looked_at: list[str]):
    head = world.people["head.own"]
    head.set_password(PASSWORD)
    head.save()
    client = visitor(head)
    for _ in range(3):
        assert sign_letter(client, world, "tebakan").status_code == 400
    for _ in range(2):
        sign_in(visitor(), head.username, "tebakan")
    assert "Terlalu banyak percobaan" in sign_letter(client, world).content.decode()
    assert sign_in(visitor(), head.username).status_code == 200
    assert len(looked_at) == TRIES


def sign_letter(client: Client, world: World, password: str = PASSWORD) -> Any:
    letter = world.commitment
    form = {
        "decision": "agree",
        "note": "",
        "password": password,
        "slice_sha256": letter.slice_sha256,
        "letter_sha256": letter.letter_sha256,
        "has_read": "on",
    }
    return client.post(f"/commitments/{letter.pk}/sign/", form)


@pytest.mark.parametrize(
    ("addresses", "status"),
    [
        (["203.0.113.9"] * 11, 429),
        ([f"10.9.9.{number}, 203.0.113.9" for number in range(11)], 429),
        ([f"2001:db8:1:2::{number}" for number in range(1, 12)], 429),
        ([f"2001:db8:1:{number}::1" for number in range(1, 12)], 200),
        ([f"198.51.100.{number}" for number in range(11)], 200),
    ],
    ids=["one", "one behind forged ones", "one IPv6 network", "many IPv6 networks", "many"],
)
def test_an_address_has_its_own_limit(addresses: list[str], status: int, production: Any):
    assert production.ACCOUNT_RATE_LIMITS["login"] == "300/m/ip"
    production.ACCOUNT_RATE_LIMITS = {**production.ACCOUNT_RATE_LIMITS, "login": "10/m/ip"}
    answers = [visitor(HTTP_X_FORWARDED_FOR=address).post(LOGIN, {"login": ""}) for address in addresses]
    assert [answer.status_code for answer in answers[:10]] == [200] * 10
    assert answers[10].status_code == status


def test_without_a_proxy_what_it_would_say_is_not_believed(production: Any):
    production.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    production.ACCOUNT_RATE_LIMITS = {**production.ACCOUNT_RATE_LIMITS, "login": "2/m/ip"}
    client = visitor()
    tried = [
        client.post(LOGIN, {"login": ""}, HTTP_X_FORWARDED_FOR=f"198.51.100.{number}").status_code
        for number in range(3)
    ]
    assert tried == [200, 200, 429]


def test_a_guessed_account_is_told_to_the_operator_once_and_by_number(
    owner: User, caplog: pytest.LogCaptureFixture, waited: list[float]
):
    for number in range(25):
        sign_in(elsewhere(number), NAME, "tebakan")
    told = [record for record in caplog.records if record.name == "portal.alarm"]
    assert [(record.levelno, vars(record)["user"]) for record in told] == [(logging.WARNING, owner.pk)]
    assert NAME not in caplog.text


def test_every_failure_is_a_line_with_the_number_of_the_account(
    owner: User, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.INFO, logger="portal.sign_in")
    for name in (NAME, NAME.upper(), "siapa.ini"):
        sign_in(visitor(), name, "tebakan")
    told = [vars(record)["user"] for record in caplog.records if record.name == "portal.sign_in"]
    assert told == [owner.pk, owner.pk, None]
    assert NAME not in caplog.text.lower()


def test_a_name_that_only_the_database_takes_for_another_blames_nobody(
    owner: User, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
):
    """Where the locale is C.UTF-8, UPPER makes an I of a dotless i and an S of a long s."""
    caplog.set_level(logging.INFO, logger="portal.sign_in")
    rows = User.objects.filter(pk=owner.pk)
    monkeypatch.setattr(User.objects, "filter", lambda **asked: rows)
    for name in (NAME.upper(), NAME.replace("i", "ı").replace("s", "ſ")):
        password_limits.note_failure(name)
    told = [vars(record)["user"] for record in caplog.records if record.name == "portal.sign_in"]
    assert told == [owner.pk, None]


def test_few_tries_at_many_accounts_ring_an_alarm(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    monkeypatch.setattr(password_limits, "MISTAKES", 10)
    for number in range(14):
        sign_in(visitor(HTTP_X_FORWARDED_FOR=f"198.51.100.{number}"), f"akun-{number}", "tebakan")
    told = [record.getMessage() for record in caplog.records if record.name == "portal.alarm"]
    assert told == ["more failed sign-ins within five minutes than people make by mistake"]
