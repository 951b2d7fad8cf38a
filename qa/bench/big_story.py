"""What a large plan has lived through: three frozen versions, a review, letters and most of their answers."""

import uuid
from datetime import datetime, timedelta

from commitments.decisions import services as decisions
from commitments.letters import services as letters
from commitments.letters.models import Commitment, CommitmentState, Signature, SignDecision
from lib import clock
from lib.access import SYSTEM
from lib.files import storage
from lib.threads.models import Answer
from lib.versioned.services import ANY
from masterplan.plan.models import Masterplan
from masterplan.programmes.models import Programme, Target
from masterplan.sections.models import Section
from masterplan.versions import services as versions
from masterplan.versions.models import Revision
from masterplan.versions.rounds import services as rounds
from masterplan.versions.rounds.models import Decision, ReviewRound
from opd.accounts.models import Membership, User
from opd.accounts.roles import Role
from opd.offices.models import Opd
from qa.bench import big_plan
from qa.bench.big_plan import NAMES

LETTER = b"%PDF-1.7 surat contoh"
STAFF = ("admin", "editor", "leader", "facilitator")


def tell(now: datetime) -> Masterplan:
    """The whole plan with its people; call inside one transaction."""
    with clock.at(now - timedelta(days=90)):
        plan = big_plan.build()
        _people(plan)
    with clock.at(now - timedelta(days=60)):
        _approve(_review(plan))
    with clock.at(now - timedelta(days=30)):
        _raise_targets(plan)
        revision = _approve(_review(plan))
        letters.issue_all(revision, actor=SYSTEM)
        _deliver_and_answer(plan, now)
    with clock.at(now - timedelta(days=5)):
        _comment(_review(plan), 40)
    with clock.at(now - timedelta(days=1)):
        versions.freeze(plan, actor=SYSTEM, expected_number=ANY)
    return plan


def _people(plan: Masterplan) -> None:
    """`editor.besar` and so on; one operator and one head for each office."""
    region = plan.cycle.region
    roles: list[tuple[str, Role, Opd | None]] = [(f"{name}.besar", Role(name), None) for name in STAFF]
    for opd in Opd.objects.filter(region=region):
        code = opd.code.lower()
        roles += [(f"operator.{code}", Role.OPERATOR, opd), (f"head.{code}", Role.HEAD, opd)]
    users = User.objects.bulk_create(User(username=name, label=name, password="!") for name, _, _ in roles)
    Membership.objects.bulk_create(
        Membership(user=user, region=region, role=role, opd=opd)
        for user, (_, role, opd) in zip(users, roles, strict=True)
    )


def _review(plan: Masterplan) -> ReviewRound:
    revision = versions.freeze(plan, actor=SYSTEM, expected_number=ANY)
    return rounds.open_round(revision, actor=SYSTEM, due=clock.today() + timedelta(days=14))


def _approve(round_: ReviewRound) -> Revision:
    rounds.close_round(round_, actor=SYSTEM, expected_comments=ANY)
    done = decisions.decide(
        round_, actor=SYSTEM, decision=Decision.APPROVED, reason="", seen_sha256=round_.revision.sha256
    )
    done.revision.refresh_from_db()
    return done.revision


def _comment(round_: ReviewRound, count: int) -> None:
    plan = round_.revision.masterplan
    sections = list(Section.objects.filter(chapter__book__masterplan=plan).order_by("pk")[:count])
    for n, section in enumerate(sections):
        comment = rounds.add_comment(
            round_,
            actor=SYSTEM,
            text=f"Sebutkan sumber angka nomor {n}.",
            uid=uuid.uuid5(NAMES, f"c/{n}"),
            section=section,
        )
        if n % 2:
            rounds.answer(
                comment, actor=SYSTEM, answer=Answer.ACCEPTED, text="Sudah ditambahkan.", expected_version=0
            )


def _raise_targets(plan: Masterplan) -> None:
    """A tenth of the programmes changes between the versions, as a plan under work does."""
    for programme in Programme.objects.filter(masterplan=plan).order_by("pk")[::10]:
        cell = Target.objects.filter(indicator__programme=programme).order_by("year")[1]
        cell.value += 1
        cell.save(update_fields=["value"])


def _deliver_and_answer(plan: Masterplan, now: datetime) -> None:
    """All letters are out; of ten offices six have agreed, one with a note, one has declined."""
    answers = (SignDecision.AGREE,) * 6 + (SignDecision.AGREE_WITH_NOTE, SignDecision.DECLINE, None, None)
    letter = storage.put(LETTER, storage.PDF)
    rows = Commitment.objects.filter(masterplan=plan, state=CommitmentState.PREPARING)
    for n, commitment in enumerate(rows.select_related("opd").order_by("pk")):
        commitment.letter_sha256, commitment.issued_at = letter, now - timedelta(days=20)
        commitment.state = CommitmentState.ISSUED
        commitment.save(update_fields=["letter_sha256", "issued_at", "state"])
        decision = answers[n % len(answers)]
        if decision:
            _answer(commitment, decision, now - timedelta(days=10))


def _answer(commitment: Commitment, decision: SignDecision, at: datetime) -> None:
    states = {
        SignDecision.AGREE: CommitmentState.SIGNED,
        SignDecision.AGREE_WITH_NOTE: CommitmentState.SIGNED_WITH_NOTE,
        SignDecision.DECLINE: CommitmentState.DECLINED,
    }
    holder = commitment.opd.holders.get()
    Signature.objects.create(
        commitment=commitment,
        user=User.objects.get(username=f"head.{commitment.opd.code.lower()}"),
        decision=decision,
        note="" if decision == SignDecision.AGREE else "Biaya tahun kedua belum termasuk.",
        signed_at=at,
        signer_name=holder.name,
        signer_nip=holder.nip,
        signer_title=holder.title,
        signer_capacity=holder.capacity,
        slice_sha256=commitment.slice_sha256,
        letter_sha256=commitment.letter_sha256,
        method="ilustrasi",
        evidence={"illustrative": True},
    )
    commitment.state, commitment.opened_at = states[decision], at
    commitment.save(update_fields=["state", "opened_at"])
