"""Plans: which there are, and what one is made of."""

from typing import Any

from django.db.models import Count, Prefetch, QuerySet
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from lib.rest.endpoint import Endpoint
from lib.rest.schema import operation
from masterplan.plan import rules
from masterplan.plan.models import Masterplan
from masterplan.programmes.selectors import summary
from masterplan.sections.models import Book, Chapter
from masterplan.versions.models import Revision
from opd.accounts.models import User


class PlanOut(serializers.Serializer[Any]):
    slug = serializers.CharField()
    title = serializers.CharField()
    cycle = serializers.CharField(source="cycle.slug")
    region = serializers.CharField(source="cycle.region.code")
    base_year = serializers.IntegerField()
    valid_from = serializers.IntegerField()
    valid_to = serializers.IntegerField()
    is_illustrative = serializers.BooleanField()
    is_current = serializers.BooleanField()
    predecessor = serializers.CharField(source="predecessor.slug", allow_null=True)


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


OWN = (
    *("slug", "title", "cycle", "base_year", "valid_from", "valid_to", "is_illustrative"),
    *("is_current", "predecessor", "source_url"),
)
RELATED = ("cycle__region", "predecessor")


class PlanEndpoint(Endpoint):
    """What the addresses under one plan share."""

    def plan(self, slug: str) -> Masterplan:
        seen = Masterplan.objects.visible_to(self.who).select_related(*RELATED)
        found: Masterplan = self.one(seen, slug=slug)
        return found


class Plans(Endpoint):
    @operation(summary="Plans of one's regions", gives=PlanOut, is_list=True)
    def get(self, request: Request) -> Response:
        return self.listed(PlanOut, Masterplan.objects.visible_to(self.who).select_related(*RELATED))


class OnePlan(PlanEndpoint):
    @operation(summary="A plan: its years, horizons, sources of funds and books", gives=PlanDetailOut)
    def get(self, request: Request, slug: str) -> Response:
        return Response(PlanDetailOut(facts(self.plan(slug), self.who)).data)


def facts(plan: Masterplan, who: User) -> dict[str, Any]:
    reads_living = rules.can_read_living(who, plan)
    books = books_of(plan) if reads_living else ()
    programmes = summary(plan, who)
    counts = {
        "programmes": programmes.live,
        "quick_wins": programmes.quick_wins,
        "programmes_aside": programmes.aside,
        "sections": sum(chapter.section_count for book in books for chapter in book.chapters.all()),
        "revisions": Revision.objects.visible_to(who).filter(masterplan=plan).count(),
    }
    return {
        **{name: getattr(plan, name) for name in OWN},
        "vision": plan.vision if reads_living else "",
        "keywords": plan.keywords if reads_living else [],
        "horizons": plan.horizons.all(),
        "funding_sources": plan.funding_sources.all(),
        "books": [
            {"code": book.code, "title": book.title, "chapters": book.chapters.all()} for book in books
        ],
        "counts": counts,
    }


def books_of(plan: Masterplan) -> QuerySet[Any]:
    chapters = Chapter.objects.annotate(section_count=Count("sections")).order_by("order")
    return Book.objects.filter(masterplan=plan).prefetch_related(Prefetch("chapters", chapters))
