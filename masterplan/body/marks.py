"""Inline text: `**kuat**` and `*miring*` to marked runs and back.

Stars toggle: one *em*, two *strong*, three both. So any row of runs can be written by the difference between
neighbours, and what was written reads back the same. A star that opens or closes nothing is a star."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TypeAlias

from masterplan.body.schema import MARKS, Node

Marks: TypeAlias = frozenset[str]
Runs: TypeAlias = list[tuple[str, Marks]]

PLAIN: Marks = frozenset()
SPACES = " \t\n\r"  # others, a non-breaking space above all, are letters here
WORD_OR_GAP = re.compile(r"[ \t\n\r]+|[^ \t\n\r]+")
TOKEN = re.compile(r"\\[\\*#.\-]|\*+|[^\\*]+|\\")
STARS: dict[int, tuple[str, ...]] = {1: ("em",), 2: ("strong",), 3: ("strong", "em")}


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
            active ^= {piece.toggles}
        else:
            runs.append((piece.text, active))
    return _nodes(runs)


def plain_inline(text: str) -> list[Node]:
    """The same normal form for text without markup: stars are stars."""
    return _nodes([(text, PLAIN)])


def _pieces(text: str) -> list[_Piece]:
    pieces: list[_Piece] = []
    active: set[str] = set()
    for found in TOKEN.finditer(text):
        token = found[0]
        if token.startswith("*"):
            can_open, can_close = _is_ink(text, found.end()), _is_ink(text, found.start() - 1)
            pieces += _toggles(token, active, can_open=can_open, can_close=can_close)
        else:
            pieces.append(_Piece(token[1] if len(token) == 2 and token[0] == "\\" else token))
    return pieces


def _is_ink(text: str, position: int) -> bool:
    return 0 <= position < len(text) and text[position] not in SPACES


def _toggles(stars: str, active: set[str], *, can_open: bool, can_close: bool) -> list[_Piece]:
    pieces = []
    for mark in STARS.get(len(stars), ()):
        if can_close if mark in active else can_open:
            active ^= {mark}
            pieces.append(_Piece("*" * (2 if mark == "strong" else 1), mark))
        else:
            pieces.append(_Piece("*" * (2 if mark == "strong" else 1)))
    return pieces or [_Piece(stars)]


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
        text = unicodedata.normalize("NFC", "".join(word for word, _ in group))
        node: Node = {"type": "text", "text": text}
        if marks:
            node["marks"] = [{"type": mark} for mark in MARKS if mark in marks]
        nodes.append(node)
    return nodes


def _spaced(runs: Runs) -> Runs:
    """One space for each run of white space, carrying only the marks of both neighbours, so that no run of
    marked text begins or ends with a space."""
    words: Runs = []
    gap = False
    for text, marks in runs:
        for word in WORD_OR_GAP.findall(text):
            if word[0] in SPACES:
                gap = bool(words)
                continue
            if gap:
                words.append((" ", marks & words[-1][1]))
                gap = False
            words.append((word, marks))
    return words


def write_inline(nodes: Sequence[Node]) -> str:
    """The text that `parse_inline` reads back as these nodes, once they are in normal form."""
    runs = [(node["text"], _marks_of(node)) for node in nodes]
    written = []
    before = PLAIN
    for marks, group in groupby(_spaced(runs), key=itemgetter(1)):
        text = "".join(word for word, _ in group)
        written += [_stars(before ^ marks), re.sub(r"([\\*])", r"\\\1", text)]
        before = marks
    return unicodedata.normalize("NFC", "".join(written) + _stars(before))


def _marks_of(node: Node) -> Marks:
    return frozenset(mark["type"] for mark in node.get("marks", []))


def _stars(changed: Iterable[str]) -> str:
    return "*" * sum(2 if mark == "strong" else 1 for mark in changed)
