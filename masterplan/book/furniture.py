"""What every page of an edition shares: titles, version line, marks, the cloth of cover and openers."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from lib.pdf.qr import QrCode, qr_code
from lib.text.formats import group_hash, hari_tanggal, jam, tanggal
from masterplan.book.document import Document, Edition
from masterplan.book.drawing import Dot, Label, Stroke, number, sawtooth, spread

TITLE_LINE, TITLE_LINES = 19, 4
"""Letters on a line of the cover in its large type, and the lines it has room for."""


@dataclass(frozen=True)
class Ornament:
    """Warps and one thread as strokes, drawn in order: what comes later covers what came before."""

    strokes: tuple[Stroke, ...]
    labels: tuple[Label, ...]
    dots: tuple[Dot, ...]
    edge: str


@dataclass(frozen=True)
class Furniture:
    """Words and marks of one edition. version_line stands at the foot of every page."""

    title: str
    title_lines: tuple[str, ...]
    long_title: bool
    years: str
    region: str
    province: str
    capital: str
    draft: bool
    illustrative: bool
    label: str
    frozen_on: str
    frozen_at: str
    final_on: str
    version_line: str
    hash_groups: tuple[str, ...]
    chain_groups: tuple[str, ...]
    token: str
    qr: QrCode
    verify_at: str
    publisher: str
    ministry: str


def furniture(content: Document, edition: Edition) -> Furniture:
    plan, region = content["masterplan"], content["region"]
    leading = content["cycle"]["leading_office"]
    offices = {opd["code"]: opd["official_name"] for opd in content["opds"]}
    lines = title_lines(plan["title"], region["name"])
    frozen_on = tanggal(edition["frozen_at"])
    return Furniture(
        title=plan["title"],
        title_lines=lines,
        long_title=len(lines) > TITLE_LINES or max(map(len, lines)) > TITLE_LINE,
        years=f"{plan['valid_from']}–{plan['valid_to']}",
        region=region["name"],
        province=region["province"],
        capital=region["capital"],
        draft=not edition["is_final"],
        illustrative=bool(edition["illustrative"]),
        label=edition["label"],
        frozen_on=frozen_on,
        frozen_at=f"{hari_tanggal(edition['frozen_at'])}, pukul {jam(edition['frozen_at'])}",
        final_on=hari_tanggal(edition["final_on"]) if edition["final_on"] else "",
        version_line=_version_line(edition, frozen_on),
        hash_groups=tuple(group_hash(edition["sha256"])),
        chain_groups=tuple(group_hash(edition["chain_head"])),
        token=edition["token"],
        qr=qr_code(edition["verify_url"]),
        verify_at=lookup_address(edition["verify_url"]),
        publisher=offices.get(leading, leading),
        ministry=content["cycle"]["ministry"]["name"] if content["cycle"]["ministry"] else "",
    )


def title_lines(title: str, region: str) -> tuple[str, ...]:
    """The title of the cover in lines; the region's name starts its own."""
    head = title.removesuffix(region).strip() if title.endswith(region) else title
    tail = region if head != title else ""
    narrow = 12 if len(head) <= 2 * 12 else TITLE_LINE  # a short head looks better as a tall block
    lines = textwrap.wrap(head, narrow, break_long_words=False)
    return (*lines, *textwrap.wrap(tail, TITLE_LINE, break_long_words=False))


def lookup_address(verify_url: str) -> str:
    """The page a code is typed into, as a person would type it: portal.example/v."""
    address = verify_url.rpartition("/")[0].lower()
    return address.removeprefix("https://").removeprefix("http://")


def _version_line(edition: Edition, frozen_on: str) -> str:
    groups = group_hash(edition["sha256"])
    parts = [
        f"{'' if edition['is_final'] else 'DRAF '}{edition['label']}",
        frozen_on,
        f"{groups[0]} {groups[1]} … {groups[-1]}",
    ]
    return " · ".join([*parts, "data ilustrasi"] if edition["illustrative"] else parts)


def cover_ornament(years: Sequence[int], wefts: int) -> Ornament:
    """Years are warps, dimensions wefts, the last but one weft is the thread; they pass over and under."""
    xs = spread(len(years), 31.0, 178.6)
    ys = spread(max(wefts, 2), 28.0, 88.0)
    thread = len(ys) - 2 if len(ys) > 1 else 0
    drawn = [
        _stroke(0 if row == thread else 23.6, y, 210 if row == thread else 186, y, _weft(row == thread))
        for row, y in enumerate(ys)
    ]
    drawn += [_stroke(x, 20, x, 98, "warp") for x in xs]
    for row, y in enumerate(ys):
        for column, x in enumerate(xs):
            over = (row + column) % 2 == 0
            if over:
                drawn.append(_stroke(x, y - 1.65, x, y + 1.65, "gap-warp"))
                drawn.append(_stroke(x - 5.2, y, x + 5.2, y, _weft(row == thread)))
            else:
                drawn.append(_stroke(x - 2, y, x - 1.1, y, "gap-weft"))
                drawn.append(_stroke(x + 1.1, y, x + 2, y, "gap-weft"))
    size = "3" if len(years) <= 12 else "2"
    labels = tuple(
        Label(number(x), "104.5", str(year), size, "warp", "middle")
        for x, year in zip(xs, years, strict=True)
    )
    return Ornament(tuple(drawn), labels, (), sawtooth(210, 6.05, 1.05, 35))


def _weft(red: bool) -> str:
    return "thread" if red else "weft"


def _stroke(x1: float, y1: float, x2: float, y2: float, role: str) -> Stroke:
    return Stroke(number(x1), number(y1), number(x2), number(y2), role)


def chapter_ornament(numbers: Sequence[str], here: str) -> Ornament:
    """Chapters of the book are warps; the thread passes over and under them and has its knot at this one."""
    step = min(37.0, 148.0 / max(len(numbers) - 1, 1))
    drawn: list[Stroke] = [_stroke(0, 44, 210, 44, "thread")]
    labels: list[Label] = []
    dots: list[Dot] = []
    for position, roman in enumerate(numbers):
        x = 26 + step * position
        role = "here" if roman == here else "warp"
        if position % 2:
            drawn.append(_stroke(x - 2.4, 44, x + 2.4, 44, "gap"))
            drawn.append(_stroke(x, 6, x, 82, role))
        else:
            drawn.append(_stroke(x, 6, x, 41.9, role))
            drawn.append(_stroke(x, 46.1, x, 82, role))
        if roman == here:
            dots += [Dot(number(x), "44", "4.4", "gap"), Dot(number(x), "44", "3.3", "knot")]
        labels.append(Label(number(x), "91", roman, "5" if roman == here else "4", role, "middle"))
    return Ornament(tuple(drawn), tuple(labels), tuple(dots), sawtooth(210, 6.3, 9.9, 35))


def keyword_thread(keywords: Sequence[str]) -> Ornament:
    """The words of the vision as knots of the thread on the back cover."""
    xs = [27 + min(35.0, 148.0 / max(len(keywords), 1)) * position for position in range(len(keywords))]
    dots = [Dot(number(x), "10", "2.4", "knot" if position == 0 else "open") for position, x in enumerate(xs)]
    labels = [Label(number(x - 2.4), "19", word, "4", "word") for x, word in zip(xs, keywords, strict=True)]
    return Ornament(
        (_stroke(26, 10, 210, 10, "thread"),), tuple(labels), tuple(dots), sawtooth(210, 6.05, 1.05, 35)
    )
