"""The final version, once there is one: what everybody of the region is here for."""

from dataclasses import dataclass

from masterplan.enums import RevisionState
from masterplan.models import Export, Masterplan, Revision
from opd.codes import printed
from opd.models import User


@dataclass(frozen=True)
class FinalBook:
    """`export` is None while the worker still prints the book."""

    revision: Revision
    export: Export | None
    code: str


def final_of(plan: Masterplan, user: User) -> FinalBook | None:
    revision = (
        Revision.objects.visible_to(user)
        .filter(masterplan=plan, state=RevisionState.FINAL)
        .defer("content")
        .first()
    )
    if revision is None:
        return None
    export = Export.objects.filter(revision=revision, is_final=True).exclude(sha256="").first()
    return FinalBook(revision, export, printed(revision.token))
