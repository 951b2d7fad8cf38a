"""Decisions about a version that also touch what was promised from it."""

from django.db import transaction

from commitments.models import Commitment
from commitments.selectors import board
from commitments.services import books
from commitments.services.commitments import reconcile
from masterplan import rules
from masterplan.enums import Decision
from masterplan.models import Masterplan, ReviewRound, Revision
from masterplan.services import reviews, revisions
from opd import audit
from opd.authorization import Actor, require
from opd.errors import Conflict, Invalid
from opd.spelling import shown


@transaction.atomic
def decide(
    round_: ReviewRound, *, actor: Actor, decision: Decision, reason: str, seen_sha256: str
) -> ReviewRound:
    """The facilitator's decision; an approval keeps, supersedes or renews all commitments in one commit."""
    Masterplan.objects.select_for_update().get(pk=round_.revision.masterplan_id)
    round_ = reviews.decide(round_, actor=actor, decision=decision, reason=reason, seen_sha256=seen_sha256)
    if decision == Decision.APPROVED:
        reconcile(round_.revision, actor=actor)
    return round_


@transaction.atomic
def finalise(
    revision: Revision,
    *,
    actor: Actor,
    seen_sha256: str,
    missing_reason: str,
    seen_missing: int | None = None,
) -> Revision:
    """The leader makes an approved version final and orders its book, once.

    Refused while a commitment is not signed, unless a reason is given, which the book prints. `seen_missing`:
    how many were not when the leader looked; the reason was written for those and no others.
    """
    require(rules.can_finalise(actor, revision), "Hanya pimpinan yang dapat menetapkan versi final.")
    Masterplan.objects.select_for_update().get(pk=revision.masterplan_id)
    list(
        Commitment.objects.select_for_update()
        .filter(masterplan=revision.masterplan)
        .order_by("pk")
        .values_list("pk")
    )
    missing = [row for row in board(revision.masterplan) if not row.is_signed]
    if seen_missing not in (None, len(missing)):
        raise Conflict(f"Keadaannya berubah: kini {len(missing)} OPD belum menandatangani.")
    revision = revisions.make_final(
        revision,
        actor=actor,
        seen_sha256=seen_sha256,
        missing_reason=shown(missing_reason) if missing else "",
    )
    if missing and not revision.missing_reason:  # asked last: what may not happen now is said first
        sentence = f"{len(missing)} OPD belum menandatangani. Tulis alasan menetapkan tanpa mereka."
        raise Invalid(sentence, {"missing_reason": sentence})
    books.request_final(revision, actor=actor)
    audit.record(actor, "plan.finalised", revision, {"missing": [row.opd.code for row in missing]})
    return revision
