"""Findings: listed, recorded, bettered, set aside, taken back, deleted."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from bimtek.cycle.models import Cycle
from bimtek.findings import rules, services
from bimtek.findings.document import PLAIN
from bimtek.findings.forms import FindingFilter, FindingForm
from bimtek.findings.models import Finding, FindingKind
from bimtek.findings.selectors import filtered
from lib.access import require
from lib.rest.declared import DeclaredIn, DeclaredOut
from lib.rest.endpoint import Endpoint, accepted
from lib.rest.fields import Id, ReasonIn, Text, Texts
from lib.rest.schema import operation, query
from lib.rest.versions import if_match


class FindingOut(DeclaredOut):
    """Unknown is null or empty, never 0."""

    plain = PLAIN
    id = serializers.IntegerField(source="pk")
    uid = serializers.UUIDField()
    code = serializers.CharField()
    version = serializers.IntegerField()
    cycle = serializers.CharField(source="cycle.slug")
    dimension = serializers.CharField(source="dimension.code")
    subdimension = serializers.CharField(source="subdimension.code", default=None, allow_null=True)
    owner_opd = serializers.CharField(source="owner_opd.code", default=None, allow_null=True)
    session = serializers.CharField(source="session.stage", default=None, allow_null=True)
    area = serializers.ListField(child=serializers.CharField())
    set_aside_reason = serializers.CharField()
    is_set_aside = serializers.BooleanField()
    edited_at = serializers.DateTimeField(allow_null=True)


RELATED = ("cycle__region", "dimension", "subdimension", "owner_opd", "session", "edited_by", "merged_into")


def findings_with_related(rows: Any) -> Any:
    """Rows as FindingOut tells them, in one query."""
    return rows.select_related(*RELATED)


class FindingIn(DeclaredIn):
    """A finding as a whole: what is left out becomes empty."""

    plain = PLAIN
    dimension = Text(max_length=20)
    subdimension = Text(max_length=20, required=False, allow_null=True, default=None)
    owner_opd = Text(max_length=30, required=False, allow_null=True, default=None)
    session = Text(max_length=4, required=False, allow_null=True, default=None)
    area = Texts(each=60, max_length=40, required=False, default=list)


class NewFindingIn(FindingIn):
    """`uid` is made by the client: the same one again gives the same finding."""

    uid = Id()


def url_of(finding: Finding) -> str:
    return f"/api/v1/findings/{finding.pk}/"


FILTERS = (
    query("dimension", "Code of a dimension."),
    query("kind", "Only problems or only strengths.", FindingKind.values),
    query("state", "aside: only those set aside.", ["aside"]),
    query("opd", "Code of the OPD concerned."),
    query("session", "Stage of the workshop, I to IV; - for none."),
    query("answered", "Whether a programme answers it.", ["yes", "no"]),
    query("q", "Words in code, title, description or cause."),
)


class CycleFindings(Endpoint):
    @operation(summary="Findings of a cycle", gives=FindingOut, is_list=True, filters=FILTERS)
    def get(self, request: Request, slug: str) -> Response:
        cycle = self.one(Cycle.objects.visible_to(self.who), slug=slug)
        opds = list(cycle.region.opds.values_list("code", "short_name"))
        form = accepted(FindingFilter(opds, request.query_params))
        found = filtered(cycle, self.who, form.known())
        if dimension := form.cleaned_data["dimension"]:
            found = found.filter(dimension__code=dimension)
        return self.listed(FindingOut, findings_with_related(found).order_by("code"))

    @operation(summary="Record a finding", act=rules.RECORD, body=NewFindingIn, gives=FindingOut, status=201)
    def post(self, request: Request, slug: str) -> Response:
        cycle = self.one(Cycle.objects.visible_to(self.who), slug=slug)
        require(rules.can_record_finding(self.who, cycle), rules.NOT_RECORDING)
        typed = self.body(NewFindingIn)
        form = form_of(typed, cycle, self.who)
        data = form.finding_data()
        saved = services.record(cycle, data, actor=self.who, uid=typed["uid"])
        return self.respond(FindingOut, saved, status=201, location=url_of(saved))


class OneFinding(Endpoint):
    def finding(self, pk: int) -> Finding:
        rows: QuerySet[Finding] = findings_with_related(Finding.objects.visible_to(self.who))
        return self.one(rows, pk=pk)

    def mine(self, pk: int) -> Finding:
        finding = self.finding(pk)
        rules.CHANGE.require(self.who, finding)
        return finding

    @operation(summary="A finding", gives=FindingOut)
    def get(self, request: Request, pk: int) -> Response:
        return self.respond(FindingOut, self.finding(pk))

    @operation(summary="Change a finding", act=rules.CHANGE, body=FindingIn, gives=FindingOut, versioned=True)
    def put(self, request: Request, pk: int) -> Response:
        finding, version = self.mine(pk), if_match(request)
        form = form_of(self.body(FindingIn), finding.cycle, self.who)
        saved = services.update(finding, form.finding_data(), actor=self.who, expected_version=version)
        return self.respond(FindingOut, saved)

    @operation(
        summary="Delete a finding no frozen version holds", act=rules.DELETE, status=204, versioned=True
    )
    def delete(self, request: Request, pk: int) -> Response:
        services.delete(self.mine(pk), actor=self.who, expected_version=if_match(request))
        return Response(status=204)


class SetAside(OneFinding):
    http_method_names = ("post", "options")

    @operation(
        summary="Set a finding aside", act=rules.SET_ASIDE, body=ReasonIn, gives=FindingOut, versioned=True
    )
    def post(self, request: Request, pk: int) -> Response:
        finding, version = self.mine(pk), if_match(request)
        reason = self.body(ReasonIn)["reason"]
        done = services.set_aside(finding, actor=self.who, expected_version=version, reason=reason)
        return self.respond(FindingOut, done)


class Restore(OneFinding):
    http_method_names = ("post", "options")

    @operation(summary="Take a finding back", act=rules.RESTORE, gives=FindingOut, versioned=True)
    def post(self, request: Request, pk: int) -> Response:
        finding, version = self.mine(pk), if_match(request)
        return self.respond(FindingOut, services.restore(finding, actor=self.who, expected_version=version))


def form_of(typed: dict[str, Any], cycle: Cycle, actor: Any) -> FindingForm:
    """The page's own form reads the content, so that both refuse in the same words."""
    return accepted(FindingForm(cycle, actor, typed | _as_typed(typed)), {"topic": "dimension"})


def _as_typed(typed: dict[str, Any]) -> dict[str, Any]:
    sub = typed["subdimension"]
    return {one.name: one.typed(typed[one.name]) for one in PLAIN} | {
        "topic": f"{typed['dimension']}:{sub}" if sub else typed["dimension"],
        "area": ", ".join(typed["area"]),
        "owner_opd": typed["owner_opd"] or "",
        "session": typed["session"] or "",
    }
