"""The head of the audit chain beside a frozen version: the link that holds its freezing."""

from django.db import transaction

from masterplan.models import Revision
from opd.models import AuditSeal
from opd.services import seals

FROZEN = "revision.frozen"


def stamp(*, thorough: bool = False, batches: int = 0) -> int:
    """Seal what is not sealed, then write the link beside every version that has none; returns how many.

    The link of the freezing itself, whenever it was made: whoever holds a printed book holds the whole trail
    up to that moment. Set once, like all of a version. Never inside a transaction.
    """
    seals.seal(thorough=thorough, batches=batches)
    return sum(_stamp(pk) for pk in Revision.objects.filter(chain_head="").values_list("pk", flat=True))


def stamp_after_commit() -> None:
    """A freeze stands whatever becomes of its seal; the sweep does what failed here."""
    transaction.on_commit(_stamp_soon, robust=True)


def _stamp_soon() -> None:
    stamp(batches=1)


def _stamp(pk: int) -> int:
    link = AuditSeal.objects.filter(
        event__object_type=Revision._meta.label_lower, event__object_id=str(pk), event__act=FROZEN
    ).first()
    return Revision.objects.filter(pk=pk, chain_head="").update(chain_head=link.sha256) if link else 0
