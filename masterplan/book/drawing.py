"""Shapes of an SVG as text numbers, in millimetres; a template only places them."""

from collections.abc import Iterable
from dataclasses import dataclass

# Widths of the letters of the table face (regular), in thousandths of the type size, rounded up.
_WIDTHS = {
    200: " ",
    260: "',.:;ijl|·",
    280: "I",
    300: "!f",
    320: "()-[]{}",
    340: "t",
    360: "/\\r",
    380: "²",
    420: "*s",
    440: '"?z“”',
    460: "cx",
    480: "JYvy–",
    500: "#$+0123456789<=>FL^_ek~é",
    520: "VXag",
    540: "ESTZ",
    560: "A`bdhnopqu",
    580: "CKPR",
    600: "B",
    620: "&DG",
    660: "HNU",
    680: "OQ",
    720: "w",
    740: "M",
    800: "W",
    840: "%m",
    860: "@",
}
_WIDTH_OF = {letter: width for width, letters in _WIDTHS.items() for letter in letters}
_UNKNOWN_WIDTH = 900


@dataclass(frozen=True)
class Label:
    """size in millimetres; anchor start, middle or end; role names the colour and weight."""

    x: str
    y: str
    text: str
    size: str
    role: str
    anchor: str = "start"


@dataclass(frozen=True)
class Stroke:
    """A straight line; role names its colour and weight."""

    x1: str
    y1: str
    x2: str
    y2: str
    role: str


@dataclass(frozen=True)
class Bar:
    x: str
    y: str
    width: str
    height: str
    role: str


@dataclass(frozen=True)
class Dot:
    x: str
    y: str
    radius: str
    role: str


def number(value: float) -> str:
    """A coordinate: at most two decimals, decimal point, nothing localised."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def text_width(text: str, size: float) -> float:
    """The width of a text in the table face, rather too wide than too narrow."""
    return sum(_WIDTH_OF.get(letter, _UNKNOWN_WIDTH) for letter in text) * size / 1000


# What stands on one line alone, the short name of an office, has a margin beside it.
ALONE = 1.25


def wrap(text: str, width: float, size: float, lines: int = 2) -> list[str]:
    """Lines that fit the width; what does not fit the last line ends with an ellipsis.

    A word longer than a line goes on in the next one.
    """
    wrapped: list[str] = []
    room = width if lines > 1 else width * ALONE
    words = [piece for word in text.split() for piece in _pieces(word, room, size)]
    while words and len(wrapped) < lines:
        taken = _fitting(words, width, size)
        wrapped.append(" ".join(words[:taken]))
        words = words[taken:]
    if words:
        wrapped[-1] = _shortened([*wrapped[-1].split(), *words], width, size)
    return wrapped or [""]


def _pieces(word: str, width: float, size: float) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and text_width(pieces[-1] + letter, size) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def _fitting(words: list[str], width: float, size: float) -> int:
    taken = 1
    while taken < len(words) and text_width(" ".join(words[: taken + 1]), size) <= width:
        taken += 1
    return taken


def _shortened(words: list[str], width: float, size: float) -> str:
    while len(words) > 1 and text_width(" ".join(words) + " …", size) > width:
        words = words[:-1]
    return " ".join(words) + " …"


def sawtooth(width: float, base: float, tip: float, teeth: int) -> str:
    """The tumpal edge as a path: a row of triangles from base to tip and back."""
    half = width / teeth / 2
    points = [f"M0 {number(base)}"]
    for tooth in range(teeth):
        points.append(f"L{number((2 * tooth + 1) * half)} {number(tip)}")
        points.append(f"L{number((2 * tooth + 2) * half)} {number(base)}")
    return "".join(points) + "Z"


def spread(count: int, first: float, last: float) -> list[float]:
    """count positions from first to last at equal distances; one stands in the middle."""
    if count == 1:
        return [(first + last) / 2]
    step = (last - first) / (count - 1)
    return [first + step * position for position in range(count)]


def strokes(lines: Iterable[tuple[float, float, float, float]], role: str) -> tuple[Stroke, ...]:
    return tuple(Stroke(number(x1), number(y1), number(x2), number(y2), role) for x1, y1, x2, y2 in lines)
