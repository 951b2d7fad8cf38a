"""Who am I; the offices of a region and who holds them."""

from rest_framework.request import Request
from rest_framework.response import Response

from opd import rules
from opd.api.shapes import EndIn, HolderIn, HolderOut, MeOut, OfficeOut
from opd.authorization import require
from opd.enums import OpdKind
from opd.forms import EndTermForm, HolderForm
from opd.models import OfficeHolder, Opd
from opd.rest.endpoint import Endpoint, accepted
from opd.rest.schema import operation, query
from opd.services import holders


class Me(Endpoint):
    @operation(summary="The account behind the token, and its roles", gives=MeOut)
    def get(self, request: Request) -> Response:
        roles = self.who.memberships.select_related("region", "opd").order_by("pk")
        told = {"username": self.who.username, "label": self.who.label, "roles": roles}
        return Response(MeOut(told).data)


class Offices(Endpoint):
    filters = (query("kind", "Kind of office.", OpdKind.values), query("region", "Code of the region."))

    @operation(summary="Offices of one's regions", gives=OfficeOut, is_list=True, filters=filters)
    def get(self, request: Request) -> Response:
        rows = Opd.objects.visible_to(self.who).select_related("region")
        if kind := self.filter_of("kind", OpdKind.values):
            rows = rows.filter(kind=kind)
        if region := self.filter_of("region"):
            rows = rows.filter(region__code=region)
        return self.listed(OfficeOut, rows)


class OneOffice(Endpoint):
    def office(self, pk: int) -> Opd:
        found: Opd = self.one(Opd.objects.visible_to(self.who).select_related("region"), pk=pk)
        return found

    @operation(summary="An office", gives=OfficeOut)
    def get(self, request: Request, pk: int) -> Response:
        return self.told(OfficeOut, self.office(pk))


class Holders(OneOffice):
    @operation(
        summary="Who held the office, newest first, as far as one may read names",
        gives=HolderOut,
        is_list=True,
    )
    def get(self, request: Request, pk: int) -> Response:
        rows = OfficeHolder.objects.visible_to(self.who).filter(opd=self.office(pk))
        return self.listed(HolderOut, rows.select_related("opd").order_by("-since", "-pk"))

    @operation(summary="Record who holds the office", body=HolderIn, gives=HolderOut, status=201)
    def post(self, request: Request, pk: int) -> Response:
        opd = self.office(pk)
        require(rules.can_appoint(self.who, opd), holders.ONLY_ADMIN)
        form = accepted(HolderForm(self.body(HolderIn)))
        return self.told(HolderOut, holders.appoint(opd, form.holder_data(), actor=self.who), status=201)


class EndTerm(Endpoint):
    @operation(summary="End a term of office", body=EndIn, gives=HolderOut)
    def post(self, request: Request, pk: int) -> Response:
        holder = self.one(OfficeHolder.objects.visible_to(self.who).select_related("opd"), pk=pk)
        require(rules.can_appoint(self.who, holder.opd), holders.ONLY_ADMIN)
        until = accepted(EndTermForm(self.body(EndIn))).cleaned_data["until"]
        return self.told(HolderOut, holders.end_term(holder, actor=self.who, until=until))
