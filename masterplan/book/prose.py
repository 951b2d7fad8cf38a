"""A section's stored body as plain blocks for a template: headings, paragraphs, lists, runs of text."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Node = Mapping[str, Any]
CODE = re.compile(r"\b[A-Z]{1,4}(?:-[A-Z0-9]+)+\b")
"""Codes such as P-ENV-01 never break over a line."""


@dataclass(frozen=True)
class Run:
    """A piece of text in one style."""

    text: str
    strong: bool = False
    em: bool = False
    code: bool = False

    @property
    def is_plain(self) -> bool:
        return not (self.strong or self.em or self.code)


@dataclass(frozen=True)
class Item:
    number: str
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class ProseBlock:
    """kind: heading (number 1. or a.), paragraph, bullets or numbers (items). flush: no first-line indent."""

    kind: str
    level: int = 0
    number: str = ""
    runs: tuple[Run, ...] = ()
    items: tuple[Item, ...] = ()
    flush: bool = False


def prose(body: Node | None) -> tuple[ProseBlock, ...]:
    """The blocks of a body in order. A node of an unknown kind prints its text as a paragraph."""
    blocks: list[ProseBlock] = []
    numbers = [0, 0]
    for node in (body or {}).get("content", ()):
        if node["type"] == "heading":
            blocks.append(_heading(node, numbers))
        elif node["type"] in ("bullet_list", "ordered_list"):
            blocks.append(_list(node))
        else:
            follows = bool(blocks) and blocks[-1].kind == "paragraph"
            blocks.append(ProseBlock("paragraph", runs=runs(node), flush=not follows))
    return tuple(blocks)


def runs(node: Node) -> tuple[Run, ...]:
    """The text of a node, however deep it lies, cut where the style changes and around codes."""
    return tuple(run for leaf in _leaves(node) for run in _cut(leaf))


def _heading(node: Node, numbers: list[int]) -> ProseBlock:
    """1. for the first level, a. for the second, which starts again under each first."""
    level = 2 if int(node.get("attrs", {}).get("level", 1)) > 1 else 1
    numbers[level - 1] += 1
    if level == 1:
        numbers[1] = 0
        return ProseBlock("heading", 1, f"{numbers[0]}.", runs(node))
    return ProseBlock("heading", 2, f"{chr(ord('a') + (numbers[1] - 1) % 26)}.", runs(node))


def _list(node: Node) -> ProseBlock:
    ordered = node["type"] == "ordered_list"
    items = tuple(
        Item(f"{number})" if ordered else "–", runs(item))
        for number, item in enumerate(node.get("content", ()), start=1)
    )
    return ProseBlock("numbers" if ordered else "bullets", items=items)


def _leaves(node: Node) -> Iterable[Node]:
    """Text nodes in order, with a space where one paragraph of a list item ends and the next begins."""
    if node["type"] == "text":
        yield node
        return
    for position, child in enumerate(node.get("content", ())):
        if position and child["type"] != "text":
            yield {"type": "text", "text": " "}
        yield from _leaves(child)


def _cut(leaf: Node) -> Iterable[Run]:
    marks = {mark["type"] for mark in leaf.get("marks") or ()}
    strong, em = "strong" in marks, "em" in marks
    text, end = str(leaf["text"]), 0
    for found in CODE.finditer(text):
        if found.start() > end:
            yield Run(text[end : found.start()], strong, em)
        yield Run(found.group(), strong, em, code=True)
        end = found.end()
    if text[end:]:
        yield Run(text[end:], strong, em)
