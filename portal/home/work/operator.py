"""The operator of an office: comments to answer, targets to fill in, texts to write."""

from collections.abc import Iterable
from typing import Any

from django.db.models import F, Value
from django.urls import reverse

from lib.access import access
from masterplan.programmes.models import Programme
from masterplan.sections.models import LIVE, Section
from masterplan.versions.rounds.models import Comment
from opd.accounts.roles import Can
from portal.home.context import HomeContext
from portal.home.work.items import WorkItem, days_text

COMMENT, PROGRAMME, SECTION = "comment", "programme", "section"


def for_operator(context: HomeContext) -> list[WorkItem]:
    """Comments to answer, targets to fill in, texts to write: one query for all three."""
    rows = list(_own_rows(context))
    comments = [pk for what, pk, *_ in rows if what == COMMENT]
    bare = sorted((code, pk, name) for what, pk, code, name, _ in rows if what == PROGRAMME)
    empty = sorted((place, pk, title) for what, pk, _, title, place in rows if what == SECTION)
    found = _comments_to_answer(context, comments)
    for code, pk, name in bare[:5]:
        url, text = (
            reverse("masterplan:programme_edit", args=[pk]),
            "Isi indikator, nilai dasar dan target tiap tahun.",
        )
        found.append(WorkItem(f"Lengkapi target {code} {name}", text, url, "Isi target"))
    for _, pk, title in empty[:5]:
        url = reverse("masterplan:section_edit", args=[pk])
        found.append(
            WorkItem(f"Tulis bagian {title}", "Bagian ini ditugaskan kepada OPD Anda.", url, "Tulis")
        )
    return found


def _comments_to_answer(context: HomeContext, rounds: list[int]) -> list[WorkItem]:
    """`rounds`: the round of each comment that waits for an answer of the own OPD."""
    asked = [round_ for version in context.versions for round_ in version.rounds if round_.pk in rounds]
    if not asked:
        return []
    first = min(asked, key=lambda round_: round_.pk)
    text = "Komentar fasilitator pada bagian naskah yang ditugaskan kepada OPD Anda."
    page, due = reverse("masterplan:round_detail", args=[first.pk]), f"Tenggat {days_text(first.due)}"
    url, count = f"{page}?jawab=belum#komentar", rounds.count(first.pk)
    return [WorkItem(f"Jawab {count} komentar", text, url, "Buka komentar", "warn", due, count)]


def _own_rows(context: HomeContext) -> Iterable[tuple[str, int, str, str, int]]:
    """(what, id of the round, programme or section, code, name, place in the book)"""
    own, plan = access(context.user).opds_for(Can.EDIT_SECTION), context.plan
    comments = (
        Comment.objects.unanswered()
        .filter(
            round__closed_at__isnull=True,
            section__assigned_opd_id__in=own,
            round__revision__masterplan=plan,
        )
        .annotate(none=Value(""))
    )
    programmes = Programme.objects.filter(masterplan=plan, lead_opd_id__in=own).live()
    sections = Section.objects.filter(
        ~LIVE, chapter__book__masterplan=plan, assigned_opd_id__in=own, body__isnull=True
    )
    rows: Iterable[tuple[str, int, str, str, int]] = _columns(
        comments, COMMENT, "round_id", "none", "none"
    ).union(
        _columns(programmes.exclude(indicators__targets__isnull=False), PROGRAMME, "pk", "code", "name"),
        _columns(
            sections,
            SECTION,
            "pk",
            "code",
            "title",
            F("chapter__book__order") * 10_000 + F("chapter__order") * 100 + F("order"),
        ),
        all=True,
    )
    return rows


def _columns(rows: Any, what: str, *names: Any) -> Any:
    *columns, place = names if len(names) > 3 else (*names, Value(0))
    return rows.order_by().annotate(what=Value(what), place=place).values_list("what", *columns, "place")
