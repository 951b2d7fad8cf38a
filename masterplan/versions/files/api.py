"""Files of a version: how far they are, the file itself, one more try. They are ordered in commitments."""

from typing import Any

from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from lib.errors import Conflict
from lib.http import hand_out, stored
from lib.rest.endpoint import Endpoint, FileEndpoint
from lib.rest.schema import operation
from masterplan.versions.files import formats, rules, services
from masterplan.versions.files.models import Export
from masterplan.versions.files.selectors import export_name


class ExportOut(serializers.Serializer[Any]):
    """`state` is that of the job that makes the file. While it runs, `step` of `steps` says how far it is;
    `error` says why the last attempt failed. Size, pages and SHA-256 come with the finished file."""

    id = serializers.IntegerField(source="pk")
    revision = serializers.IntegerField(source="revision_id")
    format = serializers.ChoiceField(choices=formats.choices())
    book = serializers.CharField(help_text="Code of one book; empty for all.")
    is_final = serializers.BooleanField()
    state = serializers.ChoiceField(choices=["queued", "running", "done", "failed"])
    step = serializers.IntegerField(source="job.step", default=0)
    steps = serializers.IntegerField(source="job.steps", default=0)
    message = serializers.CharField(source="job.message", default="")
    attempts = serializers.IntegerField(source="job.attempts", default=0)
    error = serializers.SerializerMethodField()
    pages = serializers.IntegerField(allow_null=True)
    size = serializers.IntegerField(allow_null=True)
    sha256 = serializers.CharField()
    requested_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)

    def get_error(self, row: Export) -> str:
        return row.job.error if row.job and not row.is_ready else ""


class ExportEndpoint(Endpoint):
    """What the addresses of one file share."""

    def export(self, pk: int) -> Export:
        rows = Export.objects.visible_to(self.who).select_related("revision__masterplan__cycle", "job")
        found: Export = self.one(rows.defer("revision__content", "edition", "page_map"), pk=pk)
        return found


class OneExport(ExportEndpoint):
    @operation(summary="How far a file is", gives=ExportOut)
    def get(self, request: Request, pk: int) -> Response:
        return self.respond(ExportOut, self.export(pk))


MEDIA_TYPES = tuple(row.media_type for row in formats.ordered())


class ExportFile(ExportEndpoint, FileEndpoint):
    @operation(summary="The finished file", gives=bytes, media=MEDIA_TYPES, refuses=(409,))
    def get(self, request: Request, pk: int) -> HttpResponse:
        """ETag is the SHA-256 of these bytes."""
        export = self.export(pk)
        if not export.is_ready:
            raise Conflict(services.NOT_READY)
        answer = hand_out(stored(export.sha256), export.form.media_type, export_name(export))
        answer["ETag"] = f'"{export.sha256}"'
        return answer


class RetryExport(ExportEndpoint):
    @operation(summary="Ask once more for a file that could not be made", act=rules.RETRY, gives=ExportOut)
    def post(self, request: Request, pk: int) -> Response:
        return self.respond(ExportOut, services.try_again(self.export(pk), actor=self.who))
