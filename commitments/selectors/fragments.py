"""What the pages of programmes and offices show of commitments, as far as the reader may see it."""

from dataclasses import dataclass

from commitments.models import Commitment
from commitments.selectors.board import BoardRow, signature_of
from commitments.selectors.reading import LEAD, SUPPORT
from masterplan.models import Programme
from opd.authorization import Actor
from opd.models import Opd


@dataclass(frozen=True)
class Promise:
    """One office of a programme: its newest letter, None when there is none or the reader may not open it."""

    opd: Opd
    role: str
    row: BoardRow | None
    is_pledged: bool
    is_hidden: bool


def promises_for(programme: Programme, actor: Actor, own: frozenset[int], *, sees_all: bool) -> list[Promise]:
    """The lead office first, then the supporting ones; `own` are the reader's offices. Two queries."""
    offices = [(programme.lead_opd, LEAD)] + [(opd, SUPPORT) for opd in programme.supporting_opds.all()]
    letters = newest_letters(programme, actor, [opd.pk for opd, _ in offices])
    return [
        _promise(programme, opd, role, letters.get(opd.pk), is_hidden=not sees_all and opd.pk not in own)
        for opd, role in offices
    ]


def newest_letters(programme: Programme, actor: Actor, opd_ids: list[int]) -> dict[int, Commitment]:
    rows = (
        Commitment.objects.visible_to(actor)
        .filter(masterplan=programme.masterplan_id, opd_id__in=opd_ids)
        .select_related("opd", "revision", "signature")
        .defer("letter", "revision__content", "signature__evidence")
        .order_by("pk")
    )
    return {row.opd_id: row for row in rows}


def _promise(
    programme: Programme, opd: Opd, role: str, letter: Commitment | None, *, is_hidden: bool
) -> Promise:
    if letter is None:
        return Promise(opd, role, None, False, is_hidden)
    content = letter.slice
    pledged = programme.code in {item["code"] for item in (*content["lead"], *content["supporting"])}
    return Promise(opd, role, BoardRow(opd, letter, signature_of(letter)), pledged, False)
