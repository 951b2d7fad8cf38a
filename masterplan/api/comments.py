"""Comments of a round: listed, made by the facilitator, answered by staff."""

from rest_framework.request import Request
from rest_framework.response import Response

from masterplan import rules
from masterplan.api.round_shapes import CommentAnswerIn, CommentIn, CommentOut
from masterplan.api.rounds import RoundEndpoint
from masterplan.forms.reviews import AnswerForm, CommentForm
from masterplan.frozen import overview, targets_of
from masterplan.models import Comment
from masterplan.selectors.reviews import comment_row, comment_rows, comment_target
from masterplan.services import reviews
from opd.authorization import require
from opd.rest.endpoint import Endpoint, accepted
from opd.rest.schema import operation, query

RELATED = ("round__revision__masterplan__cycle__region", "section__chapter", "programme", "author")
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
            rows = [row for row in rows if bool(row.comment.answer) == (wanted == "yes")]
        return self.listed(CommentOut, rows)

    @operation(
        summary="Comment on a section or programme of the version under review",
        body=CommentIn,
        gives=CommentOut,
        status=201,
    )
    def post(self, request: Request, pk: int) -> Response:
        round_ = self.round(pk)
        require(rules.can_comment(self.who, round_), reviews.NOT_COMMENTING)
        form = accepted(CommentForm(self.body(CommentIn), targets=targets_of(overview(round_.revision))))
        words = {name: form.cleaned_data[name] for name in ("text", "quote", "uid")}
        target = comment_target(round_.revision, form.cleaned_data["on"])
        made = reviews.add_comment(round_, actor=self.who, **words, **target)
        return self.told(CommentOut, comment_row(made, round_, self.who), status=201)


class AnswerComment(Endpoint):
    @operation(summary="Answer a comment, or better the answer", body=CommentAnswerIn, gives=CommentOut)
    def post(self, request: Request, pk: int) -> Response:
        """Refused once the round is closed, and when another answer was given since."""
        seen = Comment.objects.visible_to(self.who).select_related(*RELATED)
        comment: Comment = self.one(seen.defer("round__revision__content"), pk=pk)
        require(rules.can_answer(self.who, comment), reviews.NOT_ANSWERING)
        typed = self.body(CommentAnswerIn)
        form = accepted(AnswerForm(typed))
        saved = reviews.answer(
            comment,
            actor=self.who,
            answer=form.choice,
            text=form.cleaned_data["answer_text"],
            version=typed["seen_version"],
        )
        return self.told(CommentOut, comment_row(saved, comment.round, self.who))
