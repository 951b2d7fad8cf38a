"""How commitments, agreements and verdicts look as JSON."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from commitments.decisions import rules, services
from commitments.letters.api import SHA256
from lib.rest.endpoint import Endpoint
from lib.rest.fields import Body, Choice, Text, Whole
from lib.rest.schema import operation
from masterplan.versions.files import rules as files_rules
from masterplan.versions.files.formats import MAIN, ordered
from masterplan.versions.models import Revision, RevisionState
from masterplan.versions.rounds import rules as rounds_rules
from masterplan.versions.rounds.models import Decision, ReviewRound


class DecisionIn(Body):
    decision = Choice(choices=Decision.choices)
    reason = Text(max_length=20_000, required=False, default="")
    seen_sha256 = Text(max_length=SHA256)


class FinaliseIn(Body):
    """`seen_missing`: how many OPDs had not signed when the leader looked; another number now is refused."""

    seen_sha256 = Text(max_length=SHA256)
    seen_missing = Whole(required=False, allow_null=True, default=None)
    missing_reason = Text(max_length=20_000, required=False, default="")


class StandingOut(serializers.Serializer[Any]):
    """A version after a decision."""

    revision = serializers.IntegerField(source="pk")
    label = serializers.CharField()  # type: ignore[assignment]
    state = serializers.ChoiceField(choices=RevisionState.choices)
    sha256 = serializers.CharField()


CODES = ", ".join(row.code for row in ordered())


class BookIn(Body):
    book = Text(max_length=12, required=False, default="", help_text="Code of one book; empty for all.")
    format = Text(max_length=12, required=False, default=MAIN.code, help_text=f"One of {CODES}.")


class OrderedOut(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="pk")
    revision = serializers.IntegerField(source="revision_id")
    format = serializers.CharField()
    book = serializers.CharField()
    is_final = serializers.BooleanField()


class Decide(Endpoint):
    @operation(
        summary="Approve or return the version of a closed round",
        act=rounds_rules.DECIDE,
        body=DecisionIn,
        gives=StandingOut,
    )
    def post(self, request: Request, pk: int) -> Response:
        """Carries the SHA-256 of the version that was read."""
        rounds = ReviewRound.objects.visible_to(self.who).select_related("revision__masterplan__cycle")
        round_ = self.one(rounds, pk=pk)
        rounds_rules.DECIDE.require(self.who, round_)
        typed = self.body(DecisionIn)
        done = services.decide(
            round_,
            actor=self.who,
            decision=Decision(typed["decision"]),
            reason=typed["reason"],
            seen_sha256=typed["seen_sha256"],
        )
        return self.respond(StandingOut, done.revision)


class OneRevision(Endpoint):
    def revision(self, pk: int) -> Revision:
        seen = Revision.objects.visible_to(self.who).select_related("masterplan__cycle__region")
        found: Revision = self.one(seen, pk=pk)
        return found


class Finalise(OneRevision):
    @operation(
        summary="Make an approved version final", act=rules.FINALISE, body=FinaliseIn, gives=StandingOut
    )
    def post(self, request: Request, pk: int) -> Response:
        """Refused while an OPD has not signed, unless a reason is given, which the book prints."""
        revision = self.revision(pk)
        rules.FINALISE.require(self.who, revision)
        typed = self.body(FinaliseIn)
        done = services.finalise(
            revision,
            actor=self.who,
            seen_sha256=typed["seen_sha256"],
            missing_reason=typed["missing_reason"],
            seen_missing=typed["seen_missing"],
        )
        return self.respond(StandingOut, done)


class OrderBook(OneRevision):
    @operation(
        summary="Order the book of a version",
        act=files_rules.ORDER,
        body=BookIn,
        gives=OrderedOut,
        status=202,
    )
    def post(self, request: Request, pk: int) -> Response:
        """Made by a job; ask /exports/{id}/ how far it is."""
        revision = self.revision(pk)
        files_rules.ORDER.require(self.who, revision)
        typed = self.body(BookIn)
        made = services.request(revision, actor=self.who, in_format=typed["format"], book=typed["book"])
        return self.respond(OrderedOut, made, status=202, location=f"/api/v1/exports/{made.pk}/")
