"""The editor: rounds, letters, gaps."""

from django.urls import reverse

from commitments.letters.board.selectors import VACANT, slugs_of, waits_for_holder
from commitments.letters.models import CommitmentState
from masterplan.versions.models import RevisionState
from masterplan.versions.selectors import waiting
from portal.home.context import HomeContext
from portal.home.counts import Counts
from portal.home.work.items import WorkItem, days_text, names


def for_editor(context: HomeContext) -> list[WorkItem]:
    return [*_review_steps(context), *_commitment_steps(context), *_gaps(context.counts)]


def _review_steps(context: HomeContext) -> list[WorkItem]:
    rounds = waiting(context.versions)
    if not rounds:
        return _round_to_open(context)
    version, round_ = rounds[0]
    label, url = version.label, reverse("masterplan:round_detail", args=[round_.pk])
    due = f"Tenggat putaran {days_text(round_.due)}"
    if round_.closed_at is not None:
        text = f"Putaran {round_.number} sudah ditutup. Fasilitator menyetujui atau mengembalikan versi ini."
        return [
            WorkItem(f"Menunggu keputusan fasilitator atas {label}", text, url, "Lihat putaran", "wait", due)
        ]
    if round_.unanswered:
        text = f"Putaran {round_.number} tidak dapat ditutup selama masih ada komentar tanpa jawaban."
        title = f"Jawab {round_.unanswered} komentar fasilitator pada {label}"
        url = f"{url}?jawab=belum#komentar"
        return [WorkItem(title, text, url, "Buka komentar", "warn", due, round_.unanswered)]
    text = "Semua komentar sudah terjawab. Setelah ditutup, fasilitator dapat memutuskan."
    return [WorkItem(f"Tutup putaran {round_.number} untuk {label}", text, url, "Buka putaran", "warn", due)]


def _round_to_open(context: HomeContext) -> list[WorkItem]:
    newest = next(iter(context.versions), None)
    if newest is None and not context.counts.findings and not context.counts.programmes:
        text = "Temuan dari Bimtek adalah awal benang merah; program dan naskah mengikutinya."
        return [WorkItem("Catat temuan pertama", text, reverse("bimtek:session_list"), "Buka Bimtek")]
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


def _commitment_steps(context: HomeContext) -> list[WorkItem]:
    approved, board = context.in_state(RevisionState.APPROVED), context.board
    if approved is None:
        return []
    url = reverse("commitments:board")
    found = []
    missing = [row for row in board if row.state in ("none", CommitmentState.SUPERSEDED)]
    if missing:
        text = f"{approved.label} sudah disetujui. {names(missing)} belum mempunyai lembar yang berlaku."
        title, there = f"Terbitkan lembar komitmen {len(missing)} OPD", f"{url}?keadaan={slugs_of(missing)}"
        found.append(WorkItem(title, text, there, "Buka komitmen", count=len(missing)))
    declined = [row for row in board if row.state == CommitmentState.DECLINED]
    if declined:
        text = f"{names(declined)} menyatakan tidak setuju. Baca alasannya, perbaiki, lalu minta ulang."
        title = f"Tanggapi {len(declined)} jawaban tidak setuju"
        there = f"{url}?keadaan={slugs_of(declined)}"
        found.append(WorkItem(title, text, there, "Baca alasannya", "bad", "Belum disepakati", len(declined)))
    vacant = [row for row in board if waits_for_holder(row)]
    if vacant:
        text = (
            f"Jabatan kosong: {names(vacant)}. Admin mencatat pejabat baru, lalu lembarnya diterbitkan ulang."
        )
        found.append(
            WorkItem(
                f"Isi {len(vacant)} jabatan kosong",
                text,
                f"{url}?keadaan={VACANT}",
                "Lihat lembarnya",
                "warn",
                "Tidak dapat ditandatangani",
                len(vacant),
            )
        )
    return found


def _gaps(counts: Counts) -> list[WorkItem]:
    found = []
    if counts.unanswered:
        text = "Hubungkan dengan program yang menjawabnya, atau kesampingkan dengan alasan."
        url = f"{reverse('bimtek:finding_list')}?kind=masalah&answered=no"
        title = f"{counts.unanswered} permasalahan belum dijawab program"
        found.append(WorkItem(title, text, url, "Buka temuan", count=counts.unanswered))
    if counts.bare:
        text = "Tanpa target, program tidak dapat dijanjikan OPD maupun dinilai kemudian."
        url = f"{reverse('masterplan:programme_list')}?gap=bare"
        title = f"{counts.bare} program belum mempunyai target"
        found.append(WorkItem(title, text, url, "Buka program", count=counts.bare))
    if counts.empty:
        text = "Bagian tanpa teks tercetak sebagai belum disusun."
        url = f"{reverse('masterplan:section_tree')}?state=empty"
        title = f"{counts.empty} bagian naskah belum disusun"
        found.append(WorkItem(title, text, url, "Buka naskah", count=counts.empty))
    return found
