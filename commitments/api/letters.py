"""Letters: issued, read, answered, withdrawn, asked for again."""

from typing import Any

from django.http import HttpResponse
from django.utils.text import slugify
from rest_framework.request import Request
from rest_framework.response import Response

from commitments import rules
from commitments.api.shapes import BoardRowOut, CommitmentOut
from commitments.enums import CommitmentState
from commitments.models import Commitment
from commitments.selectors.board import board
from commitments.services import commitments, letters
from masterplan.models import Masterplan, Revision
from opd.authorization import require
from opd.errors import Conflict
from opd.http import hand_out, stored
from opd.rest.endpoint import Endpoint, FileEndpoint
from opd.rest.fields import ReasonIn
from opd.rest.schema import operation, query

NOT_READY = "Surat ini masih disiapkan. Coba lagi sebentar lagi."
ONLY_EDITOR = "Hanya editor yang dapat mencabut lembar komitmen."
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
    @operation(summary="Write the letters of an approved version", gives=CommitmentOut(many=True), status=201)
    def post(self, request: Request, pk: int) -> Response:
        """One for each OPD that has none in force; an OPD is invited once its letter is stored."""
        seen = Revision.objects.visible_to(self.who).select_related("masterplan__cycle")
        made = commitments.issue_all(self.one(seen, pk=pk), actor=self.who)
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
        return self.told(CommitmentOut, self.letter(pk))


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
    @operation(summary="Withdraw a letter that was not answered", body=ReasonIn, gives=CommitmentOut)
    def post(self, request: Request, pk: int) -> Response:
        commitment = self.letter(pk)
        require(rules.can_withdraw(self.who, commitment), ONLY_EDITOR)
        reason = self.body(ReasonIn)["reason"]
        return self.told(CommitmentOut, commitments.withdraw(commitment, actor=self.who, reason=reason))


class AskAgain(OneLetter):
    @operation(summary="Ask the OPD again with a new letter", gives=CommitmentOut, status=201)
    def post(self, request: Request, pk: int) -> Response:
        made = commitments.ask_again(self.letter(pk), actor=self.who)
        return self.told(CommitmentOut, made, status=201, location=f"/api/v1/commitments/{made.pk}/")


class RetryLetter(OneLetter):
    @operation(summary="Make the letter's file once more", gives=CommitmentOut)
    def post(self, request: Request, pk: int) -> Response:
        return self.told(CommitmentOut, letters.try_again(self.letter(pk), actor=self.who))


def file_name(commitment: Commitment) -> str:
    return f"komitmen-{slugify(commitment.opd.code)}-{slugify(commitment.revision.label.replace('.', '-'))}"
