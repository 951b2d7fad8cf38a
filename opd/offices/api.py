"""Who am I; the offices of a region and who holds them."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from lib.rest.declared import DeclaredIn, DeclaredOut
from lib.rest.endpoint import Endpoint, accepted
from lib.rest.fields import Body, Day, Text
from lib.rest.schema import operation, query
from opd.offices import rules, services
from opd.offices.forms import EndTermForm, HolderForm
from opd.offices.models import KINDS, OfficeHolder, Opd


class OfficeOut(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="pk")
    region = serializers.CharField(source="region.code")
    code = serializers.CharField()
    official_name = serializers.CharField()
    short_name = serializers.CharField()
    kind = serializers.CharField(help_text=f"One of {', '.join(KINDS)}, or as the region names it.")
    part_of = serializers.CharField(source="parent.code", default="", help_text="Code; empty without one.")
    head_title = serializers.CharField()


class HolderOut(DeclaredOut):
    plain = services.PLAIN
    id = serializers.IntegerField(source="pk")
    opd = serializers.CharField(source="opd.code")


class HolderIn(DeclaredIn):
    plain = services.PLAIN
    nip = Text(max_length=40, required=False, default="")


class EndIn(Body):
    until = Day()


class Offices(Endpoint):
    filters = (query("kind", "Kind of office."), query("region", "Code of the region."))

    @operation(summary="Offices of one's regions", gives=OfficeOut, is_list=True, filters=filters)
    def get(self, request: Request) -> Response:
        rows = Opd.objects.visible_to(self.who).select_related("region", "parent")
        if self.filter_of("kind"):
            kinds = [*KINDS, *rows.order_by().values_list("kind", flat=True)]
            rows = rows.filter(kind=self.filter_of("kind", kinds))
        if region := self.filter_of("region"):
            rows = rows.filter(region__code=region)
        return self.listed(OfficeOut, rows)


class OneOffice(Endpoint):
    def office(self, pk: int) -> Opd:
        found: Opd = self.one(Opd.objects.visible_to(self.who).select_related("region", "parent"), pk=pk)
        return found

    @operation(summary="An office", gives=OfficeOut)
    def get(self, request: Request, pk: int) -> Response:
        return self.respond(OfficeOut, self.office(pk))


class Holders(OneOffice):
    @operation(
        summary="Who held the office, newest first, as far as one may read names",
        gives=HolderOut,
        is_list=True,
    )
    def get(self, request: Request, pk: int) -> Response:
        rows = OfficeHolder.objects.visible_to(self.who).filter(opd=self.office(pk))
        return self.listed(HolderOut, rows.select_related("opd").order_by("-since", "-pk"))

    @operation(
        summary="Record who holds the office", act=rules.APPOINT, body=HolderIn, gives=HolderOut, status=201
    )
    def post(self, request: Request, pk: int) -> Response:
        opd = self.office(pk)
        rules.APPOINT.require(self.who, opd)
        form = accepted(HolderForm(self.body(HolderIn)))
        return self.respond(HolderOut, services.appoint(opd, form.holder_data(), actor=self.who), status=201)


class EndTerm(Endpoint):
    @operation(summary="End a term of office", act=rules.END_TERM, body=EndIn, gives=HolderOut)
    def post(self, request: Request, pk: int) -> Response:
        holder = self.one(OfficeHolder.objects.visible_to(self.who).select_related("opd"), pk=pk)
        rules.END_TERM.require(self.who, holder.opd)
        until = accepted(EndTermForm(self.body(EndIn))).cleaned_data["until"]
        return self.respond(HolderOut, services.end_term(holder, actor=self.who, until=until))
