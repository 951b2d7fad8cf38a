"""Every refusal as one JSON shape, application/problem+json (RFC 9457), in the words of the pages."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import Http404, JsonResponse
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from opd.errors import Conflict, Difference, DomainError, Invalid, NoRoom, StaleVersion
from opd.files import is_disk_full
from opd.http import status_of
from opd.rest.versions import lacks_version

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_S = "5"
DATABASE_AWAY = (OperationalError, InterfaceError)
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
    """Django REST framework's exception handler. None lets a real failure become a 500."""
    body = _body(refusal, context.get("request"))
    if body is None:
        return None
    set_rollback()
    return Response(body, status=body["status"], headers=_headers(refusal), content_type=MEDIA_TYPE)


def _body(refusal: Exception, request: Any) -> dict[str, Any] | None:
    if isinstance(refusal, Conflict) and lacks_version(request):
        return problem(428)
    if isinstance(refusal, StaleVersion):
        return _stale(refusal)
    if isinstance(refusal, Invalid):
        return problem(400, refusal.message, fields=refusal.fields)
    if isinstance(refusal, DomainError):
        return problem(status_of(refusal), refusal.message)
    return _body_of_framework(refusal)


def _body_of_framework(refusal: Exception) -> dict[str, Any] | None:
    if is_disk_full(refusal):
        return problem(507, NoRoom().message)
    if isinstance(refusal, Http404):
        return problem(404)
    if isinstance(refusal, PermissionDenied):
        return problem(403)
    if isinstance(refusal, RequestDataTooBig):
        return problem(413)
    if isinstance(refusal, DATABASE_AWAY):
        return problem(503)
    if isinstance(refusal, exceptions.ValidationError):
        return problem(400, fields=_flat(refusal.detail))
    if isinstance(refusal, exceptions.ParseError | exceptions.PermissionDenied):
        return problem(refusal.status_code, str(refusal.detail))
    return problem(refusal.status_code) if isinstance(refusal, exceptions.APIException) else None


def _headers(refusal: Exception) -> dict[str, str]:
    if isinstance(refusal, DATABASE_AWAY):
        return {"Retry-After": RETRY_AFTER_S}
    found = {"WWW-Authenticate": getattr(refusal, "auth_header", "")}
    if wait := getattr(refusal, "wait", None):
        found["Retry-After"] = str(int(wait))
    return {name: value for name, value in found.items() if value}


def _stale(refusal: StaleVersion) -> dict[str, Any]:
    return problem(
        409,
        refusal.message,
        differences=[_difference(one) for one in refusal.differences],
        version=refusal.version,
        changed_by=refusal.changed_by,
        changed_at=refusal.changed_at,
    )


def _difference(one: Difference) -> dict[str, str]:
    return {"label": one.label, "field": one.field, "mine": one.mine, "theirs": one.theirs}


def _flat(detail: Any, prefix: str = "") -> dict[str, str]:
    """{"years.2.rupiah": sentence}: one level, as forms say it."""
    if isinstance(detail, dict):
        pairs = [(f"{prefix}.{name}" if prefix else str(name), inside) for name, inside in detail.items()]
    elif isinstance(detail, list) and any(isinstance(one, dict) for one in detail):
        pairs = [(f"{prefix}.{number}", inside) for number, inside in enumerate(detail) if inside]
    else:
        return {
            prefix or "body": " ".join(str(one) for one in detail)
            if isinstance(detail, list)
            else str(detail)
        }
    found: dict[str, str] = {}
    for name, inside in pairs:
        found |= _flat(inside, name)
    return found
