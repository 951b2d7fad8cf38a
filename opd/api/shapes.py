"""How people and offices look as JSON."""

from typing import Any

from rest_framework import serializers

from opd.enums import Capacity, OpdKind, Role
from opd.rest.fields import Body, Choice, Day, Text


class RoleOut(serializers.Serializer[Any]):
    region = serializers.CharField(source="region.code")
    role = serializers.ChoiceField(choices=Role.choices)
    opd = serializers.CharField(source="opd.code", default=None, allow_null=True)


class MeOut(serializers.Serializer[Any]):
    username = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    roles = RoleOut(many=True)


class OfficeOut(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="pk")
    region = serializers.CharField(source="region.code")
    code = serializers.CharField()
    official_name = serializers.CharField()
    short_name = serializers.CharField()
    kind = serializers.ChoiceField(choices=OpdKind.choices)
    head_title = serializers.CharField()


class HolderOut(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="pk")
    opd = serializers.CharField(source="opd.code")
    name = serializers.CharField()
    nip = serializers.CharField()
    rank = serializers.CharField()
    capacity = serializers.ChoiceField(choices=Capacity.choices)
    decree = serializers.CharField()
    since = serializers.DateField()
    until = serializers.DateField(allow_null=True)


class HolderIn(Body):
    name = Text(max_length=160)
    nip = Text(max_length=40, required=False, default="")
    rank = Text(max_length=80, required=False, default="")
    capacity = Choice(choices=Capacity.choices)
    decree = Text(max_length=120, required=False, default="")
    since = Day()
    until = Day(required=False, allow_null=True, default=None)


class EndIn(Body):
    until = Day()
