"""The head of the audit chain beside a version: the link that holds its freezing, set once and printed."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from commitments.decisions import services as decisions
from lib import clock
from lib.access import SYSTEM
from lib.audit import sealing
from lib.audit.inspection import inspect
from lib.audit.models import AuditEvent, AuditSeal
from lib.text.formats import group_hash
from lib.threads.models import Answer
from lib.versioned.services import ANY
from masterplan.versions import services as versions
from masterplan.versions.files import formats
from masterplan.versions.files import services as files
from masterplan.versions.files.models import Export
from masterplan.versions.models import Revision
from masterplan.versions.rounds import services as rounds
from masterplan.versions.rounds.models import Decision
from tests.commitments import factories as commitments
from tests.lib.audit import chains

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def link_of(revision):
    return AuditSeal.objects.get(event__act="revision.frozen", event__object_id=str(revision.pk))


def unsealed():
    return AuditEvent.objects.count() - AuditSeal.objects.count()


@pytest.fixture
def frozen(world, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        made = versions.freeze(world.plan, actor=world.people["editor"], expected_number=ANY)
    made.refresh_from_db()
    return made


def test_a_version_names_the_link_of_its_own_freezing(frozen):
    assert frozen.chain_head == link_of(frozen).sha256
    assert unsealed() == 0


def test_it_is_the_same_link_whoever_seals_and_whenever(world):
    made = versions.freeze(world.plan, actor=SYSTEM, expected_number=ANY)
    chains.events(3)
    sealing.seal()
    chains.events(3)
    assert versions.stamp() >= 1
    made.refresh_from_db()
    assert made.chain_head == link_of(made).sha256
    assert versions.stamp() == 0


def test_a_version_whose_freezing_left_no_trace_stays_without_one(world):
    bare = Revision.objects.create(
        masterplan=world.plan,
        number=77,
        label="v7.7",
        content="{}",
        sha256="0" * 64,
        frozen_at=world.revision.frozen_at,
    )
    versions.stamp()
    bare.refresh_from_db()
    assert bare.chain_head == ""


class TestEveryActThatBinds:
    """Nobody waits ten seconds for the sweep to seal a decision or a signature."""

    def test_an_approval(self, world, django_capture_on_commit_callbacks):
        round_ = world.round
        for comment in round_.comments.unanswered():
            rounds.answer(comment, actor=SYSTEM, answer=Answer.ACCEPTED, text="", expected_version=0)
        rounds.close_round(round_, actor=SYSTEM, expected_comments=ANY)
        with django_capture_on_commit_callbacks(execute=True):
            decisions.decide(
                round_,
                actor=world.people["facilitator"],
                decision=Decision.APPROVED,
                reason="",
                seen_sha256=round_.revision.sha256,
            )
        assert unsealed() == 0

    def test_a_final_decision(self, world, django_capture_on_commit_callbacks):
        revision = world.revision_approved
        with django_capture_on_commit_callbacks(execute=True):
            decisions.finalise(
                revision,
                actor=world.people["leader"],
                seen_sha256=revision.sha256,
                missing_reason="Satu OPD menyusul.",
            )
        assert unsealed() == 0

    def test_a_signature(self, world, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            commitments.signed(world.commitment, world.people["head.own"])
        assert unsealed() == 0


class TestInPrint:
    def test_a_book_ordered_before_the_seal_prints_the_head_all_the_same(self, world, tmp_path, settings):
        settings.MEDIA_ROOT = tmp_path
        revision = versions.freeze(world.plan, actor=SYSTEM, expected_number=ANY)
        made = Export.objects.create(
            revision=revision, format="pdf", requested_at=revision.frozen_at, edition={"chain_head": ""}
        )
        assert revision.chain_head == ""
        printed = []
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(formats, "book_html", lambda document, edition: printed.append(edition))
            files.composed(made)
            versions.stamp()
            made.revision.refresh_from_db()
            files.composed(made)
        assert [edition["chain_head"] for edition in printed] == ["", link_of(revision).sha256]

    def test_the_page_of_the_version_shows_it_and_says_what_it_is(self, frozen, sign_in):
        page = sign_in("editor").get(reverse("masterplan:revision_detail", args=[frozen.pk])).content.decode()
        assert f"manage.py verify_audit --head {frozen.chain_head}" in page
        assert "Jejak audit mencatat pembekuan ini" in page

    def test_a_version_that_is_not_sealed_yet_says_nothing_of_it(self, world, sign_in):
        revision = versions.freeze(world.plan, actor=SYSTEM, expected_number=ANY)
        page = sign_in("editor").get(reverse("masterplan:revision_detail", args=[revision.pk]))
        assert "Jejak audit mencatat" not in page.content.decode()


class TestVerifyAudit:
    def said(self, capsys, *arguments):
        call_command("verify_audit", *arguments)
        return capsys.readouterr().out

    def test_a_whole_trail_prints_count_and_head(self, frozen, capsys):
        newest = AuditSeal.objects.latest("pk")
        chains.events(2)
        said = self.said(capsys)
        assert f"utuh: {newest.pk} mata rantai, 2 kejadian menunggu segel" in said
        assert f"Ujung {newest.pk}:{newest.sha256}" in said

    def test_an_empty_trail_is_whole(self, capsys):
        assert f"Ujung 0:{'0' * 64}" in self.said(capsys)

    def test_it_takes_the_head_as_it_was_printed_and_as_the_book_prints_it(self, frozen, capsys):
        newest = AuditSeal.objects.latest("pk")
        for head in (str(newest), newest.sha256, " ".join(group_hash(frozen.chain_head)).upper()):
            assert "utuh" in self.said(capsys, "--head", head)

    @pytest.mark.parametrize("head", ["", "12", "12:xyz", "a" * 63])
    def test_it_says_how_a_head_is_written(self, head):
        with pytest.raises(CommandError, match="NUMBER:HASH"):
            call_command("verify_audit", "--head", head)

    def test_a_head_that_is_not_in_the_chain_fails(self, frozen):
        with pytest.raises(CommandError, match=r"dipotong\W+Ujung rantai terpotong"):
            call_command("verify_audit", "--head", f"900:{'a' * 64}")

    def test_a_version_that_names_the_link_of_another_fails(self, frozen, world):
        with pytest.raises(CommandError, match="bukan mata rantai yang dimaksud pada versi"):
            self.forged(world.revision, frozen.chain_head)

    def test_a_version_that_names_no_link_fails(self, frozen, world):
        with pytest.raises(CommandError, match=f"pada versi {world.revision.label}"):
            self.forged(world.revision, "c" * 64)

    def forged(self, revision, head):
        with chains.unguarded():
            Revision.objects.filter(pk=revision.pk).update(chain_head=head)
            call_command("verify_audit")

    def test_a_demo_says_that_it_tells_of_earlier_days_and_production_refuses_them(self, frozen, settings):
        with clock.at(clock.now() - timedelta(days=3)):
            chains.events(1)
        settings.PORTAL_MODE = "production"
        with pytest.raises(CommandError, match="disisipkan"):
            call_command("verify_audit")
        settings.PORTAL_MODE = "demo"
        call_command("verify_audit")

    def test_it_holds_after_all_the_world_did(self, world):
        versions.stamp()
        assert inspect().fault is None
