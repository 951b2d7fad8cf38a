"""What no form of the portal sends: numbers beyond every column, impossible letters, bodies without end.

Every address of the permission tables, asked by somebody whom it lets in. Nothing may fail: a refusal is 4xx.
"""

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qs, quote

import pytest
from django.urls import reverse

from portal.web.middleware import LARGEST_BODY
from tests.attacks.doors import LOGIN, ORIGIN, actor_of, address_of, addresses, fresh, name_of, visitor
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

FAR = str(50 * 1024 * 1024)
FORM = "application/x-www-form-urlencoded"
NUMBERS = ["9" * 5_000, "9" * 30, "9223372036854775808", "%D9%A3"]
VALUES = [
    *("9" * 5_000, "a%00b", "%ED%A0%80", "1e30", "99999-12-31"),
    *("1&{0}=2&{0}=", "%FF%FE%80", "%E2%80%AE", "NaN", "%1B%5B2J%07"),
    *("-Infinity", "x" * 100_000, "%25%27%22%3C%3E%7B%7B"),
]
"""A number of 5,000 digits, NUL, half a letter; a list where one is meant, no UTF-8, reversed writing; ..."""
QUERY = (
    "q",
    "page",
    "state",
    "dimension",
    "tampil",
    "jawab",
    "kode",
    "bab",
    "sejak",
    "cetak",
    "next",
    "plan",
)
ONCE = addresses("POST")
GETS = addresses()
WITH_NUMBER = list({row["url"]: row for row in GETS + ONCE if len(row["url"].split()) > 1}.values())


@pytest.fixture(autouse=True)
def in_production(production: Any) -> None:
    """Everything here is asked behind the proxy of a production."""


def asker(world: World, row: dict[str, str]) -> Any:
    return visitor(fresh(world.people[actor_of(row)]))


def filled(world: World, row: dict[str, str]) -> dict[str, str]:
    """The form of the table, which the address accepts."""
    typed = parse_qs(row["form"].format_map(world.rows), keep_blank_values=True)
    return {name: quote(values[0]) for name, values in typed.items()} or {"version": "1", "note": "x"}


def mixed(names: Iterable[str], turn: int) -> dict[str, str]:
    """Another value for each field, and another one at each turn."""
    return {name: VALUES[(turn + place) % len(VALUES)] for place, name in enumerate(names)}


def encoded(fields: dict[str, str]) -> str:
    return "&".join(f"{name}={value.format(name)}" for name, value in fields.items())


@pytest.mark.parametrize("row", WITH_NUMBER, ids=name_of)
def test_a_number_in_the_address_that_no_row_has(row: dict[str, str], world: World):
    client = asker(world, row)
    address = address_of(world, row)
    for number in NUMBERS if row["method"] == "POST" else NUMBERS[1:3]:
        elsewhere = re.sub(r"\d{5,}", number, address)
        answer = client.generic(row["method"], elsewhere)
        assert elsewhere == address or answer.status_code in {404, 405}, number[:40]


@pytest.mark.parametrize("row", ONCE, ids=name_of)
def test_fields_that_hold_what_no_field_can(row: dict[str, str], world: World):
    client, address, form = asker(world, row), address_of(world, row), filled(world, row)
    for turn in range(0, len(VALUES), 3):
        whole = client.post(address, encoded(mixed(form, turn)), content_type=FORM)
        assert whole.status_code < 500, turn
    for number, name in enumerate(form):
        one = client.post(address, encoded(form | mixed([name], number)), content_type=FORM)
        assert one.status_code < 500, name


@pytest.mark.parametrize("row", GETS, ids=name_of)
def test_questions_that_hold_what_no_question_can(row: dict[str, str], world: World):
    client, address = asker(world, row), address_of(world, row)
    for turn in (0, 5):
        answer = client.get(f"{address}?{encoded(mixed(QUERY, turn))}")
        assert answer.status_code < 500, turn


@pytest.mark.parametrize("row", ONCE, ids=name_of)
def test_a_body_without_end_is_not_read(row: dict[str, str], world: World):
    answer = asker(world, row).generic("POST", address_of(world, row), "version=1", FORM, CONTENT_LENGTH=FAR)
    assert answer.status_code == 413


@pytest.mark.parametrize("kind", [FORM, "multipart/form-data; boundary=x", "application/json", "image/png"])
@pytest.mark.parametrize("length", [FAR, str(LARGEST_BODY + 1), "9" * 5_000, "-1", "many"])
def test_a_stranger_s_body_is_not_read_either(kind: str, length: str, world: World):
    assert visitor().generic("POST", LOGIN, "login=x", kind, CONTENT_LENGTH=length).status_code == 413


@pytest.mark.parametrize("row", ONCE[::3], ids=name_of)
def test_more_fields_and_more_text_than_a_form_has(row: dict[str, str], world: World):
    client, address = asker(world, row), address_of(world, row)
    client.get(reverse("account_logout"))  # brings the cookie of the token
    client.handler.enforce_csrf_checks = True  # as outside of tests, where this reads every form first
    many = "&".join(f"f{number}=1" for number in range(10_000))
    assert client.post(address, many, content_type=FORM, HTTP_ORIGIN=ORIGIN).status_code == 400
    long = "note=" + "x" * 3 * 1024 * 1024
    assert client.post(address, long, content_type=FORM, HTTP_ORIGIN=ORIGIN).status_code == 413


BROKEN = {
    "no boundary": ("multipart/form-data", b"--x--"),
    "a strange boundary": ("multipart/form-data; boundary=\xff\xfe", b"--x--"),
    "a boundary without end": ("multipart/form-data; boundary=" + "x" * 300, b"--x--"),
    "half a part": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="login"',
    ),
    "a part without a name": (
        "multipart/form-data; boundary=x",
        b"--x\r\nContent-Disposition: form-data\r\n\r\n1\r\n--x--\r\n",
    ),
    "a part that says it is base64": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="login"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
        b"!!!\r\n--x--\r\n",
    ),
    "a file name with a path": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="login"; filename="../../etc/passwd\x00.png"\r\n\r\n'
        b"1\r\n--x--\r\n",
    ),
}


@pytest.mark.parametrize(("kind", "body"), BROKEN.values(), ids=BROKEN)
def test_a_broken_form_is_refused(kind: str, body: bytes, world: World):
    for client in (visitor(), visitor(fresh(world.people["admin"]))):
        for address in (LOGIN, "/plan/choose/"):
            assert client.generic("POST", address, body, kind).status_code < 500
