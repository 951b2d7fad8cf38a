"""Acts of commitments, agreements and decisions."""

from datetime import date
from typing import Any

from commitments.agreements import services as agreements
from commitments.agreements.services import AgreementData
from commitments.decisions import services as decisions
from commitments.letters import services as letters
from commitments.letters.models import Commitment, CommitmentState, SignDecision
from commitments.signing import services as signing
from lib.access import SYSTEM
from lib.jobs import services as jobs
from lib.jobs.models import Job, JobState
from lib.threads.models import Answer
from lib.versioned.services import ANY
from masterplan.plan.models import Masterplan
from masterplan.versions.rounds import services as rounds
from masterplan.versions.rounds.models import Decision, ReviewRound
from tests.commitments import factories
from tests.structure.acts import Act
from tests.world import World


def fresh(world: World) -> Commitment:
    return Commitment.objects.get(pk=world.commitment.pk)


def issue_all(world: World) -> Any:
    factories.signed(fresh(world), world.people["head.own"])
    Commitment.objects.filter(pk=world.commitment.pk).update(state=CommitmentState.SUPERSEDED)
    return letters.issue_all(world.revision_approved, actor=world.people["editor"])


def withdraw(world: World) -> Commitment:
    return letters.withdraw(fresh(world), actor=world.people["editor"], reason="salah tulis")


def ask_again(world: World) -> Commitment:
    return letters.ask_again(withdraw(world), actor=world.people["editor"])


def publish_letter(world: World) -> bool:
    job = jobs.claim(ask_again(world).letter_job_id or 0)
    assert job is not None
    return letters.publish_letter(job, actor=SYSTEM, content=b"%PDF")


def try_again(world: World) -> Commitment:
    making = ask_again(world)
    Job.objects.filter(pk=making.letter_job_id or 0).update(state=JobState.FAILED)
    return letters.try_again(Commitment.objects.get(pk=making.pk), actor=world.people["editor"])


def illustrate(world: World) -> Any:
    """World's plan, made illustrative, and a letter that waits to be printed."""
    Masterplan.objects.filter(pk=world.plan.pk).update(is_illustrative=True)
    letter = Commitment.objects.get(pk=ask_again(world).pk)
    return signing.illustrate(letter, actor=world.people["head.own"], decision=SignDecision.AGREE)


def sign(world: World) -> Any:
    return signing.sign(
        fresh(world),
        actor=world.people["head.own"],
        decision=SignDecision.AGREE,
        note="",
        slice_sha256=world.commitment.slice_sha256,
        letter_sha256=world.commitment.letter_sha256,
        secret="",
        backend=factories.Proven(),
    )


def decide(world: World) -> ReviewRound:
    for comment in world.round.comments.unanswered():
        rounds.answer(
            comment, actor=world.people["editor"], answer=Answer.ACCEPTED, text="", expected_version=0
        )
    closed = rounds.close_round(world.round, actor=world.people["editor"], expected_comments=ANY)
    return decisions.decide(
        closed,
        actor=world.people["facilitator"],
        decision=Decision.APPROVED,
        reason="",
        seen_sha256=closed.revision.sha256,
    )


def finalise(world: World) -> Any:
    return decisions.finalise(
        world.revision_approved,
        actor=world.people["leader"],
        seen_sha256=world.revision_approved.sha256,
        missing_reason="menyusul",
    )


def record(world: World) -> Any:
    data = AgreementData(number="7")
    return agreements.record(world.cycle, "komitmen bersama", data, actor=world.people["editor"])


def update(world: World) -> Any:
    data = AgreementData(date(2026, 9, 29), number="119")
    return agreements.update(
        world.agreement, data, actor=world.people["editor"], expected_version=world.agreement.version
    )


def attach_scan(world: World) -> Any:
    return agreements.attach_scan(
        world.agreement,
        actor=world.people["editor"],
        name="pindaian.pdf",
        content=b"%PDF-1.7 lain %%EOF",
        expected_version=world.agreement.version,
    )


ACTS = [
    Act("commitments.letters.services.issue_all", issue_all),
    Act("commitments.letters.services.ask_again", ask_again),
    Act("commitments.letters.services.publish_letter", publish_letter),
    Act(
        "commitments.signing.services.note_opened",
        lambda w: signing.note_opened(fresh(w), actor=w.people["head.own"]),
    ),
    Act("commitments.letters.services.withdraw", withdraw),
    Act(
        "commitments.letters.services.reconcile",
        lambda w: letters.reconcile(w.revision_approved, actor=w.people["facilitator"]),
    ),
    Act("commitments.letters.services.try_again", try_again),
    Act("commitments.signing.services.illustrate", illustrate),
    Act("commitments.signing.services.sign", sign),
    Act("commitments.decisions.services.decide", decide),
    Act("commitments.decisions.services.finalise", finalise),
    Act(
        "commitments.decisions.services.request",
        lambda w: decisions.request(w.revision, actor=w.people["editor"]),
    ),
    Act(
        "commitments.decisions.services.request_final",
        lambda w: decisions.request_final(w.revision_approved, actor=w.people["leader"]),
    ),
    Act("commitments.agreements.services.record", record),
    Act("commitments.agreements.services.update", update),
    Act("commitments.agreements.services.attach_scan", attach_scan),
]
