"""How commitments, agreements and verdicts look as JSON."""

from typing import Any

from rest_framework import serializers

from commitments.answers import LONGEST_NOTE
from commitments.enums import AgreementKind, CommitmentState, SignDecision, Verdict
from commitments.selectors.board import NONE, label_of
from masterplan.enums import Decision, RevisionState
from opd.codes import printed
from opd.rest.fields import Body, Choice, Day, Flag, Text, Texts, Whole

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


class AnswerIn(Body):
    """The digests are those of the slice and letter that were read; the password is asked again."""

    decision = Choice(choices=SignDecision.choices)
    note = Text(max_length=LONGEST_NOTE, required=False, default="")
    has_read = Flag()
    password = Text(max_length=200)
    slice_sha256 = Text(max_length=SHA256)
    letter_sha256 = Text(max_length=SHA256)


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


class BookIn(Body):
    book = Text(max_length=12, required=False, default="", help_text="Code of one book; empty for all.")


class OrderedOut(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="pk")
    revision = serializers.IntegerField(source="revision_id")
    book = serializers.CharField()
    is_final = serializers.BooleanField()


class AgreementOut(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="pk")
    version = serializers.IntegerField()
    cycle = serializers.CharField(source="cycle.slug")
    kind = serializers.ChoiceField(choices=AgreementKind.choices)
    dated = serializers.DateField(allow_null=True)
    place = serializers.CharField()
    number = serializers.CharField()
    parties = serializers.ListField(child=serializers.CharField())
    scan_name = serializers.CharField()
    scan_sha256 = serializers.CharField()


class AgreementIn(Body):
    dated = Day(required=False, allow_null=True, default=None)
    place = Text(required=False, default="")
    number = Text(required=False, default="")
    parties = Texts(each=300, max_length=50, required=False, default=list)


class NewAgreementIn(AgreementIn):
    kind = Choice(choices=AgreementKind.choices)


class VerdictOut(serializers.Serializer[Any]):
    """What anyone may know of a printed code: no address, no NIP, no account."""

    code = serializers.CharField()
    verdict = serializers.ChoiceField(choices=Verdict.choices)
    sentence = serializers.CharField()
    document = serializers.ChoiceField(choices=[("letter", "letter"), ("book", "book")])
    sha256 = serializers.CharField(help_text="Of the letter, or of the version's document.")
    signed_at = serializers.DateTimeField(allow_null=True)
    newer_code = serializers.CharField()
