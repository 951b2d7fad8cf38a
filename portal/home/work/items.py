"""One thing to do, and how it is told."""

from dataclasses import dataclass
from datetime import date

from commitments.letters.board.selectors import BoardRow
from lib import clock
from lib.text.formats import tanggal


@dataclass(frozen=True)
class WorkItem:
    """`due_kind` is a status kind of the look: warn, bad or wait; the first item carries the button.
    `count`: how many rows the address opens, where the title says a number of them."""

    title: str
    text: str
    url: str
    action: str
    due_kind: str = ""
    due: str = ""
    count: int | None = None


def days_text(day: date) -> str:
    left = (day - clock.today()).days
    if left == 0:
        return f"hari ini, {tanggal(day)}"
    return f"{tanggal(day)} ({f'{left} hari lagi' if left > 0 else f'lewat {-left} hari'})"


def names(rows: list[BoardRow], most: int = 4) -> str:
    shown = [row.opd.short_name for row in rows[:most]]
    rest = len(rows) - len(shown)
    return ", ".join(shown) + (f" dan {rest} OPD lain" if rest else "")
