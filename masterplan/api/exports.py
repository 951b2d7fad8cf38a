"""Files of a version: how far they are, the file itself, one more try. They are ordered in commitments."""

from django.http import HttpResponse
from rest_framework.request import Request
from rest_framework.response import Response

from masterplan.api.revision_shapes import ExportOut
from masterplan.file_names import export_name
from masterplan.models import Export
from masterplan.services import exports
from opd.errors import Conflict
from opd.http import hand_out, stored
from opd.rest.endpoint import Endpoint, FileEndpoint
from opd.rest.schema import operation


class ExportEndpoint(Endpoint):
    """What the addresses of one file share."""

    def export(self, pk: int) -> Export:
        rows = Export.objects.visible_to(self.who).select_related("revision__masterplan__cycle", "job")
        found: Export = self.one(rows.defer("revision__content", "edition", "page_map"), pk=pk)
        return found


class OneExport(ExportEndpoint):
    @operation(summary="How far a file is", gives=ExportOut)
    def get(self, request: Request, pk: int) -> Response:
        return self.told(ExportOut, self.export(pk))


class ExportFile(ExportEndpoint, FileEndpoint):
    @operation(summary="The finished file", gives=bytes, media=("application/pdf",), refuses=(409,))
    def get(self, request: Request, pk: int) -> HttpResponse:
        """ETag is the SHA-256 of these bytes."""
        export = self.export(pk)
        if not export.is_ready:
            raise Conflict(exports.NOT_READY)
        answer = hand_out(stored(export.sha256), "application/pdf", export_name(export))
        answer["ETag"] = f'"{export.sha256}"'
        return answer


class RetryExport(ExportEndpoint):
    @operation(summary="Ask once more for a file that could not be made", gives=ExportOut)
    def post(self, request: Request, pk: int) -> Response:
        return self.told(ExportOut, exports.try_again(self.export(pk), actor=self.who))
