"""What a person should do first: one list per role, most urgent on top. Reads every app's rows."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from bimtek.enums import FindingKind
from bimtek.models import Finding
from commitments.enums import CommitmentState
from commitments.models import Commitment
from commitments.selectors import BoardRow
from masterplan.enums import RevisionState, SectionKind
from masterplan.models import Comment, Masterplan, Programme, ReviewRound, Revision, Section
from opd import clock
from opd.authorization import access
from opd.enums import Role
from opd.models import OfficeHolder, Opd, User
from pdf.formats import tanggal


@dataclass(frozen=True)
class WorkItem:
    """`due_kind` is a status kind of the look: warn, bad or wait; the first item carries the button."""

    title: str
    text: str
    url: str
    action: str
    due_kind: str = ""
    due: str = ""


def days_text(day: date) -> str:
    left = (day - clock.today()).days
    if left < 0:
        return f"lewat {-left} hari"
    return "hari ini" if left == 0 else f"{left} hari lagi"


def rounds_waiting(plan: Masterplan) -> list[ReviewRound]:
    rounds = ReviewRound.objects.filter(revision__masterplan=plan, decision="").select_related("revision")
    return list(rounds.defer("revision__content"))


def for_editor(plan: Masterplan, board: list[BoardRow]) -> list[WorkItem]:
    return [
        *_review_steps(plan),
        *_commitment_steps(plan, board),
        *_gaps(plan),
    ]


def _review_steps(plan: Masterplan) -> list[WorkItem]:
    rounds = rounds_waiting(plan)
    if not rounds:
        return _round_to_open(plan)
    round_ = rounds[0]
    label, url = round_.revision.label, reverse("masterplan:round_detail", args=[round_.pk])
    open_comments = Comment.objects.filter(round=round_, answer="").count()
    due = f"Tenggat putaran {days_text(round_.due)}"
    if round_.closed_at is not None:
        text = f"Putaran {round_.number} sudah ditutup. Fasilitator menyetujui atau mengembalikan versi ini."
        return [
            WorkItem(f"Menunggu keputusan fasilitator atas {label}", text, url, "Lihat putaran", "wait", due)
        ]
    if open_comments:
        text = f"Putaran {round_.number} tidak dapat ditutup selama masih ada komentar tanpa jawaban."
        title = f"Jawab {open_comments} komentar fasilitator pada {label}"
        return [WorkItem(title, text, url, "Buka komentar", "warn", due)]
    text = "Semua komentar sudah terjawab. Setelah ditutup, fasilitator dapat memutuskan."
    return [WorkItem(f"Tutup putaran {round_.number} untuk {label}", text, url, "Buka putaran", "warn", due)]


def _round_to_open(plan: Masterplan) -> list[WorkItem]:
    newest = Revision.objects.filter(masterplan=plan).order_by("-number").defer("content").first()
    if newest is None:
        text = (
            "Versi beku adalah salinan tetap yang dapat ditinjau fasilitator, sementara penyusunan berlanjut."
        )
        return [
            WorkItem("Bekukan versi pertama", text, reverse("masterplan:revision_list"), "Buka halaman versi")
        ]
    url = reverse("masterplan:revision_detail", args=[newest.pk])
    if newest.state == RevisionState.FROZEN:
        text = "Versi ini belum diserahkan kepada fasilitator."
        return [WorkItem(f"Buka putaran tinjauan untuk {newest.label}", text, url, "Buka versi")]
    if newest.state == RevisionState.RETURNED:
        text = "Perbaiki naskah dan program menurut alasan fasilitator, lalu bekukan versi baru."
        return [
            WorkItem(
                f"{newest.label} dikembalikan fasilitator", text, url, "Baca alasannya", "bad", "Dikembalikan"
            )
        ]
    return []


def _commitment_steps(plan: Masterplan, board: list[BoardRow]) -> list[WorkItem]:
    approved = Revision.objects.filter(masterplan=plan, state=RevisionState.APPROVED).defer("content").first()
    if approved is None:
        return []
    url = reverse("commitments:board")
    found = []
    missing = [row for row in board if row.state in ("none", CommitmentState.SUPERSEDED)]
    if missing:
        text = f"{approved.label} sudah disetujui. {names(missing)} belum mempunyai lembar yang berlaku."
        found.append(WorkItem(f"Terbitkan lembar komitmen {len(missing)} OPD", text, url, "Buka komitmen"))
    declined = [row for row in board if row.state == CommitmentState.DECLINED]
    if declined:
        text = f"{names(declined)} menyatakan tidak setuju. Baca alasannya, perbaiki, lalu minta ulang."
        title = f"Tanggapi {len(declined)} jawaban tidak setuju"
        found.append(WorkItem(title, text, url, "Baca alasannya", "bad", "Menahan versi final"))
    vacant = [row for row in board if row.is_vacant and row.state == CommitmentState.ISSUED]
    if vacant:
        text = (
            f"Jabatan kosong: {names(vacant)}. Admin mencatat pejabat baru, lalu lembarnya diterbitkan ulang."
        )
        url_holders = reverse("opd:holder_list")
        found.append(
            WorkItem(
                f"Isi {len(vacant)} jabatan kosong",
                text,
                url_holders,
                "Lihat pejabat",
                "warn",
                "Tidak dapat ditandatangani",
            )
        )
    return found


def names(rows: list[BoardRow], most: int = 4) -> str:
    shown = [row.opd.short_name for row in rows[:most]]
    rest = len(rows) - len(shown)
    return ", ".join(shown) + (f" dan {rest} OPD lain" if rest else "")


def _gaps(plan: Masterplan) -> list[WorkItem]:
    found = []
    problems = Finding.objects.filter(cycle_id=plan.cycle_id, kind=FindingKind.MASALAH).live()
    answered = (
        problems.filter(programmes__set_aside_at__isnull=True, programmes__isnull=False).distinct().count()
    )
    if unanswered := problems.count() - answered:
        text = "Hubungkan dengan program yang menjawabnya, atau kesampingkan dengan alasan."
        url = f"{reverse('bimtek:finding_list')}?kind=masalah&answered=no"
        found.append(WorkItem(f"{unanswered} permasalahan belum dijawab program", text, url, "Buka temuan"))
    bare = Programme.objects.filter(masterplan=plan).live().exclude(years__target__isnull=False).count()
    if bare:
        text = "Tanpa target, program tidak dapat dijanjikan OPD maupun dinilai kemudian."
        url = f"{reverse('masterplan:programme_list')}?gap=target"
        found.append(WorkItem(f"{bare} program belum mempunyai target", text, url, "Buka program"))
    empty = Section.objects.filter(
        chapter__book__masterplan=plan, kind=SectionKind.TEXT, body__isnull=True
    ).count()
    if empty:
        text = "Bagian tanpa teks tercetak sebagai belum disusun."
        url = reverse("masterplan:section_tree")
        found.append(WorkItem(f"{empty} bagian naskah belum disusun", text, url, "Buka naskah"))
    return found


def for_facilitator(plan: Masterplan) -> list[WorkItem]:
    region = plan.cycle.region.name
    found = []
    for round_ in rounds_waiting(plan):
        label, url = round_.revision.label, reverse("masterplan:round_detail", args=[round_.pk])
        waits_since = tanggal(clock.local_day(round_.closed_at or round_.opened_at))
        since = f"Putaran {round_.number}, menunggu sejak {waits_since}."
        if round_.closed_at is not None:
            text = f"{since} Semua komentar terjawab; setujui atau kembalikan versi ini."
            found.append(
                WorkItem(
                    f"{region}: putuskan {label}", text, url, "Baca dan putuskan", "warn", "Menunggu Anda"
                )
            )
            continue
        mine = Comment.objects.filter(round=round_).count()
        answers = Comment.objects.filter(round=round_).exclude(answer="").count()
        title = (
            f"{region}: tinjau {label}" if not mine else f"{region}: {answers} dari {mine} komentar terjawab"
        )
        due = f"Putaran ditutup {days_text(round_.due)}"
        found.append(
            WorkItem(
                title, f"{label}. {since}", url, "Lanjutkan tinjauan" if mine else "Mulai baca", "warn", due
            )
        )
    return found


def for_leader(plan: Masterplan, board: list[BoardRow]) -> list[WorkItem]:
    approved = Revision.objects.filter(masterplan=plan, state=RevisionState.APPROVED).defer("content").first()
    found = []
    unsigned = [row for row in board if not row.is_signed]
    if approved is not None:
        url = reverse("commitments:revision_finalise", args=[approved.pk])
        signed = len(board) - len(unsigned)
        text = f"Fasilitator sudah menyetujui. {signed} dari {len(board)} OPD sudah menandatangani."
        due = (
            "Semua OPD sudah menandatangani" if not unsigned else f"{len(unsigned)} OPD belum menandatangani"
        )
        kind = "ok" if not unsigned else "warn"
        found.append(
            WorkItem(
                f"Tetapkan {approved.label} sebagai versi final", text, url, "Baca dan putuskan", kind, due
            )
        )
    declined = [row for row in board if row.state == CommitmentState.DECLINED]
    noted = [row for row in board if row.state == CommitmentState.SIGNED_WITH_NOTE]
    if declined or noted:
        text = " ".join(
            part
            for part in (
                f"Tidak setuju: {names(declined)}." if declined else "",
                f"Dengan catatan: {names(noted)}." if noted else "",
            )
            if part
        )
        title = f"Baca {len(declined)} penolakan dan {len(noted)} catatan OPD"
        kind, due = ("bad", "Menahan versi final") if declined else ("", "")
        found.append(WorkItem(title, text, reverse("commitments:board"), "Baca alasannya", kind, due))
    return found


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
