"""Cycles with their framework and workshops."""

from rest_framework.request import Request
from rest_framework.response import Response

from bimtek import rules
from bimtek.api.shapes import CycleDetailOut, CycleOut
from bimtek.models import Cycle
from opd.rest.endpoint import Endpoint
from opd.rest.schema import operation


class Cycles(Endpoint):
    @operation(summary="Cycles of one's regions", gives=CycleOut, is_list=True)
    def get(self, request: Request) -> Response:
        return self.listed(CycleOut, Cycle.objects.visible_to(self.who).select_related("region"))


class OneCycle(Endpoint):
    @operation(
        summary="A cycle: dimensions, and workshops for those who were in the room", gives=CycleDetailOut
    )
    def get(self, request: Request, slug: str) -> Response:
        cycle = self.one(Cycle.objects.visible_to(self.who).select_related("region"), slug=slug)
        sessions = cycle.sessions.order_by("stage") if rules.can_read_bimtek(self.who, cycle) else ()
        told = {name: getattr(cycle, name) for name in ("slug", "name", "year", "region", "deadline")}
        told |= {"dimensions": cycle.dimensions.prefetch_related("subdimensions"), "sessions": sessions}
        return Response(CycleDetailOut(told).data)
