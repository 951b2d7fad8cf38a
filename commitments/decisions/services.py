"""Decisions about a version that also touch what was promised from it."""

from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from commitments.decisions import rules
from commitments.letters.board.selectors import BoardRow, board
from commitments.letters.models import Commitment
from commitments.letters.services import reconcile, verify_url
from lib.access import Actor
from lib.errors import Conflict, Invalid
from lib.text.codes import printed
from lib.text.spelling import shown
from masterplan.plan.models import Masterplan
from masterplan.versions import services as versions
from masterplan.versions.files import rules as files_rules
from masterplan.versions.files import services as files
from masterplan.versions.files.formats import MAIN
from masterplan.versions.files.models import Export
from masterplan.versions.models import Revision, RevisionState
from masterplan.versions.rounds import services as rounds
from masterplan.versions.rounds.models import Decision, ReviewRound


# The order is an act of its own: this transaction holds the version still until its edition is read.
@transaction.atomic
def request(
    revision: Revision, *, actor: Actor, in_format: str = MAIN.code, book: str = "", anew: bool = False
) -> Export:
    """A draft book of any frozen version; the final version has its one final book.

    anew: make a finished draft once more; else the same order gives the file that stands.

    The version may have been made final since the caller read it, so it is read again under its lock.
    """
    files_rules.ORDER.require(actor, revision)
    revision = _as_it_stands(revision)
    if revision.state == RevisionState.FINAL:
        raise Conflict("Versi final sudah mempunyai buku final.")
    edition = edition_of(revision, book=book)
    return files.request_file(
        revision, actor=actor, edition=edition, in_format=in_format, book=book, anew=anew
    )


def _as_it_stands(revision: Revision) -> Revision:
    locked: Revision = (
        Revision.objects.select_for_update(of=("self",))
        .select_related("masterplan__cycle")
        .get(pk=revision.pk)
    )
    return locked


def request_final(revision: Revision, *, actor: Actor) -> Export:
    return files.request_file(revision, actor=actor, edition=edition_of(revision), is_final=True)


def edition_of(revision: Revision, *, book: str = "") -> dict[str, Any]:
    """What the book needs beside the frozen document, stored with the order: rendering reads no more."""
    is_final = revision.state == RevisionState.FINAL
    time_zone = revision.masterplan.cycle.region.zone
    zone = ZoneInfo(time_zone)
    return {
        "label": revision.label,
        "number": revision.number,
        "frozen_at": revision.frozen_at.astimezone(zone).isoformat(),
        "time_zone": time_zone,
        "sha256": revision.sha256,
        "is_final": is_final,
        "final_on": revision.final_at.astimezone(zone).date().isoformat() if revision.final_at else None,
        "missing_reason": revision.missing_reason,
        "token": printed(revision.token),
        "verify_url": verify_url(revision.token),
        "chain_head": revision.chain_head,
        "illustrative": revision.masterplan.is_illustrative,
        "book": book or None,
        "commitments": [_annex_row(row, zone) for row in board(revision.masterplan, revision=revision)],
    }


def _annex_row(row: BoardRow, zone: ZoneInfo) -> dict[str, Any]:
    signature = row.signature
    return {
        "opd": row.opd.code,
        "official_name": row.opd.official_name,
        "state": row.state,
        "state_label": row.state_label,
        "signer": signature.signer_title if signature else "",
        "capacity": signature.signer_capacity if signature else "",
        "signed_at": signature.signed_at.astimezone(zone).isoformat() if signature else None,
        "note": signature.note if signature else "",
        "code": printed(row.commitment.token) if row.commitment else "",
    }


# Two acts of one commit: neither the decision nor the letters may stand alone.
@transaction.atomic
def decide(
    round_: ReviewRound, *, actor: Actor, decision: Decision, reason: str, seen_sha256: str
) -> ReviewRound:
    """The facilitator's decision; an approval keeps, supersedes or renews all commitments in one commit."""
    Masterplan.objects.select_for_update().get(pk=round_.revision.masterplan_id)
    round_ = rounds.decide(round_, actor=actor, decision=decision, reason=reason, seen_sha256=seen_sha256)
    if decision == Decision.APPROVED:
        reconcile(round_.revision, actor=actor)
    return round_


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
    with rules.FINALISE.by(actor) as act:
        act.on(revision)
        missing = _missing_now(revision)
        if seen_missing not in (None, len(missing)):
            raise Conflict(f"Keadaannya berubah: kini {len(missing)} OPD belum menandatangani.")
        revision = versions.make_final(
            revision,
            actor=actor,
            seen_sha256=seen_sha256,
            missing_reason=shown(missing_reason) if missing else "",
        )
        if missing and not revision.missing_reason:  # asked last: what may not happen now is said first
            sentence = f"{len(missing)} OPD belum menandatangani. Tulis alasan menetapkan tanpa mereka."
            raise Invalid(sentence, {"missing_reason": sentence})
        request_final(revision, actor=actor)
        act.record({"missing": [row.opd.code for row in missing]}, about=revision)
    return revision


def _missing_now(revision: Revision) -> list[BoardRow]:
    """Who has not signed, read while the plan and its letters are locked."""
    Masterplan.objects.select_for_update().get(pk=revision.masterplan_id)
    list(
        Commitment.objects.select_for_update()
        .filter(masterplan=revision.masterplan)
        .order_by("pk")
        .values_list("pk")
    )
    return [row for row in board(revision.masterplan) if not row.is_signed]
