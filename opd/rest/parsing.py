"""JSON as the portal takes it: what no page and no database could hold is refused before any code sees it."""

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import IO, Any, NamedTuple

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.utils.http import parse_header_parameters
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser
from rest_framework.renderers import JSONRenderer

from opd.imports.values import FORBIDDEN, NAME

DEPTH = 30
DIGITS = 40
NOT_JSON = "Isi permintaan bukan JSON yang dapat dibaca."
TOO_DEEP = f"Isi permintaan bersarang lebih dari {DEPTH} tingkat."
TWICE = "Nama “{}” muncul dua kali dalam satu objek."
NOT_A_NUMBER = "NaN dan Infinity bukan angka JSON."
TOO_LONG = f"Angka paling panjang {DIGITS} huruf."
INVISIBLE = "Teks memuat huruf tak terlihat U+{:04X}; hapus lalu kirim lagi."


class StrictJSON(BaseParser):
    """RFC 8259 in UTF-8, without what parsers read differently: doubled names, NaN, half letters."""

    media_type = "application/json"
    renderer_class = JSONRenderer

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        raw = stream.read(settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
        if len(raw) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise RequestDataTooBig
        return read(raw)


class Upload(NamedTuple):
    name: str
    content: bytes


class RawFile(BaseParser):
    """A file as the whole body; its name in Content-Disposition. Never more than `limit` bytes are read."""

    media_type = "*/*"
    limit = 10 * 1024 * 1024

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        request = (parser_context or {})["request"]
        content = stream.read(self.limit + 1)
        if len(content) > self.limit:
            raise RequestDataTooBig
        _, told = parse_header_parameters(request.headers.get("Content-Disposition", ""))
        return Upload(told.get("filename", "")[:NAME], content)


def read(raw: bytes) -> Any:
    """The value, or ParseError with the reason."""
    try:
        value = json.loads(
            raw.decode("utf-8"),
            object_pairs_hook=_object,
            parse_constant=_refuse_constant,
            parse_int=_whole,
            parse_float=_decimal,
        )
    except RecursionError:
        raise ParseError(TOO_DEEP) from None
    except ValueError as reason:  # UnicodeDecodeError and JSONDecodeError are of this kind
        raise ParseError(NOT_JSON) from reason
    _walk(value)
    return value


def _object(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise ParseError(TWICE.format(FORBIDDEN.sub("\ufffd", name)[:40]))
        found[name] = value
    return found


def _refuse_constant(name: str) -> Any:
    raise ParseError(NOT_A_NUMBER)


def _whole(digits: str) -> int:
    if len(digits) > DIGITS:
        raise ParseError(TOO_LONG)
    return int(digits)


def _decimal(digits: str) -> Decimal:
    if len(digits) > DIGITS:
        raise ParseError(TOO_LONG)
    return Decimal(digits)


def _walk(value: Any) -> None:
    """Level by level, since a recursion would end where the sender wants it to."""
    level, depth = [value], 0
    while level:
        depth += 1
        if depth > DEPTH:
            raise ParseError(TOO_DEEP)
        below: list[Any] = []
        for item in level:
            if isinstance(item, dict):
                below += [*item.keys(), *item.values()]
            elif isinstance(item, list):
                below += item
            elif isinstance(item, str) and (found := FORBIDDEN.search(item)):
                raise ParseError(INVISIBLE.format(ord(found[0])))
        level = below
