"""Guessing passwords: from many addresses, under many names of the same account, over many accounts."""

import logging
import time
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.core.internal import ratelimit
from django.test import Client

from opd import alarms, devices
from opd.hashers import PortalArgon2
from opd.models import User
from tests.attacks.doors import HOST, LOGIN, PASSWORD, is_signed_in, sign_in, visitor
from tests.world import World

pytestmark = pytest.mark.django_db

TRIES = 5
WINDOW_S = 5 * 60
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


class Clock:
    """Stands for the module `time` in allauth's limits."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def time(self) -> float:
        return time.time() + self.ahead


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    stand_in = SimpleNamespace(time=clock.time, monotonic=time.monotonic, sleep=time.sleep)
    monkeypatch.setattr(ratelimit, "time", stand_in)
    return clock


def known_browser(username: str = NAME) -> Client:
    """One in which the owner has signed in and out before."""
    client: Client = visitor()
    assert sign_in(client, username).status_code == 302
    client.post("/accounts/logout/")
    return client


GUESSERS: dict[str, Any] = {
    "one address": lambda number: {},
    "many addresses": lambda number: {"HTTP_X_FORWARDED_FOR": f"198.51.100.{number}"},
    "forged addresses": lambda number: {"HTTP_X_FORWARDED_FOR": f"10.0.0.{number}, 203.0.113.9"},
    "other ports in Host": lambda number: {"HTTP_HOST": f"{HOST}:{4000 + number}"},
    "other letters in Host": lambda number: {"HTTP_HOST": HOST[:number].upper() + HOST[number:]},
    "a forged cookie": lambda number: {"HTTP_COOKIE": f"{devices._name(NAME)}=eyJ{number}:1vT:x"},
}


@pytest.mark.parametrize("way", GUESSERS)
def test_an_account_is_tried_five_times_in_five_minutes(way: str, owner: User, looked_at: list[str]):
    for number in range(1, TRIES + 5):
        sign_in(visitor(**GUESSERS[way](number)), NAME, f"tebakan-{number}")
    assert len(looked_at) == TRIES


@pytest.mark.parametrize("name", [NAME.upper(), f" {NAME} ", NAME.title()])
def test_writing_the_name_otherwise_gives_no_fresh_tries(name: str, owner: User, looked_at: list[str]):
    for _ in range(TRIES):
        sign_in(visitor(), NAME, "tebakan")
    sign_in(visitor(), name, "tebakan")
    assert len(looked_at) == TRIES


def test_another_accounts_cookie_gives_no_fresh_tries(owner: User, looked_at: list[str]):
    User.objects.create_user("penyerang", password=PASSWORD, label="Penyerang")
    own = known_browser("penyerang").cookies[devices._name("penyerang")].value
    looked_at.clear()
    for cookie in [""] * TRIES + [f"{devices._name(NAME)}={own}"] * 3:
        sign_in(visitor(HTTP_COOKIE=cookie), NAME, "tebakan")
    assert len(looked_at) == TRIES


def test_a_known_browser_has_five_tries_too_and_signing_in_again_gives_no_more(
    owner: User, looked_at: list[str]
):
    client = known_browser()
    looked_at.clear()
    for _ in range(3):
        sign_in(client, NAME, "tebakan")
    assert sign_in(client, NAME).status_code == 302
    client.post("/accounts/logout/")
    for _ in range(4):
        sign_in(client, NAME, "tebakan")
    assert looked_at.count("tebakan") == TRIES


def test_the_owner_gets_in_after_the_window(owner: User, clock: Clock):
    for _ in range(TRIES + 5):
        sign_in(visitor(), NAME, "tebakan")
    client = visitor()
    assert sign_in(client, NAME).status_code == 200
    clock.ahead += WINDOW_S + 1
    assert sign_in(client, NAME).status_code == 302
    assert is_signed_in(client)


def test_who_never_stops_guessing_does_not_keep_the_owner_out(owner: User, clock: Clock):
    """A quarter of an hour of guesses: the browser the owner always uses opens at any moment of it."""
    client = known_browser()
    for _ in range(5):
        for _ in range(TRIES + 2):
            sign_in(visitor(), NAME, "tebakan")
        assert sign_in(client, NAME).status_code == 302
        client.post("/accounts/logout/")
        clock.ahead += 3 * 60


def test_guesses_elsewhere_do_not_keep_a_head_from_signing(world: World):
    head = world.people["head.own"]
    head.set_password(PASSWORD)
    head.save()
    client = visitor()
    sign_in(client, head.username)
    for _ in range(TRIES + 1):
        sign_in(visitor(), head.username, "tebakan")
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


def test_a_held_account_is_told_to_the_operator_once_and_by_number(
    owner: User, caplog: pytest.LogCaptureFixture
):
    for _ in range(TRIES + 4):
        sign_in(visitor(), NAME, "tebakan")
        sign_in(visitor(), "siapa.ini", "tebakan")
    told = [record for record in caplog.records if record.name == "portal.alarm"]
    assert [(record.levelno, vars(record)["user"]) for record in told] == [
        (logging.WARNING, owner.pk),
        (logging.WARNING, None),
    ]
    assert NAME not in caplog.text


def test_every_failure_is_a_line_with_the_number_of_the_account(
    owner: User, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.INFO, logger="portal.door")
    for name in (NAME, NAME.upper(), "siapa.ini"):
        sign_in(visitor(), name, "tebakan")
    told = [vars(record)["user"] for record in caplog.records if record.name == "portal.door"]
    assert told == [owner.pk, owner.pk, None]
    assert NAME not in caplog.text.lower()


def test_a_name_that_only_the_database_takes_for_another_blames_nobody(
    owner: User, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
):
    """Where the locale is C.UTF-8, UPPER makes an I of a dotless i and an S of a long s."""
    caplog.set_level(logging.INFO, logger="portal.door")
    rows = User.objects.filter(pk=owner.pk)
    monkeypatch.setattr(User.objects, "filter", lambda **asked: rows)
    for name in (NAME.upper(), NAME.replace("i", "ı").replace("s", "ſ")):
        alarms.note_failure(name)
    told = [vars(record)["user"] for record in caplog.records if record.name == "portal.door"]
    assert told == [owner.pk, None]


def test_few_tries_at_many_accounts_ring_an_alarm(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    monkeypatch.setattr(alarms, "MISTAKES", 10)
    for number in range(14):
        sign_in(visitor(HTTP_X_FORWARDED_FOR=f"198.51.100.{number}"), f"akun-{number}", "tebakan")
    told = [record.getMessage() for record in caplog.records if record.name == "portal.alarm"]
    assert told == ["more failed sign-ins within five minutes than people make by mistake"]
