"""How programmes look as JSON. Unknown is null or empty, never 0."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from masterplan.enums import ProgrammeStatus
from masterplan.models import Programme, ProgrammeYear
from masterplan.services.programmes import MAX_RUPIAH
from opd.imports import values
from opd.numbers import decimal_text
from opd.rest.fields import Body, Choice, Few, Flag, Id, Number, Text, Texts, Whole, Year

MOST_YEARS = 100


class Rupiah(Whole):
    """Whole rupiah of which nothing may be known."""

    def __init__(self) -> None:
        beyond = "Tidak boleh negatif dan harus di bawah seribu triliun."
        super().__init__(
            max_value=MAX_RUPIAH - 1, beyond=beyond, required=False, allow_null=True, default=None
        )


class CodesField(serializers.ListField):
    """Rows as their codes."""

    def __init__(self, **options: Any) -> None:
        super().__init__(child=serializers.CharField(), **options)

    def to_representation(self, data: Any) -> list[str]:
        return [row.code for row in data.all()]


class YearOut(serializers.Serializer[Any]):
    year = serializers.IntegerField()
    target = Number(allow_null=True)
    rupiah = serializers.IntegerField(allow_null=True)
    is_achieved = serializers.BooleanField()


class ProgrammeOut(serializers.Serializer[Any]):
    """`years` are those of the plan, `earlier` the stored ones outside it; years without values are left
    out. `answers` are codes of findings."""

    id = serializers.IntegerField(source="pk")
    uid = serializers.UUIDField()
    code = serializers.CharField()
    version = serializers.IntegerField()
    plan = serializers.CharField(source="masterplan.slug")
    name = serializers.CharField()
    short_name = serializers.CharField()
    description = serializers.CharField()
    dimension = serializers.CharField(source="dimension.code")
    subdimension = serializers.CharField(source="subdimension.code", default=None, allow_null=True)
    lead_opd = serializers.CharField(source="lead_opd.code")
    supporting_opds = CodesField()
    horizon = serializers.CharField(source="horizon.code")
    quick_win = serializers.BooleanField()
    start_year = serializers.IntegerField(allow_null=True)
    end_year = serializers.IntegerField(allow_null=True)
    indicator = serializers.SerializerMethodField()
    unit = serializers.SerializerMethodField()
    baseline = serializers.SerializerMethodField()
    years = serializers.SerializerMethodField()
    earlier = serializers.SerializerMethodField()
    source_amount = serializers.IntegerField(allow_null=True)
    funding_sources = CodesField()
    answers = CodesField(source="findings")
    status = serializers.ChoiceField(choices=ProgrammeStatus.choices)
    status_reason = serializers.CharField()
    source_url = serializers.CharField()
    note = serializers.CharField()
    is_set_aside = serializers.BooleanField()
    set_aside_reason = serializers.CharField()
    edited_at = serializers.DateTimeField(allow_null=True)

    def get_indicator(self, row: Programme) -> str:
        return str(getattr(_indicator(row), "name", ""))

    def get_unit(self, row: Programme) -> str:
        return str(getattr(_indicator(row), "unit", ""))

    @extend_schema_field(Number(allow_null=True))
    def get_baseline(self, row: Programme) -> str | None:
        value = getattr(_indicator(row), "baseline", None)
        return None if value is None else decimal_text(value)

    @extend_schema_field(YearOut(many=True))
    def get_years(self, row: Programme) -> list[dict[str, Any]]:
        return [_year(cell) for cell in row.years.all() if cell.year in row.masterplan.years]

    @extend_schema_field(YearOut(many=True))
    def get_earlier(self, row: Programme) -> list[dict[str, Any]]:
        return [_year(cell) for cell in row.years.all() if cell.year not in row.masterplan.years]


def _indicator(row: Programme) -> Any:
    return next(iter(row.indicators.all()), None)


def _year(cell: ProgrammeYear) -> dict[str, Any]:
    target = None if cell.target is None else decimal_text(cell.target)
    return {"year": cell.year, "target": target, "rupiah": cell.rupiah, "is_achieved": cell.is_achieved}


class YearIn(Body):
    year = Year()
    target = Number(required=False, allow_null=True, default=None)
    rupiah = Rupiah()


class YearsIn(Few):
    child = YearIn()


class ProgrammeIn(Body):
    """A programme as a whole: what is left out becomes empty, years left out too. The code stays."""

    name = Text()
    short_name = Text(max_length=60, required=False, default="")
    description = Text(max_length=values.PROSE, required=False, default="")
    dimension = Text(max_length=20)
    subdimension = Text(max_length=20, required=False, allow_null=True, default=None)
    lead_opd = Text(max_length=30)
    supporting_opds = Texts(each=30, required=False, default=list)
    horizon = Text(max_length=12)
    quick_win = Flag(required=False, default=False)
    start_year = Year(required=False, allow_null=True, default=None)
    end_year = Year(required=False, allow_null=True, default=None)
    indicator = Text(required=False, default="")
    unit = Text(max_length=60, required=False, default="")
    baseline = Number(required=False, allow_null=True, default=None)
    years = YearsIn(required=False, default=list, max_length=MOST_YEARS)
    source_amount = Rupiah()
    funding_sources = Texts(each=20, required=False, default=list)
    answers = Texts(each=12, required=False, default=list)
    status = Choice(choices=ProgrammeStatus.choices, required=False, default=ProgrammeStatus.RENCANA)
    status_reason = Text(max_length=500, required=False, default="")
    source_url = Text(max_length=values.URL, required=False, default="")
    note = Text(max_length=values.PROSE, required=False, default="")


class NewProgrammeIn(ProgrammeIn):
    """`uid` is made by the client: the same one again gives the same programme. Without `code` the next one
    of its dimension is taken."""

    uid = Id()
    code = Text(max_length=20, required=False, default="")
