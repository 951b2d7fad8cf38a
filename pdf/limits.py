"""What a page may ask of the printer. Checked before anything is laid out: layout is where cost explodes."""

from typing import Any, Protocol

from pdf.errors import RenderRefused

MAX_BYTES = 16 * 1024 * 1024
MAX_DEPTH = 64
MAX_COLSPAN = 60
MAX_ROWSPAN = 2000
# Elements that load something, run something or multiply themselves. No page of ours needs one.
REFUSED = frozenset({"script", "iframe", "object", "embed", "base", "use", "foreignObject"})


class Element(Protocol):
    tag: Any
    attrib: dict[str, str]

    def __iter__(self) -> Any: ...


def check_size(html: str) -> None:
    size = len(html.encode())
    if size > MAX_BYTES:
        raise RenderRefused(
            f"Naskah terlalu besar untuk dicetak: {size // 1024} KB, batasnya {MAX_BYTES // 1024} KB."
        )


def check_tree(root: Element) -> None:
    """Refuse what is nested too deep or not allowed, and clamp spans to what a table of ours can have.

    Walks with a list instead of a recursion: a page nested too deep must be refused, not crash the walk.
    """
    waiting: list[tuple[Element, int]] = [(root, 1)]
    while waiting:
        element, depth = waiting.pop()
        if depth > MAX_DEPTH:
            raise RenderRefused(f"Naskah bersarang lebih dari {MAX_DEPTH} tingkat dan tidak dapat dicetak.")
        if _local_name(element) in REFUSED:
            raise RenderRefused(f"Naskah memuat unsur <{_local_name(element)}> yang tidak dicetak.")
        _clamp(element, "colspan", MAX_COLSPAN)
        _clamp(element, "rowspan", MAX_ROWSPAN)
        waiting.extend((child, depth + 1) for child in element)


def _local_name(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _clamp(element: Element, attribute: str, most: int) -> None:
    value = element.attrib.get(attribute, "").strip()
    if value.isdigit() and int(value[:9]) > most:
        element.attrib[attribute] = str(most)
