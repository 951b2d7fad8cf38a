"""A review round: opened and closed by the editor, commented and decided by the facilitator."""

import uuid
from datetime import date

from django.db import transaction

from masterplan import rules
from masterplan.enums import Answer, Decision, RevisionState
from masterplan.models import Comment, Programme, ReviewRound, Revision, Section
from masterplan.services.revisions import move
from opd import audit, clock
from opd.authorization import Actor, require
from opd.errors import Conflict, Invalid

IN_FORCE = (RevisionState.APPROVED, RevisionState.FINAL)


@transaction.atomic
def open_round(revision: Revision, *, actor: Actor, due: date) -> ReviewRound:
    """Hand a frozen version to the facilitator. One open round per plan."""
    require(rules.can_open_round(actor, revision), "Hanya editor yang dapat membuka putaran tinjauan.")
    revision = _locked(revision)
    waiting = Revision.objects.filter(masterplan=revision.masterplan, state=RevisionState.IN_REVIEW).first()
    if waiting:
        raise Conflict(f"Versi {waiting.label} masih ditinjau. Tutup dan putuskan putaran itu lebih dahulu.")
    if due < clock.today():
        raise Invalid("Tenggat tinjauan sudah lewat.", {"due": "Pilih hari ini atau sesudahnya."})
    move(revision, RevisionState.IN_REVIEW, actor=actor)
    earlier = ReviewRound.objects.filter(revision__masterplan=revision.masterplan).count()
    round_ = ReviewRound.objects.create(
        revision=revision,
        number=earlier + 1,
        due=due,
        opened_at=clock.now(),
        opened_by_id=getattr(actor, "pk", None),
    )
    audit.record(actor, "round.opened", round_, {"due": due.isoformat()})
    return round_


@transaction.atomic
def add_comment(
    round_: ReviewRound,
    *,
    actor: Actor,
    text: str,
    uid: uuid.UUID,
    section: Section | None = None,
    programme: Programme | None = None,
    quote: str = "",
    block: str = "",
) -> Comment:
    """A remark on one section or programme of the version under review. The same uid twice gives one comment."""
    require(rules.can_comment(actor, round_), "Hanya fasilitator yang dapat memberi komentar.")
    round_ = _locked_round(round_)
    known = Comment.objects.filter(uid=uid).first()
    if known:
        return known
    if not round_.is_open:
        raise Conflict("Putaran ini sudah ditutup; komentar baru masuk pada putaran berikutnya.")
    if not text.strip():
        raise Invalid("Komentar masih kosong.", {"text": "Tulis komentar Anda."})
    if (section is None) == (programme is None):
        raise Invalid("Pilih satu bagian naskah atau satu program yang dikomentari.")
    last = round_.comments.order_by("-number").values_list("number", flat=True).first()
    comment = Comment.objects.create(
        round=round_,
        uid=uid,
        number=(last or 0) + 1,
        section=section,
        programme=programme,
        quote=quote,
        block=block,
        text=text.strip(),
        author_id=getattr(actor, "pk", None),
        created_at=clock.now(),
    )
    audit.record(actor, "comment.added", comment, {"on": str(section or programme)})
    return comment


@transaction.atomic
def answer(comment: Comment, *, actor: Actor, answer: Answer, text: str) -> Comment:
    """Staff's answer. It may be bettered while the round is open; refusing and explaining need words."""
    require(rules.can_answer(actor, comment), "Hanya editor atau operator yang ditugasi yang dapat menjawab.")
    round_ = _locked_round(comment.round)
    if not round_.is_open:
        raise Conflict("Putaran ini sudah ditutup; jawabannya tidak dapat diubah lagi.")
    comment = Comment.objects.select_for_update().get(pk=comment.pk)
    if answer != Answer.ACCEPTED and not text.strip():
        raise Invalid("Jawaban ini perlu penjelasan.", {"answer_text": "Jelaskan alasannya kepada fasilitator."})
    before = {"answer": comment.answer, "answer_text": comment.answer_text}
    comment.answer, comment.answer_text = answer, text.strip()
    comment.answered_at, comment.answered_by_id = clock.now(), getattr(actor, "pk", None)
    comment.save(update_fields=["answer", "answer_text", "answered_at", "answered_by"])
    after = {"answer": comment.answer, "answer_text": comment.answer_text}
    audit.record(actor, "comment.answered", comment, audit.changed(before, after))
    return comment


@transaction.atomic
def close_round(round_: ReviewRound, *, actor: Actor) -> ReviewRound:
    """The editor's word that every comment has its answer; then the facilitator decides."""
    require(rules.can_close_round(actor, round_), "Hanya editor yang dapat menutup putaran.")
    round_ = _locked_round(round_)
    if not round_.is_open:
        raise Conflict("Putaran ini sudah ditutup.")
    open_comments = round_.comments.filter(answer="").count()
    if open_comments:
        raise Conflict(f"Masih ada {open_comments} komentar tanpa jawaban. Jawab semuanya sebelum menutup putaran.")
    round_.closed_at, round_.closed_by_id = clock.now(), getattr(actor, "pk", None)
    round_.save(update_fields=["closed_at", "closed_by"])
    audit.record(actor, "round.closed", round_, {"comments": round_.comments.count()})
    return round_


@transaction.atomic
def decide(
    round_: ReviewRound, *, actor: Actor, decision: Decision, reason: str, seen_sha256: str
) -> ReviewRound:
    """The facilitator's decision about exactly the version that was read.

    Approval puts this version in force and supersedes the one before. Callers use
    commitments.services.approvals, which also looks after what was promised from that one.
    """
    require(rules.can_decide(actor, round_), "Hanya fasilitator yang dapat menyetujui atau mengembalikan versi.")
    round_ = _locked_round(round_)
    revision = _locked(round_.revision)
    if round_.decision:
        raise Conflict("Putaran ini sudah diputuskan.")
    if round_.is_open:
        raise Conflict("Putaran belum ditutup oleh editor.")
    if revision.sha256 != seen_sha256:
        raise Conflict("Versi yang Anda baca bukan versi ini. Muat ulang halaman sebelum memutuskan.")
    if decision == Decision.RETURNED and not reason.strip():
        raise Invalid("Pengembalian perlu alasan.", {"reason": "Tulis apa yang perlu diperbaiki."})
    round_.decision, round_.reason = decision, reason.strip()
    round_.decided_at, round_.decided_by_id = clock.now(), getattr(actor, "pk", None)
    round_.save(update_fields=["decision", "reason", "decided_at", "decided_by"])
    if decision == Decision.APPROVED:
        _supersede_others(revision, actor)
    move(revision, RevisionState(decision), actor=actor, note=round_.reason)
    audit.record(actor, "round.decided", round_, {"decision": decision, "reason": round_.reason})
    return round_


def _supersede_others(revision: Revision, actor: Actor) -> None:
    others = Revision.objects.select_for_update(of=("self",)).filter(
        masterplan_id=revision.masterplan_id, state__in=IN_FORCE
    )
    for other in others.exclude(pk=revision.pk):
        move(other, RevisionState.SUPERSEDED, actor=actor, note=f"digantikan {revision.label}")


def _locked(revision: Revision) -> Revision:
    locked: Revision = (
        Revision.objects.select_for_update(of=("self",)).select_related("masterplan__cycle").get(pk=revision.pk)
    )
    return locked


def _locked_round(round_: ReviewRound) -> ReviewRound:
    locked: ReviewRound = (
        ReviewRound.objects.select_for_update(of=("self",))
        .select_related("revision__masterplan__cycle")
        .get(pk=round_.pk)
    )
    return locked
