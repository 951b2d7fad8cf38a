"""Sections: listed, read, written, marked ready, assigned."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response

from masterplan import rules, workflow
from masterplan.api.plans import PlanEndpoint
from masterplan.api.section_shapes import AssignIn, ListedSectionOut, ReadyIn, SectionBodyIn, SectionOut
from masterplan.body import check_body
from masterplan.enums import SectionKind
from masterplan.forms.sections import AssignForm, SectionForm
from masterplan.models import Section
from masterplan.services import sections
from opd.authorization import access, require
from opd.enums import Role
from opd.errors import Invalid
from opd.rest.endpoint import NOT_ACCEPTED, Endpoint, accepted
from opd.rest.schema import operation, query
from opd.rest.versions import if_match

WHERE = "chapter__book__masterplan__cycle__region"
ONE_OF_BOTH = "Kirim salah satu: text atau body."
NO_SUCH_OPD = "Pilih OPD dari daftar."
TEXTS = Q(kind=SectionKind.TEXT)
STATES = {
    "empty": TEXTS & Q(body__isnull=True),
    "writing": TEXTS & Q(body__isnull=False, is_ready=False),
    "ready": TEXTS & Q(is_ready=True),
    "table": Q(kind=SectionKind.TABLE),
}
MINE = "mine"
FILTERS = (query("state", "mine: assigned to an office one acts for.", [*STATES, MINE]),)


class PlanSections(PlanEndpoint):
    @operation(
        summary="Sections of a plan in the order of its books",
        gives=ListedSectionOut,
        is_list=True,
        filters=FILTERS,
    )
    def get(self, request: Request, slug: str) -> Response:
        plan = self.plan(slug)
        if not rules.can_read_living(self.who, plan):
            raise Http404
        state = self.filter_of("state", [*STATES, MINE])
        rows = Section.objects.visible_to(self.who).filter(chapter__book__masterplan=plan)
        if state == MINE:
            rows = rows.filter(assigned_opd__in=access(self.who).opds(Role.OPERATOR))
        elif state:
            rows = rows.filter(STATES[state])
        return self.listed(ListedSectionOut, light(rows))


class SectionEndpoint(Endpoint):
    """What the addresses of one section share."""

    def section(self, pk: int) -> Section:
        seen = Section.objects.visible_to(self.who).select_related(WHERE, "assigned_opd", "edited_by")
        found: Section = self.one(seen, pk=pk)
        return found

    def mine(self, pk: int) -> Section:
        section = self.section(pk)
        require(rules.can_edit_section(self.who, section), sections.NOT_YOURS)
        workflow.require_prose(section.kind)
        return section


class OneSection(SectionEndpoint):
    @operation(summary="A section with its text", gives=SectionOut)
    def get(self, request: Request, pk: int) -> Response:
        return self.told(SectionOut, self.section(pk))


class SectionBody(SectionEndpoint):
    @operation(summary="Write a section", body=SectionBodyIn, gives=SectionOut, versioned=True)
    def put(self, request: Request, pk: int) -> Response:
        """Any change takes the mark "siap" away."""
        section, version = self.mine(pk), if_match(request)
        body = body_of(self.body(SectionBodyIn), section)
        saved = sections.write(section, actor=self.who, body=body, version=version)
        return self.told(SectionOut, saved)


class SectionReady(SectionEndpoint):
    @operation(
        summary="Mark the text that was read as ready, or take the mark away",
        body=ReadyIn,
        gives=SectionOut,
        versioned=True,
    )
    def post(self, request: Request, pk: int) -> Response:
        section, version = self.mine(pk), if_match(request)
        is_ready = self.body(ReadyIn)["ready"]
        saved = sections.mark_ready(section, actor=self.who, is_ready=is_ready, version=version)
        return self.told(SectionOut, saved)


class SectionAssign(SectionEndpoint):
    @operation(
        summary="Name the OPD whose operators write a section",
        body=AssignIn,
        gives=SectionOut,
        versioned=True,
    )
    def post(self, request: Request, pk: int) -> Response:
        section = self.section(pk)
        require(rules.can_assign_section(self.who, section), sections.NOT_ASSIGNING)
        workflow.require_prose(section.kind)
        version = if_match(request)
        form = AssignForm({"opd": self.body(AssignIn)["opd"] or ""}, section=section)
        if not form.is_valid():
            raise Invalid(NO_SUCH_OPD, {"opd": NO_SUCH_OPD})
        opd = form.cleaned_data["opd"]
        return self.told(SectionOut, sections.assign(section, actor=self.who, opd=opd, version=version))


def light(rows: QuerySet[Section]) -> Any:
    """In the order of the books, without the texts."""
    rows = rows.select_related("chapter__book__masterplan", "assigned_opd").defer("body", "figures")
    written = rows.annotate(is_written=Q(body__isnull=False))
    return written.order_by("chapter__book__order", "chapter__order", "order")


def body_of(typed: dict[str, Any], section: Section) -> Any:
    """The document, from either of its two shapes."""
    if len(typed) != 1:
        raise Invalid(NOT_ACCEPTED, dict.fromkeys(("text", "body"), ONE_OF_BOTH))
    if "text" in typed:
        return accepted(SectionForm({"text": typed["text"]}, section=section)).body
    body = typed["body"]
    if body is not None:
        try:
            check_body(body)
        except ValueError as reason:
            sentence = f"Teks belum dapat disimpan: {reason}."
            raise Invalid(sentence, {"body": sentence}) from reason
    return body
