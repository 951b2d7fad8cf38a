"""Printed codes, stored files, and the portal's time."""

from datetime import UTC, date, datetime

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from lib import clock
from lib.files import storage
from lib.text import codes


def test_a_code_is_sixteen_letters_that_cannot_be_mistaken():
    found = {codes.new_token() for _ in range(200)}
    assert len(found) == 200
    assert all(len(token) == 16 and set(token) <= set(codes.ALPHABET) for token in found)
    assert not set("ILOU") & set(codes.ALPHABET)


def test_a_code_is_printed_in_groups_of_four():
    assert codes.printed("7K2M9QXR00000000") == "7K2M-9QXR-0000-0000"


TOKENS = st.text(codes.ALPHABET, min_size=codes.LENGTH, max_size=codes.LENGTH)
BETWEEN = st.text(" -\n\r\t.,:;_*()[]<>\"'\u00a0\u200b\u2011\u2013\u00ad", max_size=3)
AROUND = st.sampled_from(
    [
        *("{}", "Kode: {}", "({}).", "*{}*", "<a href=x>{}</a>", "{}%E2%80%8B", "{}&nbsp;"),
        *("Cek di https://portal.example/v/{} ya Pak", "kode dokumen {} itu sah atau tidak"),
        *("HTTP://PORTAL.EXAMPLE/V/{}/", "https://portal.example/verify/?kode={}&utm_source=wa#isi"),
        "https://l.example/l?u=https%3A%2F%2Fportal.example%2Fv%2F{}",
        "https://safe.example/?url=https%253A%252F%252Fportal.example%252FV%252F{}%26data%3D05",
    ]
)


@given(TOKENS, BETWEEN, AROUND, st.booleans())
def test_a_code_is_found_in_harmless_company(token: str, between: str, around: str, is_small: bool):
    groups = [token[start : start + 4] for start in range(0, codes.LENGTH, 4)]
    typed = between.join(groups).replace("0", "O").replace("1", "l")
    assert token in codes.found_in(around.format(typed.lower() if is_small else typed))


@given(TOKENS)
def test_letters_of_another_width_are_the_same_letters(token: str):
    assert codes.found_in("".join(chr(ord(letter) + 0xFEE0) for letter in token)) == [token]


@pytest.mark.parametrize(
    "text",
    ["", "\0" * 16, "U" * 16, "<b>0000000000000", "\u0660" * 16, "0" * 15 + "\n", "0" * 17, "0" * 15 + "!U"],
)
def test_what_no_code_can_hold_is_no_code(text: str):
    assert codes.found_in(text) == []


@given(st.text(max_size=300))
def test_whatever_is_found_could_be_a_code(text: str):
    for code in codes.found_in(text):
        assert len(code) == codes.LENGTH
        assert set(code) <= set(codes.ALPHABET)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "MEDIA_ROOT", tmp_path)
    return tmp_path


@pytest.mark.django_db
def test_a_file_is_kept_under_its_own_hash(folder):
    name = storage.put(b"surat", storage.PDF)
    assert storage.get(name) == b"surat"
    assert storage.put(b"surat", storage.PDF) == name
    assert [path.name for path in folder.rglob("*") if path.is_file()] == [name]


@pytest.mark.django_db
def test_a_damaged_file_is_never_handed_out(folder):
    name = storage.put(b"surat", storage.PDF)
    storage.path_of(name).write_bytes(b"surat palsu")
    with pytest.raises(OSError, match="damaged"):
        storage.get(name)


def test_a_file_that_is_not_there_is_told_apart(folder):
    with pytest.raises(FileNotFoundError):
        storage.get("0" * 64)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "0" * 63, "0" * 64 + "\n"])
def test_only_a_hash_is_a_name(folder, name):
    with pytest.raises(ValueError, match="SHA-256"):
        storage.path_of(name)


def test_today_is_the_day_in_jakarta():
    late = datetime(2026, 9, 29, 17, 30, tzinfo=UTC)
    with clock.at(late):
        assert clock.today() == date(2026, 9, 30)
        assert clock.now() == late
    assert clock.now() != late


def test_time_goes_on_after_a_failure_inside():
    with pytest.raises(RuntimeError), clock.at(datetime(2026, 1, 1, tzinfo=UTC)):
        raise RuntimeError
    assert clock.today() == clock.local_day(clock.now())
    assert str(clock.zone()) == "Asia/Jakarta"
