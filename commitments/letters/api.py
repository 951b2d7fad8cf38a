"""Letters: issued, read, answered, withdrawn, asked for again."""

from typing import Any

from django.http import HttpResponse
from django.utils.text import slugify
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from commitments.letters import rules, services
from commitments.letters.board.selectors import NONE, board, label_of
from commitments.letters.models import Commitment, CommitmentState, SignDecision
from lib.access import require
from lib.errors import Conflict
from lib.http import hand_out, stored
from lib.rest.endpoint import Endpoint, FileEndpoint
from lib.rest.fields import ReasonIn
from lib.rest.schema import operation, query
from lib.text.codes import printed
from masterplan.plan.models import Masterplan
from masterplan.versions.models import Revision

SHA256 = 64


class CodeField(serializers.CharField):
    """A verification code as it is printed."""

    def to_representation(self, value: str) -> str:
        return printed(value)


class SignatureOut(serializers.Serializer[Any]):
    decision = serializers.ChoiceField(choices=SignDecision.choices)
    note = serializers.CharField()
    signed_at = serializers.DateTimeField()
    signer_name = serializers.CharField()
    signer_title = serializers.CharField()
    signer_capacity = serializers.CharField()
    slice_sha256 = serializers.CharField()
    letter_sha256 = serializers.CharField()
    method = serializers.CharField()


class CommitmentOut(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="pk")
    opd = serializers.CharField(source="opd.code")
    plan = serializers.CharField(source="masterplan.slug")
    revision = serializers.IntegerField(source="revision_id")
    revision_label = serializers.CharField(source="revision.label")
    number = serializers.IntegerField()
    state = serializers.ChoiceField(choices=CommitmentState.choices)
    state_label = serializers.SerializerMethodField()
    is_vacant = serializers.BooleanField()
    slice_sha256 = serializers.CharField()
    letter_sha256 = serializers.CharField(help_text="Empty until the letter is stored.")
    code = CodeField(source="token")
    created_at = serializers.DateTimeField()
    issued_at = serializers.DateTimeField(allow_null=True)
    opened_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    end_reason = serializers.CharField()
    signature = SignatureOut(allow_null=True, default=None)

    def get_state_label(self, row: Any) -> str:
        return label_of(row)


class BoardRowOut(serializers.Serializer[Any]):
    """An OPD and the letter that counts for it. `state` is none while there is no letter."""

    opd = serializers.CharField(source="opd.code")
    official_name = serializers.CharField(source="opd.official_name")
    state = serializers.ChoiceField(choices=[(NONE, "belum"), *CommitmentState.choices])
    state_label = serializers.CharField()
    commitment = serializers.IntegerField(source="commitment.pk", default=None, allow_null=True)
    since = serializers.DateTimeField(allow_null=True)
    holds_back = serializers.CharField()


NOT_READY = "Surat ini masih disiapkan. Coba lagi sebentar lagi."


RELATED = ("opd__region", "revision", "masterplan__cycle__region", "signature")

HEAVY = ("revision__content", "signature__evidence")

FILTERS = (
    query("state", "State of the letter.", CommitmentState.values),
    query("opd", "Code of the OPD."),
)


class Commitments(Endpoint):
    @operation(summary="Letters of a plan, newest first", gives=CommitmentOut, is_list=True, filters=FILTERS)
    def get(self, request: Request, slug: str) -> Response:
        plan = self.one(Masterplan.objects.visible_to(self.who), slug=slug)
        rows = Commitment.objects.visible_to(self.who).filter(masterplan=plan)
        if state := self.filter_of("state", CommitmentState.values):
            rows = rows.filter(state=state)
        if opd := self.filter_of("opd"):
            rows = rows.filter(opd__code=opd)
        rows = rows.select_related(*RELATED).defer("content", "letter", *HEAVY).order_by("-pk")
        return self.listed(CommitmentOut, rows)


class Board(Endpoint):
    @operation(summary="Where every OPD stands", gives=BoardRowOut, is_list=True, refuses=(403,))
    def get(self, request: Request, slug: str) -> Response:
        plan = self.one(Masterplan.objects.visible_to(self.who).select_related("cycle"), slug=slug)
        require(rules.can_see_board(self.who, plan.region_id))
        return self.listed(BoardRowOut, board(plan))


class Issue(Endpoint):
    @operation(
        summary="Write the letters of an approved version",
        act=rules.PREPARE,
        gives=CommitmentOut(many=True),
        status=201,
    )
    def post(self, request: Request, pk: int) -> Response:
        """One for each OPD that has none in force; an OPD is invited once its letter is stored."""
        seen = Revision.objects.visible_to(self.who).select_related("masterplan__cycle")
        made = services.issue_all(self.one(seen, pk=pk), actor=self.who)
        return Response(CommitmentOut(made, many=True).data, status=201)


class OneLetter(Endpoint):
    """What the addresses of one letter share."""

    def letter(self, pk: int) -> Commitment:
        seen = Commitment.objects.visible_to(self.who).select_related(*RELATED, "letter_job")
        found: Commitment = self.one(seen.defer(*HEAVY), pk=pk)
        return found


class OneCommitment(OneLetter):
    @operation(summary="A letter", gives=CommitmentOut)
    def get(self, request: Request, pk: int) -> Response:
        return self.respond(CommitmentOut, self.letter(pk))


class LetterFile(OneLetter, FileEndpoint):
    @operation(
        summary="The very bytes that are signed", gives=bytes, media=("application/pdf",), refuses=(409,)
    )
    def get(self, request: Request, pk: int) -> HttpResponse:
        commitment = self.letter(pk)
        if not commitment.letter_sha256:
            raise Conflict(NOT_READY)
        return hand_out(stored(commitment.letter_sha256), "application/pdf", f"{file_name(commitment)}.pdf")


class SliceFile(OneLetter, FileEndpoint):
    @operation(
        summary="What is pledged: canonical JSON whose SHA-256 the letter prints", gives=dict[str, Any]
    )
    def get(self, request: Request, pk: int) -> HttpResponse:
        commitment = self.letter(pk)
        content = commitment.content.encode()
        return hand_out(content, "application/json", f"{file_name(commitment)}.json")


class Withdraw(OneLetter):
    @operation(
        summary="Withdraw a letter that was not answered",
        act=rules.WITHDRAW,
        body=ReasonIn,
        gives=CommitmentOut,
    )
    def post(self, request: Request, pk: int) -> Response:
        commitment = self.letter(pk)
        rules.WITHDRAW.require(self.who, commitment)
        reason = self.body(ReasonIn)["reason"]
        return self.respond(CommitmentOut, services.withdraw(commitment, actor=self.who, reason=reason))


class AskAgain(OneLetter):
    @operation(
        summary="Ask the OPD again with a new letter",
        act=rules.PREPARE_AGAIN,
        gives=CommitmentOut,
        status=201,
    )
    def post(self, request: Request, pk: int) -> Response:
        made = services.ask_again(self.letter(pk), actor=self.who)
        return self.respond(CommitmentOut, made, status=201, location=f"/api/v1/commitments/{made.pk}/")


class RetryLetter(OneLetter):
    @operation(summary="Make the letter's file once more", act=rules.RETRY, gives=CommitmentOut)
    def post(self, request: Request, pk: int) -> Response:
        return self.respond(CommitmentOut, services.try_again(self.letter(pk), actor=self.who))


def file_name(commitment: Commitment) -> str:
    return f"komitmen-{slugify(commitment.opd.code)}-{slugify(commitment.revision.label.replace('.', '-'))}"
