"""The answer of a head of office."""

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from commitments import rules
from commitments.api.letters import OneLetter
from commitments.api.shapes import AnswerIn, CommitmentOut
from commitments.enums import SignDecision
from commitments.forms import AnswerForm
from commitments.models import Commitment
from commitments.selectors.signing import is_same_answer, require_open
from commitments.services import commitments, signing
from commitments.signing_backends import PasswordBackend
from opd.authorization import require
from opd.errors import Conflict
from opd.rest.endpoint import accepted
from opd.rest.schema import operation

ONLY_HEAD = "Hanya kepala OPD ini yang dapat menandatangani."


class Sign(OneLetter):
    @operation(summary="Answer a letter, once", body=AnswerIn, gives=CommitmentOut)
    def post(self, request: Request, pk: int) -> Response:
        """The same answer sent again gives the signature that stands; another one is refused (409)."""
        commitment = self.letter(pk)
        require(rules.can_sign(self.who, commitment), ONLY_HEAD)
        try:
            self._sign(commitment)
        except Conflict:
            answer = request.data if isinstance(request.data, dict) else {}
            if not is_same_answer(self.letter(pk), self.who, answer):
                raise
        return self.told(CommitmentOut, self.letter(pk))

    def _sign(self, commitment: Commitment) -> None:
        require_open(commitment)
        typed: dict[str, Any] = accepted(AnswerForm(self.body(AnswerIn))).cleaned_data
        signing.sign(
            commitment,
            actor=self.who,
            decision=SignDecision(typed["decision"]),
            note=typed["note"],
            slice_sha256=typed["slice_sha256"],
            letter_sha256=typed["letter_sha256"],
            secret=typed["password"],
            backend=PasswordBackend(self.request._request),
        )


class Opened(OneLetter):
    @operation(summary="Note that the head has the letter before the eyes", gives=CommitmentOut)
    def post(self, request: Request, pk: int) -> Response:
        commitment = self.letter(pk)
        require(rules.can_sign(self.who, commitment), ONLY_HEAD)
        commitments.note_opened(commitment, actor=self.who)
        return self.told(CommitmentOut, self.letter(pk))
