"""What an order of a file keeps, which orders are the same, and what a file is published with."""

from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lib import clock
from lib.access import SYSTEM
from lib.audit.models import AuditEvent
from lib.errors import Conflict
from lib.jobs import services as jobs
from lib.jobs.models import Job, JobState
from lib.versioned.services import ANY
from masterplan.versions import services as versions
from masterplan.versions.files import formats
from masterplan.versions.files import services as files
from masterplan.versions.files.models import Export
from masterplan.versions.models import Revision
from tests.masterplan import factories
from tests.masterplan.versions import printing

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
MOMENT = datetime(2026, 9, 29, 3, 0, tzinfo=clock.zone())
EDITION = {"label": "v0.4"}
READ = ("revision", "export")


@pytest.fixture(autouse=True)
def _quiet(monkeypatch, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(jobs, "ring", lambda task, pk: None)
    monkeypatch.setattr(formats, "book_html", lambda document, edition: "<p></p>")


def order(world, revision=None, actor="editor", **how) -> Export:
    who = world.people[actor] if actor else SYSTEM
    return files.request_file(revision or world.revision, actor=who, edition=EDITION, **how)


def fresh(export) -> Any:
    return Export.objects.get(pk=export.pk)


def printer(html):
    return SimpleNamespace(content=b"%PDF-1.7", pages=3, anchors={})


def render(export, renderer=printer) -> None:
    job = jobs.claim(export.job_id)
    assert job is not None
    printing.render(job, renderer)


class TestAnOrder:
    def test_keeps_everything_it_was_given(self, world):
        with clock.at(MOMENT):
            made = order(world, book="B1")
        stored = fresh(made)
        assert (stored.revision, stored.format, stored.book, stored.is_final) == (
            world.revision,
            "pdf",
            "B1",
            False,
        )
        assert (stored.edition, stored.requested_at) == (EDITION, MOMENT)
        assert stored.requested_by == world.people["editor"]
        event = AuditEvent.objects.filter(act="export.requested").latest("pk")
        assert (event.object_id, event.changes) == (
            str(made.pk),
            {"format": "pdf", "book": "B1", "final": False},
        )

    @pytest.mark.parametrize("actor", ["editor", ""])
    def test_has_its_work_ordered_by_name(self, world, actor):
        job = fresh(made := order(world, actor=actor)).job
        assert (job.task, job.key) == ("masterplan.render_export", f"export:{made.pk}")
        who = str(world.people[actor].pk) if actor else ""
        assert (job.args, job.requested_by) == ({"export": made.pk}, who)

    def test_of_another_version_a_final_book_and_one_in_another_form_are_others(self, world):
        Export.objects.create(
            revision=world.revision, format="xlsx", requested_at=MOMENT, job=Job.objects.first()
        )
        made = [order(world), order(world, world.revision_approved), order(world, is_final=True)]
        assert len({row.pk for row in made}) == 3
        assert {row.format for row in made} == {"pdf"}

    def test_is_made_anew_when_the_last_one_is_done_or_has_no_work(self, world):
        first = order(world)
        Job.objects.filter(pk=first.job_id or 0).update(state=JobState.DONE)
        second = order(world)
        assert second != first
        assert order(world) == second
        Export.objects.filter(pk=second.pk).update(job=None)
        assert order(world) not in {first, second}

    def test_of_a_final_book_is_the_same_whatever_became_of_it(self, world):
        first = order(world, is_final=True)
        Export.objects.filter(pk=first.pk).update(job=None)
        assert order(world, is_final=True) == first


def test_whoever_orders_waits_for_others_before_looking_for_the_same_order(world):
    """On PostgreSQL the version's row is the lock; SQLite has one writer at a time."""
    world.revision.refresh_from_db()
    with CaptureQueriesContext(connection) as asked:
        order(world)
    said = [query["sql"] for query in asked]
    reads = [next(n for n, sql in enumerate(said) if f'FROM "masterplan_{name}"' in sql) for name in READ]
    assert reads == sorted(reads)


class TestTryingAgain:
    def test_what_has_no_work_is_worked_on(self, world):
        made = order(world)
        Export.objects.filter(pk=made.pk).update(job=None)
        assert files.try_again(made, actor=world.people["editor"]).job is not None
        assert fresh(made).job is not None
        event = AuditEvent.objects.filter(act="export.retried").latest("pk")
        assert event.object_id == str(made.pk)


def document(text=None, findings=(), programmes=()) -> dict[str, Any]:
    book = {"code": "B1", "chapters": [{"sections": [{"body": text}, {"body": None}]}]}
    bare = {"code": "B2", "chapters": []}
    return {"books": [book, bare], "findings": findings, "programmes": programmes}


class TestContent:
    @pytest.mark.parametrize(
        "filled", [document(text={}), document(findings=[{}]), document(programmes=[{}]), document({"a": 1})]
    )
    @pytest.mark.parametrize("book", ["", "B1"])
    def test_findings_programmes_or_a_text_are_enough(self, filled, book):
        empty = not (filled["books"][0]["chapters"][0]["sections"][0]["body"] or filled["findings"])
        if empty and not filled["programmes"]:
            with pytest.raises(Conflict, match="belum berisi"):
                files.require_content(filled, book)
        else:
            files.require_content(filled, book)

    def test_a_text_in_another_book_does_not_fill_this_one(self):
        with pytest.raises(Conflict, match="belum berisi"):
            files.require_content(document({"a": 1}), "B2")

    def test_a_book_that_is_not_there_is_named(self):
        with pytest.raises(Conflict, match="Buku B9 tidak ada"):
            files.require_content(document({"a": 1}), "B9")


class TestRendering:
    def test_the_file_keeps_its_moment_and_its_trace_and_no_other_gets_it(self, world):
        made, other = order(world), order(world, book="B1")
        with clock.at(MOMENT):
            render(made)
        stored = fresh(made)
        assert (stored.finished_at, stored.pages, stored.size) == (MOMENT, 3, 8)
        assert (fresh(other).sha256, fresh(other).finished_at) == ("", None)
        event = AuditEvent.objects.filter(act="export.finished").latest("pk")
        assert event.changes == {"sha256": stored.sha256, "pages": 3}

    def test_it_says_how_far_it_is_while_the_pages_are_made(self, world, monkeypatch):
        made, steps = order(world), list[Any]()

        def watching(*args):
            steps.append(Job.objects.values_list("step", "steps", "message").get(pk=made.job_id or 0))
            return "<p></p>"

        monkeypatch.setattr(formats, "book_html", watching)
        render(made, lambda html: watching() and printer(html))
        assert steps == [(1, 3, "Menyusun halaman"), (2, 3, "Mencetak PDF")]

    def test_a_version_whose_freezing_is_not_sealed_is_sealed_first(self, world, monkeypatch):
        printed: list[Any] = []

        def book(document, edition):
            printed.append(edition)
            return ""

        monkeypatch.setattr(formats, "book_html", book)
        revision = versions.freeze(world.plan, actor=SYSTEM, expected_number=ANY)
        assert Revision.objects.get(pk=revision.pk).chain_head == ""
        render(order(world, revision))
        head = Revision.objects.get(pk=revision.pk).chain_head
        assert len(head) == 64
        assert printed == [{**EDITION, "chain_head": head}]

    def test_one_that_is_sealed_is_printed_as_it_is(self, world, monkeypatch):
        versions.stamp()
        made = order(world, Revision.objects.get(pk=world.revision.pk))
        monkeypatch.setattr(versions, "stamp", lambda: pytest.fail("sealed again"))
        render(made)
        assert fresh(made).is_ready


def test_a_version_without_content_is_refused_before_anything_is_stored(world):
    empty = versions.freeze(factories.plan(), actor=SYSTEM, expected_number=ANY)
    with pytest.raises(Conflict):
        order(world, empty, actor="")
    assert not Export.objects.filter(revision=empty).exists()
