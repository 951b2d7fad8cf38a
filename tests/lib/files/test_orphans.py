"""Files without a row are removed after a week; what has one never is."""

import os
import time

import pytest
from django.conf import settings
from django.db import DatabaseError, transaction

from lib import clock
from lib.files import orphans, storage
from lib.files.models import StoredFile

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
OLD = orphans.RETENTION_S + 60


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "MEDIA_ROOT", tmp_path)
    return tmp_path


def stored(content=b"surat", age=OLD):
    """A file without a row, as an act leaves it that was rolled back."""
    with transaction.atomic():
        path = storage.path_of(storage.put(content, storage.PDF))
        transaction.set_rollback(True)
    return aged(path, age)


def named(path):
    return StoredFile.objects.create(
        sha256=path.name, size=5, media_type=storage.PDF, path=path.name, stored_at=clock.now()
    )


def aged(path, age=OLD):
    os.utime(path, (time.time() - age,) * 2)
    return path


def test_an_old_file_of_nobody_goes():
    path = stored()
    assert orphans.tidy() == 1
    assert not path.exists()
    assert list(path.parent.iterdir()) == []


def test_a_young_one_waits_for_its_commit():
    path = stored(age=60)
    assert orphans.tidy() == 0
    assert path.exists()


def test_what_has_a_row_stays():
    path = aged(storage.path_of(storage.put(b"surat", storage.PDF)))
    assert orphans.tidy() == 0
    assert storage.get(path.name) == b"surat"


def test_what_fails_at_one_file_puts_it_back_and_goes_on_with_the_next(monkeypatch, caplog):
    paths, asked = [stored(content) for content in (b"1", b"2", b"3")], []
    original = orphans._has_row

    def breaks_once(sha256):
        asked.append(sha256)
        if len(asked) == 1:
            raise DatabaseError("canceling statement due to statement timeout")
        return original(sha256)

    monkeypatch.setattr(orphans, "_has_row", breaks_once)
    assert orphans.tidy() == 2
    assert [path.name for path in paths if path.exists()] == asked[:1]
    assert "could not be tidied up" in caplog.text


def test_a_round_that_is_ended_half_way_leaves_nothing_aside(monkeypatch):
    def ends(sha256):
        if not path.exists():
            raise SystemExit
        return False

    path = stored()
    monkeypatch.setattr(orphans, "_has_row", ends)
    with pytest.raises(SystemExit):
        orphans.tidy()
    assert path.exists()


def test_a_file_that_was_left_aside_and_has_a_row_comes_back():
    path = stored()
    named(path)
    path.rename(path.with_name(orphans.ASIDE + path.name))
    assert orphans.tidy() == 0
    assert storage.get(path.name) == b"surat"


def test_a_file_that_was_never_finished_goes(folder):
    (folder / "ab").mkdir()
    aged_one = folder / "ab" / ".new-x1"
    aged_one.write_bytes(b"separuh")
    aged(aged_one)
    assert orphans.tidy() == 1
    assert not aged_one.exists()


def test_storing_the_same_again_makes_it_young():
    path = stored()
    storage.put(b"surat", storage.PDF)
    assert orphans.tidy() == 0
    assert path.exists()


@pytest.mark.parametrize("meanwhile", ["touched", "named"])
def test_a_file_that_is_wanted_while_it_is_put_aside_comes_back(monkeypatch, meanwhile):
    path, is_old = stored(), orphans._is_old

    def wanted_now(asked):
        if asked.name.startswith(orphans.ASIDE):
            if meanwhile == "touched":
                os.utime(asked)
            else:
                named(path)
        return is_old(asked)

    monkeypatch.setattr(orphans, "_is_old", wanted_now)
    assert orphans.tidy() == 0
    assert storage.get(path.name) == b"surat"


def test_a_round_that_was_killed_half_way_is_taken_up_again():
    path = stored()
    named(path)
    path.rename(path.with_name(orphans.ASIDE + path.name))
    orphans.tidy()
    assert storage.get(path.name) == b"surat"


def test_other_files_are_left_alone(folder):
    (folder / "ab").mkdir()
    aged_one = folder / "ab" / "catatan.txt"
    aged_one.write_text("bukan milik portal")
    aged(aged_one)
    assert orphans.tidy() == 0
    assert aged_one.exists()
