"""Progress and download of a file: what the page says in each state, and who gets the bytes."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from lib import clock
from lib.files import storage
from lib.jobs.models import Job, JobState
from masterplan.versions.files.models import Export
from masterplan.versions.files.views import WAITS
from masterplan.versions.models import Revision, RevisionState
from tests.lib.jobs.factories import job
from tests.masterplan import factories
from tests.web import HTMX

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 buku contoh"


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def made(revision, **values):
    """A file that is ready."""
    sha256 = storage.put(PDF, storage.PDF)
    return factories.export(
        revision, sha256=sha256, size=2_202_009, pages=96, finished_at=clock.now(), **values
    )


def on_its_way(revision, **values):
    defaults = {"state": JobState.QUEUED, "lease_until": timezone.now() + timedelta(seconds=30)}
    return factories.export(revision, job=job(task="masterplan.render_export", **{**defaults, **values}))


def progress(client, export, **extra):
    return client.get(reverse("masterplan:export_progress", args=[export.pk]), **extra)


def download(client, export, **headers):
    return client.get(reverse("masterplan:export_file", args=[export.pk]), headers=headers)


class TestProgress:
    @pytest.mark.parametrize(
        ("state", "words"),
        [
            ({}, "tetap antre dan dikerjakan setelah"),
            ({"attempts": 1}, "antre lagi, percobaan 2 dari 3"),
            ({"state": "running", "attempts": 1, "message": "Mencetak PDF"}, "Mencetak PDF."),
            ({"state": "running", "attempts": 2}, "Sedang diulang setelah terhenti, percobaan 2 dari 3."),
            (
                {"state": "failed", "attempts": 3, "error": "Gambar rusak."},
                "Gagal setelah 3 kali coba. Gambar rusak.",
            ),
        ],
    )
    def test_it_says_in_words_how_the_work_stands(self, world, sign_in, state, words):
        text = progress(sign_in("editor"), on_its_way(world.revision, **state)).content.decode()
        assert words in text

    @pytest.mark.parametrize(("state", "polls"), [("queued", True), ("running", True), ("failed", False)])
    def test_it_asks_again_only_while_something_can_change(self, world, sign_in, state, polls):
        export = on_its_way(world.revision, state=state, attempts=1)
        assert ("hx-trigger=" in progress(sign_in("editor"), export).content.decode()) is polls

    def test_for_htmx_the_line_comes_alone_and_takes_its_own_place(self, world, sign_in):
        export = on_its_way(world.revision)
        answer = progress(sign_in("editor"), export, **HTMX)
        text = answer.content.decode()
        assert answer["HX-Retarget"] == f"#berkas-{export.pk}"
        assert text.strip().startswith(f'<li id="berkas-{export.pk}">')
        assert "<html" not in text

    def test_the_line_is_the_same_part_of_the_versions_page(self, world, sign_in):
        export, client = on_its_way(world.revision), sign_in("facilitator")
        page = client.get(reverse("masterplan:revision_detail", args=[world.revision.pk])).content.decode()
        assert f'<li id="berkas-{export.pk}">' in page
        assert WAITS in page

    def test_a_ready_file_shows_size_pages_and_hash(self, world, sign_in):
        export = made(world.revision)
        text = progress(sign_in("editor"), export).content.decode()
        assert "96 halaman, 2,1\xa0MB, selesai" in text
        assert " ".join(export.sha256[i : i + 4] for i in range(0, 64, 4)) in text
        assert reverse("masterplan:export_file", args=[export.pk]) in text

    @pytest.mark.parametrize(("name", "may"), [("editor", True), ("leader", True), ("admin", False)])
    def test_a_failed_file_can_be_asked_for_again_by_who_may_order(self, world, sign_in, name, may):
        export = on_its_way(world.revision, state="failed", attempts=3, error="Gambar rusak.")
        text = progress(sign_in(name), export).content.decode()
        assert ("Coba lagi" in text) is may

    def test_a_file_without_a_job_has_failed(self, world, sign_in):
        assert "Belum pernah dikerjakan." in progress(sign_in("editor"), world.export).content.decode()

    def test_the_last_ready_file_stays_at_hand(self, world, sign_in):
        old = made(world.revision, book="B1")
        newer = on_its_way(world.revision)
        Export.objects.filter(pk=newer.pk).update(book="B1")
        page = sign_in("editor").get(reverse("masterplan:revision_detail", args=[world.revision.pk]))
        assert "Unduh berkas sebelumnya" in page.content.decode()
        assert reverse("masterplan:export_file", args=[old.pk]) in page.content.decode()


class TestTheFile:
    def test_it_is_saved_under_a_name_that_says_what_it_is(self, world, sign_in):
        answer = download(sign_in("editor"), made(world.revision))
        assert answer.content == PDF
        assert answer["Content-Type"] == "application/pdf"
        assert answer["X-Content-Type-Options"] == "nosniff"
        name = f'attachment; filename="masterplan-{world.plan.slug}-v0.4.pdf"'
        assert answer["Content-Disposition"] == name

    @pytest.mark.parametrize(("values", "end"), [({"book": "B1"}, "-b1"), ({"is_final": True}, "-final")])
    def test_one_book_and_the_final_one_are_named_so(self, world, sign_in, values, end):
        answer = download(sign_in("editor"), made(world.revision, **values))
        assert answer["Content-Disposition"].endswith(f'v0.4{end}.pdf"')

    def test_who_has_it_need_not_load_it_again(self, world, sign_in):
        client, export = sign_in("editor"), made(world.revision)
        etag = download(client, export)["ETag"]
        assert etag == f'"{export.sha256}"'
        assert download(client, export, **{"If-None-Match": etag}).status_code == 304

    def test_a_head_gets_the_book_of_an_approved_version_only(self, world, sign_in):
        client = sign_in("head.own")
        assert download(client, made(world.revision_approved)).content == PDF
        assert download(client, made(world.revision)).status_code == 404

    def test_what_is_not_ready_is_refused_in_words(self, world, sign_in):
        answer = download(sign_in("editor"), on_its_way(world.revision))
        assert answer.status_code == 409
        assert "belum selesai dibuat" in answer.content.decode()

    @pytest.mark.parametrize("damage", ["gone", "changed"])
    def test_a_file_that_cannot_be_read_is_not_given_out(self, world, sign_in, damage):
        export = made(world.revision)
        path = storage.path_of(export.sha256)
        path.unlink() if damage == "gone" else path.write_bytes(b"lain")
        answer = download(sign_in("editor"), export)
        assert answer.status_code == 409
        assert "Beri tahu pengelola" in answer.content.decode()


class TestAskingAgain:
    def retry(self, client, export):
        return client.post(reverse("masterplan:export_retry", args=[export.pk]))

    def test_a_failed_file_is_queued_again(self, world, sign_in):
        export = on_its_way(world.revision, state="failed", attempts=3, error="Gambar rusak.")
        answer = self.retry(sign_in("editor"), export)
        export.refresh_from_db()
        assert answer.url == reverse("masterplan:export_progress", args=[export.pk])
        assert (export.job.state, Job.objects.filter(key=export.job.key).count()) == (JobState.QUEUED, 1)

    @pytest.mark.parametrize(("make", "status"), [(made, 409), (on_its_way, 409)])
    def test_what_is_ready_or_under_way_is_refused(self, world, sign_in, make, status):
        assert self.retry(sign_in("editor"), make(world.revision)).status_code == status

    def test_a_reader_may_not(self, world, sign_in):
        assert self.retry(sign_in("head.own"), world.export).status_code == 403


class TestTheFinalBook:
    def test_it_stands_alone_beside_the_drafts_that_are_ready(self, world, sign_in):
        draft = made(world.revision_approved, book="B1")
        Revision.objects.filter(pk=world.revision_approved.pk).update(
            state=RevisionState.FINAL, final_at=clock.now()
        )
        final = made(world.revision_approved, is_final=True)
        page = sign_in("head.own").get(
            reverse("masterplan:revision_detail", args=[world.revision_approved.pk])
        )
        text = page.content.decode()
        assert "Buku final, PDF" in text
        for export in (draft, final):
            assert reverse("masterplan:export_file", args=[export.pk]) in text
        assert "Buat PDF" not in text
