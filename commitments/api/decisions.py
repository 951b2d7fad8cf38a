"""Decisions about a version that touch what was promised from it, and the orders for its book."""

from rest_framework.request import Request
from rest_framework.response import Response

from commitments.api.shapes import BookIn, DecisionIn, FinaliseIn, OrderedOut, StandingOut
from commitments.services import approvals, books
from masterplan import rules
from masterplan.enums import Decision
from masterplan.models import ReviewRound, Revision
from masterplan.services.exports import NOT_YOURS
from masterplan.services.reviews import NOT_DECIDING
from opd.authorization import require
from opd.rest.endpoint import Endpoint
from opd.rest.schema import operation

ONLY_LEADER = "Hanya pimpinan yang dapat menetapkan versi final."


class Decide(Endpoint):
    @operation(summary="Approve or return the version of a closed round", body=DecisionIn, gives=StandingOut)
    def post(self, request: Request, pk: int) -> Response:
        """Carries the SHA-256 of the version that was read."""
        rounds = ReviewRound.objects.visible_to(self.who).select_related("revision__masterplan__cycle")
        round_ = self.one(rounds, pk=pk)
        require(rules.can_decide(self.who, round_), NOT_DECIDING)
        typed = self.body(DecisionIn)
        done = approvals.decide(
            round_,
            actor=self.who,
            decision=Decision(typed["decision"]),
            reason=typed["reason"],
            seen_sha256=typed["seen_sha256"],
        )
        return self.told(StandingOut, done.revision)


class OneRevision(Endpoint):
    def revision(self, pk: int) -> Revision:
        seen = Revision.objects.visible_to(self.who).select_related("masterplan__cycle__region")
        found: Revision = self.one(seen, pk=pk)
        return found


class Finalise(OneRevision):
    @operation(summary="Make an approved version final", body=FinaliseIn, gives=StandingOut)
    def post(self, request: Request, pk: int) -> Response:
        """Refused while an OPD has not signed, unless a reason is given, which the book prints."""
        revision = self.revision(pk)
        require(rules.can_finalise(self.who, revision), ONLY_LEADER)
        typed = self.body(FinaliseIn)
        done = approvals.finalise(
            revision,
            actor=self.who,
            seen_sha256=typed["seen_sha256"],
            missing_reason=typed["missing_reason"],
            seen_missing=typed["seen_missing"],
        )
        return self.told(StandingOut, done)


class OrderBook(OneRevision):
    @operation(summary="Order the book of a version as PDF", body=BookIn, gives=OrderedOut, status=202)
    def post(self, request: Request, pk: int) -> Response:
        """Made by a job; ask /exports/{id}/ how far it is."""
        revision = self.revision(pk)
        require(rules.can_export(self.who, revision), NOT_YOURS)
        ordered = books.request(revision, actor=self.who, book=self.body(BookIn)["book"])
        return self.told(OrderedOut, ordered, status=202, location=f"/api/v1/exports/{ordered.pk}/")
