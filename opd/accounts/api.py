"""Who am I; the offices of a region and who holds them."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from lib.rest.endpoint import Endpoint
from lib.rest.schema import operation
from opd.accounts.roles import Role


class RoleOut(serializers.Serializer[Any]):
    region = serializers.CharField(source="region.code")
    role = serializers.ChoiceField(choices=Role.choices)
    opd = serializers.CharField(source="opd.code", default=None, allow_null=True)


class MeOut(serializers.Serializer[Any]):
    username = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    roles = RoleOut(many=True)


class Me(Endpoint):
    @operation(summary="The account behind the token, and its roles", gives=MeOut)
    def get(self, request: Request) -> Response:
        roles = self.who.memberships.select_related("region", "opd").order_by("pk")
        content = {"username": self.who.username, "label": self.who.label, "roles": roles}
        return Response(MeOut(content).data)
