"""Inline text: `**kuat**` and `*miring*` to marked runs and back.

Stars toggle: one *em*, two *strong*, three both. So any row of runs can be written by the difference between
neighbours, and what was written reads back the same. A star that opens or closes nothing is a star."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from operator import itemgetter
from typing import TypeAlias

from lib.text.spelling import nfc
from masterplan.sections.body.schema import MARKS, MAX_NODES, Node

Marks: TypeAlias = frozenset[str]
Runs: TypeAlias = list[tuple[str, Marks]]

PLAIN: Marks = frozenset()
STATES: tuple[Marks, ...] = (PLAIN, frozenset({"em"}), frozenset({"strong"}), frozenset({"em", "strong"}))
TOGGLED: dict[tuple[Marks, str], Marks] = {
    (state, mark): state ^ {mark} for state in STATES for mark in MARKS
}
SPACES = " \t\n\r"  # others, a non-breaking space above all, are letters here
GAP = re.compile(r"[\t\n\r][ \t\n\r]*| [ \t\n\r]+")  # all but the single space, which stays as it is
ESCAPED = re.compile(r"\\([\\*#.\-])")
# Letters, with every star among them that can neither open nor close, or stars that perhaps can.
# In bounded runs, since a possessive group, which would need no bound, loses its way in Python before 3.11.5.
TOKEN = re.compile(r"(?:[^\\*]+|\\[\\*#.\-]|\\|\*{4,}|(?<![^ \t\n\r])\*{1,3}(?=[ \t\n\r]|\Z)){1,500}|\*{1,3}")
STARS: dict[str, tuple[tuple[str, str], ...]] = {
    "*": (("em", "*"),),
    "**": (("strong", "**"),),
    "***": (("strong", "**"), ("em", "*")),
}


@dataclass(slots=True)
class _Piece:
    """Letters, or a toggle that still may turn out to be stars."""

    text: str
    toggles: str = ""


def parse_inline(text: str) -> list[Node]:
    """Text nodes in normal form: runs of white space are one space, none at the ends, equal marks merged."""
    runs: Runs = []
    active = PLAIN
    for piece in _balanced(_pieces(text)):
        if piece.toggles:
            active = TOGGLED[active, piece.toggles]
        else:
            runs.append((piece.text, active))
    return _nodes(runs)


def plain_inline(text: str) -> list[Node]:
    """The same normal form for text without markup: stars are stars."""
    return _nodes([(text, PLAIN)])


def refuse_too_many_signs(text: str) -> None:
    """Every star is looked at by itself; no text means so many."""
    if text.count("*") <= MAX_NODES:
        return
    signs = (found for found in TOKEN.finditer(text) if found[0] in STARS)
    if next(islice(signs, MAX_NODES, None), None):
        raise ValueError(f"naskah memuat lebih dari {MAX_NODES} tanda bintang")


def _pieces(text: str) -> list[_Piece]:
    pieces: list[_Piece] = []
    active = PLAIN
    for found in TOKEN.finditer(text):
        token = found[0]
        if token not in STARS:
            pieces.append(_Piece(ESCAPED.sub(r"\1", token) if "\\" in token else token))
            continue
        start, end = found.span()
        can_open = end < len(text) and text[end] not in SPACES
        can_close = start > 0 and text[start - 1] not in SPACES
        for mark, sign in STARS[token]:
            if can_close if mark in active else can_open:
                active = TOGGLED[active, mark]
                pieces.append(_Piece(sign, mark))
            else:
                pieces.append(_Piece(sign))
    return pieces


def _balanced(pieces: list[_Piece]) -> list[_Piece]:
    """A mark still open at the end never was one."""
    for mark in MARKS:
        toggles = [piece for piece in pieces if piece.toggles == mark]
        if len(toggles) % 2:
            toggles[-1].toggles = ""
    return pieces


def _nodes(runs: Runs) -> list[Node]:
    nodes: list[Node] = []
    for marks, group in groupby(_spaced(runs), key=itemgetter(1)):
        text = nfc("".join([word for word, _ in group]))
        node: Node = {"type": "text", "text": text}
        if marks:
            node["marks"] = [{"type": mark} for mark in MARKS if mark in marks]
        nodes.append(node)
    return nodes


def _spaced(runs: Runs) -> Runs:
    """One space for each run of white space, carrying only the marks of both neighbours, so that no run of
    marked text begins or ends with a space."""
    found: Runs = []
    gap = False
    for text, marks in runs:
        ink = text.strip(SPACES)
        if not ink:
            gap = gap or bool(text and found)
            continue
        if found and (gap or text[0] in SPACES):
            found.append((" ", marks & found[-1][1]))
        found.append((GAP.sub(" ", ink), marks))
        gap = text[-1] in SPACES
    return found


def write_inline(nodes: Sequence[Node]) -> str:
    """The text that `parse_inline` reads back as these nodes, once they are in normal form."""
    runs = [(node["text"], _marks_of(node)) for node in nodes]
    written = []
    before = PLAIN
    for marks, group in groupby(_spaced(runs), key=itemgetter(1)):
        text = "".join(word for word, _ in group)
        written += [_stars(before ^ marks), text.replace("\\", "\\\\").replace("*", "\\*")]
        before = marks
    return nfc("".join(written) + _stars(before))


def _marks_of(node: Node) -> Marks:
    return frozenset(mark["type"] for mark in node.get("marks", []))


def _stars(changed: Iterable[str]) -> str:
    return "*" * sum(2 if mark == "strong" else 1 for mark in changed)
