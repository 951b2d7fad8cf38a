"""The answer of a head of office."""

from typing import Any

from django.http import HttpRequest
from rest_framework.request import Request
from rest_framework.response import Response

from commitments import rules
from commitments.api.letters import OneLetter
from commitments.api.shapes import AnswerIn, CommitmentOut
from commitments.enums import SignDecision
from commitments.forms import AnswerForm
from commitments.models import Commitment
from commitments.selectors.signing import is_same_answer
from commitments.services import commitments, signing
from commitments.signing_backends import PasswordBackend
from opd.authorization import require
from opd.errors import Conflict
from opd.rest.endpoint import accepted
from opd.rest.schema import operation

ONLY_HEAD = "Hanya kepala OPD ini yang dapat menandatangani."


class Sign(OneLetter):
    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Store Django's own request: wrong passwords are counted by its address."""
        super().setup(request, *args, **kwargs)
        self.http_request = request

    @operation(summary="Answer a letter, once", body=AnswerIn, gives=CommitmentOut)
    def post(self, request: Request, pk: int) -> Response:
        """The same answer sent again gives the signature that stands; another one is refused (409)."""
        commitment = self.letter(pk)
        require(rules.can_sign(self.who, commitment), ONLY_HEAD)
        typed: dict[str, Any] = accepted(AnswerForm(self.body(AnswerIn))).cleaned_data
        try:
            self._sign(commitment, typed)
        except Conflict:
            if not is_same_answer(self.letter(pk), self.who, typed):
                raise
        return self.told(CommitmentOut, self.letter(pk))

    def _sign(self, commitment: Commitment, typed: dict[str, Any]) -> None:
        signing.sign(
            commitment,
            actor=self.who,
            decision=SignDecision(typed["decision"]),
            note=typed["note"],
            slice_sha256=typed["slice_sha256"],
            letter_sha256=typed["letter_sha256"],
            secret=typed["password"],
            backend=PasswordBackend(self.http_request),
        )


class Opened(OneLetter):
    @operation(summary="Note that the head has the letter before the eyes", gives=CommitmentOut)
    def post(self, request: Request, pk: int) -> Response:
        commitment = self.letter(pk)
        require(rules.can_sign(self.who, commitment), ONLY_HEAD)
        commitments.note_opened(commitment, actor=self.who)
        return self.told(CommitmentOut, self.letter(pk))
