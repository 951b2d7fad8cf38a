"""Review rounds: opened, read, closed. Deciding one touches what was promised: that is in commitments."""

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from masterplan import rules
from masterplan.api.revisions import RevisionEndpoint
from masterplan.api.round_shapes import CloseIn, RoundIn, RoundOut
from masterplan.forms.reviews import RoundForm
from masterplan.models import ReviewRound
from masterplan.selectors.reviews import Answered, answered_by_round
from masterplan.services import reviews
from opd.authorization import require
from opd.models import User
from opd.rest.endpoint import Endpoint, accepted
from opd.rest.schema import operation

OWN = ("number", "due", "opened_at", "closed_at", "decision", "reason", "decided_at")


class RevisionRounds(RevisionEndpoint):
    @operation(summary="Hand a frozen version to the facilitator", body=RoundIn, gives=RoundOut, status=201)
    def post(self, request: Request, pk: int) -> Response:
        """One open round per plan; the same order sent twice opens one."""
        revision = self.revision(pk)
        require(rules.can_open_round(self.who, revision), reviews.NOT_OPENING)
        due = accepted(RoundForm({"due": self.body(RoundIn)["due"].isoformat()})).cleaned_data["due"]
        made = reviews.open_round(revision, actor=self.who, due=due)
        location = f"/api/v1/rounds/{made.pk}/"
        return self.told(RoundOut, facts(made, self.who), status=201, location=location)


class RoundEndpoint(Endpoint):
    """What the addresses of one round share."""

    def round(self, pk: int) -> ReviewRound:
        seen = ReviewRound.objects.visible_to(self.who).select_related("revision__masterplan__cycle__region")
        found: ReviewRound = self.one(seen.defer("revision__content"), pk=pk)
        return found


class OneRound(RoundEndpoint):
    @operation(summary="A review round", gives=RoundOut)
    def get(self, request: Request, pk: int) -> Response:
        return self.told(RoundOut, facts(self.round(pk), self.who))


class CloseRound(RoundEndpoint):
    @operation(summary="Close a round whose comments all have their answer", body=CloseIn, gives=RoundOut)
    def post(self, request: Request, pk: int) -> Response:
        """Then the facilitator decides."""
        round_ = self.round(pk)
        require(rules.can_close_round(self.who, round_), reviews.NOT_CLOSING)
        seen = self.body(CloseIn)["seen_comments"]
        closed = reviews.close_round(round_, actor=self.who, seen=seen)
        return self.told(RoundOut, facts(closed, self.who))


def facts(round_: ReviewRound, who: User) -> dict[str, Any]:
    """The round, and how far the answers are among the comments this person may see."""
    answered = answered_by_round([round_.pk], who).get(round_.pk, Answered())
    own = {name: getattr(round_, name) for name in ("pk", "revision", "revision_id", *OWN)}
    return own | {"answered": answered}
