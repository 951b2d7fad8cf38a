"""A disk that is full: nothing half, nothing false, and a sentence a person can act on."""

import errno
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.urls import reverse

from commitments.agreements.models import Agreement
from lib.errors import NoRoom
from lib.files import storage
from opd.accounts.roles import Role
from tests.bimtek import factories as bimtek
from tests.commitments import factories as commitments
from tests.masterplan import factories as masterplan
from tests.opd import factories as opd
from tests.web import client_of

pytestmark = pytest.mark.django_db
SENTENCE = "Ruang penyimpanan portal sedang penuh, jadi kiriman ini belum tersimpan."
PDF = b"%PDF-1.7 " + b"x" * 50_000 + b"\n%%EOF"
WITH_A_LIMIT = """
import os, resource, sys
from pathlib import Path
import django.core.management
from django.conf import settings
database = {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}
settings.configure(
    MEDIA_ROOT=Path(sys.argv[1]), INSTALLED_APPS=["lib.files"], USE_TZ=True, DATABASES={"default": database}
)
django.setup()
django.core.management.call_command("migrate", verbosity=0)
from lib.files import storage as files
from lib.errors import NoRoom
resource.setrlimit(resource.RLIMIT_FSIZE, (8192, resource.RLIM_INFINITY))
try:
    files.put(b"x" * 50_000, files.PDF)
except NoRoom as refusal:
    print(refusal.message)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
print(len(files.get(files.put(b"x" * 50_000, files.PDF))))
"""


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "MEDIA_ROOT", tmp_path)
    return tmp_path


def no_space(*args: Any, **kwargs: Any) -> Any:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.fixture
def scan(db):
    """Send a scan as an editor; returns the answer and the agreement as it then is."""
    plan = masterplan.plan(bimtek.cycle())
    agreement = commitments.agreement(plan.cycle)
    browser = client_of(opd.user(Role.EDITOR, plan.cycle.region))
    browser.raise_request_exception = False

    def send():
        file = SimpleUploadedFile("nota.pdf", PDF, "application/pdf")
        form = {"scan": file, "version": str(agreement.version)}
        answer = browser.post(reverse("commitments:agreement_scan", args=[agreement.pk]), form)
        return answer, Agreement.objects.get(pk=agreement.pk)

    return send


def test_a_write_that_is_cut_short_leaves_nothing_and_works_again_with_room(folder):
    command = [sys.executable, "-c", WITH_A_LIMIT, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=settings.BASE_DIR)
    assert done.stdout.splitlines() == [SENTENCE, "50000"]
    (kept,) = [path for path in folder.rglob("*") if path.is_file()]
    assert kept.stat().st_size == 50_000


@pytest.mark.parametrize("broken", ["_make_folder", "_write"])
def test_every_step_that_finds_no_room_says_so(monkeypatch, folder, broken):
    monkeypatch.setattr(storage, broken, no_space)
    with pytest.raises(NoRoom):
        storage.put(PDF, storage.PDF)
    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_another_failure_of_the_disk_is_not_called_a_full_one(monkeypatch):
    def broken(*args: Any) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(storage, "_write", broken)
    with pytest.raises(OSError, match="Input/output error"):
        storage.put(PDF, storage.PDF)


def test_a_file_that_was_damaged_is_written_anew():
    path = storage.path_of(storage.put(PDF, storage.PDF))
    path.write_bytes(PDF[:100])
    assert storage.get(storage.put(PDF, storage.PDF)) == PDF


def test_who_sends_a_scan_is_told_and_nothing_changes(scan, monkeypatch):
    monkeypatch.setattr(storage, "_write", no_space)
    answer, agreement = scan()
    assert answer.status_code == 507
    assert SENTENCE in answer.content.decode()
    assert (agreement.scan_sha256, agreement.version) == ("", 1)
    monkeypatch.undo()
    answer, agreement = scan()
    assert answer.status_code == 302
    assert storage.get(agreement.scan_sha256) == PDF


def test_an_upload_that_finds_no_room_before_any_view_is_told_the_same(scan, monkeypatch):
    monkeypatch.setattr(MemoryFileUploadHandler, "receive_data_chunk", no_space)
    answer, agreement = scan()
    assert answer.status_code == 507
    assert SENTENCE in answer.content.decode()
    assert agreement.version == 1
