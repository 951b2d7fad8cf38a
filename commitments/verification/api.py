"""How commitments, agreements and verdicts look as JSON."""

from typing import Any

from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from commitments.verification.selectors import Verdict, Verification, sentence, verify
from lib import clock
from lib.rest.endpoint import Endpoint
from lib.rest.problems import MEDIA_TYPE, problem
from lib.rest.schema import operation
from lib.text.codes import printed


class VerdictOut(serializers.Serializer[Any]):
    """What anyone may know of a printed code: no address, no NIP, no account."""

    code = serializers.CharField()
    verdict = serializers.ChoiceField(choices=Verdict.choices)
    sentence = serializers.CharField()
    document = serializers.ChoiceField(choices=[("letter", "letter"), ("book", "book")])
    sha256 = serializers.CharField(help_text="Of the letter, or of the version's document.")
    signed_at = serializers.DateTimeField(allow_null=True)
    newer_code = serializers.CharField()


LONGEST_CODE = 40


class Verify(Endpoint):
    authentication_classes = ()
    permission_classes = (AllowAny,)

    @operation(summary="What a printed code stands for", gives=VerdictOut, is_public=True)
    def get(self, request: Request, code: str) -> Response:
        found = verify(code)
        clock.use(found.time_zone)
        if found.verdict == Verdict.UNKNOWN:
            content = problem(404, sentence(found, code[:LONGEST_CODE]))
            return Response(content, status=404, content_type=MEDIA_TYPE)
        return Response(VerdictOut(facts(found)).data)


def facts(found: Verification) -> dict[str, object]:
    letter, revision = found.commitment, found.revision
    signed = found.signature
    return {
        "code": printed(found.code),
        "verdict": found.verdict,
        "sentence": sentence(found, printed(found.code)),
        "document": "letter" if letter else "book",
        "sha256": letter.letter_sha256 if letter else revision.sha256 if revision else "",
        "signed_at": signed.signed_at if signed else None,
        "newer_code": printed(found.newer.token) if found.newer else "",
    }
