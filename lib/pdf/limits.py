"""What a page may hold, checked before anything is laid out. lib.pdf.process limits time and memory."""

from typing import Any, Protocol

from lib.pdf.errors import RenderRefused

MAX_BYTES = 16 * 1024 * 1024
MAX_DEPTH = 64
# Elements that load something, run something or multiply themselves. No page of ours needs one.
REFUSED = frozenset({"script", "iframe", "object", "embed", "base", "use", "foreignObject"})


class Element(Protocol):
    tag: Any

    def __iter__(self) -> Any: ...


def check_size(html: str) -> None:
    """Raise RenderRefused when the page is larger than MAX_BYTES."""
    size = len(html.encode())
    if size > MAX_BYTES:
        raise RenderRefused(
            f"Naskah terlalu besar untuk dicetak: {size // 1024} KB, batasnya {MAX_BYTES // 1024} KB."
        )


def check_tree(root: Element) -> None:
    """Raise RenderRefused when an element is nested too deep or not allowed."""
    # A list instead of a recursion: the walk itself must not fail on a page nested too deep.
    waiting: list[tuple[Element, int]] = [(root, 1)]
    while waiting:
        element, depth = waiting.pop()
        name = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
        if depth > MAX_DEPTH:
            raise RenderRefused(f"Naskah bersarang lebih dari {MAX_DEPTH} tingkat dan tidak dapat dicetak.")
        if name in REFUSED:
            raise RenderRefused(f"Naskah memuat unsur <{name}> yang tidak dicetak.")
        waiting.extend((child, depth + 1) for child in element)
