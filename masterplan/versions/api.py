"""Frozen versions: listed, frozen, read as they are, compared."""

from typing import Any

from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from lib.errors import Invalid
from lib.http import hand_out
from lib.rest.endpoint import Endpoint, FileEndpoint, accepted
from lib.rest.fields import Body, Text, Whole
from lib.rest.schema import operation, query
from lib.text.codes import printed
from masterplan.plan.api import PlanEndpoint
from masterplan.versions import rules, services
from masterplan.versions.files.api import ExportOut
from masterplan.versions.files.selectors import exports_of, file_name
from masterplan.versions.forms import FreezeForm
from masterplan.versions.models import Revision, RevisionState
from masterplan.versions.reading.selectors import changes
from masterplan.versions.rounds.models import Decision
from masterplan.versions.selectors import compared_with, round_lines, version_rows
from opd.accounts.models import User


class AnsweredOut(serializers.Serializer[Any]):
    """Of the comments one may see."""

    total = serializers.IntegerField()
    answered = serializers.IntegerField()


class RoundLineOut(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="pk")
    number = serializers.IntegerField()
    due = serializers.DateField()
    closed_at = serializers.DateTimeField(allow_null=True)
    decision = serializers.ChoiceField(choices=Decision.choices, allow_blank=True)
    comments = AnsweredOut(source="answered")


class RevisionRowOut(serializers.Serializer[Any]):
    """`book`: the file of all books that is ready, see /exports/."""

    id = serializers.IntegerField(source="pk")
    number = serializers.IntegerField()
    label = serializers.CharField()  # type: ignore[assignment]
    state = serializers.ChoiceField(choices=RevisionState.choices)
    sha256 = serializers.CharField()
    frozen_at = serializers.DateTimeField()
    rounds = RoundLineOut(many=True)
    book = serializers.IntegerField(source="book_pk", allow_null=True)


class RevisionOut(serializers.Serializer[Any]):
    """`code` is the printed code of verification; `chain_head` the head of the audit chain at the freeze."""

    id = serializers.IntegerField(source="pk")
    plan = serializers.CharField(source="masterplan.slug")
    number = serializers.IntegerField()
    label = serializers.CharField()  # type: ignore[assignment]
    state = serializers.ChoiceField(choices=RevisionState.choices)
    sha256 = serializers.CharField()
    code = serializers.SerializerMethodField()
    chain_head = serializers.CharField()
    frozen_at = serializers.DateTimeField()
    final_at = serializers.DateTimeField(allow_null=True)
    missing_reason = serializers.CharField()
    rounds = RoundLineOut(many=True)
    exports = ExportOut(many=True)

    def get_code(self, row: dict[str, Any]) -> str:
        return printed(row["token"])


class ChangeOut(serializers.Serializer[Any]):
    """`fields` names in words what is different."""

    kind = serializers.ChoiceField(choices=["section", "programme", "finding"])
    code = serializers.CharField()
    title = serializers.CharField()
    change = serializers.ChoiceField(choices=["baru", "diubah", "dihapus"])
    fields = serializers.ListField(child=serializers.CharField())  # type: ignore[assignment]


class ChangesOut(serializers.Serializer[Any]):
    """`against` is the number of the earlier version, null when there is none to compare with."""

    revision = serializers.IntegerField()
    against = serializers.IntegerField(allow_null=True)
    changes = ChangeOut(many=True)


class FreezeIn(Body):
    """`seen_number`: the newest version one knows, 0 when there is none; the label is v0.N when left out."""

    label = Text(required=False, default="")  # type: ignore[assignment]
    seen_number = Whole()


AGAINST = query("against", "Number of an earlier version; the one reviewed or frozen before when left out.")

LONGEST_NUMBER = 6

OWN = ("pk", "masterplan", "number", "label", "state", "sha256", "token", "chain_head", "frozen_at")


class PlanRevisions(PlanEndpoint):
    @operation(summary="Versions of a plan, newest first", gives=RevisionRowOut, is_list=True)
    def get(self, request: Request, slug: str) -> Response:
        return self.listed(RevisionRowOut, version_rows(self.plan(slug), self.who))

    @operation(
        summary="Freeze the plan as it stands", act=rules.FREEZE, body=FreezeIn, gives=RevisionOut, status=201
    )
    def post(self, request: Request, slug: str) -> Response:
        """The same order sent twice gives the version it made."""
        plan = self.plan(slug)
        rules.FREEZE.require(self.who, plan)
        typed = self.body(FreezeIn)
        label = accepted(FreezeForm({"label": typed["label"]})).cleaned_data["label"]
        made = services.freeze(plan, actor=self.who, label=label, expected_number=typed["seen_number"])
        location = f"/api/v1/revisions/{made.pk}/"
        return self.respond(RevisionOut, facts(made, self.who), status=201, location=location)


class RevisionEndpoint(Endpoint):
    """What the addresses of one version share."""

    def revision(self, pk: int) -> Revision:
        seen = Revision.objects.visible_to(self.who).select_related("masterplan__cycle__region")
        found: Revision = self.one(seen.defer("content"), pk=pk)
        return found


class OneRevision(RevisionEndpoint):
    @operation(summary="A version with its rounds and files", gives=RevisionOut)
    def get(self, request: Request, pk: int) -> Response:
        return self.respond(RevisionOut, facts(self.revision(pk), self.who))


class RevisionContent(RevisionEndpoint, FileEndpoint):
    @operation(
        summary="The frozen document: canonical JSON (RFC 8785) whose SHA-256 the book prints",
        gives=dict[str, Any],
    )
    def get(self, request: Request, pk: int) -> HttpResponse:
        """ETag is the SHA-256 of these bytes."""
        revision = self.revision(pk)
        name = file_name(revision, "", "json")
        answer = hand_out(revision.content.encode(), "application/json", name)
        answer["ETag"] = f'"{revision.sha256}"'
        return answer


class RevisionChanges(RevisionEndpoint):
    @operation(summary="What changed since an earlier version", gives=ChangesOut, filters=(AGAINST,))
    def get(self, request: Request, pk: int) -> Response:
        revision = self.revision(pk)
        before = compared_with(revision, self.who, asked_number(self.filter_of("against")))
        content = {
            "revision": revision.number,
            "against": before.number if before else None,
            "changes": changes(before, revision) if before else [],
        }
        return Response(ChangesOut(content).data)


def asked_number(asked: str) -> int | None:
    if asked and not (asked.isdecimal() and len(asked) <= LONGEST_NUMBER):
        sentence = "Versi pembanding disebut dengan nomornya, misalnya 2."
        raise Invalid(sentence, {"against": sentence})
    return int(asked) if asked else None


def facts(revision: Revision, who: User) -> dict[str, Any]:
    """The version as this person may see it."""
    return {
        **{name: getattr(revision, name) for name in (*OWN, "final_at", "missing_reason")},
        "rounds": round_lines([revision.pk], who),
        "exports": exports_of(revision),
    }
