"""Sections: listed, read, written, marked ready, assigned."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from lib.access import access
from lib.errors import Invalid
from lib.rest.endpoint import NOT_ACCEPTED, Endpoint, accepted
from lib.rest.fields import Body, Flag, Required, Text
from lib.rest.schema import operation, query
from lib.rest.versions import if_match
from masterplan.plan import rules as plan_rules
from masterplan.plan.api import PlanEndpoint
from masterplan.sections import rules, services, workflow
from masterplan.sections.body.schema import MAX_TEXT, check_body
from masterplan.sections.body.text import text_from_body
from masterplan.sections.forms import AssignForm, SectionForm
from masterplan.sections.models import LIVE, Section, SectionKind, SectionState, is_live
from masterplan.sections.selectors import SHOWN_STATES, TABLE, mark_of
from opd.accounts.roles import Can

STATE = serializers.ChoiceField(choices=SHOWN_STATES)


@extend_schema_field(OpenApiTypes.OBJECT)
class Document(Required, serializers.Field[Any, Any, Any, Any]):
    """A body as it is stored, ProseMirror-shaped; what it may hold says masterplan.body."""

    def to_internal_value(self, data: Any) -> Any:
        return data

    def to_representation(self, value: Any) -> Any:
        return value


class SectionRowOut(serializers.Serializer[Any]):
    """`mark` is the section's place as the book prints it: III.F."""

    id = serializers.IntegerField(source="pk")
    code = serializers.CharField()
    version = serializers.IntegerField()
    plan = serializers.CharField(source="chapter.book.masterplan.slug")
    book = serializers.CharField(source="chapter.book.code")
    chapter = serializers.IntegerField(source="chapter.order")
    mark = serializers.SerializerMethodField()
    title = serializers.CharField()
    kind = serializers.ChoiceField(choices=SectionKind.choices)
    table = serializers.CharField(help_text="Which live table; empty for a text.")
    state = serializers.SerializerMethodField()
    assigned_opd = serializers.CharField(source="assigned_opd.code", default=None, allow_null=True)
    edited_at = serializers.DateTimeField(allow_null=True)

    def get_mark(self, row: Section) -> str:
        return mark_of(row.chapter.number, row.order)

    @extend_schema_field(STATE)
    def get_state(self, row: Section) -> str:
        return TABLE if row.is_live else str(row.state)


class ListedSectionOut(SectionRowOut):
    """Without its text, which is not even read."""

    @extend_schema_field(STATE)
    def get_state(self, row: Any) -> str:
        if is_live(row.kind, row.table):
            return TABLE
        written = SectionState.READY if row.is_ready else SectionState.WRITING
        return written if row.is_written else SectionState.EMPTY


class FigureOut(serializers.Serializer[Any]):
    label = serializers.CharField()  # type: ignore[assignment]
    value = serializers.CharField(allow_null=True)
    unit = serializers.CharField()
    year = serializers.IntegerField(allow_null=True)
    source_url = serializers.CharField()


class SectionOut(SectionRowOut):
    """`body` with its block ids; `text` is the same in the signs the page's form takes."""

    body = Document(allow_null=True)
    text = serializers.SerializerMethodField()
    figures = FigureOut(many=True)

    def get_text(self, row: Section) -> str:
        return text_from_body(row.body)


class SectionBodyIn(Body):
    """Either `text` (a blank line parts blocks, "# " heads, "- " lists, **strong**, *em*), where blocks that
    stay keep their ids; or `body`, the whole document with its ids, null for none."""

    text = Text(max_length=2 * MAX_TEXT, required=False)
    body = Document(required=False, allow_null=True)


class ReadyIn(Body):
    ready = Flag()


class AssignIn(Body):
    opd = Text(max_length=30, allow_null=True, help_text="Code; null gives the section back to the editors.")


WHERE = "chapter__book__masterplan__cycle__region"

ONE_OF_BOTH = "Kirim salah satu: text atau body."

NO_SUCH_OPD = "Pilih OPD dari daftar."

STATES = {
    "empty": ~LIVE & Q(body__isnull=True),
    "writing": ~LIVE & Q(body__isnull=False, is_ready=False),
    "ready": ~LIVE & Q(is_ready=True),
    "table": LIVE,
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
        if not plan_rules.can_read_living(self.who, plan):
            raise Http404
        state = self.filter_of("state", [*STATES, MINE])
        rows = Section.objects.visible_to(self.who).filter(chapter__book__masterplan=plan)
        if state == MINE:
            rows = rows.filter(assigned_opd__in=access(self.who).opds_for(Can.EDIT_SECTION))
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
        rules.WRITE.require(self.who, section)
        workflow.require_prose(section)
        return section


class OneSection(SectionEndpoint):
    @operation(summary="A section with its text", gives=SectionOut)
    def get(self, request: Request, pk: int) -> Response:
        return self.respond(SectionOut, self.section(pk))


class SectionBody(SectionEndpoint):
    @operation(
        summary="Write a section", act=rules.WRITE, body=SectionBodyIn, gives=SectionOut, versioned=True
    )
    def put(self, request: Request, pk: int) -> Response:
        """Any change takes the mark "siap" away."""
        section, version = self.mine(pk), if_match(request)
        body = body_of(self.body(SectionBodyIn), section)
        saved = services.write(section, actor=self.who, body=body, expected_version=version)
        return self.respond(SectionOut, saved)


class SectionReady(SectionEndpoint):
    @operation(
        summary="Mark the text that was read as ready, or take the mark away",
        act=rules.MARK,
        body=ReadyIn,
        gives=SectionOut,
        versioned=True,
    )
    def post(self, request: Request, pk: int) -> Response:
        section, version = self.mine(pk), if_match(request)
        is_ready = self.body(ReadyIn)["ready"]
        saved = services.mark_ready(section, actor=self.who, is_ready=is_ready, expected_version=version)
        return self.respond(SectionOut, saved)


class SectionAssign(SectionEndpoint):
    @operation(
        summary="Name the OPD whose operators write a section",
        act=rules.ASSIGN,
        body=AssignIn,
        gives=SectionOut,
        versioned=True,
    )
    def post(self, request: Request, pk: int) -> Response:
        section = self.section(pk)
        rules.ASSIGN.require(self.who, section)
        workflow.require_prose(section)
        version = if_match(request)
        form = AssignForm({"opd": self.body(AssignIn)["opd"] or ""}, section=section)
        if not form.is_valid():
            raise Invalid(NO_SUCH_OPD, {"opd": NO_SUCH_OPD})
        opd = form.cleaned_data["opd"]
        return self.respond(
            SectionOut, services.assign(section, actor=self.who, opd=opd, expected_version=version)
        )


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
