"""Findings: listed, recorded, bettered, set aside, taken back, deleted."""

from typing import Any

from django.db.models import QuerySet
from rest_framework.request import Request
from rest_framework.response import Response

from bimtek import rules
from bimtek.api.shapes import (
    FindingIn,
    FindingOut,
    NewFindingIn,
    findings_with_related,
    url_of,
)
from bimtek.enums import FindingKind
from bimtek.forms import FindingFilter, FindingForm
from bimtek.models import Cycle, Finding
from bimtek.selectors.findings import filtered
from bimtek.services import findings
from opd.authorization import require
from opd.rest.endpoint import Endpoint, accepted
from opd.rest.fields import ReasonIn
from opd.rest.schema import operation, query
from opd.rest.versions import if_match
from pdf.formats import angka

NOT_YOURS = "Anda tidak dapat mencatat temuan dalam siklus ini."
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

    @operation(summary="Record a finding", body=NewFindingIn, gives=FindingOut, status=201)
    def post(self, request: Request, slug: str) -> Response:
        cycle = self.one(Cycle.objects.visible_to(self.who), slug=slug)
        require(rules.can_record_finding(self.who, cycle), NOT_YOURS)
        typed = self.body(NewFindingIn)
        form = form_of(typed, cycle, self.who)
        data = form.finding_data()
        saved = findings.record(cycle, data, actor=self.who, uid=typed["uid"])
        return self.told(FindingOut, saved, status=201, location=url_of(saved))


class OneFinding(Endpoint):
    def finding(self, pk: int) -> Finding:
        rows: QuerySet[Finding] = findings_with_related(Finding.objects.visible_to(self.who))
        return self.one(rows, pk=pk)

    def mine(self, pk: int) -> Finding:
        finding = self.finding(pk)
        require(rules.can_edit_finding(self.who, finding), findings.NOT_YOURS)
        return finding

    @operation(summary="A finding", gives=FindingOut)
    def get(self, request: Request, pk: int) -> Response:
        return self.told(FindingOut, self.finding(pk))

    @operation(summary="Change a finding", body=FindingIn, gives=FindingOut, versioned=True)
    def put(self, request: Request, pk: int) -> Response:
        finding, version = self.mine(pk), if_match(request)
        form = form_of(self.body(FindingIn), finding.cycle, self.who)
        saved = findings.update(finding, form.finding_data(), actor=self.who, version=version)
        return self.told(FindingOut, saved)

    @operation(summary="Delete a finding no frozen version holds", status=204, versioned=True)
    def delete(self, request: Request, pk: int) -> Response:
        findings.delete(self.mine(pk), actor=self.who, version=if_match(request))
        return Response(status=204)


class SetAside(OneFinding):
    http_method_names = ("post", "options")

    @operation(summary="Set a finding aside", body=ReasonIn, gives=FindingOut, versioned=True)
    def post(self, request: Request, pk: int) -> Response:
        finding, version = self.mine(pk), if_match(request)
        reason = self.body(ReasonIn)["reason"]
        done = findings.set_aside(finding, actor=self.who, version=version, reason=reason)
        return self.told(FindingOut, done)


class Restore(OneFinding):
    http_method_names = ("post", "options")

    @operation(summary="Take a finding back", gives=FindingOut, versioned=True)
    def post(self, request: Request, pk: int) -> Response:
        finding, version = self.mine(pk), if_match(request)
        return self.told(FindingOut, findings.restore(finding, actor=self.who, version=version))


def form_of(typed: dict[str, Any], cycle: Cycle, actor: Any) -> FindingForm:
    """The page's own form reads the content, so that both refuse in the same words."""
    return accepted(FindingForm(cycle, actor, typed | _as_typed(typed)), {"topic": "dimension"})


def _as_typed(typed: dict[str, Any]) -> dict[str, Any]:
    value, sub = typed["evidence_value"], typed["subdimension"]
    return {
        "topic": f"{typed['dimension']}:{sub}" if sub else typed["dimension"],
        "area": ", ".join(typed["area"]),
        "owner_opd": typed["owner_opd"] or "",
        "session": typed["session"] or "",
        "evidence_value": "" if value is None else angka(value),
        "evidence_year": "" if typed["evidence_year"] is None else str(typed["evidence_year"]),
    }
