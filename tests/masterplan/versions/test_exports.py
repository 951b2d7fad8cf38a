"""Files of a version: ordered once, rendered by whoever holds the job, kept by their hash."""

from types import SimpleNamespace

import pytest

from lib.access import SYSTEM
from lib.audit.models import AuditEvent
from lib.errors import Conflict, Forbidden
from lib.files import storage
from lib.jobs import services as jobs
from lib.jobs.models import MAX_ATTEMPTS, Job, JobState
from lib.versioned.services import ANY
from masterplan.versions import services as versions
from masterplan.versions.files import services as files
from masterplan.versions.files.models import Export
from tests.masterplan import factories
from tests.masterplan.versions.printing import render

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
PDF = b"%PDF-1.7 buku contoh"


@pytest.fixture(autouse=True)
def _quiet(monkeypatch, settings, tmp_path):
    """No broker, no real pages, files in a folder of their own."""
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(jobs, "ring", lambda task, pk: None)
    monkeypatch.setattr(files, "composed", lambda export: f"<p>{export.book}</p>")


def order(world, **values):
    said = {"actor": world.people["editor"], "edition": {"book": None}} | values
    return files.request_file(world.revision, **said)


def printer(html):
    return SimpleNamespace(content=PDF, pages=3, anchors={"bab-1-1": 2})


def claimed(export):
    job = jobs.claim(export.job_id)
    assert job is not None
    return job


class TestOrdering:
    @pytest.mark.parametrize("name", ["editor", "facilitator", "leader"])
    def test_who_edits_reviews_or_decides_may_order(self, world, name):
        made = order(world, actor=world.people[name])
        assert (made.requested_by, made.job.state) == (world.people[name], JobState.QUEUED)

    @pytest.mark.parametrize("name", ["admin", "operator.own", "head.own", "nobody"])
    def test_others_may_not(self, world, name):
        with pytest.raises(Forbidden):
            order(world, actor=world.people[name])

    def test_an_order_on_its_way_is_not_made_again(self, world):
        assert order(world) == order(world)

    def test_one_book_and_all_books_are_two_orders(self, world):
        assert order(world) != order(world, book="B1")

    def test_a_finished_draft_is_not_made_again_until_its_edition_changes(self, world):
        first = order(world, edition={"commitments": [], "chain_head": ""})
        render(claimed(first), printer)
        assert order(world, edition={"commitments": [], "chain_head": "c" * 64}) == first
        assert order(world, edition={"commitments": [{"opd": "DLH"}], "chain_head": ""}) != first

    def test_a_person_may_have_a_finished_draft_made_anew(self, world):
        first = order(world)
        render(claimed(first), printer)
        again = order(world, anew=True)
        assert again != first
        assert order(world, anew=True) == again

    def test_a_final_book_is_made_once(self, world):
        first = order(world, is_final=True)
        render(claimed(first), printer)
        assert order(world, is_final=True) == first

    def test_a_book_that_is_not_there_is_refused(self, world):
        with pytest.raises(Conflict, match="Buku B9 tidak ada"):
            order(world, book="B9")

    def test_a_version_without_content_is_refused(self, world):
        empty = versions.freeze(factories.plan(), actor=SYSTEM, expected_number=ANY)
        with pytest.raises(Conflict, match="belum berisi"):
            files.request_file(empty, actor=SYSTEM, edition={})


class TestRendering:
    def test_the_file_is_kept_by_its_hash_with_what_is_known_of_it(self, world):
        made = order(world)
        render(claimed(made), printer)
        made.refresh_from_db()
        assert storage.get(made.sha256) == PDF
        assert (made.size, made.pages, made.page_map) == (len(PDF), 3, {"bab-1-1": 2})
        assert made.job.state == JobState.DONE

    def test_it_says_how_far_it_is(self, world):
        made, steps = order(world), []

        def watching(html):
            job = Job.objects.get(pk=made.job_id)
            steps.append((job.step, job.steps, job.message))
            return printer(html)

        render(claimed(made), watching)
        assert steps == [(2, 3, "Mencetak PDF")]

    def test_a_runner_that_lost_its_lease_publishes_nothing(self, world):
        made = order(world)
        late = claimed(made)
        Job.objects.filter(pk=late.pk).update(state=JobState.QUEUED, token=None)
        render(late, printer)
        made.refresh_from_db()
        assert made.sha256 == ""

    def test_a_file_that_is_there_is_not_replaced(self, world):
        made = order(world)
        Export.objects.filter(pk=made.pk).update(sha256="a" * 64)
        render(claimed(made), printer)
        made.refresh_from_db()
        assert made.sha256 == "a" * 64

    def test_it_leaves_a_trace_of_the_system(self, world):
        made = order(world)
        render(claimed(made), printer)
        event = AuditEvent.objects.filter(act="export.finished").latest("pk")
        assert (event.object_id, event.actor_label) == (str(made.pk), "Sistem")


class TestTryingAgain:
    def failed(self, world):
        made = order(world)
        for _ in range(MAX_ATTEMPTS):
            jobs.fail(claimed(made), "Kertas habis.")
        return made

    def test_after_three_attempts_a_person_may_ask_once_more(self, world):
        made = self.failed(world)
        again = files.try_again(made, actor=world.people["editor"])
        assert (again.pk, again.job.state) == (made.pk, JobState.QUEUED)
        assert again.job_id != made.job_id

    def test_what_is_on_its_way_is_not_asked_for_again(self, world):
        with pytest.raises(Conflict, match="masih dikerjakan"):
            files.try_again(order(world), actor=world.people["editor"])

    def test_what_is_ready_is_not_asked_for_again(self, world):
        made = order(world)
        render(claimed(made), printer)
        with pytest.raises(Conflict, match="sudah selesai"):
            files.try_again(made, actor=world.people["editor"])

    def test_who_may_not_order_may_not_ask_again(self, world):
        with pytest.raises(Forbidden):
            files.try_again(self.failed(world), actor=world.people["head.own"])
