"""Letters of commitment: issued for every OPD, prepared by a job, opened, withdrawn, asked again."""

from collections.abc import Collection
from typing import Any

from django.conf import settings

from commitments.letters import rules, workflow
from commitments.letters.document import GENERAL, PROGRAMMES, letter_html, slice_of
from commitments.letters.models import Commitment, CommitmentState, LetterTemplate
from lib import clock
from lib.access import SYSTEM, Actor
from lib.acts import Doing
from lib.errors import Conflict, Invalid
from lib.files import storage
from lib.jobs import services as jobs
from lib.jobs.models import Job
from lib.text.canonical import canonical, sha256
from lib.text.codes import printed
from lib.text.formats import roman
from lib.text.spelling import shown
from masterplan.plan.models import Masterplan
from masterplan.versions.files.formats import Renderer
from masterplan.versions.models import Revision, RevisionState
from opd.offices.models import Capacity, OfficeHolder, Opd

Json = dict[str, Any]

NEW_VERSION = "versi baru"

IN_FORCE = (RevisionState.APPROVED, RevisionState.FINAL)
"""A late signature under the final version is still a promise, though its book is printed already."""


def issue_all(revision: Revision, *, actor: Actor, only: Collection[str] | None = None) -> list[Commitment]:
    """A letter for every OPD of an approved version that has none in force or answered with the same slice.

    `only` narrows it to some codes of OPDs.
    """
    with rules.PREPARE.by(actor) as act:
        act.on(revision)
        plan = _locked_plan(revision)
        revision = Revision.objects.select_related("masterplan__cycle__region").get(pk=revision.pk)
        if revision.state not in IN_FORCE:
            raise Conflict(
                f"Versi {revision.label} belum atau tidak lagi disetujui; komitmen belum dapat diterbitkan."
            )
        document = revision.document
        texts = letter_texts(plan)
        answered = {c.opd_id: c for c in Commitment.objects.filter(masterplan=plan).order_by("pk")}
        made = []
        codes = [o["code"] for o in document["opds"] if only is None or o["code"] in only]
        for opd in Opd.objects.filter(region_id=revision.region_id, code__in=codes).select_related("region"):
            last = answered.get(opd.pk)
            if last is None or _needs_new(last, document, texts):
                made.append(_make(revision, opd, document, texts, act=act, actor=actor))
        if not made:
            raise Conflict("Semua OPD sudah mempunyai lembar komitmen untuk versi ini.")
    return made


def _needs_new(last: Commitment, document: Json, texts: dict[str, LetterTemplate]) -> bool:
    """Superseded always; withdrawn waits for a person; declined only when the slice is another one now."""
    if last.state == CommitmentState.SUPERSEDED:
        return True
    return last.state == CommitmentState.DECLINED and slice_digest(document, last, texts) != last.slice_sha256


def ask_again(commitment: Commitment, *, actor: Actor) -> Commitment:
    """After a refusal or a withdrawal: a new letter from the version in force. The old row stays."""
    with rules.PREPARE_AGAIN.by(actor) as act:
        act.on(commitment)
        plan = Masterplan.objects.select_for_update().get(pk=commitment.masterplan_id)
        commitment = locked(commitment)
        if commitment.is_live:
            raise Conflict("Lembar komitmen ini masih berlaku.")
        if Commitment.objects.filter(masterplan=plan, opd=commitment.opd).live().exists():
            raise Conflict("OPD ini sudah mempunyai lembar komitmen yang berlaku.")
        revision = Revision.objects.filter(masterplan=plan, state__in=IN_FORCE).first()
        if revision is None:
            raise Conflict("Belum ada versi yang disetujui.")
        document = revision.document
        if commitment.opd.code not in {office["code"] for office in document["opds"]}:
            raise Conflict(f"OPD ini belum ada dalam versi {revision.label}.")
        texts = letter_texts(plan)
        return _make(revision, commitment.opd, document, texts, act=act, actor=actor)


def _make(
    revision: Revision,
    opd: Opd,
    document: Json,
    texts: dict[str, LetterTemplate],
    *,
    act: Doing,
    actor: Actor,
) -> Commitment:
    pledge = slice_of(document, opd.code, statements(texts))
    content = canonical(pledge)
    holder = OfficeHolder.objects.filter(opd=opd).on(clock.today(opd.region.zone)).first()
    last = Commitment.objects.filter(masterplan=revision.masterplan).order_by("-number").first()
    commitment = Commitment(
        masterplan=revision.masterplan,
        revision=revision,
        opd=opd,
        number=(last.number if last else 0) + 1,
        content=content,
        slice_sha256=sha256(content),
        is_vacant=holder is None,
        created_at=clock.now(),
    )
    commitment.letter = letter_of(commitment, document, texts[pledge["pledge"]], holder)
    commitment.save()
    enqueue_letter(commitment, actor)
    act.step(rules.PREPARE, commitment, {"slice_sha256": commitment.slice_sha256}, actor=actor)
    return commitment


def letter_of(
    commitment: Commitment, document: Json, words: LetterTemplate, holder: OfficeHolder | None
) -> Json:
    """Everything the letter prints, fixed at issue."""
    today = clock.today(commitment.opd.region.zone)
    return {
        "slice": commitment.slice,
        "revision": {
            "label": commitment.revision.label,
            "frozen_at": commitment.revision.frozen_at.isoformat(),
            "sha256": commitment.revision.sha256,
        },
        "region": document["region"],
        "ministry": document["cycle"]["ministry"],
        "illustrative": document["masterplan"]["illustrative"],
        "number": f"{commitment.number:03d}/KOM-SC/{roman(today.month)}/{today.year}",
        "issued_on": today.isoformat(),
        "token": printed(commitment.token),
        "verify_url": verify_url(commitment.token),
        "slice_sha256": commitment.slice_sha256,
        "holder": holder_facts(holder),
        "opening": words.opening,
        "statement": words.statement,
        "closing": words.closing,
        "funds": {row["code"]: row["label"] for row in document["funding_sources"]},
    }


def holder_facts(holder: OfficeHolder | None) -> Json | None:
    if holder is None:
        return None
    return {
        "name": holder.name,
        "nip": holder.nip,
        "rank": holder.rank,
        "capacity": holder.capacity,
        "capacity_label": Capacity(holder.capacity).label,
        "title": holder.title,
    }


def verify_url(token: str) -> str:
    """Upper case, so that the QR needs fewer modules; /V/ answers like /v/."""
    return f"{settings.PUBLIC_URL.rstrip('/')}/V/{printed(token)}".upper()


def enqueue_letter(commitment: Commitment, actor: Actor) -> None:
    commitment.letter_job = jobs.enqueue(
        "commitments.render_letter",
        key=f"letter:{commitment.pk}",
        args={"commitment": commitment.pk},
        requested_by=str(getattr(actor, "pk", "")),
    )
    commitment.save(update_fields=["letter_job"])


def publish_letter(job: Job, *, actor: Actor, content: bytes) -> bool:
    """Store the letter once and invite the OPD; a letter withdrawn meanwhile stays withdrawn.

    The job opens the transaction: it may first have to find a database that was restarted meanwhile.
    """
    return jobs.finish(job, lambda: _publish(job.args["commitment"], content, actor))


def _publish(pk: int, content: bytes, actor: Actor) -> None:
    commitment = (
        Commitment.objects.select_for_update(of=("self",))
        .select_related("opd", "revision", "masterplan")
        .get(pk=pk)
    )
    if commitment.letter_sha256:
        return
    is_awaited = commitment.state == CommitmentState.PREPARING
    with (rules.ISSUE if is_awaited else rules.STORE).within(actor) as act:
        act.on(commitment)
        commitment.letter_sha256 = storage.put(content, storage.PDF)
        if is_awaited:
            commitment.state, commitment.issued_at = CommitmentState.ISSUED, clock.now()
        commitment.save(update_fields=["letter_sha256", "state", "issued_at"])
        act.record({"letter_sha256": commitment.letter_sha256})


def withdraw(commitment: Commitment, *, actor: Actor, reason: str) -> Commitment:
    """Take a wrongly issued letter back. What was signed can only be superseded."""
    with rules.WITHDRAW.by(actor) as act:
        act.on(commitment)
        commitment = locked(commitment)
        workflow.require_move(commitment.state, CommitmentState.WITHDRAWN)
        if not shown(reason):
            raise Invalid("Pencabutan perlu alasan.", {"reason": "Alasan wajib diisi."})
        act.record(_end(commitment, CommitmentState.WITHDRAWN, shown(reason)), about=commitment)
    return commitment


def _end(commitment: Commitment, target: CommitmentState, reason: str) -> dict[str, Any]:
    """Store one last step of a locked row; returns what its event holds."""
    workflow.require_move(commitment.state, target)
    before = commitment.state
    commitment.state, commitment.ended_at, commitment.end_reason = target, clock.now(), reason
    commitment.save(update_fields=["state", "ended_at", "end_reason"])
    return {"state": [before, target], "reason": reason}


def reconcile(revision: Revision, *, actor: Actor) -> None:
    """After an approval: what was promised from the version before is kept where the slice is the same."""
    with rules.RECONCILE.by(actor) as act:
        act.on(revision)
        plan = _locked_plan(revision)
        document, texts = revision.document, letter_texts(plan)
        codes = {office["code"] for office in document["opds"]}
        live = Commitment.objects.select_for_update(of=("self",)).filter(masterplan=plan).live()
        for commitment in live.select_related("opd", "revision").order_by("pk"):
            digest = slice_digest(document, commitment, texts) if commitment.opd.code in codes else ""
            if digest == commitment.slice_sha256:
                facts = {"to": revision.label, "slice_sha256": digest}
                act.step(rules.CARRY, commitment, facts, actor=SYSTEM)
            elif commitment.is_signed:
                facts = _end(commitment, CommitmentState.SUPERSEDED, NEW_VERSION)
                act.step(rules.SUPERSEDE, commitment, facts, actor=SYSTEM)
            else:
                facts = _end(commitment, CommitmentState.WITHDRAWN, NEW_VERSION)
                act.step(rules.WITHDRAW, commitment, facts, actor=SYSTEM)
                if digest:
                    _make(revision, commitment.opd, document, texts, act=act, actor=SYSTEM)
        act.record()


def slice_digest(document: Json, promised: Commitment, texts: dict[str, LetterTemplate]) -> str:
    """The SHA-256 of what the same office would promise now, in the schema of what it has promised."""
    now = slice_of(document, promised.opd.code, statements(texts), promised.schema)
    return sha256(canonical(now))


def letter_texts(plan: Masterplan) -> dict[str, LetterTemplate]:
    return {words.pledge: words for words in LetterTemplate.objects.filter(masterplan=plan)}


def statements(texts: dict[str, LetterTemplate]) -> dict[str, str]:
    return {pledge: words.statement for pledge, words in texts.items()}


def locked(commitment: Commitment) -> Commitment:
    row: Commitment = (
        Commitment.objects.select_for_update(of=("self",))
        .select_related("opd", "revision__masterplan__cycle")
        .get(pk=commitment.pk)
    )
    return row


def _locked_plan(revision: Revision) -> Masterplan:
    plan: Masterplan = Masterplan.objects.select_for_update().get(pk=revision.masterplan_id)
    return plan


def try_again(commitment: Commitment, *, actor: Actor) -> Commitment:
    """After three failed attempts a person may have the letter made once more."""
    with rules.RETRY.by(actor) as act:
        act.on(commitment)
        commitment = locked(commitment)
        if commitment.letter_sha256 or not commitment.is_live:
            raise Conflict("Surat ini tidak lagi menunggu dibuat.")
        if commitment.letter_job is not None and commitment.letter_job.is_live:
            raise Conflict("Surat ini masih dikerjakan.")
        enqueue_letter(commitment, actor)
        act.record(about=commitment)
    return commitment


def render(job: Job, *, renderer: Renderer) -> None:
    """Make the letter of the claimed job; its publication needs the job's token."""
    commitment = Commitment.objects.get(pk=job.args["commitment"])
    if commitment.letter_sha256:
        jobs.finish(job, lambda: None)
        return
    jobs.report(job, 1, 2, "Mencetak surat")
    rendered = renderer(letter_html(commitment.letter))
    publish_letter(job, actor=SYSTEM, content=rendered.content)


OPENING = "Yang bertanda tangan di bawah ini, pimpinan perangkat daerah, dengan ini menyatakan:"

CLOSING = (
    "Pernyataan ini dibuat dengan sadar dan bertanggung jawab, berlaku selama masa jabatan, dan "
    "menjadi bahan "
    "pemantauan pelaksanaan masterplan."
)

STATEMENTS = {
    PROGRAMMES: (
        "berkomitmen melaksanakan program yang tercantum dalam surat ini sesuai peran, target dan "
        "pagu tiap tahun, "
        "menyiapkan sarana yang diperlukan, dari telekomunikasi sampai digitalisasi, serta "
        "melaporkan kemajuannya."
    ),
    GENERAL: (
        "mendukung pelaksanaan masterplan smart city, menyiapkan sarana di lingkungan kerja, dari "
        "telekomunikasi "
        "sampai digitalisasi, membuka data yang diperlukan, dan bekerja sama dengan perangkat daerah lain."
    ),
}


def seed_letters(plan: Masterplan, *, actor: Actor) -> None:
    """Give a new plan the words of its letters; words that are there stay as people left them."""
    with rules.SEED.by(actor) as act:
        act.on(plan)
        for pledge, statement in STATEMENTS.items():
            words = {"opening": OPENING, "statement": statement, "closing": CLOSING}
            _, made = LetterTemplate.objects.get_or_create(masterplan=plan, pledge=pledge, defaults=words)
            act.record({"pledge": pledge}, if_changed=made)
