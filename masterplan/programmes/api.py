"""Programmes: listed, added, changed, set aside, taken back, deleted."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.db.models import Prefetch, prefetch_related_objects
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from bimtek.cycle.models import Subdimension
from bimtek.findings.models import Finding
from lib.access import require
from lib.errors import Invalid
from lib.rest.declared import DeclaredIn, DeclaredOut
from lib.rest.endpoint import Endpoint, accepted
from lib.rest.fields import Body, Choice, Few, Id, Number, ReasonIn, Rupiah, Text, Texts, Year
from lib.rest.schema import operation, query
from lib.rest.versions import if_match
from lib.text import numbers
from masterplan.plan.api import PlanEndpoint
from masterplan.plan.models import FundingSource, Masterplan
from masterplan.programmes import rules, services
from masterplan.programmes.document import (
    PLAIN,
    SAID,
    indicator_field,
    rupiah_field,
    share_field,
    target_field,
)
from masterplan.programmes.forms import ProgrammeFilter, ProgrammeForm
from masterplan.programmes.indicators.services import MAX_INDICATORS
from masterplan.programmes.models import Direction, Programme
from masterplan.programmes.selectors import GAPS, Filters, matching, programme_rows, with_gap
from opd.accounts.models import User
from opd.offices.models import Opd

AS_THEY_ARE = ("code", "dimension", "lead_opd", "horizon", "uid")

CODES = {"supporting_opds": "supporting_opds", "funding_sources": "funding_sources", "findings": "answers"}


def form_of(typed: Mapping[str, Any], plan: Masterplan, programme: Programme | None = None) -> ProgrammeForm:
    """Valid, else 400 with the body's names. Any office is understood; the service says who may name it."""
    _check_years(typed, plan)
    form = ProgrammeForm(_as_typed(typed, plan), plan=plan, leads=(), programme=programme)
    return accepted(form, _names(typed))


def _names(typed: Mapping[str, Any]) -> dict[str, str]:
    """Field of the form → name in the body: money.0.rupiah for rupiah_2027."""
    names = dict(CODES)
    for place, row in enumerate(typed["indicators"]):
        names |= {indicator_field(name, place + 1): f"indicators.{place}.{name}" for name in SAID}
        for at, target in enumerate(row["targets"]):
            names[target_field(place + 1, target["year"])] = f"indicators.{place}.targets.{at}.value"
    for place, row in enumerate(typed["money"]):
        name = share_field(row["source"], row["year"]) if row["source"] else rupiah_field(row["year"])
        names[name] = f"money.{place}.rupiah"
    return names


def _check_years(typed: Mapping[str, Any], plan: Masterplan) -> None:
    """The form has fields for the plan's years and its sources, and would not see any other."""
    wrong: dict[str, str] = {}
    for place, row in enumerate(typed["indicators"]):
        cells = [
            (f"indicators.{place}.targets.{at}.year", cell["year"], "")
            for at, cell in enumerate(row["targets"])
        ]
        wrong |= _check_cells(cells, plan)
    money = typed["money"]
    wrong |= _check_cells(
        [(f"money.{at}.year", row["year"], row["source"] or "") for at, row in enumerate(money)], plan
    )
    known = set(plan.funding_sources.values_list("code", flat=True)) if money else set()
    for at, row in enumerate(money):
        if row["source"] and row["source"] not in known:
            wrong[f"money.{at}.source"] = "Sumber dana ini tidak ada dalam masterplan."
    if wrong:
        raise Invalid("Program belum disimpan. Periksa isian yang ditandai.", wrong)


def _check_cells(cells: Iterable[tuple[str, int, str]], plan: Masterplan) -> dict[str, str]:
    """(name in the body, year, source) of each: a year of the plan, and each year and source once."""
    seen: set[tuple[int, str]] = set()
    wrong: dict[str, str] = {}
    for name, year, source in cells:
        if year not in plan.years:
            wrong[name] = f"Tahun {year} di luar masa masterplan."
        elif (year, source) in seen:
            wrong[name] = f"Tahun {year} disebut dua kali."
        seen.add((year, source))
    return wrong


def _as_typed(typed: Mapping[str, Any], plan: Masterplan) -> dict[str, Any]:
    content = {name: typed[name] for name in AS_THEY_ARE if name in typed}
    content |= {one.name: one.typed(typed[one.name]) for one in PLAIN}
    for place, row in enumerate(typed["indicators"], 1):
        content |= {indicator_field(name, place): _written(row[name]) for name in SAID}
        for cell in row["targets"]:
            content[target_field(place, cell["year"])] = _written(cell["value"])
    content |= _money_typed(typed["money"])
    content |= {field: list(dict.fromkeys(typed[name])) for field, name in CODES.items()}
    return content | {"subdimension": _subdimension(typed, plan)}


def _money_typed(money: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """The form asks for the sum of a year and for shares; what the body divides among none is the rest."""
    content: dict[str, str] = {}
    sums: dict[int, int] = {}
    for row in money:
        sums[row["year"]] = sums.get(row["year"], 0) + row["rupiah"]
        if row["source"]:
            content[share_field(row["source"], row["year"])] = str(row["rupiah"])
    return content | {rupiah_field(year): str(amount) for year, amount in sums.items()}


def _written(value: Decimal | int | str | None) -> str:
    """As the form reads it; a year has no point between its thousands."""
    if isinstance(value, Decimal):
        return numbers.write(value)
    return "" if value is None else str(value)


def _subdimension(typed: Mapping[str, Any], plan: Masterplan) -> str:
    """The key the form knows it by; what is unknown keeps a colon, so that it is no key of another one."""
    dimension, code = typed["dimension"], typed["subdimension"]
    if not code:
        return ""
    rows = Subdimension.objects.filter(dimension__cycle=plan.cycle_id, dimension__code=dimension, code=code)
    key = rows.values_list("pk", flat=True).first()
    return f"{dimension}:{code}" if key is None else str(key)


MOST_YEARS = 500


class CodesField(serializers.ListField):
    """Rows as their codes."""

    def __init__(self, **options: Any) -> None:
        super().__init__(child=serializers.CharField(), **options)

    def to_representation(self, data: Any) -> list[str]:
        return [row.code for row in data.all()]


class TargetOut(serializers.Serializer[Any]):
    year = serializers.IntegerField()
    value = Number()
    is_achieved = serializers.BooleanField()


class IndicatorOut(serializers.Serializer[Any]):
    """`targets` holds what is known, also of years outside the plan, which no sum counts."""

    number = serializers.IntegerField()
    name = serializers.CharField()
    unit = serializers.CharField()
    direction = serializers.ChoiceField(choices=["", *Direction.values])
    baseline = Number(allow_null=True)
    baseline_year = serializers.IntegerField(allow_null=True)
    targets = TargetOut(many=True)


class MoneyOut(serializers.Serializer[Any]):
    """`source` is null for what is divided among no source."""

    year = serializers.IntegerField()
    # A field of that name, which the serializer's class takes out before it could hide its own attribute.
    source = serializers.CharField(source="source.code", default=None, allow_null=True)  # type: ignore[assignment]
    rupiah = serializers.IntegerField()


class ProgrammeOut(DeclaredOut):
    """Targets and rupiah of which nothing is known are left out. `answers` are codes of findings."""

    plain = PLAIN
    id = serializers.IntegerField(source="pk")
    uid = serializers.UUIDField()
    code = serializers.CharField()
    version = serializers.IntegerField()
    plan = serializers.CharField(source="masterplan.slug")
    dimension = serializers.CharField(source="dimension.code")
    subdimension = serializers.CharField(source="subdimension.code", default=None, allow_null=True)
    lead_opd = serializers.CharField(source="lead_opd.code")
    supporting_opds = CodesField()
    horizon = serializers.CharField(source="horizon.code")
    indicators = IndicatorOut(many=True)
    money = MoneyOut(many=True)
    funding_sources = CodesField()
    answers = CodesField(source="findings")
    is_set_aside = serializers.BooleanField()
    set_aside_reason = serializers.CharField()
    edited_at = serializers.DateTimeField(allow_null=True)


class TargetIn(Body):
    year = Year()
    value = Number()


class TargetsIn(Few):
    child = TargetIn()


class IndicatorIn(Body):
    """`baseline_year` may lie before the plan."""

    name = Text(required=False, default="")
    unit = Text(max_length=60, required=False, default="")
    direction = Choice(choices=["", *Direction.values], required=False, default="")
    baseline = Number(required=False, allow_null=True, default=None)
    baseline_year = Year(required=False, allow_null=True, default=None)
    targets = TargetsIn(required=False, default=list, max_length=MOST_YEARS)


class IndicatorsIn(Few):
    child = IndicatorIn()


class MoneyIn(Body):
    year = Year()
    source = Text(max_length=20, required=False, allow_null=True, default=None)  # type: ignore[assignment]
    rupiah = Rupiah(required=True, allow_null=False)


class MoneysIn(Few):
    child = MoneyIn()


class ProgrammeIn(DeclaredIn):
    """A programme as a whole: what is left out becomes empty, targets and money too. The code stays."""

    plain = PLAIN
    dimension = Text(max_length=20)
    subdimension = Text(max_length=20, required=False, allow_null=True, default=None)
    lead_opd = Text(max_length=30)
    supporting_opds = Texts(each=30, required=False, default=list)
    horizon = Text(max_length=12)
    indicators = IndicatorsIn(required=False, default=list, max_length=MAX_INDICATORS)
    money = MoneysIn(required=False, default=list, max_length=MOST_YEARS)
    funding_sources = Texts(each=20, required=False, default=list)
    answers = Texts(each=12, required=False, default=list)


class NewProgrammeIn(ProgrammeIn):
    """`uid` is made by the client: the same one again gives the same programme. Without `code` the next one
    of its dimension is taken."""

    uid = Id()
    code = Text(max_length=20, required=False, default="")


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

    @operation(
        summary="Add a programme", act=rules.CREATE, body=NewProgrammeIn, gives=ProgrammeOut, status=201
    )
    def post(self, request: Request, slug: str) -> Response:
        plan = self.plan(slug)
        require(rules.can_add_programme(self.who, plan), rules.NOT_ADDING)
        typed = self.body(NewProgrammeIn)
        form = form_of(typed, plan)
        saved = services.create(plan, form.data_given, actor=self.who, uid=typed["uid"])
        return respond(self, saved, status=201, location=f"/api/v1/programmes/{saved.pk}/")


class ProgrammeEndpoint(Endpoint):
    """What the addresses of one programme share."""

    def programme(self, pk: int) -> Programme:
        seen = Programme.objects.visible_to(self.who).select_related(*RELATED)
        found: Programme = self.one(seen.prefetch_related(*links()), pk=pk)
        return found

    def mine(self, pk: int) -> Programme:
        programme = self.programme(pk)
        rules.CHANGE.require(self.who, programme)
        return programme


class OneProgramme(ProgrammeEndpoint):
    @operation(summary="A programme", gives=ProgrammeOut)
    def get(self, request: Request, pk: int) -> Response:
        return self.respond(ProgrammeOut, self.programme(pk))

    @operation(
        summary="Change a programme", act=rules.CHANGE, body=ProgrammeIn, gives=ProgrammeOut, versioned=True
    )
    def put(self, request: Request, pk: int) -> Response:
        programme, version = self.mine(pk), if_match(request)
        form = form_of(self.body(ProgrammeIn), programme.masterplan, programme)
        saved = services.update(programme, form.data_given, actor=self.who, expected_version=version)
        return respond(self, saved)

    @operation(
        summary="Delete a programme no frozen version holds", act=rules.DELETE, status=204, versioned=True
    )
    def delete(self, request: Request, pk: int) -> Response:
        services.delete(self.mine(pk), actor=self.who, expected_version=if_match(request))
        return Response(status=204)


class SetAsideProgramme(ProgrammeEndpoint):
    @operation(
        summary="Set a programme aside",
        act=rules.SET_ASIDE,
        body=ReasonIn,
        gives=ProgrammeOut,
        versioned=True,
    )
    def post(self, request: Request, pk: int) -> Response:
        programme, version = self.mine(pk), if_match(request)
        reason = self.body(ReasonIn)["reason"]
        return respond(
            self, services.set_aside(programme, actor=self.who, expected_version=version, reason=reason)
        )


class RestoreProgramme(ProgrammeEndpoint):
    @operation(
        summary="Take a programme back into the plan", act=rules.RESTORE, gives=ProgrammeOut, versioned=True
    )
    def post(self, request: Request, pk: int) -> Response:
        return respond(
            self, services.restore(self.mine(pk), actor=self.who, expected_version=if_match(request))
        )


def links() -> tuple[Any, ...]:
    """Of what a programme is joined to only the codes are told."""
    codes: dict[str, Any] = {"supporting_opds": Opd, "funding_sources": FundingSource, "findings": Finding}
    return (
        "indicators__targets",
        "money__source",
        *(Prefetch(name, row.objects.only("code")) for name, row in codes.items()),
    )


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
        return [row.pk for row in with_gap(programme_rows(plan, who, filters), filters.gap)]
    return matching(plan, who, filters).values("pk")


def respond(endpoint: Endpoint, programme: Programme, **options: Any) -> Response:
    """As a service left it, read in whole."""
    prefetch_related_objects([programme], *links())
    return endpoint.respond(ProgrammeOut, programme, **options)
