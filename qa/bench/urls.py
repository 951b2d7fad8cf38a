"""An empty view and one with a single query, through the whole middleware, beside the portal's own pages."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from config import urls
from config.urls import handler400, handler403, handler404, handler500
from opd.offices.models import Region

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


def one_query(request: HttpRequest) -> HttpResponse:
    return HttpResponse(Region.objects.values_list("name", flat=True).order_by("pk").first())


urlpatterns = [path("bench/empty", empty), path("bench/one-query", one_query), *urls.urlpatterns]
