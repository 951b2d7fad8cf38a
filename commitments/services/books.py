"""Orders for the book: the edition with the commitments as plain rows, for the plan's export service."""

from typing import Any

from django.db import transaction

from commitments.selectors import BoardRow, board
from commitments.services.commitments import verify_url
from masterplan import rules
from masterplan.enums import RevisionState
from masterplan.models import Export, Revision
from masterplan.services import exports
from opd import clock
from opd.authorization import Actor, require
from opd.codes import printed
from opd.errors import Conflict


@transaction.atomic
def request(revision: Revision, *, actor: Actor, book: str = "", anew: bool = False) -> Export:
    """A draft book of any frozen version; the final version has its one final book.

    anew: make a finished draft once more; else the same order gives the file that stands.

    The version may have been made final since the caller read it, so it is read again under its lock.
    """
    require(rules.can_export(actor, revision), exports.NOT_YOURS)
    revision = _as_it_stands(revision)
    if revision.state == RevisionState.FINAL:
        raise Conflict("Versi final sudah mempunyai buku final.")
    edition = edition_of(revision, book=book)
    return exports.request_pdf(revision, actor=actor, edition=edition, book=book, anew=anew)


def _as_it_stands(revision: Revision) -> Revision:
    locked: Revision = (
        Revision.objects.select_for_update(of=("self",))
        .select_related("masterplan__cycle")
        .get(pk=revision.pk)
    )
    return locked


def request_final(revision: Revision, *, actor: Actor) -> Export:
    return exports.request_pdf(revision, actor=actor, edition=edition_of(revision), is_final=True)


def edition_of(revision: Revision, *, book: str = "") -> dict[str, Any]:
    """What the book needs beside the frozen document, stored with the order: rendering reads no more."""
    is_final = revision.state == RevisionState.FINAL
    return {
        "label": revision.label,
        "number": revision.number,
        "frozen_at": revision.frozen_at.astimezone(clock.zone()).isoformat(),
        "sha256": revision.sha256,
        "is_final": is_final,
        "final_on": revision.final_at.astimezone(clock.zone()).date().isoformat()
        if revision.final_at
        else None,
        "missing_reason": revision.missing_reason,
        "token": printed(revision.token),
        "verify_url": verify_url(revision.token),
        "chain_head": revision.chain_head,
        "illustrative": revision.masterplan.is_illustrative,
        "book": book or None,
        "commitments": [_annex_row(row) for row in board(revision.masterplan, revision=revision)],
    }


def _annex_row(row: BoardRow) -> dict[str, Any]:
    signature = row.signature
    return {
        "opd": row.opd.code,
        "official_name": row.opd.official_name,
        "state": row.state,
        "state_label": row.state_label,
        "signer": signature.signer_title if signature else "",
        "capacity": signature.signer_capacity if signature else "",
        "signed_at": signature.signed_at.astimezone(clock.zone()).isoformat() if signature else None,
        "note": signature.note if signature else "",
        "code": printed(row.commitment.token) if row.commitment else "",
    }
