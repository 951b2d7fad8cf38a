"""What anyone may ask: is this printed page what the portal knows?"""

from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from commitments.api.shapes import VerdictOut
from commitments.enums import Verdict
from commitments.selectors.verdicts import sentence
from commitments.selectors.verification import Verification, verify
from opd.codes import printed
from opd.rest.endpoint import Endpoint
from opd.rest.problems import MEDIA_TYPE, problem
from opd.rest.schema import operation

LONGEST_CODE = 40


class Verify(Endpoint):
    authentication_classes = ()
    permission_classes = (AllowAny,)

    @operation(summary="What a printed code stands for", gives=VerdictOut, is_public=True)
    def get(self, request: Request, code: str) -> Response:
        found = verify(code)
        if found.verdict == Verdict.UNKNOWN:
            told = problem(404, sentence(found, code[:LONGEST_CODE]))
            return Response(told, status=404, content_type=MEDIA_TYPE)
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
