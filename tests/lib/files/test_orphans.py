"""Files that no row names are removed after a week; what any row or the trail names never is."""

import os
import time

import pytest
from django.conf import settings
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from commitments.agreements.models import Agreement
from lib.access import SYSTEM
from lib.audit import services as audit
from lib.audit.models import AuditSeal
from lib.files import orphans, storage
from tests.bimtek import factories as bimtek
from tests.commitments import factories as commitments

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
OLD = orphans.RETENTION_S + 60


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "MEDIA_ROOT", tmp_path)
    return tmp_path


def stored(content=b"surat", age=OLD):
    path = storage.path_of(storage.put(content))
    return aged(path, age)


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


def test_what_a_row_names_stays():
    path = stored()
    commitments.agreement(bimtek.cycle(), scan_sha256=path.name, scan_name="nota.pdf")
    assert orphans.tidy() == 0
    assert storage.get(path.name) == b"surat"


def test_what_only_the_trail_still_names_stays():
    path = stored()
    audit.record(SYSTEM, "agreement.scan_attached", bimtek.cycle(), {"sha256": path.name})
    assert orphans.tidy() == 0
    assert storage.get(path.name) == b"surat"


def test_what_the_trail_names_as_before_and_after_stays():
    paths = stored(b"lama"), stored(b"baru")
    changes = {"scan_sha256": [path.name for path in paths]}
    audit.record(SYSTEM, "agreement.changed", bimtek.cycle(), changes)
    assert orphans.tidy() == 0


@pytest.mark.parametrize("read_at_once", [1, 2, 3])
def test_the_whole_trail_is_read_in_ranges(monkeypatch, read_at_once):
    monkeypatch.setattr(orphans, "READ_AT_ONCE", read_at_once)
    cycle, paths = bimtek.cycle(), [stored(content) for content in (b"1", b"2", b"3")]
    for path in paths:
        audit.record(SYSTEM, "agreement.scan_attached", cycle, {"sha256": path.name})
    assert orphans.tidy() == 0


def test_the_trail_is_read_once_however_many_files_go(monkeypatch):
    original, read = orphans._ranges_of_trail, []

    def counted():
        read.append(1)
        return original()

    for content in (b"1", b"2", b"3"):
        stored(content)
    monkeypatch.setattr(orphans, "_ranges_of_trail", counted)
    assert orphans.tidy() == 3
    assert len(read) == 1


def test_the_links_of_the_chain_are_not_read():
    with CaptureQueriesContext(connection) as captured:
        orphans.tidy()
    assert not [query for query in captured.captured_queries if AuditSeal._meta.db_table in query["sql"]]


def test_what_fails_at_one_file_puts_it_back_and_goes_on_with_the_next(monkeypatch, caplog):
    paths, asked = [stored(content) for content in (b"1", b"2", b"3")], []
    original = orphans._is_named_by_now

    def breaks_once(sha256, last):
        asked.append(sha256)
        if len(asked) == 1:
            raise DatabaseError("canceling statement due to statement timeout")
        return original(sha256, last)

    monkeypatch.setattr(orphans, "_is_named_by_now", breaks_once)
    assert orphans.tidy() == 2
    assert [path.name for path in paths if path.exists()] == asked[:1]
    assert "could not be tidied up" in caplog.text


def test_a_round_that_is_ended_half_way_leaves_nothing_aside(monkeypatch):
    def ends(sha256, last):
        raise SystemExit

    path = stored()
    monkeypatch.setattr(orphans, "_is_named_by_now", ends)
    with pytest.raises(SystemExit):
        orphans.tidy()
    assert path.exists()


def test_a_file_that_was_left_aside_and_only_the_trail_names_comes_back():
    path = stored()
    audit.record(SYSTEM, "agreement.scan_attached", bimtek.cycle(), {"sha256": path.name})
    path.rename(path.with_name(orphans.ASIDE + path.name))
    assert orphans.tidy() == 0
    assert storage.get(path.name) == b"surat"


def test_what_the_trail_names_while_it_is_read_stays(monkeypatch):
    path, original = stored(), orphans._named_by_trail

    def read(*args):
        yield from original()
        audit.record(SYSTEM, "agreement.scan_attached", bimtek.cycle(), {"sha256": path.name})

    monkeypatch.setattr(orphans, "_named_by_trail", read)
    assert orphans.tidy() == 0
    assert path.exists()


def test_a_file_that_was_never_finished_goes(folder):
    (folder / "ab").mkdir()
    aged_one = folder / "ab" / ".new-x1"
    aged_one.write_bytes(b"separuh")
    aged(aged_one)
    assert orphans.tidy() == 1
    assert not aged_one.exists()


def test_storing_the_same_again_makes_it_young():
    path = stored()
    storage.put(b"surat")
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
                Agreement.objects.update(scan_sha256=path.name)
        return is_old(asked)

    commitments.agreement(bimtek.cycle(), scan_sha256="0" * 64, scan_name="nota.pdf")
    monkeypatch.setattr(orphans, "_is_old", wanted_now)
    assert orphans.tidy() == 0
    assert storage.get(path.name) == b"surat"


def test_a_round_that_was_killed_half_way_is_taken_up_again():
    path = stored()
    commitments.agreement(bimtek.cycle(), scan_sha256=path.name, scan_name="nota.pdf")
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
