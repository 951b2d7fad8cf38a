"""When a revision may change its state: a table. And when a section can be written at all."""

from lib.errors import Conflict
from masterplan.sections.models import Section


def require_prose(section: Section) -> None:
    """A live table follows the data; there is no text to write."""
    if section.is_live:
        raise Conflict("Bagian ini berupa tabel yang mengikuti data; tidak ada teks yang ditulis.")
