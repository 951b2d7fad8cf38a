"""Letters of commitment: issued for every OPD, prepared by a job, opened, withdrawn, asked again."""

from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.db import transaction

from commitments import rules, workflow
from commitments.enums import CommitmentState
from commitments.models import Commitment, LetterTemplate
from commitments.slices import slice_of
from jobs import services as jobs
from jobs.models import Job
from masterplan.canonical import canonical, sha256
from masterplan.enums import RevisionState
from masterplan.models import Masterplan, Revision
from opd import audit, clock
from opd.authorization import SYSTEM, Actor, require
from opd.codes import printed
from opd.enums import Capacity
from opd.errors import Conflict, Invalid
from opd.models import OfficeHolder, Opd
from opd.spelling import shown
from pdf.formats import roman

Json = dict[str, Any]
NEW_VERSION = "versi baru"
IN_FORCE = (RevisionState.APPROVED, RevisionState.FINAL)
"""A late signature under the final version is still a promise, though its book is printed already."""


@transaction.atomic
def issue_all(revision: Revision, *, actor: Actor, only: Collection[str] | None = None) -> list[Commitment]:
    """A letter for every OPD of an approved version that has none in force or answered with the same slice.

    `only` narrows it to some codes of OPDs.
    """
    require(rules.can_issue(actor, revision), "Hanya editor yang dapat menerbitkan lembar komitmen.")
    plan = _locked_plan(revision)
    revision = Revision.objects.select_related("masterplan__cycle__region").get(pk=revision.pk)
    if revision.state not in IN_FORCE:
        raise Conflict(
            f"Versi {revision.label} belum atau tidak lagi disetujui; komitmen belum dapat diterbitkan."
        )
    document = revision.document
    texts = letter_texts(plan)
    answered = {c.opd_id: c for c in Commitment.objects.filter(masterplan=plan).order_by("pk")}
    made = []
    codes = [o["code"] for o in document["opds"] if only is None or o["code"] in only]
    for opd in Opd.objects.filter(region_id=revision.region_id, code__in=codes):
        last = answered.get(opd.pk)
        if last is None or _needs_new(last, document, texts):
            made.append(_make(revision, opd, document, texts, actor))
    if not made:
        raise Conflict("Semua OPD sudah mempunyai lembar komitmen untuk versi ini.")
    return made


def _needs_new(last: Commitment, document: Json, texts: dict[str, LetterTemplate]) -> bool:
    """Superseded always; withdrawn waits for a person; declined only when the slice is another one now."""
    if last.state == CommitmentState.SUPERSEDED:
        return True
    return (
        last.state == CommitmentState.DECLINED
        and slice_digest(document, last.opd.code, texts) != last.slice_sha256
    )


@transaction.atomic
def ask_again(commitment: Commitment, *, actor: Actor) -> Commitment:
    """After a refusal or a withdrawal: a new letter from the version in force. The old row stays."""
    require(rules.can_withdraw(actor, commitment), "Hanya editor yang dapat menerbitkan lembar komitmen.")
    plan = Masterplan.objects.select_for_update().get(pk=commitment.masterplan_id)
    commitment = locked(commitment)
    if commitment.is_live:
        raise Conflict("Lembar komitmen ini masih berlaku.")
    if Commitment.objects.filter(masterplan=plan, opd=commitment.opd).live().exists():
        raise Conflict("OPD ini sudah mempunyai lembar komitmen yang berlaku.")
    revision = Revision.objects.filter(masterplan=plan, state__in=IN_FORCE).first()
    if revision is None:
        raise Conflict("Belum ada versi yang disetujui.")
    document = revision.document
    if commitment.opd.code not in {office["code"] for office in document["opds"]}:
        raise Conflict(f"OPD ini belum ada dalam versi {revision.label}.")
    return _make(revision, commitment.opd, document, letter_texts(plan), actor)


def _make(
    revision: Revision, opd: Opd, document: Json, texts: dict[str, LetterTemplate], actor: Actor
) -> Commitment:
    pledge = slice_of(document, opd.code, statements(texts))
    content = canonical(pledge)
    holder = OfficeHolder.objects.filter(opd=opd).on(clock.today()).first()
    last = Commitment.objects.filter(masterplan=revision.masterplan).order_by("-number").first()
    commitment = Commitment(
        masterplan=revision.masterplan,
        revision=revision,
        opd=opd,
        number=(last.number if last else 0) + 1,
        content=content,
        slice_sha256=sha256(content),
        is_vacant=holder is None,
        created_at=clock.now(),
    )
    commitment.letter = letter_of(commitment, document, texts[pledge["pledge"]], holder)
    commitment.save()
    enqueue_letter(commitment, actor)
    audit.record(actor, "commitment.prepared", commitment, {"slice_sha256": commitment.slice_sha256})
    return commitment


def letter_of(
    commitment: Commitment, document: Json, words: LetterTemplate, holder: OfficeHolder | None
) -> Json:
    """Everything the letter prints, fixed at issue."""
    today = clock.today()
    return {
        "slice": commitment.slice,
        "revision": {
            "label": commitment.revision.label,
            "frozen_at": commitment.revision.frozen_at.isoformat(),
            "sha256": commitment.revision.sha256,
        },
        "region": document["region"],
        "ministry": document["cycle"]["ministry"],
        "illustrative": document["masterplan"]["illustrative"],
        "number": f"{commitment.number:03d}/KOM-SC/{roman(today.month)}/{today.year}",
        "issued_on": today.isoformat(),
        "token": printed(commitment.token),
        "verify_url": verify_url(commitment.token),
        "slice_sha256": commitment.slice_sha256,
        "holder": holder_facts(holder),
        "opening": words.opening,
        "statement": words.statement,
        "closing": words.closing,
        "funds": {row["code"]: row["label"] for row in document["funding_sources"]},
    }


def holder_facts(holder: OfficeHolder | None) -> Json | None:
    if holder is None:
        return None
    return {
        "name": holder.name,
        "nip": holder.nip,
        "rank": holder.rank,
        "capacity": holder.capacity,
        "capacity_label": Capacity(holder.capacity).label,
        "title": holder.title,
    }


def verify_url(token: str) -> str:
    """Upper case, so that the QR needs fewer modules; /V/ answers like /v/."""
    return f"{settings.PUBLIC_URL.rstrip('/')}/V/{printed(token)}".upper()


def enqueue_letter(commitment: Commitment, actor: Actor) -> None:
    commitment.letter_job = jobs.enqueue(
        "commitments.render_letter",
        key=f"letter:{commitment.pk}",
        args={"commitment": commitment.pk},
        requested_by=str(getattr(actor, "pk", "")),
    )
    commitment.save(update_fields=["letter_job"])


def publish_letter(job: Job, *, actor: Actor, letter_sha256: str) -> bool:
    """Store the letter once and invite the OPD; a letter withdrawn meanwhile stays withdrawn.

    The job opens the transaction: it may first have to find a database that was restarted meanwhile.
    """
    return jobs.finish(job, lambda: _publish(job.args["commitment"], letter_sha256, actor))


def _publish(pk: int, letter_sha256: str, actor: Actor) -> None:
    commitment = (
        Commitment.objects.select_for_update(of=("self",))
        .select_related("opd", "revision", "masterplan")
        .get(pk=pk)
    )
    if commitment.letter_sha256:
        return
    commitment.letter_sha256, act = letter_sha256, "commitment.letter_stored"
    if commitment.state == CommitmentState.PREPARING:
        commitment.state, commitment.issued_at, act = CommitmentState.ISSUED, clock.now(), "commitment.issued"
    commitment.save(update_fields=["letter_sha256", "state", "issued_at"])
    audit.record(actor, act, commitment, {"letter_sha256": letter_sha256})


@transaction.atomic
def note_opened(commitment: Commitment, *, actor: Actor) -> None:
    """The head has seen the letter: a time, no state."""
    require(rules.can_sign(actor, commitment))
    opened = Commitment.objects.filter(
        pk=commitment.pk, state=CommitmentState.ISSUED, opened_at__isnull=True
    ).update(opened_at=clock.now())
    if opened:
        audit.record(actor, "commitment.opened", commitment)


@transaction.atomic
def withdraw(commitment: Commitment, *, actor: Actor, reason: str) -> Commitment:
    """Take a wrongly issued letter back. What was signed can only be superseded."""
    require(rules.can_withdraw(actor, commitment), "Hanya editor yang dapat mencabut lembar komitmen.")
    commitment = locked(commitment)
    workflow.require_move(commitment.state, CommitmentState.WITHDRAWN)
    if not shown(reason):
        raise Invalid("Pencabutan perlu alasan.", {"reason": "Alasan wajib diisi."})
    end(commitment, CommitmentState.WITHDRAWN, actor=actor, reason=shown(reason))
    return commitment


def end(commitment: Commitment, target: CommitmentState, *, actor: Actor, reason: str) -> None:
    """One last step on a locked row; the caller has authorised it and holds the transaction."""
    workflow.require_move(commitment.state, target)
    before = commitment.state
    commitment.state, commitment.ended_at, commitment.end_reason = target, clock.now(), reason
    commitment.save(update_fields=["state", "ended_at", "end_reason"])
    audit.record(actor, f"commitment.{target}", commitment, {"state": [before, target], "reason": reason})


@transaction.atomic
def reconcile(revision: Revision, *, actor: Actor) -> None:
    """After an approval: what was promised from the version before is kept where the slice is the same."""
    require(rules.can_reconcile(actor, revision), "Hanya fasilitator yang menyetujui versi.")
    plan = _locked_plan(revision)
    document, texts = revision.document, letter_texts(plan)
    codes = {office["code"] for office in document["opds"]}
    live = Commitment.objects.select_for_update(of=("self",)).filter(masterplan=plan).live()
    for commitment in live.select_related("opd", "revision").order_by("pk"):
        digest = slice_digest(document, commitment.opd.code, texts) if commitment.opd.code in codes else ""
        if digest == commitment.slice_sha256:
            audit.record(
                SYSTEM, "commitment.carried", commitment, {"to": revision.label, "slice_sha256": digest}
            )
        elif commitment.is_signed:
            end(commitment, CommitmentState.SUPERSEDED, actor=SYSTEM, reason=NEW_VERSION)
        else:
            end(commitment, CommitmentState.WITHDRAWN, actor=SYSTEM, reason=NEW_VERSION)
            if digest:
                _make(revision, commitment.opd, document, texts, SYSTEM)
    audit.record(actor, "commitments.reconciled", revision)


def slice_digest(document: Json, opd_code: str, texts: dict[str, LetterTemplate]) -> str:
    return sha256(canonical(slice_of(document, opd_code, statements(texts))))


def letter_texts(plan: Masterplan) -> dict[str, LetterTemplate]:
    return {words.pledge: words for words in LetterTemplate.objects.filter(masterplan=plan)}


def statements(texts: dict[str, LetterTemplate]) -> dict[str, str]:
    return {pledge: words.statement for pledge, words in texts.items()}


def locked(commitment: Commitment) -> Commitment:
    row: Commitment = (
        Commitment.objects.select_for_update(of=("self",))
        .select_related("opd", "revision__masterplan__cycle")
        .get(pk=commitment.pk)
    )
    return row


def _locked_plan(revision: Revision) -> Masterplan:
    plan: Masterplan = Masterplan.objects.select_for_update().get(pk=revision.masterplan_id)
    return plan
