"""Frozen versions: listed, frozen, read as they are, compared."""

from typing import Any

from django.http import HttpResponse
from rest_framework.request import Request
from rest_framework.response import Response

from masterplan import rules
from masterplan.api.plans import PlanEndpoint
from masterplan.api.revision_shapes import ChangesOut, FreezeIn, RevisionOut, RevisionRowOut
from masterplan.file_names import file_name
from masterplan.forms.reviews import FreezeForm
from masterplan.frozen import changes
from masterplan.models import Revision
from masterplan.selectors.revisions import compared_with, exports_of, round_lines, version_rows
from masterplan.services import revisions
from opd.authorization import require
from opd.errors import Invalid
from opd.http import hand_out
from opd.models import User
from opd.rest.endpoint import Endpoint, FileEndpoint, accepted
from opd.rest.schema import operation, query

AGAINST = query("against", "Number of an earlier version; the one reviewed or frozen before when left out.")
LONGEST_NUMBER = 6
OWN = ("pk", "masterplan", "number", "label", "state", "sha256", "token", "chain_head", "frozen_at")


class PlanRevisions(PlanEndpoint):
    @operation(summary="Versions of a plan, newest first", gives=RevisionRowOut, is_list=True)
    def get(self, request: Request, slug: str) -> Response:
        return self.listed(RevisionRowOut, version_rows(self.plan(slug), self.who))

    @operation(summary="Freeze the plan as it stands", body=FreezeIn, gives=RevisionOut, status=201)
    def post(self, request: Request, slug: str) -> Response:
        """The same order sent twice gives the version it made."""
        plan = self.plan(slug)
        require(rules.can_freeze(self.who, plan), revisions.NOT_FREEZING)
        typed = self.body(FreezeIn)
        label = accepted(FreezeForm({"label": typed["label"]})).cleaned_data["label"]
        made = revisions.freeze(plan, actor=self.who, label=label, seen=typed["seen_number"])
        location = f"/api/v1/revisions/{made.pk}/"
        return self.told(RevisionOut, facts(made, self.who), status=201, location=location)


class RevisionEndpoint(Endpoint):
    """What the addresses of one version share."""

    def revision(self, pk: int) -> Revision:
        seen = Revision.objects.visible_to(self.who).select_related("masterplan__cycle__region")
        found: Revision = self.one(seen.defer("content"), pk=pk)
        return found


class OneRevision(RevisionEndpoint):
    @operation(summary="A version with its rounds and files", gives=RevisionOut)
    def get(self, request: Request, pk: int) -> Response:
        return self.told(RevisionOut, facts(self.revision(pk), self.who))


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
        told = {
            "revision": revision.number,
            "against": before.number if before else None,
            "changes": changes(before, revision) if before else [],
        }
        return Response(ChangesOut(told).data)


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
