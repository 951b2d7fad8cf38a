"""QR codes as numbers for a template: a size and the path of an SVG."""

from dataclasses import dataclass

import segno


@dataclass(frozen=True)
class QrCode:
    """Both fields are ready for an SVG: viewBox="0 0 size size", path d="path"."""

    size: str
    path: str


def qr_code(text: str) -> QrCode:
    """The code of a text. Upper-case addresses give fewer and larger modules."""
    matrix = segno.make(text, error="m", micro=False, boost_error=False).matrix
    runs = []
    for y, row in enumerate(matrix):
        x = 0
        while x < len(row):
            width = 0
            while x + width < len(row) and row[x + width]:
                width += 1
            if width:
                runs.append(f"M{x} {y}h{width}v1H{x}z")
            x += max(width, 1)
    return QrCode(str(len(matrix)), "".join(runs))
