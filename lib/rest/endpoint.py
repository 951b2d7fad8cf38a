"""One address of the API. A method authorises and acts through services; this class does the rest."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.forms import BaseForm
from django.shortcuts import get_object_or_404
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.views import APIView

from lib import clock
from lib.access import access
from lib.errors import Invalid
from lib.rest.paging import Pages
from lib.rest.versions import etag
from lib.tables.values import FORBIDDEN

M = TypeVar("M", bound=Model)
F = TypeVar("F", bound=BaseForm)
NO_FILTER = "Saringan {} tidak dikenal nilainya."
NO_CONTENT = "Permintaan ini tidak membawa isi. Kirim objek JSON, {} bila tidak ada yang diisi."
NOT_ACCEPTED = "Isian belum benar. Periksa yang disebut dalam fields."


class Endpoint(APIView):
    """`who` is the signed-in person; strangers were told 401 before."""

    @property
    def who(self) -> Any:
        """The signed-in account, of the user model; permission classes have told strangers 401."""
        return self.request.user

    @property
    def default_response_headers(self) -> dict[str, str]:
        """What a token may read is nobody else's, so nothing on the way stores it."""
        return {**super().default_response_headers, "Cache-Control": "no-store, private"}

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Moments are told in the hours of the account's region; those of a row in the hours of its own."""
        super().initial(request, *args, **kwargs)
        clock.use(access(request.user).time_zone())

    def one(self, rows: QuerySet[M], **key: Any) -> M:
        """A row of those visible, or 404. Its region's hours hold for the answer."""
        found: M = get_object_or_404(rows, **key)
        row: Any = found if hasattr(type(found), "region_id") else None
        clock.use(access(self.request.user).time_zone(row))
        return found

    def body(self, kind: type[BaseSerializer[Any]]) -> dict[str, Any]:
        """The content of the request. Raises Invalid without a byte, ValidationError in another shape."""
        # No bytes are not `{}`: a body that got lost on the way must not empty what is stored.
        if self.request.stream is None:
            raise Invalid(NO_CONTENT, {"body": NO_CONTENT})
        serializer = kind(data=self.request.data)
        serializer.is_valid(raise_exception=True)
        content: dict[str, Any] = serializer.validated_data
        return content

    def filter_of(self, name: str, choices: Sequence[str] = ()) -> str:
        """A filter of the address; one nobody could have meant is refused, for a wrong list would mislead."""
        given = self.request.query_params.get(name, "")
        if (choices and given and given not in choices) or FORBIDDEN.search(given):
            raise Invalid(NO_FILTER.format(name), {name: NO_FILTER.format(name)})
        return given

    def respond(
        self, kind: type[BaseSerializer[Any]], row: Any, *, status: int = 200, location: str = ""
    ) -> Response:
        """The row as `kind` tells it, with its version as ETag when it has one."""
        headers = {"Location": location} if location else {}
        version = getattr(row, "version", None)
        if isinstance(version, int):
            headers["ETag"] = etag(version)
        return Response(kind(row).data, status=status, headers=headers)

    def listed(self, kind: type[BaseSerializer[Any]], rows: Any) -> Response:
        """One page of the rows."""
        pages = Pages()
        page: Any = pages.paginate_queryset(rows, self.request, view=self)
        return pages.get_paginated_response(kind(page, many=True).data)


def accepted(form: F, names: Mapping[str, str] | None = None) -> F:
    """The page's own form, valid; else 400 with its sentences. `names`: form field -> name in the body."""
    if not form.is_valid():
        known = {"__all__": "body", **(names or {})}
        fields = {known.get(name, name): str(words[0]) for name, words in form.errors.items()}
        raise Invalid(NOT_ACCEPTED, fields)
    return form


class AnyType(DefaultContentNegotiation):
    """A file has the type it has; what the program says it would like changes nothing."""

    def select_renderer(
        self, request: Request, renderers: Any, format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        return renderers[0], renderers[0].media_type


class FileEndpoint(Endpoint):
    content_negotiation_class = AnyType
