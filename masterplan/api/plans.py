"""Plans: which there are, and what one is made of."""

from typing import Any

from django.db.models import Count, Prefetch, QuerySet
from rest_framework.request import Request
from rest_framework.response import Response

from masterplan import rules
from masterplan.api.plan_shapes import PlanDetailOut, PlanOut
from masterplan.models import Book, Chapter, Masterplan, Revision
from masterplan.selectors.programmes import standing
from opd.models import User
from opd.rest.endpoint import Endpoint
from opd.rest.schema import operation

OWN = ("slug", "title", "cycle", "base_year", "valid_from", "valid_to", "is_illustrative", "source_url")


class PlanEndpoint(Endpoint):
    """What the addresses under one plan share."""

    def plan(self, slug: str) -> Masterplan:
        seen = Masterplan.objects.visible_to(self.who).select_related("cycle__region")
        found: Masterplan = self.one(seen, slug=slug)
        return found


class Plans(Endpoint):
    @operation(summary="Plans of one's regions", gives=PlanOut, is_list=True)
    def get(self, request: Request) -> Response:
        return self.listed(PlanOut, Masterplan.objects.visible_to(self.who).select_related("cycle__region"))


class OnePlan(PlanEndpoint):
    @operation(summary="A plan: its years, horizons, sources of funds and books", gives=PlanDetailOut)
    def get(self, request: Request, slug: str) -> Response:
        return Response(PlanDetailOut(facts(self.plan(slug), self.who)).data)


def facts(plan: Masterplan, who: User) -> dict[str, Any]:
    reads_living = rules.can_read_living(who, plan)
    books = books_of(plan) if reads_living else ()
    programmes = standing(plan, who)
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
