"""A review round: opened and closed by the editor, commented and decided by the facilitator."""

import uuid
from datetime import date
from typing import Any

from lib import clock
from lib.access import Actor
from lib.acts import Doing
from lib.audit.services import changed
from lib.errors import Conflict, Difference, Invalid, StaleVersion
from lib.text.spelling import shown
from lib.threads import selectors as threads_now
from lib.threads import services as threads
from lib.threads.models import Answer, Message, Thread
from lib.versioned.services import Expected, is_expected
from masterplan.plan.models import Masterplan
from masterplan.plan.workflow import require_open
from masterplan.programmes.models import Programme
from masterplan.sections.document import sections_of
from masterplan.sections.models import Section
from masterplan.versions.models import IN_FORCE, Revision, RevisionState
from masterplan.versions.rounds import rules
from masterplan.versions.rounds.models import Comment, Decision, ReviewRound
from masterplan.versions.selectors import overtaken_by
from masterplan.versions.services import move
from masterplan.versions.workflow import require_move
from opd.accounts.roles import Can
from opd.accounts.selectors import office_and_capacity

TEXT_LENGTH, QUOTE_LENGTH = 4000, 1000
COMMENT = "comment"
"""The kind of its threads."""
CLOSED = "Putaran ini sudah ditutup."


def open_round(revision: Revision, *, actor: Actor, due: date | None) -> ReviewRound:
    """Hand a frozen version to the facilitator. One open round per plan; a form sent twice opens one."""
    with rules.OPEN.by(actor) as act:
        act.on(revision)
        require_open(Masterplan.objects.select_for_update().get(pk=revision.masterplan_id))
        revision = _locked(revision)
        if same := _same_round(revision, actor, due):
            return act.unchanged(same)
        _require_reviewable(revision)
        due = _checked_due(revision, due)
        move(revision, RevisionState.IN_REVIEW, act=act)
        earlier = ReviewRound.objects.filter(revision__masterplan=revision.masterplan).count()
        round_ = ReviewRound.objects.create(
            revision=revision,
            number=earlier + 1,
            due=due,
            opened_at=clock.now(),
            opened_by_id=getattr(actor, "pk", None),
        )
        act.record({"due": due.isoformat()}, about=round_)
    return round_


def _require_reviewable(revision: Revision) -> None:
    waiting = Revision.objects.filter(masterplan=revision.masterplan, state=RevisionState.IN_REVIEW).first()
    if waiting:
        raise Conflict(f"Versi {waiting.label} masih ditinjau. Tutup dan putuskan putaran itu lebih dahulu.")
    require_move(revision.label, revision.state, RevisionState.IN_REVIEW)
    if newer := overtaken_by(revision):
        raise Conflict(f"{newer.label} lebih baru dan sudah disetujui; {revision.label} tidak ditinjau lagi.")


def _checked_due(revision: Revision, due: date | None) -> date:
    if due is None:
        raise Invalid("Tenggat tinjauan belum diisi.", {"due": "Isi tanggal tenggatnya."})
    if due < clock.today(revision.masterplan.cycle.region.zone):
        raise Invalid("Tenggat tinjauan sudah lewat.", {"due": "Pilih hari ini atau sesudahnya."})
    return due


def _same_round(revision: Revision, actor: Actor, due: date | None) -> ReviewRound | None:
    """The round a form sent twice has already opened."""
    if revision.state != RevisionState.IN_REVIEW:
        return None
    mine = revision.rounds.filter(decision="", opened_by=getattr(actor, "pk", None))
    same: ReviewRound | None = mine.filter(due=due).first() if due else None
    return same


def add_comment(
    round_: ReviewRound,
    *,
    actor: Actor,
    text: str,
    uid: uuid.UUID | None,
    section: Section | None = None,
    programme: Programme | None = None,
    quote: str = "",
    anchor: str = "",
) -> Comment:
    """A remark on one section or programme of the version under review. One uid gives one comment."""
    with rules.COMMENT.by(actor) as act:
        act.on(round_)
        round_ = _locked_round(round_)
        known: Comment | None = Comment.objects.filter(thread__uid=uid).first() if uid else None
        if known:
            said = (section, programme, shown(quote), shown(text))
            return act.unchanged(_said_again(known, round_, said))
        if not round_.is_open:
            raise Conflict("Putaran ini sudah ditutup; komentar baru masuk pada putaran berikutnya.")
        if uid is None:
            raise Invalid("Isian ini tidak lengkap terkirim. Muat ulang halaman, lalu kirim lagi.")
        _check_words(text, quote)
        _check_target(round_.revision, section, programme)
        subject = _subject(section, programme) | {"anchor": anchor, "quote": shown(quote)}
        where = {"region_id": round_.region_id, "revision": round_.revision.token}
        thread = threads.start(
            Thread(uid=uid, kind=COMMENT, **where, **subject),
            actor=actor,
            text=shown(text),
            **office_and_capacity(actor, round_.region_id, Can.REVIEW),
        )
        comment = Comment.objects.create(thread=thread, round=round_, section=section, programme=programme)
        act.record({"on": str(section or programme)}, about=comment)
    return comment


def _said_again(known: Comment, round_: ReviewRound, said: tuple[Any, ...]) -> Comment:
    """A double click says the same; another text sent from an old page must not vanish in silence."""
    thread = known.thread
    stored = (known.section, known.programme, thread.quote, thread.opening.text)
    if known.round_id != round_.pk or stored != said:
        raise Conflict("Halaman ini sudah dipakai mengirim komentar lain. Muat ulang, lalu kirim lagi.")
    return known


def _subject(section: Section | None, programme: Programme | None) -> dict[str, str]:
    """What the thread is about; a section has no uid, its code never changes."""
    if section:
        return {"subject_kind": "section", "subject": section.code}
    return {"subject_kind": "programme", "subject": str(programme.uid) if programme else ""}


def _check_words(text: str, quote: str) -> None:
    if not shown(text):
        raise Invalid("Komentar masih kosong.", {"text": "Tulis komentar Anda."})
    if len(text) > TEXT_LENGTH:
        raise Invalid("Komentar terlalu panjang.", {"text": f"Paling panjang {TEXT_LENGTH} huruf."})
    if len(quote) > QUOTE_LENGTH:
        raise Invalid("Kutipan terlalu panjang.", {"quote": f"Paling panjang {QUOTE_LENGTH} huruf."})


def _check_target(revision: Revision, section: Section | None, programme: Programme | None) -> None:
    """One thing, and one the frozen version holds: what was written afterwards cannot be reviewed in it."""
    target = section or programme
    if target is None or (section and programme):
        raise Invalid("Pilih satu bagian naskah atau satu program.", {"on": "Pilih yang Anda komentari."})
    document = revision.document
    held = sections_of(document["books"]) if section else {row["code"]: row for row in document["programmes"]}
    if target.masterplan.pk != revision.masterplan_id or target.code not in held:
        sentence = f"Bagian atau program ini tidak ada dalam versi {revision.label}."
        raise Invalid(sentence, {"on": sentence})


def answer(
    comment: Comment, *, actor: Actor, answer: Answer | None, text: str, expected_version: Expected
) -> Comment:
    """Staff's answer: a message with a verdict. A further one betters it while the round is open.

    expected_version: of the thread the person read, 0 for an unanswered comment, so that an answer given
    meanwhile never loses its force unread.
    """
    with rules.ANSWER.by(actor) as act:
        act.on(comment)
        round_ = _locked_round(comment.round)
        if not round_.is_open:
            raise Conflict("Putaran ini sudah ditutup; jawabannya tidak dapat diubah lagi.")
        comment.round, comment.thread = round_, threads_now.locked(comment.thread)
        before = comment.thread.answer
        if _said_already(before, actor, answer, text):
            return act.unchanged(comment)
        if not is_expected(comment.thread.version, expected_version):
            raise _stale_answer(comment.thread, answer, text)
        assigned = comment.section.assigned_opd_id if comment.section else None
        made = threads.add_message(
            comment.thread,
            actor=actor,
            text=shown(text),
            verdict=_checked_answer(answer, text),
            **office_and_capacity(actor, round_.region_id, Can.ANSWER, assigned),
        )
        comment.thread = threads_now.locked(comment.thread)
        act.record(changed(_words(before), _words(made)))
    return comment


def _words(answer: Message | None) -> dict[str, str]:
    return {"answer": answer.verdict if answer else "", "answer_text": answer.text if answer else ""}


def _said_already(before: Message | None, actor: Actor, answer: Answer | None, text: str) -> bool:
    """A form sent twice, or a person who says the same again, changes nothing."""
    said = (answer, shown(text), getattr(actor, "pk", None))
    return before is not None and (before.verdict, before.text, before.author_id) == said


def _checked_answer(answer: Answer | None, text: str) -> Answer:
    if answer is None:
        raise Invalid("Jawaban belum dipilih.", {"answer": "Pilih diterima, ditolak, atau dijelaskan."})
    if len(text) > TEXT_LENGTH:
        raise Invalid("Penjelasan terlalu panjang.", {"answer_text": f"Paling panjang {TEXT_LENGTH} huruf."})
    if answer != Answer.ACCEPTED and not shown(text):
        raise Invalid(
            "Jawaban ini perlu penjelasan.", {"answer_text": "Jelaskan alasannya kepada fasilitator."}
        )
    return answer


def _stale_answer(thread: Thread, answer: Answer | None, text: str) -> StaleVersion:
    theirs = thread.answer
    words = (theirs.get_verdict_display(), theirs.text) if theirs else ("", "")
    return StaleVersion(
        [
            Difference("Jawaban", Answer(answer).label if answer else "", words[0]),
            Difference("Penjelasan", shown(text), words[1], field="answer_text"),
        ],
        version=thread.version,
        changed_by=str(theirs.author or "") if theirs else "",
        changed_at=theirs.at if theirs else None,
    )


def close_round(round_: ReviewRound, *, actor: Actor, expected_comments: Expected) -> ReviewRound:
    """The editor's word that every comment has its answer; then the facilitator decides.

    expected_comments: how many the page showed.
    """
    with rules.CLOSE.by(actor) as act:
        act.on(round_)
        round_ = _locked_round(round_)
        if not round_.is_open:
            raise Conflict(CLOSED)
        open_comments = round_.comments.unanswered().count()
        if open_comments:
            raise Conflict(
                f"Masih ada {open_comments} komentar tanpa jawaban. Jawab semuanya sebelum menutup putaran."
            )
        comments = round_.comments.count()
        if not is_expected(comments, expected_comments):
            raise Conflict("Sejak halaman ini dibuka ada komentar lain. Baca dahulu semua komentarnya.")
        round_.closed_at, round_.closed_by_id = clock.now(), getattr(actor, "pk", None)
        round_.save(update_fields=["closed_at", "closed_by"])
        act.record({"comments": comments}, about=round_)
    return round_


def decide(
    round_: ReviewRound, *, actor: Actor, decision: Decision | None, reason: str, seen_sha256: str
) -> ReviewRound:
    """The facilitator's decision about exactly the version that was read.

    Approval puts this version in force and supersedes the one before. Callers use
    commitments.decisions.services, which also looks after what was promised from that one.
    """
    with rules.DECIDE.by(actor) as act:
        act.on(round_)
        round_ = _locked_round(round_)
        round_.revision = revision = _locked(round_.revision)
        if round_.decision:
            raise Conflict("Putaran ini sudah diputuskan.")
        if round_.is_open:
            raise Conflict("Putaran belum ditutup oleh editor.")
        if revision.sha256 != seen_sha256:
            raise Conflict("Versi yang Anda baca bukan versi ini. Muat ulang halaman sebelum memutuskan.")
        if decision is None:
            raise Invalid("Keputusan belum dipilih.", {"decision": "Pilih satu keputusan."})
        if decision == Decision.RETURNED and not shown(reason):
            raise Invalid("Pengembalian perlu alasan.", {"reason": "Tulis apa yang perlu diperbaiki."})
        round_.decision, round_.reason = decision, shown(reason)
        round_.decided_at, round_.decided_by_id = clock.now(), getattr(actor, "pk", None)
        round_.save(update_fields=["decision", "reason", "decided_at", "decided_by"])
        if decision == Decision.APPROVED:
            _supersede_others(revision, act)
        move(revision, RevisionState(decision), act=act, note=round_.reason)
        act.record({"decision": decision, "reason": round_.reason}, about=round_)
    return round_


def _supersede_others(revision: Revision, act: Doing) -> None:
    """Called while this one is still in review, so it is not among them."""
    others = Revision.objects.select_for_update(of=("self",)).filter(
        masterplan_id=revision.masterplan_id, state__in=IN_FORCE
    )
    for other in others:
        move(other, RevisionState.SUPERSEDED, act=act, note=f"digantikan {revision.label}")


def _locked(revision: Revision) -> Revision:
    locked: Revision = (
        Revision.objects.select_for_update(of=("self",))
        .select_related("masterplan__cycle")
        .get(pk=revision.pk)
    )
    return locked


def _locked_round(round_: ReviewRound) -> ReviewRound:
    locked: ReviewRound = (
        ReviewRound.objects.select_for_update(of=("self",))
        .select_related("revision__masterplan__cycle")
        .defer("revision__content")
        .get(pk=round_.pk)
    )
    return locked
