"""What a letter says and keeps: every line of it, its number, its job, and whose it is."""

import hashlib
from datetime import datetime
from typing import Any

import pytest

from commitments.letters import services as letters
from commitments.letters.models import Commitment, CommitmentState, LetterTemplate
from commitments.signing import services as signing
from lib import clock
from lib.access import SYSTEM
from lib.audit.models import AuditEvent
from lib.errors import Conflict, Forbidden
from lib.jobs import services as jobs
from lib.jobs.models import Job, JobState
from lib.text.codes import printed
from masterplan.plan.models import Masterplan
from masterplan.versions.models import Revision, RevisionState
from opd.offices.models import Opd
from tests.bimtek import factories as bimtek
from tests.commitments import factories
from tests.commitments.letters.test_issuing import printer
from tests.masterplan import factories as masterplan
from tests.opd import factories as opd
from tests.world import World

pytestmark = pytest.mark.both_databases

MOMENT = datetime(2026, 9, 29, 3, 0, tzinfo=clock.zone())


def fresh(commitment: Commitment) -> Commitment:
    return Commitment.objects.get(pk=commitment.pk)


def latest(act: str) -> Any:
    return AuditEvent.objects.filter(act=act).latest("pk")


@pytest.fixture
def plan(world: World) -> Masterplan:
    """Another plan of the same region: nothing of the world's letters counts for it."""
    made = masterplan.plan(bimtek.cycle(world.region, ministry_name="Kementerian Contoh"))
    masterplan.programme(made, world.opd, cells={2027: ("6", 100)})
    factories.templates(made)
    LetterTemplate.objects.filter(masterplan=made).update(opening="Kami,", closing="Sekian.")
    return made


@pytest.fixture
def revision(plan: Masterplan) -> Revision:
    return masterplan.approved(plan)


def issue(revision: Revision, actor: Any = SYSTEM, only: Any = None) -> list[Commitment]:
    return letters.issue_all(revision, actor=actor, only=only)


def test_a_letter_prints_all_of_this(world: World, revision: Revision):
    with clock.at(MOMENT):
        (made,) = issue(revision, only=["DLH"])
    revision.refresh_from_db()
    assert fresh(made).letter == {
        "slice": made.slice,
        "revision": {
            "label": "v0.1",
            "frozen_at": revision.frozen_at.isoformat(),
            "sha256": revision.sha256,
        },
        "region": revision.document["region"],
        "ministry": {"name": "Kementerian Contoh", "unit": ""},
        "illustrative": False,
        "number": "001/KOM-SC/IX/2026",
        "issued_on": "2026-09-29",
        "token": printed(made.token),
        "verify_url": letters.verify_url(made.token),
        "slice_sha256": made.slice_sha256,
        "holder": {
            "name": world.holder.name,
            "nip": world.holder.nip,
            "rank": world.holder.rank,
            "capacity": "definitif",
            "capacity_label": "definitif",
            "title": world.holder.title,
        },
        "opening": "Kami,",
        "statement": "Kami berjanji (programmes).",
        "closing": "Sekian.",
        "funds": {"APBD-KAB": "APBD-KAB", "CSR": "CSR"},
    }


def test_a_letter_keeps_its_place_its_moment_and_its_trace(world: World, revision: Revision):
    editor = world.people["editor"]
    with clock.at(MOMENT):
        (made,) = issue(revision, editor, only=["DLH"])
    stored = fresh(made)
    assert (stored.masterplan, stored.revision, stored.opd) == (revision.masterplan, revision, world.opd)
    assert (stored.is_vacant, stored.created_at, stored.number) == (False, MOMENT, 1)
    event = latest("commitment.prepared")
    assert (event.object_id, event.changes) == (str(made.pk), {"slice_sha256": made.slice_sha256})


def test_its_work_is_ordered_by_name_once_for_each_letter(world: World, revision: Revision):
    editor = world.people["editor"]
    for row in issue(revision, editor):
        job = Job.objects.get(pk=fresh(row).letter_job_id or 0)
        assert (job.task, job.key) == ("commitments.render_letter", f"letter:{row.pk}")
        assert (job.args, job.requested_by) == ({"commitment": row.pk}, str(editor.pk))


@pytest.mark.parametrize(("only", "codes"), [(None, {"DLH", "DISDIK"}), (["DISDIK"], {"DISDIK"})])
def test_letters_go_to_the_offices_of_the_version_or_to_some_of_them(
    world: World, revision: Revision, only: Any, codes: set[str]
):
    opd.opd(opd.region(), "DLH")
    opd.opd(world.region, "BARU")  # after the version was frozen
    assert {(row.opd.code, row.opd.region_id) for row in issue(revision, only=only)} == {
        (code, world.region.pk) for code in codes
    }


def test_a_version_that_is_not_in_force_gives_no_letters_though_none_are_out(plan: Masterplan):
    with pytest.raises(Conflict, match="belum atau tidak lagi disetujui"):
        issue(masterplan.frozen(plan))
    assert not Commitment.objects.filter(masterplan=plan).exists()


def test_letters_are_numbered_within_their_plan_and_named_differently(world: World, revision: Revision):
    made = issue(revision)
    assert [row.number for row in made] == [1, 2]
    assert len({row.token for row in made}) == 2
    letters.withdraw(fresh(made[0]), actor=SYSTEM, reason="salah tulis")
    assert letters.ask_again(fresh(made[0]), actor=SYSTEM).number == 3


def test_the_words_of_another_plan_are_not_printed(world: World, plan: Masterplan, revision: Revision):
    factories.templates(masterplan.plan(bimtek.cycle(world.region)))
    LetterTemplate.objects.exclude(masterplan=plan).update(opening="Lain", statement="Lain", closing="Lain")
    (made,) = issue(revision, only=["DLH"])
    assert "Lain" not in {made.letter[name] for name in ("opening", "statement", "closing")}


def test_a_letter_that_is_in_force_in_another_plan_hinders_nobody(world: World, revision: Revision):
    """Neither the first letter nor the one asked for again."""
    (made,) = issue(revision, only=["DLH"])
    letters.withdraw(fresh(made), actor=SYSTEM, reason="salah tulis")
    assert Commitment.objects.filter(masterplan=world.plan, opd=world.opd).live().exists()
    again = letters.ask_again(fresh(made), actor=world.people["editor"])
    assert (again.revision, again.masterplan) == (revision, revision.masterplan)


def test_another_letter_is_asked_for_from_the_version_in_force(world: World):
    letters.withdraw(world.commitment, actor=SYSTEM, reason="salah tulis")
    newest = Revision.objects.filter(masterplan=world.plan).latest("number")
    assert newest.state == RevisionState.FROZEN
    again = letters.ask_again(world.commitment, actor=world.people["editor"])
    assert again.revision == world.revision_approved


def test_who_may_not_ask_hears_nothing_of_the_letter(world: World):
    for act in (
        lambda who: letters.ask_again(world.commitment, actor=who),
        lambda who: letters.try_again(world.commitment, actor=who),
        lambda who: signing.note_opened(world.commitment, actor=who),
    ):
        for name in ("operator.own", "head.other", "leader"):
            with pytest.raises(Forbidden):
                act(world.people[name])


class TestItsFile:
    @pytest.fixture
    def made(self, revision: Revision) -> Commitment:
        return issue(revision, only=["DLH"])[0]

    def claimed(self, commitment: Commitment) -> Job:
        job = jobs.claim(fresh(commitment).letter_job_id or 0)
        assert job is not None
        return job

    def test_publishing_says_whether_it_did_and_when(self, made: Commitment):
        job = self.claimed(made)
        with clock.at(MOMENT):
            assert letters.publish_letter(job, actor=SYSTEM, content=b"%PDF a") is True
            assert letters.publish_letter(job, actor=SYSTEM, content=b"%PDF b") is False
        stored = fresh(made)
        assert (stored.state, stored.issued_at) == (CommitmentState.ISSUED, MOMENT)
        digest = hashlib.sha256(b"%PDF a").hexdigest()
        assert stored.letter_sha256 == digest
        event = latest("commitment.issued")
        assert (event.object_id, event.changes) == (str(made.pk), {"letter_sha256": digest})

    def test_printing_says_how_far_it_is(self, made: Commitment):
        job, steps = self.claimed(made), list[Any]()

        def watching(html: str) -> Any:
            steps.append(Job.objects.values_list("step", "steps", "message").get(pk=job.pk))
            return printer(html)

        letters.render(job, renderer=watching)
        assert steps == [(1, 2, "Mencetak surat")]
        assert latest("commitment.issued").actor_label == "Sistem"

    def test_the_work_of_a_letter_that_is_stored_is_done_and_prints_nothing(self, made: Commitment):
        letters.render(self.claimed(made), renderer=printer)
        letters.enqueue_letter(fresh(made), SYSTEM)
        job = self.claimed(made)
        letters.render(job, renderer=lambda html: pytest.fail("printed twice"))
        job.refresh_from_db()
        assert job.state == JobState.DONE

    @pytest.mark.parametrize("state", [CommitmentState.WITHDRAWN, CommitmentState.ISSUED])
    def test_it_is_made_once_more_only_while_the_letter_waits_for_it(self, made: Commitment, state: str):
        """Neither for a letter that ended nor for one whose file is there."""
        Job.objects.update(state=JobState.FAILED)
        if state == CommitmentState.ISSUED:
            factories.deliver(made)
        else:
            letters.withdraw(fresh(made), actor=SYSTEM, reason="salah tulis")
        with pytest.raises(Conflict, match="tidak lagi menunggu"):
            letters.try_again(fresh(made), actor=SYSTEM)

    def test_a_letter_whose_work_is_not_known_is_made_once_more(self, made: Commitment):
        Job.objects.update(state=JobState.FAILED)
        Commitment.objects.filter(pk=made.pk).update(letter_job=None)
        assert letters.try_again(fresh(made), actor=SYSTEM).letter_job is not None
        event = latest("commitment.letter_retried")
        assert event.object_id == str(made.pk)


class TestOpening:
    def test_the_first_look_is_kept_with_its_moment(self, world: World):
        head = world.people["head.own"]
        with clock.at(MOMENT):
            signing.note_opened(fresh(world.commitment), actor=head)
        signing.note_opened(fresh(world.commitment), actor=head)
        assert fresh(world.commitment).opened_at == MOMENT
        assert fresh(world.commitment_other).opened_at is None
        assert AuditEvent.objects.filter(act="commitment.opened").count() == 1

    def test_a_letter_that_is_withdrawn_is_not_opened_any_more(self, world: World):
        letters.withdraw(world.commitment, actor=world.people["editor"], reason="salah tulis")
        signing.note_opened(fresh(world.commitment), actor=world.people["head.own"])
        assert fresh(world.commitment).opened_at is None


def test_a_withdrawal_keeps_its_reason_and_its_moment(world: World):
    with clock.at(MOMENT):
        done = letters.withdraw(world.commitment, actor=world.people["editor"], reason=" salah tulis ")
    stored = fresh(world.commitment)
    assert done == stored
    assert (stored.state, stored.ended_at, stored.end_reason) == ("withdrawn", MOMENT, "salah tulis")
    event = latest("commitment.withdrawn")
    assert event.actor == world.people["editor"]
    assert event.changes == {"state": ["issued", "withdrawn"], "reason": "salah tulis"}
    assert fresh(world.commitment_other).state == CommitmentState.ISSUED


def test_only_who_approves_sets_the_letters_straight(world: World):
    for name in ("admin", "editor", "leader", "operator.own", "head.own"):
        with pytest.raises(Forbidden):
            letters.reconcile(world.revision_approved, actor=world.people[name])


def test_an_approval_looks_after_the_letters_of_its_plan_alone(world: World, revision: Revision):
    made = issue(revision)
    Opd.objects.filter(pk=world.opd.pk).update(official_name="Dinas Lain")
    letters.reconcile(world.revision_approved, actor=world.people["facilitator"])
    assert {fresh(row).state for row in made} == {CommitmentState.PREPARING}
    event = latest("commitments.reconciled")
    assert (event.actor, event.object_id) == (
        world.people["facilitator"],
        str(world.revision_approved.pk),
    )
