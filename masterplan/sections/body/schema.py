"""What a body may hold, checked before anything is stored. Names are those of prosemirror-schema-basic and
-list."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from lib.text.spelling import UNSEEN_LETTER, is_nfc

Doc: TypeAlias = dict[str, Any]
Node: TypeAlias = dict[str, Any]

LISTS = ("bullet_list", "ordered_list")
MARKS = ("strong", "em")  # also the order in which they are stored
MAX_BLOCKS = 1_000
MAX_NODES = 20_000
MAX_TEXT = 200_000
MAX_TYPED = 3 * MAX_TEXT  # with a backslash before every letter and signs around every word

BLOCK_ID = re.compile(r"[0-9a-f]{8}")
BROKEN = "\ufffd"  # what a program puts in place of a letter it could not read
FORBIDDEN = re.compile(
    f"[\x00-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff{BROKEN}\ufffe\uffff]|{UNSEEN_LETTER.pattern}"
)


def check_body(doc: object) -> None:
    """ValueError with an Indonesian reason unless `doc` is exactly what the schema allows. Never recurses, so
    nesting cannot hurt it."""
    top = _members(doc, "doc", {"type", "content"}, "naskah")
    blocks = _content(top, "naskah")
    if len(blocks) > MAX_BLOCKS:
        raise ValueError(f"naskah berisi lebih dari {MAX_BLOCKS} blok")
    seen: set[str] = set()
    budget = _Budget()
    for number, block in enumerate(blocks, start=1):
        place = f"blok {number}"
        identity = _check_block(block, place, budget)
        if identity in seen:
            raise ValueError(f"{place}: id {identity} dipakai dua kali")
        seen.add(identity)


class _Budget:
    """Counts nodes and characters over the whole body."""

    def __init__(self) -> None:
        self.nodes = self.characters = 0

    def spend(self, text: str = "") -> None:
        self.nodes += 1
        self.characters += len(text)
        if self.nodes > MAX_NODES:
            raise ValueError(f"naskah berisi lebih dari {MAX_NODES} bagian")
        if self.characters > MAX_TEXT:
            raise ValueError(f"naskah lebih panjang dari {MAX_TEXT} huruf")


def _check_block(block: object, place: str, budget: _Budget) -> str:
    """Returns the block's id."""
    kind = block.get("type") if isinstance(block, dict) else None
    if kind not in ("paragraph", "heading", *LISTS):
        raise ValueError(f"{place}: jenis {_quoted(kind)} tidak dikenal")
    budget.spend()
    node = _members(block, kind, {"type", "attrs", "content"}, place)
    wanted = {"id", "level"} if kind == "heading" else {"id"}
    attrs = node.get("attrs")
    if not isinstance(attrs, dict) or set(attrs) != wanted:
        raise ValueError(f"{place}: atribut harus tepat {', '.join(sorted(wanted))}")
    if not isinstance(attrs["id"], str) or not BLOCK_ID.fullmatch(attrs["id"]):
        raise ValueError(f"{place}: id harus delapan angka heksadesimal")
    if kind == "heading" and (type(attrs["level"]) is not int or attrs["level"] not in (1, 2)):
        raise ValueError(f"{place}: tingkat judul harus 1 atau 2")
    if kind in LISTS:
        _check_items(node, place, budget)
    else:
        _check_inline(node, place, budget)
    return attrs["id"]


def _check_items(node: Node, place: str, budget: _Budget) -> None:
    items = _content(node, place)
    if not items:
        raise ValueError(f"{place}: daftar tanpa butir")
    for item in items:
        budget.spend()
        members = _members(item, "list_item", {"type", "content"}, place)
        inside = _content(members, place)
        if len(inside) != 1:
            raise ValueError(f"{place}: setiap butir berisi tepat satu paragraf")
        budget.spend()
        _check_inline(_members(inside[0], "paragraph", {"type", "content"}, place), place, budget)


def _check_inline(node: Node, place: str, budget: _Budget) -> None:
    for part in _content(node, place):
        members = _members(part, "text", {"type", "text", "marks"}, place)
        text = members.get("text")
        if not isinstance(text, str) or not text:
            raise ValueError(f"{place}: teks kosong")
        budget.spend(text)
        if found := FORBIDDEN.search(text):
            raise ValueError(f"{place}: memuat huruf tak terlihat U+{ord(found[0]):04X}")
        if not is_nfc(text):
            raise ValueError(f"{place}: teks tidak dalam bentuk NFC")
        _check_marks(members, place)


def _check_marks(members: Node, place: str) -> None:
    if "marks" not in members:
        return
    marks = members["marks"]
    if not isinstance(marks, list) or not marks:
        raise ValueError(f"{place}: daftar penanda kosong")
    kinds = [_members(mark, None, {"type"}, place).get("type") for mark in marks]
    for kind in kinds:
        if kind not in MARKS:
            raise ValueError(f"{place}: penanda {_quoted(kind)} tidak dikenal")
    if len(set(kinds)) != len(kinds):
        raise ValueError(f"{place}: penanda tertulis dua kali")


def _members(node: object, kind: str | None, allowed: set[str], place: str) -> Node:
    """`node` as an object of type `kind` (None: checked by the caller) without unknown members."""
    if not isinstance(node, dict):
        raise ValueError(f"{place}: bentuk tidak dikenal")
    if kind is not None and node.get("type") != kind:
        raise ValueError(f"{place}: jenis {_quoted(node.get('type'))} tidak boleh di sini")
    for name in node:
        if name not in allowed:
            raise ValueError(f"{place}: bagian {_quoted(name)} tidak dikenal")
    return node


def _content(node: Node, place: str) -> list[Any]:
    """ProseMirror leaves `content` out where there is none."""
    content = node.get("content", [])
    if not isinstance(content, list):
        raise ValueError(f"{place}: isi harus berupa daftar")
    return content


def _quoted(name: object) -> str:
    shown = name if isinstance(name, str) else type(name).__name__
    return f"\u201c{FORBIDDEN.sub(' ', shown[:30])}\u201d"


def lines_of(block: Mapping[str, Any]) -> Iterator[list[Node]]:
    """The inline content of a block: one for a paragraph or heading, one per item for a list."""
    if block["type"] in LISTS:
        for item in block["content"]:
            yield item["content"][0].get("content", [])
    else:
        yield block.get("content", [])


def block_text(block: Mapping[str, Any]) -> str:
    """Text without marks, a list item to a line."""
    return "\n".join("".join(part["text"] for part in line) for line in lines_of(block))


def plain_text(doc: Doc | None) -> str:
    """All text without marks, a block or list item to a line; for search, counts and quotes."""
    return "\n".join(block_text(block) for block in (doc or {}).get("content", []))


def is_empty(doc: Doc | None) -> bool:
    """Nothing a reader could see."""
    return not plain_text(doc).strip()
