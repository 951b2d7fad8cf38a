"""JSON files as a tree of nodes that know their line.

The standard parser forgets where a value stood, and whoever mends a file needs to know. Reading it here also
lets depth, size and duplicate keys be refused on the way."""

import json
import re
from bisect import bisect_right
from decimal import Decimal
from pathlib import Path

from opd.imports.files import read_bytes
from opd.imports.json_nodes import MISSING, Node, NodeValue
from opd.imports.problems import Report
from opd.imports.values import quoted, refuse_forbidden

MAX_DEPTH = 20
MAX_NODES = 200_000
MAX_EXPONENT = 30

SPACE = re.compile(r"[ \t\r\n]*")
STRING = re.compile(r'"[^"\\\x00-\x1f]*(?:\\.[^"\\\x00-\x1f]*)*"')
NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
WORD = re.compile(r"[A-Za-z_]+")
WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None}


class _SyntaxError(Exception):
    """The text is no JSON from here on."""

    def __init__(self, position: int, reason: str) -> None:
        super().__init__(reason)
        self.position = position


def read_json(folder: Path, name: str, report: Report) -> Node | None:
    """The root node; None after a problem was reported."""
    data = read_bytes(folder, name, report)
    if data is None:
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as refusal:
        line_start = data.rfind(b"\n", 0, refusal.start) + 1
        line = data.count(b"\n", 0, refusal.start) + 1
        where = f"bita ke-{refusal.start - line_start + 1} baris ini 0x{data[refusal.start]:02X}"
        report.problem(name, line, "", f"bukan UTF-8: {where}")
        return None
    return _Parser(name, text, report).root()


class _Parser:
    def __init__(self, name: str, text: str, report: Report) -> None:
        self.name, self.text, self.report = name, text, report
        self.line_starts = [0, *(found.end() for found in re.finditer("\n", text))]
        self.nodes = 0

    def root(self) -> Node | None:
        try:
            node, position = self._value(self._skip(0), "", 0)
            if (rest := self._skip(position)) < len(self.text):
                raise _SyntaxError(rest, "ada isi sesudah akhir data")
        except _SyntaxError as refusal:
            line = self._line(refusal.position)
            column = refusal.position - self.line_starts[line - 1] + 1
            self.report.problem(self.name, line, str(column), f"bukan JSON yang sah: {refusal}")
            return None
        return node

    def _line(self, position: int) -> int:
        return bisect_right(self.line_starts, position)

    def _skip(self, position: int) -> int:
        found = SPACE.match(self.text, position)
        return found.end() if found else position

    def _node(self, position: int, path: str, value: NodeValue) -> Node:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise _SyntaxError(position, f"lebih dari {MAX_NODES} nilai")
        return Node(self.report, self.name, self._line(position), path, value)

    def _value(self, position: int, path: str, depth: int) -> tuple[Node, int]:
        if depth > MAX_DEPTH:
            raise _SyntaxError(position, f"bersarang lebih dari {MAX_DEPTH} tingkat")
        match self.text[position : position + 1]:
            case "{":
                return self._object(position, path, depth)
            case "[":
                return self._array(position, path, depth)
            case '"':
                text, end = self._string(position, path)
                return self._node(position, path, MISSING if text is None else text), end
            case "":
                raise _SyntaxError(position, "data terputus di akhir berkas")
            case _:
                return self._scalar(position, path)

    def _scalar(self, position: int, path: str) -> tuple[Node, int]:
        if found := NUMBER.match(self.text, position):
            exponent = re.search("[eE](.*)", found[0])
            if len(found[0]) > 40 or (exponent and abs(int(exponent[1])) > MAX_EXPONENT):
                raise _SyntaxError(position, "angka terlalu panjang")
            return self._node(position, path, Decimal(found[0])), found.end()
        found = WORD.match(self.text, position)
        if found is None or found[0] not in WORDS:
            told = quoted(found[0] if found else self.text[position])
            raise _SyntaxError(position, f"{told} tidak dikenal di sini")
        return self._node(position, path, WORDS[found[0]]), found.end()

    def _string(self, position: int, path: str) -> tuple[str | None, int]:
        """None: it holds invisible characters, which is reported here."""
        found = STRING.match(self.text, position)
        if found is None:
            raise _SyntaxError(position, "teks tidak ditutup tanda kutip, atau berisi ganti baris")
        try:
            text: str = json.loads(found[0])
        except json.JSONDecodeError as refusal:
            raise _SyntaxError(position + refusal.pos, "tanda garis miring terbalik tidak sah") from None
        try:
            refuse_forbidden(text)
        except ValueError as refusal:
            self.report.problem(self.name, self._line(position), path, str(refusal))
            return None, found.end()
        return text, found.end()

    def _array(self, position: int, path: str, depth: int) -> tuple[Node, int]:
        items: list[Node] = []
        place = self._skip(position + 1)
        while self.text[place : place + 1] != "]":
            if items:
                place = self._expect(",", place)
            item, place = self._value(place, f"{path}[{len(items) + 1}]", depth + 1)
            items.append(item)
            place = self._skip(place)
        return self._node(position, path, items), place + 1

    def _object(self, position: int, path: str, depth: int) -> tuple[Node, int]:
        members: dict[str, Node] = {}
        place = self._skip(position + 1)
        while self.text[place : place + 1] != "}":
            if members:
                place = self._expect(",", place)
            key_at = place
            if self.text[place : place + 1] != '"':
                raise _SyntaxError(place, "nama bagian harus diapit tanda kutip")
            key, place = self._string(place, path)
            inside = f"{path}.{key}" if path else str(key)
            value, place = self._value(self._expect(":", self._skip(place)), inside, depth + 1)
            if key in members:
                self.report.problem(self.name, self._line(key_at), inside, "tertulis dua kali")
            if key is not None:
                members[key] = value
            place = self._skip(place)
        return self._node(position, path, members), place + 1

    def _expect(self, sign: str, position: int) -> int:
        if self.text[position : position + 1] != sign:
            raise _SyntaxError(position, f"seharusnya ada tanda {quoted(sign)}")
        return self._skip(position + 1)


def absent(report: Report, name: str) -> Node:
    """Stands for a file that could not be read: everything in it is missing, and nothing more is reported."""
    return Node(report, name, 1, "", MISSING)
