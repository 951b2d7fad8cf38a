"""Every refusal as one JSON shape, application/problem+json (RFC 9457), in the words of the pages."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import Http404, JsonResponse
from rest_framework import exceptions
from rest_framework.response import Response

from lib.errors import DomainError, NoRoom, StaleVersion
from lib.files.storage import is_disk_full
from lib.http import status_of

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_S = "5"
DATABASE_AWAY = (OperationalError, InterfaceError)
STATUS_OF: tuple[tuple[type[Exception] | tuple[type[Exception], ...], int], ...] = (
    (Http404, 404),
    (PermissionDenied, 403),
    (RequestDataTooBig, 413),
    (DATABASE_AWAY, 503),
)
# Their own words say more than DETAILS does.
WORDED = (exceptions.ParseError, exceptions.PermissionDenied)
TITLES = {
    400: "Isi permintaan belum benar",
    401: "Perlu masuk",
    403: "Tidak berwenang",
    404: "Tidak ditemukan",
    405: "Cara ini tidak dilayani",
    406: "Bentuk jawaban tidak tersedia",
    409: "Tidak dapat dilakukan sekarang",
    413: "Isi permintaan terlalu besar",
    415: "Jenis isi tidak diterima",
    428: "Versi belum disebut",
    429: "Terlalu banyak percobaan",
    500: "Terjadi kesalahan pada portal",
    503: "Portal belum dapat menjawab",
    507: "Ruang penyimpanan penuh",
}
DETAILS = {
    400: "Periksa isian yang disebut dalam fields.",
    401: "Kirim Authorization: Token … atau masuk lebih dahulu. Token yang berakhir tidak berlaku lagi.",
    403: "Anda tidak berwenang melakukan ini.",
    404: "Alamat ini tidak ada, atau bukan untuk akun Anda.",
    405: "Alamat ini tidak melayani metode tersebut; lihat kepala Allow.",
    406: "Jawaban tersedia sebagai application/json.",
    409: "Keadaan sudah berubah. Baca lagi, lalu putuskan.",
    413: "Isi permintaan melampaui batas.",
    415: "Kirim isi sebagai application/json.",
    428: "Kirim If-Match dengan ETag yang Anda baca, supaya perubahan orang lain tidak tertimpa.",
    429: "Tunggu sebentar, lalu coba lagi.",
    500: "Yang sudah tersimpan tidak hilang. Coba lagi; bila terulang, sampaikan waktunya kepada pengelola.",
    503: "Yang sudah tersimpan tidak hilang. Coba lagi sebentar lagi.",
    507: "Yang sudah tersimpan tidak hilang. Hubungi pengelola portal, lalu kirim lagi.",
}


def problem(code: int, detail: str = "", **more: Any) -> dict[str, Any]:
    """The body: title, status, detail, and what a program can act on (fields, differences, version)."""
    body = {"title": TITLES.get(code, TITLES[400]), "status": code, "detail": detail or DETAILS.get(code, "")}
    return body | {name: value for name, value in more.items() if value not in (None, "", {}, [])}


def page(code: int, detail: str = "", headers: Mapping[str, str] | None = None) -> JsonResponse:
    """For refusals outside the API's views: an address that does not exist, a body that is too big."""
    return JsonResponse(problem(code, detail), status=code, content_type=MEDIA_TYPE, headers=headers)


def answer(refusal: Exception, context: Mapping[str, Any]) -> Response | None:
    """Django REST framework's exception handler. None makes Django answer 500."""
    body = _body(refusal)
    if body is None:
        return None
    return Response(body, status=body["status"], headers=_headers(refusal), content_type=MEDIA_TYPE)


def _body(refusal: Exception) -> dict[str, Any] | None:
    if isinstance(refusal, StaleVersion):
        return _stale(refusal)
    if isinstance(refusal, DomainError):
        return problem(status_of(refusal), refusal.message, fields=getattr(refusal, "fields", None))
    if isinstance(refusal, exceptions.ValidationError):
        return problem(400, fields=_flat(refusal.detail))
    if isinstance(refusal, exceptions.APIException):
        return problem(refusal.status_code, str(refusal.detail) if isinstance(refusal, WORDED) else "")
    if is_disk_full(refusal):
        return problem(507, NoRoom().message)
    code = next((code for kind, code in STATUS_OF if isinstance(refusal, kind)), None)
    return problem(code) if code else None


def _headers(refusal: Exception) -> dict[str, str]:
    if isinstance(refusal, DATABASE_AWAY):
        return {"Retry-After": RETRY_AFTER_S}
    # Set by APIView.handle_exception on what it answers with 401.
    challenge = getattr(refusal, "auth_header", "")
    return {"WWW-Authenticate": challenge} if challenge else {}


def _stale(refusal: StaleVersion) -> dict[str, Any]:
    return problem(
        409,
        refusal.message,
        differences=[asdict(one) for one in refusal.differences],
        version=refusal.version,
        changed_by=refusal.changed_by,
        changed_at=refusal.changed_at,
    )


def _flat(detail: Any, prefix: str = "") -> dict[str, str]:
    """Field -> sentence on one level, as forms have it: {"years.2.rupiah": sentence}."""
    if isinstance(detail, list) and any(isinstance(one, dict) for one in detail):
        detail = dict(enumerate(detail))
    if not isinstance(detail, dict):
        words = detail if isinstance(detail, list) else [detail]
        return {prefix or "body": " ".join(map(str, words))}
    found: dict[str, str] = {}
    for name, inside in detail.items():
        if inside:
            found |= _flat(inside, f"{prefix}.{name}" if prefix else str(name))
    return found
