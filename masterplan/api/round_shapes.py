"""How review rounds and their comments look as JSON."""

from typing import Any

from rest_framework import serializers

from masterplan.api.revision_shapes import AnsweredOut
from masterplan.enums import Answer, Decision, RevisionState
from masterplan.selectors.reviews import CommentRow
from masterplan.services.reviews import QUOTE_LENGTH, TEXT_LENGTH
from opd.rest.fields import Body, Choice, Day, Id, Text, Whole

BIGGEST = 2**53 - 1
"""What every reader of JSON keeps exactly."""


class RoundOut(serializers.Serializer[Any]):
    """`sha256` is the version's; the decision carries it. `reason` is that of the decision."""

    id = serializers.IntegerField(source="pk")
    plan = serializers.CharField(source="revision.masterplan.slug")
    revision = serializers.IntegerField(source="revision_id")
    revision_label = serializers.CharField(source="revision.label")
    revision_state = serializers.ChoiceField(choices=RevisionState.choices, source="revision.state")
    sha256 = serializers.CharField(source="revision.sha256")
    number = serializers.IntegerField()
    due = serializers.DateField()
    opened_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)
    decision = serializers.ChoiceField(choices=Decision.choices, allow_blank=True)
    reason = serializers.CharField()
    decided_at = serializers.DateTimeField(allow_null=True)
    comments = AnsweredOut(source="answered")


class CommentOut(serializers.Serializer[Any]):
    """`on` is section:CODE or programme:CODE, `about` its name in words. `version` names the answer that is
    shown, 0 while there is none; an answer carries it as seen_version."""

    id = serializers.IntegerField(source="comment.pk")
    uid = serializers.UUIDField(source="comment.uid")
    round = serializers.IntegerField(source="comment.round_id")
    number = serializers.IntegerField(source="comment.number")
    on = serializers.SerializerMethodField()
    about = serializers.CharField()
    quote = serializers.CharField(source="comment.quote")
    text = serializers.CharField(source="comment.text")
    author = serializers.CharField(source="comment.author", default="", allow_null=True)
    created_at = serializers.DateTimeField(source="comment.created_at")
    answer = serializers.ChoiceField(choices=Answer.choices, allow_blank=True, source="comment.answer")
    answer_text = serializers.CharField(source="comment.answer_text")
    answered_by = serializers.CharField(source="comment.answered_by", default="", allow_null=True)
    answered_at = serializers.DateTimeField(source="comment.answered_at", allow_null=True)
    version = serializers.IntegerField()
    can_answer = serializers.BooleanField()

    def get_on(self, row: CommentRow) -> str:
        return f"{row.kind}:{row.code}"


class RoundIn(Body):
    due = Day()


class CommentIn(Body):
    """`uid` is made by the client: the same one again gives the same comment."""

    uid = Id()
    on = Text(max_length=40, help_text="section:CODE or programme:CODE of the version.")
    quote = Text(max_length=QUOTE_LENGTH, required=False, default="")
    text = Text(max_length=TEXT_LENGTH)


class CommentAnswerIn(Body):
    """Refusing and explaining need words. `seen_version` is the comment's `version` that was read."""

    answer = Choice(choices=Answer.choices)
    answer_text = Text(max_length=TEXT_LENGTH, required=False, default="")
    seen_version = Whole(max_value=BIGGEST)


class CloseIn(Body):
    """How many comments one has read: another one since is refused."""

    seen_comments = Whole()
