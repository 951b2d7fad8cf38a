"""How a plan looks as JSON."""

from typing import Any

from rest_framework import serializers


class PlanOut(serializers.Serializer[Any]):
    slug = serializers.CharField()
    title = serializers.CharField()
    cycle = serializers.CharField(source="cycle.slug")
    region = serializers.CharField(source="cycle.region.code")
    base_year = serializers.IntegerField()
    valid_from = serializers.IntegerField()
    valid_to = serializers.IntegerField()
    is_illustrative = serializers.BooleanField()


class HorizonOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    year_from = serializers.IntegerField()
    year_to = serializers.IntegerField()
    max_months = serializers.IntegerField(allow_null=True)


class FundingSourceOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]


class ChapterOut(serializers.Serializer[Any]):
    order = serializers.IntegerField()
    number = serializers.CharField()
    title = serializers.CharField()
    section_count = serializers.IntegerField()


class BookOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    title = serializers.CharField()
    chapters = ChapterOut(many=True)


class CountsOut(serializers.Serializer[Any]):
    """Of what one may see oneself."""

    programmes = serializers.IntegerField()
    quick_wins = serializers.IntegerField()
    programmes_aside = serializers.IntegerField()
    sections = serializers.IntegerField()
    revisions = serializers.IntegerField()


class PlanDetailOut(PlanOut):
    """Vision, keywords and books are those of the living text: empty for who reads approved versions only."""

    source_url = serializers.CharField()
    vision = serializers.CharField()
    keywords = serializers.ListField(child=serializers.CharField())
    horizons = HorizonOut(many=True)
    funding_sources = FundingSourceOut(many=True)
    books = BookOut(many=True)
    counts = CountsOut()
