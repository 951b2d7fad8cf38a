"""Page-shaped reads of a review: its comments, how far the answers are, what was reviewed before."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from lib.access import Actor
from lib.threads.models import ThreadState
from lib.threads.selectors import messages
from masterplan.programmes.models import Programme
from masterplan.sections.models import Section
from masterplan.versions.models import Revision
from masterplan.versions.rounds import rules
from masterplan.versions.rounds.models import Comment, ReviewRound


@dataclass(frozen=True)
class Answered:
    """How many comments of a round a person may see, and how many of them have their answer."""

    total: int = 0
    answered: int = 0

    @property
    def open(self) -> int:
        return self.total - self.answered


def answered_by_round(rounds: Iterable[int], actor: Actor) -> dict[int, Answered]:
    """One query; a round without a visible comment is left out."""
    rows = Comment.objects.visible_to(actor).filter(round__in=rounds).order_by().values("round")
    counted = rows.annotate(total=Count("pk"), done=Count("pk", filter=Q(thread__state=ThreadState.CLOSED)))
    return {row["round"]: Answered(row["total"], row["done"]) for row in counted}


@dataclass(frozen=True)
class CommentRow:
    """One comment with what it is about, as the frozen version names it."""

    comment: Comment
    about: str
    code: str
    kind: str
    can_answer: bool


def comment_rows(round_: ReviewRound, actor: Actor) -> list[CommentRow]:
    """The comments a person may see, newest first. Two queries; `round_` carries its revision and plan."""
    rows = (
        Comment.objects.visible_to(actor)
        .filter(round=round_)
        .select_related("section__chapter", "programme", "thread")
        .prefetch_related(messages("thread__messages"))
        .order_by("-thread__number")
    )
    return [comment_row(comment, round_, actor) for comment in rows]


def comment_row(comment: Comment, round_: ReviewRound, actor: Actor) -> CommentRow:
    comment.round = round_
    about = comment.section or comment.programme
    return CommentRow(
        comment=comment,
        about=_section_label(comment) if comment.section else str(about),
        code=about.code if about else "",
        kind="section" if comment.section else "programme",
        can_answer=rules.can_answer(actor, comment),
    )


def _section_label(comment: Comment) -> str:
    section = comment.section
    if section is None:
        return ""
    number = section.chapter.number
    return f"{f'BAB {number}.' if number else ''}{section.letter} {section.title}"


def comment_target(revision: Revision, on: str) -> dict[str, Any]:
    """The row "section:B1-1-1" or "programme:P-ENV-01" names, as the service takes it; none when unknown."""
    kind, _, code = on.partition(":")
    plan = revision.masterplan_id
    if kind == "section":
        return {"section": Section.objects.filter(chapter__book__masterplan=plan, code=code).first()}
    if kind == "programme":
        return {"programme": Programme.objects.filter(masterplan=plan, code=code).first()}
    return {}


def reviewed_before(revision: Revision, actor: Actor) -> Revision | None:
    """The newest earlier version that went through a round, else the one directly before."""
    earlier = Revision.objects.visible_to(actor).filter(
        masterplan=revision.masterplan_id, number__lt=revision.number
    )
    newest = earlier.order_by("-number").defer("content")
    before: Revision | None = newest.filter(rounds__isnull=False).first() or newest.first()
    return before
