"""Review rounds: opened, read, closed. Deciding one touches what was promised: that is in commitments."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from lib.rest.endpoint import Endpoint, accepted
from lib.rest.fields import Body, Choice, Day, Id, Text, Whole
from lib.rest.schema import operation, query
from lib.threads.models import Answer
from masterplan.versions.api import AnsweredOut, RevisionEndpoint
from masterplan.versions.models import RevisionState
from masterplan.versions.reading.selectors import overview, targets_of
from masterplan.versions.rounds import rules, services
from masterplan.versions.rounds.forms import AnswerForm, CommentForm, RoundForm
from masterplan.versions.rounds.models import Comment, Decision, ReviewRound
from masterplan.versions.rounds.selectors import (
    Answered,
    CommentRow,
    answered_by_round,
    comment_row,
    comment_rows,
    comment_target,
)
from masterplan.versions.rounds.services import QUOTE_LENGTH, TEXT_LENGTH
from opd.accounts.models import User

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


class MessageOut(serializers.Serializer[Any]):
    """`office` and `capacity` are the author's when it was written."""

    author = serializers.CharField(default="", allow_null=True)
    office = serializers.CharField()
    capacity = serializers.CharField()
    text = serializers.CharField()
    verdict = serializers.ChoiceField(choices=Answer.choices, allow_blank=True)
    at = serializers.DateTimeField()


class CommentOut(serializers.Serializer[Any]):
    """`on` is section:CODE or programme:CODE, `about` its name in words. `messages` is all that was said, the
    comment first; the answer is the newest one with a verdict. `version` counts those, 0 while there is none;
    an answer carries it as seen_version."""

    id = serializers.IntegerField(source="comment.pk")
    uid = serializers.UUIDField(source="comment.thread.uid")
    round = serializers.IntegerField(source="comment.round_id")
    number = serializers.IntegerField(source="comment.number")
    on = serializers.SerializerMethodField()
    about = serializers.CharField()
    quote = serializers.CharField(source="comment.thread.quote")
    text = serializers.CharField(source="comment.thread.opening.text")
    author = serializers.CharField(source="comment.thread.opening.author", default="", allow_null=True)
    created_at = serializers.DateTimeField(source="comment.thread.opening.at")
    answer = serializers.ChoiceField(
        choices=Answer.choices, allow_blank=True, source="comment.thread.answer.verdict", default=""
    )
    answer_text = serializers.CharField(source="comment.thread.answer.text", default="")
    answered_by = serializers.CharField(source="comment.thread.answer.author", default="", allow_null=True)
    answered_at = serializers.DateTimeField(source="comment.thread.answer.at", allow_null=True, default=None)
    version = serializers.IntegerField(source="comment.thread.version")
    can_answer = serializers.BooleanField()
    messages = MessageOut(source="comment.thread.messages.all", many=True)

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


OWN = ("number", "due", "opened_at", "closed_at", "decision", "reason", "decided_at")


class RevisionRounds(RevisionEndpoint):
    @operation(
        summary="Hand a frozen version to the facilitator",
        act=rules.OPEN,
        body=RoundIn,
        gives=RoundOut,
        status=201,
    )
    def post(self, request: Request, pk: int) -> Response:
        """One open round per plan; the same order sent twice opens one."""
        revision = self.revision(pk)
        rules.OPEN.require(self.who, revision)
        due = accepted(RoundForm({"due": self.body(RoundIn)["due"].isoformat()})).cleaned_data["due"]
        made = services.open_round(revision, actor=self.who, due=due)
        location = f"/api/v1/rounds/{made.pk}/"
        return self.respond(RoundOut, facts(made, self.who), status=201, location=location)


class RoundEndpoint(Endpoint):
    """What the addresses of one round share."""

    def round(self, pk: int) -> ReviewRound:
        seen = ReviewRound.objects.visible_to(self.who).select_related("revision__masterplan__cycle__region")
        found: ReviewRound = self.one(seen.defer("revision__content"), pk=pk)
        return found


class OneRound(RoundEndpoint):
    @operation(summary="A review round", gives=RoundOut)
    def get(self, request: Request, pk: int) -> Response:
        return self.respond(RoundOut, facts(self.round(pk), self.who))


class CloseRound(RoundEndpoint):
    @operation(
        summary="Close a round whose comments all have their answer",
        act=rules.CLOSE,
        body=CloseIn,
        gives=RoundOut,
    )
    def post(self, request: Request, pk: int) -> Response:
        """Then the facilitator decides."""
        round_ = self.round(pk)
        rules.CLOSE.require(self.who, round_)
        seen = self.body(CloseIn)["seen_comments"]
        closed = services.close_round(round_, actor=self.who, expected_comments=seen)
        return self.respond(RoundOut, facts(closed, self.who))


def facts(round_: ReviewRound, who: User) -> dict[str, Any]:
    """The round, and how far the answers are among the comments this person may see."""
    answered = answered_by_round([round_.pk], who).get(round_.pk, Answered())
    own = {name: getattr(round_, name) for name in ("pk", "revision", "revision_id", *OWN)}
    return own | {"answered": answered}


RELATED = ("round__revision__masterplan__cycle__region", "section__chapter", "programme", "thread")

FILTERS = (query("answered", "Whether it has its answer.", ["yes", "no"]),)


class RoundComments(RoundEndpoint):
    @operation(
        summary="Comments of a round in the order they were made, as far as one may see them",
        gives=CommentOut,
        is_list=True,
        filters=FILTERS,
    )
    def get(self, request: Request, pk: int) -> Response:
        round_ = self.round(pk)
        wanted = self.filter_of("answered", ["yes", "no"])
        rows = comment_rows(round_, self.who)[::-1]
        if wanted:
            rows = [row for row in rows if row.comment.thread.is_open == (wanted == "no")]
        return self.listed(CommentOut, rows)

    @operation(
        summary="Comment on a section or programme of the version under review",
        act=rules.COMMENT,
        body=CommentIn,
        gives=CommentOut,
        status=201,
    )
    def post(self, request: Request, pk: int) -> Response:
        round_ = self.round(pk)
        rules.COMMENT.require(self.who, round_)
        form = accepted(CommentForm(self.body(CommentIn), targets=targets_of(overview(round_.revision))))
        words = {name: form.cleaned_data[name] for name in ("text", "quote", "uid")}
        target = comment_target(round_.revision, form.cleaned_data["on"])
        made = services.add_comment(round_, actor=self.who, **words, **target)
        return self.respond(CommentOut, comment_row(made, round_, self.who), status=201)


class AnswerComment(Endpoint):
    @operation(
        summary="Answer a comment, or better the answer",
        act=rules.ANSWER,
        body=CommentAnswerIn,
        gives=CommentOut,
    )
    def post(self, request: Request, pk: int) -> Response:
        """Refused once the round is closed, and when another answer was given since."""
        seen = Comment.objects.visible_to(self.who).select_related(*RELATED)
        comment: Comment = self.one(seen.defer("round__revision__content"), pk=pk)
        rules.ANSWER.require(self.who, comment)
        typed = self.body(CommentAnswerIn)
        form = accepted(AnswerForm(typed))
        saved = services.answer(
            comment,
            actor=self.who,
            answer=form.choice,
            text=form.cleaned_data["answer_text"],
            expected_version=typed["seen_version"],
        )
        return self.respond(CommentOut, comment_row(saved, comment.round, self.who))
