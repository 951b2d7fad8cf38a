"""Addresses that refuse or fail in every way the portal knows."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_POST

from config import urls
from lib.errors import Conflict, Difference, Forbidden, Invalid, StaleVersion

REASONS: dict[str, Exception] = {
    "forbidden": Forbidden("P-ENV-01 dipegang Dinas Lingkungan Hidup."),
    "conflict": Conflict("Masih ada 11 komentar tanpa jawaban."),
    "invalid": Invalid("Program belum disimpan.", {"end_year": "Tahun selesai sebelum tahun mulai."}),
    "stale": StaleVersion(
        [Difference("Uraian", "dalam satu jam", "dalam dua jam kerja", field="body")],
        version=8,
        changed_by="Operator DLH",
    ),
    "denied": PermissionDenied("Bukan bagian peran Anda."),
    "missing": Http404(),
    "large": RequestDataTooBig(),
    "suspicious": SuspiciousOperation(),
    "locked": OperationalError("database is locked"),
    "bug": ZeroDivisionError(),
}


def refuse(request: HttpRequest, reason: str) -> HttpResponse:
    raise REASONS[reason]


@login_required
def members_only(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


@require_POST
def sent_only(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


def saved(request: HttpRequest) -> HttpResponse:
    messages.success(request, "Temuan T-001 disimpan.", extra_tags="finding:new")
    return render(request, "404.html", {"code": 404, "message": "", "back": "/"})


def too_many(request: HttpRequest) -> HttpResponse:
    return render(request, "429.html", status=429)


urlpatterns = [
    *urls.urlpatterns,
    path("refuse/<reason>/", refuse),
    path("members/", members_only),
    path("sent/", sent_only),
    path("saved/", saved),
    path("too-many/", too_many),
]
handler400 = "portal.web.errors.bad_request"
handler403 = "portal.web.errors.permission_denied"
handler404 = "portal.web.errors.not_found"
handler500 = "portal.web.errors.server_error"
