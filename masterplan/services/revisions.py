"""Freezing a version, and making an approved one final."""

from django.db import IntegrityError, connection, transaction

from bimtek.models import Finding
from masterplan import rules, workflow
from masterplan.canonical import canonical, sha256
from masterplan.enums import RevisionState
from masterplan.models import Masterplan, Programme, Revision
from masterplan.services.compiling import Json, compile_plan
from opd import audit, clock
from opd.authorization import Actor, require
from opd.errors import Conflict, Invalid


def freeze(masterplan: Masterplan, *, actor: Actor, label: str = "") -> Revision:
    """Store the plan as it stands, in one snapshot. Drafting goes on; the stored version never changes."""
    require(rules.can_freeze(actor, masterplan), "Hanya editor yang dapat membekukan versi.")
    if len(label) > 20:
        raise Invalid("Nama versi paling panjang 20 huruf.", {"label": "Paling panjang 20 huruf."})
    snapshot = connection.vendor == "postgresql" and not connection.in_atomic_block
    try:
        with transaction.atomic():
            if snapshot:
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            return _freeze(masterplan, actor, label)
    except IntegrityError as reason:
        raise Conflict(f"Versi {label or 'ini'} sudah ada. Muat ulang halaman, lalu coba lagi.") from reason


def _freeze(masterplan: Masterplan, actor: Actor, label: str) -> Revision:
    plan = Masterplan.objects.select_related("cycle").get(pk=masterplan.pk)
    last = Revision.objects.filter(masterplan=plan).order_by("-number").values_list("number", flat=True).first()
    number = (last or 0) + 1
    document = compile_plan(plan)
    content = canonical(document)
    revision = Revision.objects.create(
        masterplan=plan,
        number=number,
        label=label or f"v0.{number}",
        content=content,
        sha256=sha256(content),
        frozen_at=clock.now(),
        frozen_by_id=getattr(actor, "pk", None),
    )
    _mark_held(plan, document)
    audit.record(actor, "revision.frozen", revision, {"sha256": revision.sha256})
    return revision


def _mark_held(plan: Masterplan, document: Json) -> None:
    """What a frozen version holds can no longer be deleted, only set aside."""
    findings = [row["code"] for row in document["findings"]]
    programmes = [row["code"] for row in document["programmes"]]
    Finding.objects.filter(cycle_id=plan.cycle_id, code__in=findings, is_frozen=False).update(is_frozen=True)
    Programme.objects.filter(masterplan=plan, code__in=programmes, is_frozen=False).update(is_frozen=True)


def move(revision: Revision, target: RevisionState, *, actor: Actor, note: str = "") -> None:
    """One step of the workflow on a locked row; the caller has authorised it and holds the transaction."""
    workflow.require_move(revision.label, revision.state, target)
    before = revision.state
    revision.state = target
    revision.save(update_fields=["state"])
    audit.record(actor, f"revision.{target}", revision, {"state": [before, target], "note": note})


@transaction.atomic
def make_final(revision: Revision, *, actor: Actor, seen_sha256: str, missing_reason: str) -> Revision:
    """The leader's act. What is missing was weighed by the caller; its reason is printed in the book."""
    require(rules.can_finalise(actor, revision), "Hanya pimpinan yang dapat menetapkan versi final.")
    revision = Revision.objects.select_for_update(of=("self",)).select_related("masterplan__cycle").get(pk=revision.pk)
    if revision.sha256 != seen_sha256:
        raise Conflict("Versi yang Anda baca bukan versi ini. Muat ulang halaman sebelum menetapkan.")
    revision.final_at = clock.now()
    revision.final_by_id = getattr(actor, "pk", None)
    revision.missing_reason = missing_reason
    revision.save(update_fields=["final_at", "final_by", "missing_reason"])
    move(revision, RevisionState.FINAL, actor=actor, note=missing_reason)
    return revision
