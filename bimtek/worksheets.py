"""The worksheets of the workshops, in the order of the document: nouns, each with its part and its table."""

from lib.documents import Part

WORKSHEETS: tuple[Part, ...] = ()
