"""JSON files of a region folder: read within limits, cleaned, and checked against their schema."""

import json
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from lib.tables import schemas, values
from lib.tables.files import read_text
from lib.tables.problems import Report
from lib.text.letters import remarks_on

MAX_DEPTH, MAX_VALUES = 20, 200_000
LONGEST_NUMBER, MAX_EXPONENT = 40, 30
TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"?|[][{},:]', re.DOTALL)
EXPONENT = re.compile("[eE](.*)")
REASONS = {
    "Expecting property name": "nama bagian harus diapit tanda kutip",
    "Expecting ':'": "seharusnya ada tanda “:”",
    "Expecting ','": "seharusnya ada tanda “,”",
    "Expecting value": "tidak ada nilai yang dikenal di sini",
    "Extra data": "ada isi sesudah akhir data",
    "Unterminated string": "teks tidak ditutup tanda kutip",
    "Invalid control": "teks berisi ganti baris atau huruf kendali",
    "Invalid \\": "tanda garis miring terbalik tidak sah",
}


@dataclass(frozen=True, slots=True)
class JsonFile:
    """`parts` holds the members of the top level in which nothing is wrong; the others were reported."""

    name: str
    parts: dict[str, Any]
    report: Report

    def items(self, key: str) -> list[Any]:
        """The list under `key`; empty when it is absent, null or was reported."""
        return self.parts.get(key) or []

    def group(self, key: str) -> dict[str, Any]:
        return self.parts.get(key) or {}

    def problem(self, path: str, reason: str) -> None:
        self.report.problem(self.name, None, path, reason)

    def refuse_repeated(self, entries: Iterable[tuple[str, object]]) -> None:
        """Reports every (path, value) whose value stands at an earlier path too, in any case."""
        first: dict[str, str] = {}
        for path, value in entries:
            earlier = first.setdefault(values.reference_key(str(value)), path)
            if value not in ("", None) and earlier != path:
                self.problem(path, f"{values.quoted(str(value))} sudah dipakai pada {earlier}")


def numbered(path: str, items: Iterable[dict[str, Any]], key: str = "") -> Iterable[tuple[str, Any]]:
    """("path[1].key", item's value), and so on; without a key the items themselves."""
    for number, item in enumerate(items, start=1):
        yield (f"{path}[{number}].{key}", item.get(key)) if key else (f"{path}[{number}]", item)


def read_json(
    folder: Path, name: str, schema: schemas.Schema, report: Report, *, lines: Collection[str] = ()
) -> JsonFile:
    """Texts are in NFC and stripped, their breaks spaces but in the members named in `lines`."""
    text = read_text(folder, name, report)
    try:
        data = _loaded(text) if text is not None else None
    except json.JSONDecodeError as refusal:
        reason = next((said for sign, said in REASONS.items() if refusal.msg.startswith(sign)), refusal.msg)
        report.problem(name, refusal.lineno, str(refusal.colno), f"bukan JSON yang sah: {reason}")
        return JsonFile(name, {}, report)
    except ValueError as refusal:
        report.problem(name, None, "", f"bukan JSON yang sah: {refusal}")
        return JsonFile(name, {}, report)
    if text is None:
        return JsonFile(name, {}, report)
    found: dict[schemas.Path, str] = {}
    remarks = list(_remarks(data, ()))
    data = _cleaned(data, (), lines, found)
    for path, reason in schemas.problems(data, schema):
        found.setdefault(path, reason)
    for path, reason in found.items():
        report.problem(name, None, _written(path), reason)
    for path, remark in (*remarks, *schemas.unknown_members(data, schema)):
        report.notice(name, None, _written(path), remark)
    bad = {path[:1] for path in found}
    parts = data if isinstance(data, dict) and () not in bad else {}
    return JsonFile(name, {key: part for key, part in parts.items() if (key,) not in bad}, report)


def plain(value: Any) -> Any:
    """The value as a JSONField takes it: a fraction is a float."""
    return json.loads(json.dumps(value, default=float))


def _loaded(text: str) -> Any:
    """ValueError for what is no JSON, or too deep, too many or too long to be read."""
    depth = count = 1
    for token in TOKEN.finditer(text):
        depth += (token[0] in "[{") - (token[0] in "]}")
        count += len(token[0]) == 1
        if depth > MAX_DEPTH + 1:
            raise ValueError(f"bersarang lebih dari {MAX_DEPTH} tingkat")
        if count > MAX_VALUES:
            raise ValueError(f"lebih dari {MAX_VALUES} nilai")
    return json.loads(
        text,
        parse_int=lambda digits: int(_short(digits)),
        parse_float=lambda digits: Decimal(_short(digits)),
        parse_constant=_refuse_constant,
        object_pairs_hook=_members,
    )


def _short(digits: str) -> str:
    exponent = EXPONENT.search(digits)
    if len(digits) > LONGEST_NUMBER or (exponent and abs(int(exponent[1])) > MAX_EXPONENT):
        raise ValueError(f"angka {values.quoted(digits)} terlalu panjang")
    return digits


def _refuse_constant(word: str) -> None:
    raise ValueError(f"{values.quoted(word)} bukan angka")


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        names = [name for name, _ in pairs]
        repeated = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"bagian {values.quoted(repeated)} tertulis dua kali dalam satu kelompok")
    return members


def _cleaned(value: Any, path: schemas.Path, lines: Collection[str], found: dict[schemas.Path, str]) -> Any:
    if isinstance(value, dict):
        for key in value:
            if values.FORBIDDEN.search(key):
                found[path] = f"nama bagian {values.quoted(key)} memuat huruf tak terlihat"
        return {key: _cleaned(member, (*path, key), lines, found) for key, member in value.items()}
    if isinstance(value, list):
        return [_cleaned(item, (*path, number), lines, found) for number, item in enumerate(value)]
    if not isinstance(value, str):
        return value
    try:
        values.refuse_cell_error(value)
        return values.parse_text(value, len(value), lines=any(part in lines for part in path))
    except ValueError as refusal:
        found[path] = str(refusal)
        return value


def _remarks(value: Any, path: schemas.Path) -> Iterator[tuple[schemas.Path, str]]:
    """What is told about the texts below, and where."""
    if isinstance(value, str):
        yield from ((path, remark) for remark in remarks_on(value))
    elif isinstance(value, (dict, list)):
        for key, member in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _remarks(member, (*path, key))


def _written(path: schemas.Path) -> str:
    """books[1].chapters[3].no: list places count from 1."""
    text = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path)
    return text.removeprefix(".")
