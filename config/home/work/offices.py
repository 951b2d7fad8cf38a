"""Heads, operators and the admin: what concerns an office."""

from datetime import date

from django.urls import reverse

from commitments.enums import CommitmentState
from commitments.models import Commitment
from config.home.work.items import WorkItem, days_text
from masterplan.enums import SectionKind
from masterplan.models import Comment, Masterplan, Programme, Section
from opd import clock
from opd.authorization import access
from opd.enums import Role
from opd.models import OfficeHolder, Opd, User


def for_head(user: User, deadline: date | None) -> list[WorkItem]:
    """One item for each office that was invited; the person may hold several."""
    own = access(user).opds(Role.HEAD)
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


def for_operator(user: User, plan: Masterplan) -> list[WorkItem]:
    own = access(user).opds(Role.OPERATOR)
    found = []
    comments = Comment.objects.filter(
        round__closed_at__isnull=True,
        section__assigned_opd_id__in=own,
        answer="",
        round__revision__masterplan=plan,
    )
    if first := comments.select_related("round").first():
        url = reverse("masterplan:round_detail", args=[first.round_id])
        text = "Komentar fasilitator pada bagian naskah yang ditugaskan kepada OPD Anda."
        found.append(
            WorkItem(
                f"Jawab {comments.count()} komentar",
                text,
                url,
                "Buka komentar",
                "warn",
                f"Tenggat {days_text(first.round.due)}",
            )
        )
    bare = (
        Programme.objects.filter(masterplan=plan, lead_opd_id__in=own)
        .live()
        .exclude(years__target__isnull=False)
    )
    for programme in bare.order_by("code")[:5]:
        url = reverse("masterplan:programme_edit", args=[programme.pk])
        text = "Isi indikator, nilai dasar dan target tiap tahun."
        found.append(WorkItem(f"Lengkapi target {programme.code} {programme.name}", text, url, "Isi target"))
    empty = Section.objects.filter(
        chapter__book__masterplan=plan, assigned_opd_id__in=own, kind=SectionKind.TEXT, body__isnull=True
    )
    for section in empty[:5]:
        url = reverse("masterplan:section_edit", args=[section.pk])
        found.append(
            WorkItem(f"Tulis bagian {section.title}", "Bagian ini ditugaskan kepada OPD Anda.", url, "Tulis")
        )
    return found


def for_admin(plan: Masterplan) -> list[WorkItem]:
    region = plan.cycle.region
    filled = OfficeHolder.objects.filter(opd__region=region).on(clock.today()).values("opd_id")
    vacant = Opd.objects.filter(region=region).exclude(pk__in=filled)
    if count := vacant.count():
        shown = ", ".join(vacant.values_list("short_name", flat=True)[:4])
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
