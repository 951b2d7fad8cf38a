"""Letters: for every OPD, once, kept by their hash; taken back, and asked for again."""

import json
from types import SimpleNamespace
from typing import Any

import pytest

from commitments.letters import services as letters
from commitments.letters.models import Commitment, CommitmentState, SignDecision
from lib import clock
from lib.access import SYSTEM
from lib.audit.models import AuditEvent
from lib.errors import Conflict, Forbidden, Invalid
from lib.files import storage
from lib.files.models import StoredFile
from lib.jobs import services as jobs
from lib.jobs.models import Job, JobState
from lib.text.canonical import canonical, sha256
from masterplan.versions.models import Revision, RevisionState
from opd.offices.models import Opd
from tests.bimtek import factories as bimtek
from tests.commitments import factories
from tests.masterplan import factories as masterplan
from tests.opd import factories as opd
from tests.world import World

pytestmark = pytest.mark.both_databases


def printer(html: str) -> Any:
    return SimpleNamespace(content=f"%PDF {len(html)}".encode(), pages=1, anchors={})


def render(commitment: Commitment) -> None:
    job = jobs.claim(commitment.letter_job_id or 0)
    assert job is not None
    letters.render(job, renderer=printer)


@pytest.fixture
def prepared(db: None) -> Commitment:
    """A letter of an OPD with one programme, its file not made yet."""
    office = opd.opd(opd.region())
    plan = masterplan.plan(bimtek.cycle(office.region))
    masterplan.programme(plan, office, cells={2027: ("6", 100)})
    return factories.prepared(plan)[0]


def fresh(commitment: Commitment) -> Commitment:
    return Commitment.objects.get(pk=commitment.pk)


def test_every_opd_of_the_version_gets_a_letter(world: World):
    third = opd.opd(world.region, "TANPA-PROGRAM")
    plan = masterplan.plan(bimtek.cycle(world.region))
    masterplan.programme(plan, world.opd)
    made = factories.prepared(plan)
    assert {row.opd.code for row in made} == {"DLH", "DISDIK", third.code}
    assert {row.state for row in made} == {CommitmentState.PREPARING}
    assert [row.number for row in made] == [1, 2, 3]


def test_an_opd_without_a_programme_gives_the_general_pledge(world: World):
    office = opd.opd(world.region)
    plan = masterplan.plan(bimtek.cycle(world.region))
    masterplan.programme(plan, world.opd)
    letter = next(row for row in factories.prepared(plan) if row.opd == office)
    assert letter.slice["pledge"] == "general"
    assert letter.slice["lead"] == letter.slice["supporting"] == []
    assert letter.slice["statement"] == letter.letter["statement"] == "Kami berjanji (general)."


def test_the_slice_is_named_by_the_hash_of_its_canonical_text(prepared: Commitment):
    assert canonical(json.loads(prepared.content)) == prepared.content
    assert sha256(prepared.content) == prepared.slice_sha256 == prepared.letter["slice_sha256"]


def test_a_vacant_office_gets_a_letter_that_says_so(prepared: Commitment):
    assert prepared.is_vacant
    assert prepared.letter["holder"] is None


def test_a_version_that_is_not_approved_gives_no_letters(world: World):
    for revision in (world.revision, world.revision_in_review, world.revision_returned):
        with pytest.raises(Conflict):
            letters.issue_all(revision, actor=world.people["editor"])


def test_a_second_press_makes_no_second_letter(world: World):
    with pytest.raises(Conflict, match="Semua OPD sudah"):
        letters.issue_all(world.revision_approved, actor=world.people["editor"])
    assert Commitment.objects.filter(masterplan=world.plan, opd=world.opd).count() == 1


def test_only_the_editor_issues(world: World):
    for name in ("admin", "leader", "facilitator", "operator.own", "head.own"):
        with pytest.raises(Forbidden):
            letters.issue_all(world.revision_approved, actor=world.people[name])


def test_the_letter_is_rendered_once_and_the_opd_invited(prepared: Commitment):
    render(prepared)
    stored = fresh(prepared)
    assert stored.state == CommitmentState.ISSUED
    assert stored.issued_at is not None
    assert storage.get(stored.letter_sha256).startswith(b"%PDF")
    assert stored.letter_job is not None
    assert stored.letter_job.state == JobState.DONE


def test_a_letter_that_is_stored_is_never_rendered_again(prepared: Commitment):
    render(prepared)
    first = fresh(prepared).letter_sha256
    letters.enqueue_letter(fresh(prepared), SYSTEM)
    render(fresh(prepared))
    assert fresh(prepared).letter_sha256 == first
    assert AuditEvent.objects.filter(act="commitment.issued", object_id=str(prepared.pk)).count() == 1


def test_a_runner_that_lost_its_lease_publishes_nothing(prepared: Commitment):
    job = jobs.claim(prepared.letter_job_id or 0)
    assert job is not None
    Job.objects.filter(pk=job.pk).update(token=None)
    assert not letters.publish_letter(job, actor=SYSTEM, content=b"%PDF terlambat")
    assert fresh(prepared).state == CommitmentState.PREPARING
    assert fresh(prepared).letter_sha256 == ""
    assert not StoredFile.objects.filter(size=len(b"%PDF terlambat")).exists()


def test_a_letter_withdrawn_while_it_renders_stays_withdrawn(prepared: Commitment):
    job = jobs.claim(prepared.letter_job_id or 0)
    assert job is not None
    letters.withdraw(prepared, actor=SYSTEM, reason="salah OPD")
    letters.render(job, renderer=printer)
    stored = fresh(prepared)
    assert stored.state == CommitmentState.WITHDRAWN
    assert stored.issued_at is None
    assert stored.letter_sha256
    acts = AuditEvent.objects.filter(object_id=str(prepared.pk), object_type="commitments.commitment")
    assert [event.act for event in acts] == [
        "commitment.prepared",
        "commitment.withdrawn",
        "commitment.letter_stored",
    ]


def test_a_letter_that_failed_may_be_asked_for_again(prepared: Commitment):
    with pytest.raises(Conflict, match="masih dikerjakan"):
        letters.try_again(prepared, actor=SYSTEM)
    Job.objects.update(state=JobState.FAILED, error="Terjadi kesalahan.")
    retried = letters.try_again(fresh(prepared), actor=SYSTEM)
    assert retried.letter_job is not None
    assert retried.letter_job.state == JobState.QUEUED
    render(retried)
    with pytest.raises(Conflict, match="tidak lagi menunggu"):
        letters.try_again(fresh(prepared), actor=SYSTEM)


def test_a_withdrawal_needs_a_reason_and_comes_after_the_other_refusals(world: World):
    with pytest.raises(Invalid) as refusal:
        letters.withdraw(world.commitment, actor=world.people["editor"], reason="  ")
    assert refusal.value.fields == {"reason": "Alasan wajib diisi."}
    with pytest.raises(Forbidden):
        letters.withdraw(world.commitment, actor=world.people["head.own"], reason="")
    letters.withdraw(world.commitment, actor=world.people["editor"], reason="salah tulis")
    with pytest.raises(Conflict, match="sudah dicabut"):
        letters.withdraw(world.commitment, actor=world.people["editor"], reason="")


def test_what_was_signed_cannot_be_withdrawn(world: World):
    factories.signed(world.commitment, world.people["head.own"])
    with pytest.raises(Conflict, match="sudah ditandatangani"):
        letters.withdraw(world.commitment, actor=world.people["editor"], reason="berubah pikiran")


def test_asking_again_after_a_withdrawal_makes_a_new_row(world: World):
    editor = world.people["editor"]
    letters.withdraw(world.commitment, actor=editor, reason="salah tulis")
    again = letters.ask_again(world.commitment, actor=editor)
    assert again.pk != world.commitment.pk
    assert again.state == CommitmentState.PREPARING
    assert again.token != world.commitment.token
    assert fresh(world.commitment).state == CommitmentState.WITHDRAWN
    with pytest.raises(Conflict, match="yang berlaku"):
        letters.ask_again(world.commitment, actor=editor)


def test_a_refusal_is_asked_again_as_a_new_row(world: World):
    factories.signed(world.commitment, world.people["head.own"], SignDecision.DECLINE)
    again = letters.ask_again(world.commitment, actor=world.people["editor"])
    assert again.state == CommitmentState.PREPARING
    assert fresh(world.commitment).state == CommitmentState.DECLINED
    assert fresh(world.commitment).signature.note


def test_a_letter_in_force_is_not_asked_for_again(world: World):
    with pytest.raises(Conflict, match="masih berlaku"):
        letters.ask_again(world.commitment, actor=world.people["editor"])


def test_who_comes_late_signs_under_the_final_version(world: World):
    factories.signed(world.commitment, world.people["head.own"], SignDecision.DECLINE)
    Revision.objects.filter(pk=world.revision_approved.pk).update(
        state=RevisionState.FINAL, final_at=clock.now()
    )
    again = letters.ask_again(world.commitment, actor=world.people["editor"])
    assert again.revision_id == world.revision_approved.pk


def test_a_refused_slice_is_not_sent_again_by_the_button_until_it_changes(world: World):
    editor = world.people["editor"]
    factories.signed(world.commitment, world.people["head.own"], SignDecision.DECLINE)
    with pytest.raises(Conflict, match="Semua OPD sudah"):
        letters.issue_all(world.revision_approved, actor=editor)


def test_a_second_letter_for_an_opd_that_has_one_in_force_is_not_asked_for(world: World):
    editor = world.people["editor"]
    letters.withdraw(world.commitment, actor=editor, reason="salah tulis")
    again = letters.ask_again(world.commitment, actor=editor)
    with pytest.raises(Conflict, match="sudah mempunyai lembar komitmen yang berlaku"):
        letters.ask_again(world.commitment, actor=editor)
    assert fresh(again).state == CommitmentState.PREPARING


def test_without_a_version_in_force_nothing_is_asked_for_again(world: World):
    editor = world.people["editor"]
    letters.withdraw(world.commitment, actor=editor, reason="salah tulis")
    Revision.objects.filter(pk=world.revision_approved.pk).update(state=RevisionState.SUPERSEDED)
    with pytest.raises(Conflict, match="Belum ada versi yang disetujui"):
        letters.ask_again(world.commitment, actor=editor)


def test_an_opd_that_the_version_does_not_hold_is_not_asked(world: World):
    editor = world.people["editor"]
    letters.withdraw(world.commitment, actor=editor, reason="salah tulis")
    Opd.objects.filter(pk=world.opd.pk).update(code="BARU")
    with pytest.raises(Conflict, match="belum ada dalam versi"):
        letters.ask_again(world.commitment, actor=editor)


def test_a_runner_that_comes_second_keeps_the_stored_letter(prepared: Commitment):
    """Its job may have been started twice; what was stored first is what the OPD was shown."""
    render(prepared)
    first = fresh(prepared)
    letters.enqueue_letter(first, SYSTEM)
    job = jobs.claim(fresh(prepared).letter_job_id or 0)
    assert job is not None
    events = AuditEvent.objects.count()
    letters.publish_letter(job, actor=SYSTEM, content=b"%PDF kedua")
    assert fresh(prepared).letter_sha256 == first.letter_sha256
    assert AuditEvent.objects.count() == events
