"""How cycles and findings look as JSON."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from bimtek.cycle import rules
from bimtek.cycle.models import Cycle
from lib.rest.endpoint import Endpoint
from lib.rest.schema import operation


class CycleOut(serializers.Serializer[Any]):
    slug = serializers.CharField()
    name = serializers.CharField()
    year = serializers.IntegerField()
    region = serializers.CharField(source="region.code")
    deadline = serializers.DateField(allow_null=True)


class SubdimensionOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    tag = serializers.CharField()
    name_id = serializers.CharField()


class DimensionOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()
    subdimensions = SubdimensionOut(many=True)


class SessionOut(serializers.Serializer[Any]):
    stage = serializers.CharField()
    start = serializers.DateField(allow_null=True)
    end = serializers.DateField(allow_null=True)
    place = serializers.CharField()
    purpose = serializers.CharField()


class CycleDetailOut(CycleOut):
    dimensions = DimensionOut(many=True)
    sessions = SessionOut(many=True)


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
        content = {name: getattr(cycle, name) for name in ("slug", "name", "year", "region", "deadline")}
        content |= {"dimensions": cycle.dimensions.prefetch_related("subdimensions"), "sessions": sessions}
        return Response(CycleDetailOut(content).data)
