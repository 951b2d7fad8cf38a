"""The final version, once there is one: what everybody of the region is here for."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import FilteredRelation, Q

from lib.text.codes import printed
from masterplan.versions.models import Revision, RevisionState
from masterplan.versions.selectors import VersionHead
from portal.home.context import HomeContext


@dataclass(frozen=True)
class Printed:
    pk: int
    pages: int
    sha256: str


@dataclass(frozen=True)
class FinalBook:
    """`export` is None while the worker still prints the book."""

    version: VersionHead
    final_at: datetime
    code: str
    export: Printed | None


def final_of(context: HomeContext) -> FinalBook | None:
    """Asks nothing before there is a final version."""
    head = context.in_state(RevisionState.FINAL)
    if head is None:
        return None
    book = FilteredRelation("exports", condition=Q(exports__is_final=True) & ~Q(exports__sha256=""))
    columns = ("final_at", "token", "book__pk", "book__pages", "book__sha256")
    rows = Revision.objects.filter(pk=head.pk).annotate(book=book).values_list(*columns)
    final_at, token, pk, pages, sha256 = rows.order_by()[0]
    return FinalBook(head, final_at, printed(token), Printed(pk, pages, sha256) if pk else None)
