"""The text a simple form edits.

A blank line parts blocks; `# ` and `## ` open a heading, `- ` a bullet, `1. ` a numbered item; `**kuat**` and
`*miring*` mark words; a backslash takes a sign literally."""

import re
from collections.abc import Iterable, Iterator, Sequence

from lib.text.spelling import PRIVATE_BULLET, nfc
from masterplan.sections.body.ids import derived_id, reused_ids
from masterplan.sections.body.marks import (
    SPACES,
    parse_inline,
    plain_inline,
    refuse_too_many_signs,
    write_inline,
)
from masterplan.sections.body.schema import (
    BROKEN,
    FORBIDDEN,
    LISTS,
    MAX_BLOCKS,
    MAX_NODES,
    MAX_TEXT,
    MAX_TYPED,
    Doc,
    Node,
    block_text,
    check_body,
    lines_of,
)

LINE_BREAK = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
MAX_ITEMS = MAX_NODES // 3  # an item is three of the parts that are counted
SPACED = "\t\n"  # control characters with a meaning here
SIGNED = "#-0123456789"
HEADING = re.compile(r"(?P<sign>##?)[ \t]+(?P<text>\S.*)")
BULLET = re.compile(r"-[ \t]+(?P<text>\S.*)")
NUMBERED = re.compile(r"[0-9]{1,3}\.[ \t]+(?P<text>\S.*)")
LOOKS_LIKE_SIGN = re.compile(r"\A(?P<before>[0-9]{1,3}(?=\. )|(?=##? )|(?=- ))")


def body_from_text(text: str, previous: Doc | None = None) -> Doc:
    """A body that passes `check_body`, as `read_text` finds it. ValueError when the text is too long."""
    doc = read_text(text, previous)
    check_body(doc)
    return doc


def read_text(text: str, previous: Doc | None = None) -> Doc:
    """What was typed, for the service to check. Invisible characters are dropped. Blocks of `previous` that
    are unchanged or edited in place keep their ids. ValueError when there are too many of them."""
    blocks = _bounded(block for part in _parts(_cleaned(text)) for block in _blocks(part))
    old = [(block["attrs"]["id"], block_text(block)) for block in (previous or {}).get("content", [])]
    ids = reused_ids(old, [block_text(block) for block in blocks])
    for block, identity in zip(blocks, ids, strict=True):
        block["attrs"] = {"id": identity, **block["attrs"]}
    return {"type": "doc", "content": blocks}


def body_from_paragraphs(paragraphs: Sequence[str], seed: str) -> Doc | None:
    """Plain paragraphs, without markup, as a body whose ids depend on `seed` and place alone."""
    taken: set[str] = set()
    blocks = [
        {
            "type": "paragraph",
            "attrs": {"id": derived_id(f"{seed}:{number}", taken)},
            "content": plain_inline(text),
        }
        for number, text in enumerate(paragraphs)
    ]
    doc: Doc = {"type": "doc", "content": blocks}
    check_body(doc)
    return doc if blocks else None


def text_from_body(doc: Doc | None) -> str:
    """What `body_from_text` reads back as the same body; blocks without a letter are left out."""
    written = (_written(block) for block in (doc or {}).get("content", []))
    return "\n\n".join(block for block in written if block)


def passage(before: Doc | None, after: Doc | None) -> tuple[int, str, str]:
    """What a change is about: the number of blocks that stand before it unchanged, and the text there before
    and after, down to the blocks that both end with."""
    old, new = (before or {}).get("content", []), (after or {}).get("content", [])
    shorter = min(len(old), len(new))
    start = next((at for at in range(shorter) if old[at] != new[at]), shorter)
    rest = shorter - start
    end = next((back for back in range(rest) if old[-1 - back] != new[-1 - back]), rest)
    was, became = (text_from_body({"content": part[start : len(part) - end]}) for part in (old, new))
    return start, was, became


def _bounded(made: Iterator[Node]) -> list[Node]:
    """Stops at the first block that is too many: what is refused in the end is not read to the end."""
    blocks: list[Node] = []
    items = 0
    for block in made:
        blocks.append(block)
        items += len(block["content"]) if block["type"] in LISTS else 0
        if len(blocks) > MAX_BLOCKS:
            raise ValueError(f"naskah berisi lebih dari {MAX_BLOCKS} blok")
        if items > MAX_ITEMS:
            raise ValueError(f"naskah berisi lebih dari {MAX_NODES} bagian")
    return blocks


def _cleaned(text: str) -> str:
    if len(text) > MAX_TYPED:
        raise ValueError(f"naskah lebih panjang dari {MAX_TEXT} huruf")
    refuse_too_many_signs(text)
    if BROKEN in text:
        raise ValueError("naskah memuat tanda ganti huruf yang rusak (U+FFFD); ketik ulang katanya")
    lines = PRIVATE_BULLET.sub("- ", LINE_BREAK.sub("\n", text))
    cleaned = FORBIDDEN.sub(lambda found: found[0] if found[0] in SPACED else "", lines)
    return nfc(cleaned)


def _parts(text: str) -> list[list[str]]:
    """Groups of lines between blank ones."""
    parts: list[list[str]] = [[]]
    for line in text.split("\n"):
        if line.strip():
            parts[-1].append(line)
        elif parts[-1]:
            parts.append([])
    return [part for part in parts if part]


def _blocks(lines: Iterable[str]) -> Iterator[Node]:
    """A heading is a block of its own; lines of one kind that follow each other are one block. An indented
    line goes on with the item above."""
    kind, texts = "", list[str]()
    for raw in lines:
        line_kind, text = _line(raw)
        if line_kind == "paragraph" and raw[0] in SPACES and kind in LISTS:
            texts[-1] += f" {text}"
            continue
        if texts and (line_kind != kind or kind.startswith("#")):
            yield _block(kind, texts)
            texts = []
        kind = line_kind
        texts.append(text)
        if len(texts) > MAX_ITEMS and kind in LISTS:
            break  # too many already; the block says so
    yield _block(kind, texts)


def _line(raw: str) -> tuple[str, str]:
    line = raw.strip(SPACES)
    if line[0] not in SIGNED:
        return "paragraph", line
    if found := HEADING.fullmatch(line):
        return found["sign"], found["text"]
    for kind, shape in (("bullet_list", BULLET), ("ordered_list", NUMBERED)):
        if found := shape.fullmatch(line):
            return kind, found["text"]
    return "paragraph", line


def _block(kind: str, texts: list[str]) -> Node:
    if kind in LISTS:
        return {"type": kind, "attrs": {}, "content": [_item(text) for text in texts]}
    inline = parse_inline(" ".join(texts))
    if kind.startswith("#"):
        return {"type": "heading", "attrs": {"level": len(kind)}, "content": inline}
    return {"type": "paragraph", "attrs": {}, "content": inline}


def _item(text: str) -> Node:
    return {"type": "list_item", "content": [{"type": "paragraph", "content": parse_inline(text)}]}


def _written(block: Node) -> str:
    lines = [line for part in lines_of(block) if (line := write_inline(part)).strip()]
    match block["type"]:
        case "bullet_list":
            return "\n".join(f"- {line}" for line in lines)
        case "ordered_list":
            return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, start=1))
        case "heading":
            return f"{'#' * block['attrs']['level']} {lines[0]}" if lines else ""
        case _:
            return LOOKS_LIKE_SIGN.sub(r"\g<before>\\", lines[0], count=1) if lines else ""
