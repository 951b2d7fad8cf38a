"""Printed codes, stored files, and the portal's time."""

from datetime import UTC, date, datetime

import pytest
from django.conf import settings

from lib import clock
from lib.files import storage
from lib.text import codes


def test_a_code_is_sixteen_letters_that_cannot_be_mistaken():
    found = {codes.new_token() for _ in range(200)}
    assert len(found) == 200
    assert all(len(token) == 16 and set(token) <= set(codes.ALPHABET) for token in found)
    assert not set("ILOU") & set(codes.ALPHABET)


def test_a_code_is_typed_the_way_it_is_printed():
    token = codes.new_token()
    assert codes.typed(codes.printed(token)) == token
    assert codes.typed(codes.printed(token).lower().replace("-", " ")) == token
    assert codes.printed("7K2M9QXR00000000") == "7K2M-9QXR-0000-0000"


def test_letters_that_look_like_digits_are_read_as_digits():
    assert codes.typed("o0il-1") == "00111"


def test_what_no_code_can_hold_is_no_code():
    for text in ("\0" * 16, "U" * 16, "<b>0000000000000", "\u0660" * 16, "0" * 15 + "\n"):
        assert codes.typed(text) == ""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "MEDIA_ROOT", tmp_path)
    return tmp_path


def test_a_file_is_kept_under_its_own_hash(folder):
    name = storage.put(b"surat")
    assert storage.get(name) == b"surat"
    assert storage.put(b"surat") == name
    assert [path.name for path in folder.rglob("*") if path.is_file()] == [name]


def test_a_damaged_file_is_never_handed_out(folder):
    name = storage.put(b"surat")
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
