"""Each stored file is a row, and each night every file is read: what is missing or changed is told."""

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import transaction
from django.test import Client

from lib import clock
from lib.files import checks, storage
from lib.files.models import StoredFile
from portal import tasks
from portal.web import health

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "MEDIA_ROOT", tmp_path)
    return tmp_path


def put(content=b"surat", media_type=storage.PDF):
    return StoredFile.objects.get(sha256=storage.put(content, media_type))


def undone(content):
    """Stored by an act that is rolled back; returns the SHA-256."""
    with transaction.atomic():
        sha256 = storage.put(content, storage.PDF)
        transaction.set_rollback(True)
    return sha256


def noted():
    return dict(StoredFile.objects.values_list("sha256", "result"))


def test_a_row_says_what_was_stored_where_and_when(folder):
    row = put(b"gambar", "image/png")
    assert (row.size, row.media_type, row.result, row.checked_at) == (6, "image/png", "", None)
    assert (folder / row.path).read_bytes() == b"gambar"
    assert (clock.now() - row.stored_at).total_seconds() < 60


def test_the_same_bytes_are_one_row_and_one_file(folder):
    first, second = put(), put()
    assert first.pk == second.pk
    assert [path for path in folder.rglob("*") if path.is_file()] == [folder / first.path]


def test_what_is_rolled_back_leaves_no_row():
    undone(b"surat")
    assert not StoredFile.objects.exists()


def test_a_file_that_was_there_without_a_row_gets_one():
    sha256 = undone(b"surat")
    assert put(b"surat").sha256 == sha256


def test_a_check_tells_whole_missing_and_changed_ones_apart(monkeypatch):
    monkeypatch.setattr(checks, "ROWS_AT_A_TIME", 2)
    whole, missing, changed = (put(content).sha256 for content in (b"1", b"2", b"3"))
    storage.path_of(missing).unlink()
    storage.path_of(changed).write_bytes(b"lain")
    assert checks.check() == 2
    assert noted() == {whole: "ok", missing: "missing", changed: "changed"}
    assert not StoredFile.objects.filter(checked_at=None).exists()


def test_a_row_that_points_out_of_the_store_is_called_changed():
    name = "../" * 10 + "etc/passwd"
    StoredFile.objects.create(sha256=name, size=1, media_type="", path=name, stored_at=clock.now())
    assert checks.check() == 1
    assert list(noted().values()) == ["changed"]


def test_a_file_that_was_brought_back_is_whole_again():
    row = put()
    storage.path_of(row.sha256).unlink()
    checks.check()
    storage.put(b"surat", storage.PDF)
    assert checks.check() == 0
    assert noted() == {row.sha256: "ok"}


def test_the_nightly_task_says_in_the_log_how_many(caplog):
    row = put()
    tasks.check_files()
    assert "missing or changed" not in caplog.text
    storage.path_of(row.sha256).unlink()
    tasks.check_files()
    assert "stored files missing or changed: 1" in caplog.text


def test_a_damaged_file_makes_the_portal_degraded_and_no_page_less(folder):
    row = put()
    storage.path_of(row.sha256).unlink()
    assert ready() == (200, "ok")
    checks.check()
    assert ready() == (200, "degraded")
    assert health.Finding("files", health.State.DEGRADED, "1 missing or changed") in health.examine()


def ready():
    caches["local"].clear()
    answer = Client().get("/readyz")
    return answer.status_code, answer.json()["status"]
