"""Bodies of requests: JSON, or a file. What no column could store is refused here."""

import json
from decimal import Decimal
from typing import Any, NamedTuple

from django.core.exceptions import RequestDataTooBig
from django.utils.http import parse_header_parameters
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser

from lib.tables.values import NAME, quoted, refuse_forbidden
from lib.text.spelling import without_unseen

DEPTH = 30
NOT_JSON = "Isi permintaan bukan JSON yang dapat dibaca."
TOO_DEEP = f"Isi permintaan bersarang lebih dari {DEPTH} tingkat."
TWICE = "Nama {} muncul dua kali dalam satu objek."
NOT_A_NUMBER = "NaN dan Infinity bukan angka JSON."


class StrictJSON(BaseParser):
    """RFC 8259 in UTF-8. Raises ParseError at doubled names, NaN, more than DEPTH levels, letters that no
    text may hold. Letters that show nothing are left out."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        # `body`, not the stream: it is what DATA_UPLOAD_MAX_MEMORY_SIZE limits.
        raw: bytes = parser_context["request"].body
        try:
            value = json.loads(
                raw.decode(), object_pairs_hook=_object, parse_constant=_constant, parse_float=Decimal
            )
        except RecursionError:
            raise ParseError(TOO_DEEP) from None
        except ValueError as reason:
            raise ParseError(NOT_JSON) from reason
        return _cleaned(value)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise ParseError(TWICE.format(quoted(next(name for name in names if names.count(name) > 1))))
    return found


def _constant(name: str) -> Any:
    raise ParseError(NOT_A_NUMBER)


def _cleaned(value: Any, depth: int = DEPTH) -> Any:
    if depth == 0:
        raise ParseError(TOO_DEEP)
    if isinstance(value, str):
        return without_unseen(_allowed(value))
    if isinstance(value, dict):
        return {_allowed(name): _cleaned(item, depth - 1) for name, item in value.items()}
    if isinstance(value, list):
        return [_cleaned(item, depth - 1) for item in value]
    return value


def _allowed(text: str) -> str:
    try:
        refuse_forbidden(text)
    except ValueError as reason:
        raise ParseError(f"Teks {reason}.") from reason
    return text


class Upload(NamedTuple):
    name: str
    content: bytes


class RawFile(BaseParser):
    """An Upload: the whole body, its name from Content-Disposition. Reads no more than `limit` bytes."""

    media_type = "*/*"
    limit = 10 * 1024 * 1024

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        content = stream.read(self.limit + 1)
        if len(content) > self.limit:
            raise RequestDataTooBig
        headers = parser_context["request"].headers
        _, parameters = parse_header_parameters(headers.get("Content-Disposition", ""))
        return Upload(parameters.get("filename", "")[:NAME], content)
