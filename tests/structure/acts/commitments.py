"""Acts of commitments, agreements and decisions."""

from datetime import date
from typing import Any

from commitments.enums import CommitmentState, SignDecision
from commitments.models import Commitment
from commitments.services import agreements, approvals, books, commitments, letters, signing
from commitments.services.agreements import AgreementData
from jobs import services as jobs
from jobs.models import Job, JobState
from masterplan.enums import Answer, Decision
from masterplan.models import ReviewRound
from masterplan.services import reviews
from opd import files
from tests.commitments import factories
from tests.structure.acts import Act
from tests.world import World


def fresh(world: World) -> Commitment:
    return Commitment.objects.get(pk=world.commitment.pk)


def issue_all(world: World) -> Any:
    factories.signed(fresh(world), world.people["head.own"])
    Commitment.objects.filter(pk=world.commitment.pk).update(state=CommitmentState.SUPERSEDED)
    return commitments.issue_all(world.revision_approved, actor=world.people["editor"])


def withdraw(world: World) -> Commitment:
    return commitments.withdraw(fresh(world), actor=world.people["editor"], reason="salah tulis")


def ask_again(world: World) -> Commitment:
    return commitments.ask_again(withdraw(world), actor=world.people["editor"])


def publish_letter(world: World) -> bool:
    job = jobs.claim(ask_again(world).letter_job_id or 0)
    assert job is not None
    return commitments.publish_letter(job, actor=world.people["editor"], letter_sha256=files.put(b"%PDF"))


def try_again(world: World) -> Commitment:
    making = ask_again(world)
    Job.objects.filter(pk=making.letter_job_id or 0).update(state=JobState.FAILED)
    return letters.try_again(Commitment.objects.get(pk=making.pk), actor=world.people["editor"])


def end(world: World) -> None:
    row = commitments.locked(fresh(world))
    commitments.end(row, CommitmentState.WITHDRAWN, actor=world.people["editor"], reason="salah tulis")


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
    for comment in world.round.comments.filter(answer=""):
        reviews.answer(comment, actor=world.people["editor"], answer=Answer.ACCEPTED, text="")
    closed = reviews.close_round(world.round, actor=world.people["editor"])
    return approvals.decide(
        closed,
        actor=world.people["facilitator"],
        decision=Decision.APPROVED,
        reason="",
        seen_sha256=closed.revision.sha256,
    )


def finalise(world: World) -> Any:
    return approvals.finalise(
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
        world.agreement, data, actor=world.people["editor"], version=world.agreement.version
    )


def attach_scan(world: World) -> Any:
    return agreements.attach_scan(
        world.agreement,
        actor=world.people["editor"],
        name="pindaian.pdf",
        content=b"%PDF-1.7 lain %%EOF",
        version=world.agreement.version,
    )


ACTS = [
    Act("commitments.services.commitments.issue_all", issue_all),
    Act("commitments.services.commitments.ask_again", ask_again),
    Act("commitments.services.commitments.publish_letter", publish_letter),
    Act(
        "commitments.services.commitments.note_opened",
        lambda w: commitments.note_opened(fresh(w), actor=w.people["head.own"]),
    ),
    Act("commitments.services.commitments.withdraw", withdraw),
    Act("commitments.services.commitments.end", end),
    Act(
        "commitments.services.commitments.reconcile",
        lambda w: commitments.reconcile(w.revision_approved, actor=w.people["facilitator"]),
    ),
    Act("commitments.services.letters.try_again", try_again),
    Act("commitments.services.signing.sign", sign),
    Act("commitments.services.approvals.decide", decide),
    Act("commitments.services.approvals.finalise", finalise),
    Act("commitments.services.books.request", lambda w: books.request(w.revision, actor=w.people["editor"])),
    Act(
        "commitments.services.books.request_final",
        lambda w: books.request_final(w.revision_approved, actor=w.people["leader"]),
    ),
    Act("commitments.services.agreements.record", record),
    Act("commitments.services.agreements.update", update),
    Act("commitments.services.agreements.attach_scan", attach_scan),
]
