"""Page-shaped reads of a review: its comments, how far the answers are, and where each comment belongs."""

from masterplan.models import Comment


def answer_seen(comment: Comment) -> str:
    """Names the answer a page shows; empty while there is none."""
    return comment.answered_at.isoformat() if comment.answered_at else ""
