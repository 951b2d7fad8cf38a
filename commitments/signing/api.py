"""How commitments, agreements and verdicts look as JSON."""

from typing import Any

from django.http import HttpRequest
from rest_framework.request import Request
from rest_framework.response import Response

from commitments.letters.api import SHA256, CommitmentOut, OneLetter
from commitments.letters.models import Commitment, SignDecision
from commitments.signing import rules, services
from commitments.signing.backends import PasswordBackend
from commitments.signing.forms import AnswerForm
from commitments.signing.selectors import is_same_answer
from commitments.signing.workflow import LONGEST_NOTE
from lib.access import require
from lib.errors import Conflict
from lib.rest.endpoint import accepted
from lib.rest.fields import Body, Choice, Flag, Text
from lib.rest.schema import operation


class AnswerIn(Body):
    """The digests are those of the slice and letter that were read; the password is asked again."""

    decision = Choice(choices=SignDecision.choices)
    note = Text(max_length=LONGEST_NOTE, required=False, default="")
    has_read = Flag()
    password = Text(max_length=200)
    slice_sha256 = Text(max_length=SHA256)
    letter_sha256 = Text(max_length=SHA256)


class Sign(OneLetter):
    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Store Django's own request: wrong passwords are counted by its address."""
        super().setup(request, *args, **kwargs)
        self.http_request = request

    @operation(
        summary="Answer a letter, once", act=tuple(rules.ANSWERS.values()), body=AnswerIn, gives=CommitmentOut
    )
    def post(self, request: Request, pk: int) -> Response:
        """The same answer sent again gives the signature that stands; another one is refused (409)."""
        commitment = self.letter(pk)
        require(rules.can_sign(self.who, commitment), rules.ONLY_HEAD)
        typed: dict[str, Any] = accepted(AnswerForm(self.body(AnswerIn))).cleaned_data
        try:
            self._sign(commitment, typed)
        except Conflict:
            if not is_same_answer(self.letter(pk), self.who, typed):
                raise
        return self.respond(CommitmentOut, self.letter(pk))

    def _sign(self, commitment: Commitment, typed: dict[str, Any]) -> None:
        services.sign(
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
    @operation(
        summary="Note that the head has the letter before the eyes", act=rules.OPEN, gives=CommitmentOut
    )
    def post(self, request: Request, pk: int) -> Response:
        commitment = self.letter(pk)
        rules.OPEN.require(self.who, commitment)
        services.note_opened(commitment, actor=self.who)
        return self.respond(CommitmentOut, self.letter(pk))
