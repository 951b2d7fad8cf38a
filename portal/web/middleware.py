"""The portal's own middleware, outermost first as in `MIDDLEWARE`; and what stands before Django."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.utils.cache import has_vary_header
from django.utils.deprecation import MiddlewareMixin

from lib import clock
from lib.errors import DomainError, NoRoom, StaleVersion
from lib.files.storage import is_disk_full
from lib.rest import problems
from portal.web import errors

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

FEATURES = (
    *("accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "encrypted-media"),
    *("fullscreen", "geolocation", "gyroscope", "hid", "idle-detection", "local-fonts", "magnetometer"),
    *("microphone", "midi", "payment", "picture-in-picture", "publickey-credentials-get"),
    *("screen-wake-lock", "serial", "storage-access", "usb", "window-management", "xr-spatial-tracking"),
)
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self';"
    " connect-src 'self'; form-action 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in FEATURES),
}
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
UTF_8 = ("", "utf-8", "utf8")
FOREIGN_CHARSET = "text/plain; charset=refused"
# A scan of ten megabytes and the form around it. The proxy stops a little earlier, and most forms at 3.
LARGEST_BODY = 12 * 1024 * 1024
LONGEST_SIZE = 20  # digits
PLAIN_HTTP = (
    "Gunakan https. Token yang sudah dikirim lewat http mungkin terbaca di jaringan; mintalah token baru."
)


# Django decodes the query with the charset a program names while it builds the request, before any middleware
# could turn a failure into a page. No view has run then, and the second request never reaches one.
def refusing_charsets(application: "WSGIApplication") -> "WSGIApplication":
    """The application; a request it cannot build becomes one that `Acceptable` refuses with its page."""

    def serve(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        try:
            return application(environ, start_response)
        except Exception:
            return application(environ | {"CONTENT_TYPE": FOREIGN_CHARSET}, start_response)

    return serve


# A redirect to https would be followed each time, and nobody would notice that the token crosses the network
# in the clear. So it stands before SecurityMiddleware, which redirects; browsers remember the way (HSTS).
class PlainHttpRefused(MiddlewareMixin):
    """403 with a problem document for a program that speaks plain HTTP in production."""

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        if errors.is_api(request) and settings.SECURE_SSL_REDIRECT and not request.is_secure():
            return problems.page(403, PLAIN_HTTP, {"X-Content-Type-Options": "nosniff"})
        return None


class Headers(MiddlewareMixin):
    """Adds what no answer may do in a browser, and that nothing which depends on the visitor is stored.

    A view that set such a header itself keeps its own: a stored file is allowed less.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if has_vary_header(response, "Cookie"):
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response


class Acceptable(MiddlewareMixin):
    """Refuses, before a view or a form reads the body: methods not in use (405), a charset other than UTF-8
    (400), more than the largest upload (413). Another charset could bring text that no database can hold."""

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        if (request.content_params or {}).get("charset", "").lower() not in UTF_8:
            request.encoding = "utf-8"  # the page of the refusal reads the address
            raise BadRequest("not UTF-8")
        if declared_size(request) > LARGEST_BODY:
            raise RequestDataTooBig("larger than any upload")
        return None


def declared_size(request: HttpRequest) -> int:
    """Bytes of the body, too many when the length is no number. Without one Django reads none."""
    size = request.META.get("CONTENT_LENGTH") or "0"
    return int(size) if size.isdecimal() and len(size) < LONGEST_SIZE else LARGEST_BODY + 1


# A script cannot see where a redirect leads, and following it would spend the message of the page behind it.
# Outside ErrorPages, so that it also answers where a stranger is sent to sign in.
class RedirectsForScripts(MiddlewareMixin):
    """A redirect as 204 with the address in `Portal-Location`, for a form that the page's script sends."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if isinstance(response, HttpResponseRedirect) and "Portal-Form" in request.headers:
            return HttpResponse(status=204, headers={"Portal-Location": response.url})
        return response


# A thread serves many requests, and Django leaves the zone of the last one in it.
class HoursOfTheRegion:
    """Views set the time zone (`lib.clock.use`); it ends with the answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with clock.within(settings.TIME_ZONE):
            return self.get_response(request)


class ErrorPages(MiddlewareMixin):
    """Last in MIDDLEWARE, so that it is the first to see what a view raised or answered."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if isinstance(response, HttpResponseRedirect) and errors.asks_to_sign_in(response):
            return errors.sign_in_again(request, response)
        if response.status_code == 405 and request.method == "GET":
            return errors.page(request, "405.html", 405)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, StaleVersion):
            return errors.stale(request, exception)
        if isinstance(exception, DomainError):
            return errors.refusal(request, exception)
        if isinstance(exception, RequestDataTooBig):
            return errors.page(request, "413.html", 413)
        if is_disk_full(exception):
            return errors.refusal(request, NoRoom())
        return errors.unavailable(request, exception) if isinstance(exception, errors.DATABASE_AWAY) else None
