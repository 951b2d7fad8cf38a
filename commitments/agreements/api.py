"""How commitments, agreements and verdicts look as JSON."""

from pathlib import Path

from django.http import Http404, HttpResponse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from bimtek.cycle.models import Cycle
from commitments.agreements import rules, services
from commitments.agreements.forms import AgreementForm
from commitments.agreements.models import Agreement, AgreementKind
from lib.access import require
from lib.files.scans import MEDIA_TYPES
from lib.http import hand_out, stored
from lib.rest.declared import DeclaredIn, DeclaredOut
from lib.rest.endpoint import Endpoint, FileEndpoint, accepted
from lib.rest.fields import Choice, Texts
from lib.rest.parsing import RawFile, Upload
from lib.rest.schema import operation
from lib.rest.versions import if_match


class AgreementOut(DeclaredOut):
    plain = services.PLAIN
    id = serializers.IntegerField(source="pk")
    version = serializers.IntegerField()
    cycle = serializers.CharField(source="cycle.slug")
    kind = serializers.ChoiceField(choices=AgreementKind.choices)
    parties = serializers.ListField(child=serializers.CharField())
    scan_name = serializers.CharField()
    scan_sha256 = serializers.CharField()


class AgreementIn(DeclaredIn):
    plain = services.PLAIN
    parties = Texts(each=300, max_length=50, required=False, default=list)


class NewAgreementIn(AgreementIn):
    kind = Choice(choices=AgreementKind.choices)


class Agreements(Endpoint):
    def cycle(self, slug: str) -> Cycle:
        found: Cycle = self.one(Cycle.objects.visible_to(self.who), slug=slug)
        return found

    @operation(summary="Agreements of a cycle", gives=AgreementOut, is_list=True)
    def get(self, request: Request, slug: str) -> Response:
        rows = Agreement.objects.visible_to(self.who).filter(cycle=self.cycle(slug))
        return self.listed(AgreementOut, rows.select_related("cycle"))

    @operation(
        summary="Record an agreement", act=rules.RECORD, body=NewAgreementIn, gives=AgreementOut, status=201
    )
    def post(self, request: Request, slug: str) -> Response:
        cycle = self.cycle(slug)
        require(rules.can_edit_agreement(self.who, Agreement(cycle=cycle)), rules.NOT_CHANGING)
        typed = self.body(NewAgreementIn)
        data = accepted(AgreementForm(typed | {"parties": "\n".join(typed["parties"])})).to_data()
        made = services.record(cycle, typed["kind"], data, actor=self.who)
        return self.respond(AgreementOut, made, status=201, location=f"/api/v1/agreements/{made.pk}/")


class OneAgreement(Endpoint):
    def agreement(self, pk: int) -> Agreement:
        found: Agreement = self.one(Agreement.objects.visible_to(self.who).select_related("cycle"), pk=pk)
        return found

    def mine(self, pk: int) -> Agreement:
        agreement = self.agreement(pk)
        rules.CHANGE.require(self.who, agreement)
        return agreement

    @operation(summary="An agreement", gives=AgreementOut)
    def get(self, request: Request, pk: int) -> Response:
        return self.respond(AgreementOut, self.agreement(pk))

    @operation(
        summary="Change an agreement", act=rules.CHANGE, body=AgreementIn, gives=AgreementOut, versioned=True
    )
    def put(self, request: Request, pk: int) -> Response:
        agreement, version = self.mine(pk), if_match(request)
        typed = self.body(AgreementIn)
        form = AgreementForm(typed | {"parties": "\n".join(typed["parties"]), "kind": agreement.kind})
        done = services.update(agreement, accepted(form).to_data(), actor=self.who, expected_version=version)
        return self.respond(AgreementOut, done)


class AgreementScan(OneAgreement, FileEndpoint):
    parser_classes = (RawFile,)

    @operation(summary="The scanned paper", gives=bytes, media=tuple(MEDIA_TYPES.values()), refuses=(409,))
    def get(self, request: Request, pk: int) -> HttpResponse:
        agreement = self.agreement(pk)
        if not agreement.scan_sha256:
            raise Http404
        kind = MEDIA_TYPES[Path(agreement.scan_name).suffix]
        return hand_out(stored(agreement.scan_sha256), kind, agreement.scan_name)

    @operation(
        summary="Attach the scanned paper",
        act=rules.ATTACH,
        body={"application/octet-stream": bytes},
        gives=AgreementOut,
        versioned=True,
    )
    def put(self, request: Request, pk: int) -> Response:
        """PDF, JPEG or PNG of at most 10 MB as the body; its name in Content-Disposition."""
        agreement, version = self.mine(pk), if_match(request)
        upload: object = request.data
        if not isinstance(upload, Upload):  # not one byte: no parser was asked
            upload = Upload("", b"")
        done = services.attach_scan(
            agreement, actor=self.who, name=upload.name, content=upload.content, expected_version=version
        )
        return self.respond(AgreementOut, done)
