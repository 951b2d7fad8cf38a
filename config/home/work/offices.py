"""Heads, operators and the admin: what concerns an office."""

from collections.abc import Iterable
from typing import Any

from django.db.models import F, Value
from django.urls import reverse

from commitments.enums import CommitmentState
from commitments.models import Commitment
from config.home.sight import Sight
from config.home.work.items import WorkItem, days_text
from masterplan.enums import SectionKind
from masterplan.models import Comment, Programme, Section
from opd import clock
from opd.authorization import access
from opd.enums import Role
from opd.models import OfficeHolder, Opd


def for_head(sight: Sight) -> list[WorkItem]:
    """One item for each office that was invited; the person may hold several."""
    own, deadline = access(sight.user).opds(Role.HEAD), sight.plan.cycle.deadline
    waiting = Commitment.objects.filter(opd_id__in=own, state=CommitmentState.ISSUED).select_related(
        "opd", "revision"
    )
    found = []
    for commitment in waiting.defer("revision__content").order_by("opd__order"):
        pledge = commitment.slice
        lead, supporting = len(pledge["lead"]), len(pledge["supporting"])
        parts = [
            f"{lead} program sebagai penanggung jawab" if lead else "",
            f"{supporting} sebagai pendukung" if supporting else "",
        ]
        what = ", ".join(part for part in parts if part) or "Janji umum tanpa program"
        seen = "sudah dibuka" if commitment.opened_at else "belum dibuka"
        due = f"Paling lambat {days_text(deadline)}" if deadline else ""
        url = reverse("commitments:commitment_sign", args=[commitment.pk])
        title = f"Komitmen {commitment.opd.official_name}"
        found.append(
            WorkItem(
                title,
                f"{what}. Versi {commitment.revision.label}, {seen}.",
                url,
                "Baca dan tanda tangani",
                "warn",
                due,
            )
        )
    return found


COMMENT, PROGRAMME, SECTION = "comment", "programme", "section"


def for_operator(sight: Sight) -> list[WorkItem]:
    """Comments to answer, targets to fill in, texts to write: one query for all three."""
    rows = list(_own_rows(sight))
    comments = [pk for what, pk, *_ in rows if what == COMMENT]
    bare = sorted((code, pk, name) for what, pk, code, name, _ in rows if what == PROGRAMME)
    empty = sorted((place, pk, title) for what, pk, _, title, place in rows if what == SECTION)
    found = _comments_to_answer(sight, comments)
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


def _comments_to_answer(sight: Sight, rounds: list[int]) -> list[WorkItem]:
    """`rounds`: the round of each comment that waits for an answer of the own OPD."""
    asked = [round_ for version in sight.versions for round_ in version.rounds if round_.pk in rounds]
    if not asked:
        return []
    first = min(asked, key=lambda round_: round_.pk)
    text = "Komentar fasilitator pada bagian naskah yang ditugaskan kepada OPD Anda."
    url, due = reverse("masterplan:round_detail", args=[first.pk]), f"Tenggat {days_text(first.due)}"
    return [WorkItem(f"Jawab {len(rounds)} komentar", text, url, "Buka komentar", "warn", due)]


def _own_rows(sight: Sight) -> Iterable[tuple[str, int, str, str, int]]:
    """(what, id of the round, programme or section, code, name, place in the book)"""
    own, plan = access(sight.user).opds(Role.OPERATOR), sight.plan
    comments = Comment.objects.filter(
        round__closed_at__isnull=True,
        section__assigned_opd_id__in=own,
        answer="",
        round__revision__masterplan=plan,
    ).annotate(none=Value(""))
    programmes = Programme.objects.filter(masterplan=plan, lead_opd_id__in=own).live()
    sections = Section.objects.filter(
        chapter__book__masterplan=plan, assigned_opd_id__in=own, kind=SectionKind.TEXT, body__isnull=True
    )
    rows: Iterable[tuple[str, int, str, str, int]] = _columns(
        comments, COMMENT, "round_id", "none", "none"
    ).union(
        _columns(programmes.exclude(years__target__isnull=False), PROGRAMME, "pk", "code", "name"),
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


def for_admin(sight: Sight) -> list[WorkItem]:
    region = sight.plan.cycle.region
    filled = OfficeHolder.objects.filter(opd__region=region).on(clock.today()).values("opd_id")
    vacant = list(
        Opd.objects.filter(region=region).exclude(pk__in=filled).values_list("short_name", flat=True)
    )
    if count := len(vacant):
        shown = ", ".join(vacant[:4])
        more = f" dan {count - 4} OPD lain" if count > 4 else ""
        text = f"{shown}{more}. Surat komitmen tidak dapat ditandatangani selama jabatan kosong."
        return [
            WorkItem(
                f"Catat pejabat {count} OPD",
                text,
                reverse("opd:holder_list"),
                "Buka pejabat",
                "warn",
                "Jabatan kosong",
            )
        ]
    return []
