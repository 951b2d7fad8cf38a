"""Django looks for the tables of an app here; each stands in the folder of its noun."""

from masterplan.plan.models import FundingSource, Horizon, Masterplan
from masterplan.programmes.models import Indicator, Money, Programme, Target
from masterplan.sections.models import Book, Chapter, Section
from masterplan.versions.files.models import Export
from masterplan.versions.models import Revision
from masterplan.versions.rounds.models import Comment, ReviewRound

__all__ = [
    "Book",
    "Chapter",
    "Comment",
    "Export",
    "FundingSource",
    "Horizon",
    "Indicator",
    "Masterplan",
    "Money",
    "Programme",
    "ReviewRound",
    "Revision",
    "Section",
    "Target",
]
