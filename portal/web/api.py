"""The API's root: where each app's part of it begins, and the description of the whole."""

from functools import cache

from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer

from bimtek.urls import api_urlpatterns as bimtek
from commitments.urls import api_urlpatterns as commitments
from masterplan.urls import api_urlpatterns as masterplan
from opd.urls import api_urlpatterns as opd

MEDIA_TYPE = "application/vnd.oai.openapi+json"


@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """OpenAPI 3, for anyone."""
    return HttpResponse(described(), content_type=MEDIA_TYPE)


@cache
def described() -> bytes:
    """Made once in a process: it costs half a second, and strangers may ask for it."""
    made = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return bytes(OpenApiJsonRenderer().render(made, renderer_context={}))


urlpatterns = [
    path("schema/", schema, name="schema"),
    path("v1/", include([*opd, *bimtek, *masterplan, *commitments])),
]
