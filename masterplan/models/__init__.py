from masterplan.models.plan import Book, Chapter, FundingSource, Horizon, Masterplan, Section
from masterplan.models.programme import Indicator, Programme, ProgrammeYear
from masterplan.models.revision import Comment, Export, ReviewRound, Revision

__all__ = [
    "Book",
    "Chapter",
    "Comment",
    "Export",
    "FundingSource",
    "Horizon",
    "Indicator",
    "Masterplan",
    "Programme",
    "ProgrammeYear",
    "ReviewRound",
    "Revision",
    "Section",
]
