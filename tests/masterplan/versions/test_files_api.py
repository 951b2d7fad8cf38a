"""Files of a version through the API: how far they are, the bytes, one more try."""

import hashlib

import pytest

from commitments.letters.models import Commitment
from lib import clock
from lib.files import storage
from lib.jobs.models import Job, JobState
from masterplan.versions.files.models import Export
from masterplan.versions.files.services import NOT_READY
from tests.commitments import factories as commitments
from tests.lib.jobs.factories import job
from tests.masterplan import factories as masterplan

PDF = b"%PDF-1.7 buku contoh"


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def editor(world, api):
    return api(world.people["editor"])


def made(world, **values):
    sha256 = storage.put(PDF, storage.PDF)
    export = masterplan.export(
        world.revision_approved, sha256=sha256, size=20, pages=96, finished_at=clock.now(), **values
    )
    return export, f"exports/{export.pk}/"


def ordered(world, **values):
    work = job(task="masterplan.render_export", **values)
    return f"exports/{masterplan.export(world.revision_approved, job=work).pk}/"


def test_a_file_that_is_ready_is_told_with_its_digest(world, editor):
    export, path = made(world, book="B1")
    told = editor.get(path).json()
    assert (told["state"], told["pages"], told["size"], told["book"]) == ("done", 96, 20, "B1")
    assert told["sha256"] == hashlib.sha256(PDF).hexdigest()
    assert told["revision"] == export.revision_id


def test_a_file_on_its_way_says_how_far_it_is(world, editor):
    told = editor.get(
        ordered(world, state=JobState.RUNNING, attempts=2, step=2, steps=3, message="Mencetak PDF")
    )
    progress = {name: told.json()[name] for name in ("state", "step", "steps", "message", "attempts")}
    assert progress == {
        "state": "running",
        "step": 2,
        "steps": 3,
        "message": "Mencetak PDF",
        "attempts": 2,
    }


def test_a_file_that_failed_says_why(world, editor):
    told = editor.get(ordered(world, state=JobState.FAILED, attempts=3, error="Ruang habis.")).json()
    assert (told["state"], told["error"], told["sha256"]) == ("failed", "Ruang habis.", "")


def test_work_that_is_done_without_a_file_has_failed(world, editor):
    assert editor.get(ordered(world, state=JobState.DONE)).json()["state"] == "failed"
    assert editor.get(f"exports/{world.export.pk}/").json()["state"] == "failed"


@pytest.mark.parametrize("wanted", ["application/pdf", "application/json", "text/html"])
def test_the_file_is_handed_out_whatever_type_one_would_like(world, editor, wanted):
    export, path = made(world, is_final=True)
    answer = editor._client.get(f"/api/v1/{path}file/", headers={**editor._headers, "Accept": wanted})
    assert (answer.status_code, answer.content, answer["Content-Type"]) == (200, PDF, "application/pdf")
    assert answer["ETag"] == f'"{export.sha256}"'
    assert answer["Content-Disposition"].endswith('-final.pdf"')


def test_a_file_that_is_not_there_yet_or_no_more_is_said_so(world, editor):
    early = editor.get(ordered(world) + "file/")
    assert (early.status_code, early.json()["detail"]) == (409, NOT_READY)
    export, path = made(world)
    storage.path_of(export.sha256).write_bytes(b"rusak")
    lost = editor.get(f"{path}file/")
    assert (lost.status_code, "penyimpanan" in lost.json()["detail"]) == (409, True)


def test_one_more_try_is_ordered_once(world, editor):
    path = f"exports/{world.export.pk}/"
    again = editor.post(f"{path}retry/")
    assert (again.status_code, again.json()["state"]) == (200, "queued")
    assert editor.post(f"{path}retry/").json()["detail"] == "Berkas ini masih dikerjakan."
    _, ready = made(world, book="B1")
    assert editor.post(f"{ready}retry/").json()["detail"] == "Berkas ini sudah selesai."


def test_an_order_sent_again_gives_the_file_that_stands(world, editor):
    def order():
        ordered = editor.post(f"revisions/{world.revision_approved.pk}/exports/", {})
        assert ordered.status_code == 202, ordered.content
        return ordered.json()["id"]

    on_its_way = order()
    assert order() == on_its_way
    Job.objects.update(state=JobState.DONE)
    Export.objects.filter(pk=on_its_way).update(sha256=storage.put(PDF, storage.PDF))
    assert order() == on_its_way
    commitments.signed(Commitment.objects.get(pk=world.commitment.pk), world.people["head.own"])
    assert order() != on_its_way


def test_files_of_versions_one_may_not_see_are_not_there(world, api):
    hidden = masterplan.export(world.revision, sha256=storage.put(PDF, storage.PDF))
    for actor, status in (("head.own", 404), ("operator.own", 200), ("nobody", 404)):
        client = api(world.people[actor])
        assert client.get(f"exports/{hidden.pk}/").status_code == status, actor
        assert client.get(f"exports/{hidden.pk}/file/").status_code == status, actor


def test_progress_is_cheap_to_ask_for(world, editor, django_assert_max_num_queries):
    path = ordered(world)
    with django_assert_max_num_queries(4):
        editor.get(path)
