"""How sections look as JSON."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from masterplan.body import text_from_body
from masterplan.body.schema import MAX_TEXT
from masterplan.enums import SectionKind, SectionState
from masterplan.models import Section
from masterplan.selectors.sections import SHOWN_STATES, TABLE, mark_of
from opd.rest.fields import Body, Flag, Required, Text

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
        return TABLE if row.kind == SectionKind.TABLE else str(row.state)


class ListedSectionOut(SectionRowOut):
    """Without its text, which is not even read."""

    @extend_schema_field(STATE)
    def get_state(self, row: Any) -> str:
        if row.kind == SectionKind.TABLE:
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
