"""Programmes: listed, added, changed, set aside, taken back, deleted."""

from typing import Any, cast

from django import forms
from django.db.models import Prefetch, prefetch_related_objects
from rest_framework.request import Request
from rest_framework.response import Response

from bimtek.models import Finding
from masterplan import rules
from masterplan.api.plans import PlanEndpoint
from masterplan.api.programme_form import form_of
from masterplan.api.programme_shapes import NewProgrammeIn, ProgrammeIn, ProgrammeOut
from masterplan.forms.programme_filter import ProgrammeFilter
from masterplan.models import FundingSource, Masterplan, Programme
from masterplan.selectors.programmes import GAPS, Filters, matching, programme_rows
from masterplan.services import programmes
from opd.authorization import require
from opd.models import Opd, User
from opd.rest.endpoint import Endpoint, accepted
from opd.rest.fields import ReasonIn
from opd.rest.schema import operation, query
from opd.rest.versions import if_match

RELATED = ("masterplan__cycle", "dimension", "subdimension", "lead_opd", "horizon", "edited_by")
FILTERS = (
    query("dimension", "Code of a dimension."),
    query("opd", "Code of the OPD that leads."),
    query("horizon", "Code of a horizon."),
    query("quick_win", "1: only candidates for a quick win.", ["1"]),
    query("gap", "What is missing.", GAPS),
    query("state", "aside: only those set aside.", ["aside"]),
    query("q", "Words in code or name."),
)


class PlanProgrammes(PlanEndpoint):
    @operation(summary="Programmes of a plan", gives=ProgrammeOut, is_list=True, filters=FILTERS)
    def get(self, request: Request, slug: str) -> Response:
        plan = self.plan(slug)
        chosen = chosen_of(plan, self.who, filters_of(request, plan))
        rows = Programme.objects.filter(pk__in=chosen).select_related(*RELATED).prefetch_related(*links())
        return self.listed(ProgrammeOut, rows.order_by("dimension__order", "dimension__code", "code"))

    @operation(summary="Add a programme", body=NewProgrammeIn, gives=ProgrammeOut, status=201)
    def post(self, request: Request, slug: str) -> Response:
        plan = self.plan(slug)
        require(rules.can_add_programme(self.who, plan), programmes.NOT_ADDING)
        typed = self.body(NewProgrammeIn)
        form = form_of(typed, plan)
        saved = programmes.create(plan, form.data_given, actor=self.who, uid=typed["uid"])
        return told(self, saved, status=201, location=f"/api/v1/programmes/{saved.pk}/")


class ProgrammeEndpoint(Endpoint):
    """What the addresses of one programme share."""

    def programme(self, pk: int) -> Programme:
        seen = Programme.objects.visible_to(self.who).select_related(*RELATED)
        found: Programme = self.one(seen.prefetch_related(*links()), pk=pk)
        return found

    def mine(self, pk: int) -> Programme:
        programme = self.programme(pk)
        require(rules.can_edit_programme(self.who, programme), programmes.NOT_YOURS)
        return programme


class OneProgramme(ProgrammeEndpoint):
    @operation(summary="A programme", gives=ProgrammeOut)
    def get(self, request: Request, pk: int) -> Response:
        return self.told(ProgrammeOut, self.programme(pk))

    @operation(summary="Change a programme", body=ProgrammeIn, gives=ProgrammeOut, versioned=True)
    def put(self, request: Request, pk: int) -> Response:
        programme, version = self.mine(pk), if_match(request)
        form = form_of(self.body(ProgrammeIn), programme.masterplan, programme)
        saved = programmes.update(programme, form.data_given, actor=self.who, version=version)
        return told(self, saved)

    @operation(summary="Delete a programme no frozen version holds", status=204, versioned=True)
    def delete(self, request: Request, pk: int) -> Response:
        programmes.delete(self.mine(pk), actor=self.who, seen=if_match(request))
        return Response(status=204)


class SetAsideProgramme(ProgrammeEndpoint):
    @operation(summary="Set a programme aside", body=ReasonIn, gives=ProgrammeOut, versioned=True)
    def post(self, request: Request, pk: int) -> Response:
        programme, version = self.mine(pk), if_match(request)
        reason = self.body(ReasonIn)["reason"]
        return told(self, programmes.set_aside(programme, actor=self.who, seen=version, reason=reason))


class RestoreProgramme(ProgrammeEndpoint):
    @operation(summary="Take a programme back into the plan", gives=ProgrammeOut, versioned=True)
    def post(self, request: Request, pk: int) -> Response:
        return told(self, programmes.restore(self.mine(pk), actor=self.who, seen=if_match(request)))


def links() -> tuple[Any, ...]:
    """Of what a programme is joined to only the codes are told."""
    codes: dict[str, Any] = {"supporting_opds": Opd, "funding_sources": FundingSource, "findings": Finding}
    return "years", "indicators", *(Prefetch(name, row.objects.only("code")) for name, row in codes.items())


def filters_of(request: Request, plan: Masterplan) -> Filters:
    """As on the page, but that a value nobody knows is refused. A plain list asks for no choices."""
    if not any(request.query_params.get(name) for name in Filters.__dataclass_fields__):
        return Filters()
    form = ProgrammeFilter(request.query_params, plan=plan)
    opd = cast(forms.ChoiceField, form.fields["opd"])
    opd.choices = [("", ""), *plan.cycle.region.opds.values_list("code", "short_name")]
    return accepted(form).chosen


def chosen_of(plan: Masterplan, who: User, filters: Filters) -> Any:
    """Keys of what the filters leave. Only what is missing has to be counted first."""
    if filters.gap:
        return [row.pk for row in programme_rows(plan, who, filters)]
    return matching(plan, who, filters).values("pk")


def told(endpoint: Endpoint, programme: Programme, **options: Any) -> Response:
    """As a service left it, read in whole."""
    prefetch_related_objects([programme], *links())
    return endpoint.told(ProgrammeOut, programme, **options)
