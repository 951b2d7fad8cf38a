"""How cycles and findings look as JSON."""

from typing import Any

from rest_framework import serializers

from bimtek.enums import FindingKind
from bimtek.models import Finding
from opd.rest.fields import Body, Choice, Id, Number, Text, Texts, Year


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


class FindingOut(serializers.Serializer[Any]):
    """Unknown is null or empty, never 0."""

    id = serializers.IntegerField(source="pk")
    uid = serializers.UUIDField()
    code = serializers.CharField()
    version = serializers.IntegerField()
    cycle = serializers.CharField(source="cycle.slug")
    kind = serializers.ChoiceField(choices=FindingKind.choices)
    title = serializers.CharField()
    description = serializers.CharField()
    root_cause = serializers.CharField()
    dimension = serializers.CharField(source="dimension.code")
    subdimension = serializers.CharField(source="subdimension.code", default=None, allow_null=True)
    owner_opd = serializers.CharField(source="owner_opd.code", default=None, allow_null=True)
    session = serializers.CharField(source="session.stage", default=None, allow_null=True)
    area = serializers.ListField(child=serializers.CharField())
    evidence_value = Number(allow_null=True)
    evidence_unit = serializers.CharField()
    evidence_year = serializers.IntegerField(allow_null=True)
    source_url = serializers.CharField()
    set_aside_reason = serializers.CharField()
    is_set_aside = serializers.BooleanField()
    edited_at = serializers.DateTimeField(allow_null=True)


RELATED = ("cycle__region", "dimension", "subdimension", "owner_opd", "session", "edited_by", "merged_into")


def findings_with_related(rows: Any) -> Any:
    """Rows as FindingOut tells them, in one query."""
    return rows.select_related(*RELATED)


class FindingIn(Body):
    """A finding as a whole: what is left out becomes empty."""

    kind = Choice(choices=FindingKind.choices)
    title = Text()
    dimension = Text(max_length=20)
    subdimension = Text(max_length=20, required=False, allow_null=True, default=None)
    description = Text(max_length=20_000, required=False, default="")
    root_cause = Text(max_length=20_000, required=False, default="")
    owner_opd = Text(max_length=30, required=False, allow_null=True, default=None)
    session = Text(max_length=4, required=False, allow_null=True, default=None)
    area = Texts(each=60, max_length=40, required=False, default=list)
    evidence_value = Number(required=False, allow_null=True, default=None)
    evidence_unit = Text(max_length=60, required=False, default="")
    evidence_year = Year(required=False, allow_null=True, default=None)
    source_url = Text(max_length=500, required=False, default="")


class NewFindingIn(FindingIn):
    """`uid` is made by the client: the same one again gives the same finding."""

    uid = Id()


def url_of(finding: Finding) -> str:
    return f"/api/v1/findings/{finding.pk}/"
