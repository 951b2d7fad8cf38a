"""Shapes of an SVG as text numbers, in millimetres; a template only places them."""

from collections.abc import Iterable
from dataclasses import dataclass

# Widths of letters in parts of the type size, rounded up so that a line never runs into its neighbour.
_NARROW = frozenset("iljt.,:;|!'()[] fr-/")
_WIDE = frozenset("mwMW@%–")
_NARROW_EM, _LOWER_EM, _UPPER_EM, _WIDE_EM = 0.32, 0.5, 0.64, 0.86


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
    """An upper estimate of the width of a text in the table face."""
    width = 0.0
    for sign in text:
        if sign in _NARROW:
            width += _NARROW_EM
        elif sign in _WIDE:
            width += _WIDE_EM
        else:
            width += _UPPER_EM if sign.isupper() else _LOWER_EM
    return width * size


def wrap(text: str, width: float, size: float, lines: int = 2) -> list[str]:
    """Lines that fit the width; what does not fit the last line ends with an ellipsis."""
    wrapped: list[str] = []
    words = text.split()
    while words and len(wrapped) < lines:
        taken = _fitting(words, width, size)
        wrapped.append(" ".join(words[:taken]))
        words = words[taken:]
    if words:
        wrapped[-1] = _shortened([*wrapped[-1].split(), *words], width, size)
    return wrapped or [""]


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
