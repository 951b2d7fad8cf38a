"""How the portal says no: every refusal and failure becomes a page, or for htmx a fragment.

Domain code raises (lib.errors); nothing outside this module chooses a status for it. What was typed is
never thrown away: a stale save answers with both texts, and a stranger who sends a form comes back to it
after signing in.
"""

import logging
import secrets
import sys
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.contrib import messages
from django.contrib.sessions.exceptions import SessionInterrupted
from django.core.exceptions import DisallowedHost, PermissionDenied, RequestDataTooBig
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import get_template
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from lib.errors import DomainError, Invalid, NoRoom, StaleVersion
from lib.files.storage import is_disk_full
from lib.http import status_of
from lib.rest import problems
from portal.ui.navigation import Frame

log = logging.getLogger(__name__)

API = "/api/"
NOT_RESENT = ("csrfmiddlewaretoken", "version")
DATABASE_AWAY = (OperationalError, InterfaceError)
BARE: dict[str, Any] = {"frame": Frame(), "messages": ()}
PLAIN_500 = "Terjadi kesalahan pada portal. Yang sudah tersimpan tidak hilang. Kode kejadian: {}"
SESSION_OVER = (
    "Sesi Anda sudah berakhir. Masuk lagi; tulisan yang belum terkirim ditawarkan kembali,"
    " bila perangkat ini dapat menyimpannya."
)


def is_fragment(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def came_from(request: HttpRequest) -> str:
    """The page of this portal that sent the request; its home if that is unknown."""
    source = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    try:
        host = request.get_host()
    except DisallowedHost:  # asked under a name that is not the portal's: that is what is being refused
        return "/"
    if not url_has_allowed_host_and_scheme(source, allowed_hosts={host}):
        return "/"
    parts = urlsplit(source)
    path = "/" + parts.path.lstrip("/\\")  # "//example.org/" would lead elsewhere
    return f"{path}?{parts.query}" if parts.query else path


def is_api(request: HttpRequest) -> bool:
    return request.path_info.startswith(API)


def page(request: HttpRequest, template: str, status: int, **context: Any) -> HttpResponse:
    if is_api(request):
        return problems.page(status, context.get("message", ""))
    context = {"code": status, "message": "", "back": came_from(request)} | context
    if is_fragment(request):
        return render(request, "portal/errors/fragment.html", context, status=status)
    return render(request, template, context, status=status)


def refusal(request: HttpRequest, exception: DomainError) -> HttpResponse:
    status = status_of(exception)
    fields = exception.fields if isinstance(exception, Invalid) else {}
    return page(request, f"{status}.html", status, message=exception.message, fields=fields)


def stale(request: HttpRequest, exception: StaleVersion) -> HttpResponse:
    """Both texts side by side; what was typed can be bettered and sent from here, on the stored version."""
    editable = {difference.field for difference in exception.differences}
    resent = [
        {"name": name, "value": value}
        for name, values in request.POST.lists()
        if name not in NOT_RESENT and name not in editable and "password" not in name
        for value in values
    ]
    return page(
        request,
        "portal/errors/stale.html",
        409,
        message=exception.message,
        differences=exception.differences,
        version=str(exception.version) if resent or editable & request.POST.keys() else "",
        resent=resent,
        address=request.get_full_path(),
        changed_by=exception.changed_by,
        changed_at=exception.changed_at,
    )


def asks_to_sign_in(response: HttpResponseRedirect) -> bool:
    return urlsplit(response.url).path == reverse("account_login") and "next=" in response.url


def sign_in_again(request: HttpRequest, response: HttpResponseRedirect) -> HttpResponse:
    """After signing in a person is back on the page with the form, not on the address it was sent to."""
    if request.method == "GET" and not is_fragment(request):
        return response
    address = f"{reverse('account_login')}?{urlencode({'next': came_from(request)})}"
    if is_fragment(request):
        return page(request, "403.html", 401, message=SESSION_OVER, back=address)
    messages.info(request, SESSION_OVER)
    return HttpResponseRedirect(address)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return page(request, "413.html", 413)
    if isinstance(exception, SessionInterrupted) and (failure := database_failure(exception)):
        return unavailable(request, failure)
    return page(request, "400.html", 400, fields={})


# Django takes every failure to save a session for one that was ended meanwhile. When the database died after
# an act's commit, the same act sent again is answered well, which whoever reads 400 would not do. What the
# driver said is a cause; of a missing row Django speaks alone.
def database_failure(exception: BaseException | None) -> DatabaseError | None:
    """The error of the database's driver that led to this one, if any."""
    while exception is not None:
        if isinstance(exception, DatabaseError) and exception.__cause__ is not None:
            return exception
        exception = exception.__context__
    return None


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    message = str(exception) if isinstance(exception, PermissionDenied) else ""
    return page(request, "403.html", 403, message=message)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, "404.html", 404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return page(request, "403_csrf.html", 403)


def unavailable(request: HttpRequest, cause: BaseException) -> HttpResponse:
    """Drawn without the database, which is away or busy; tried again a moment later it usually works."""
    log.error("database unavailable", exc_info=cause)
    if is_api(request):
        return problems.page(503, headers={"Retry-After": problems.RETRY_AFTER_S})
    body = get_template("503.html").render(BARE)
    return HttpResponse(body, status=503, headers={"Retry-After": "5"})


def server_error(request: HttpRequest) -> HttpResponse:
    """The last resort; it touches no database. The code on the page is the one in the log."""
    cause = sys.exc_info()[1]
    if isinstance(cause, DATABASE_AWAY):
        return unavailable(request, cause)
    if cause is not None and is_disk_full(cause):  # an upload that found no room before any view saw it
        return refusal(request, NoRoom())
    incident = secrets.token_hex(4).upper()
    log.error("incident %s on %s %s", incident, request.method, request.path)
    if is_api(request):
        return problems.page(500, f"{problems.DETAILS[500]} Kode kejadian: {incident}")
    try:
        body = get_template("500.html").render(BARE | {"incident": incident})
    except Exception:  # a broken template or a missing static file must not hide the incident
        log.exception("incident %s: its page cannot be drawn", incident)
        return HttpResponse(PLAIN_500.format(incident), status=500, content_type="text/plain; charset=utf-8")
    return HttpResponse(body, status=500)
