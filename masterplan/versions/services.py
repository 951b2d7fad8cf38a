"""Freezing a version, and making an approved one final."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, OperationalError, connection, transaction

from bimtek.findings.models import Finding
from lib import clock
from lib.access import Actor
from lib.acts import Doing
from lib.audit import sealing
from lib.audit.models import AuditSeal
from lib.documents import Json
from lib.errors import Conflict, Invalid
from lib.text.canonical import canonical, sha256
from lib.text.spelling import nfc, shown
from lib.versioned.services import ANY, Expected, is_expected
from masterplan.plan.models import Masterplan
from masterplan.plan.workflow import require_open
from masterplan.programmes.models import Programme
from masterplan.versions import rules, workflow
from masterplan.versions.document import compile_plan
from masterplan.versions.models import Revision, RevisionState


def stamp(*, thorough: bool = False, batches: int = 0) -> int:
    """Seal what is not sealed, then write the link beside every version that has none; returns how many.

    The link of the freezing itself, whenever it was made: whoever holds a printed book holds the whole trail
    up to that moment. Set once, like all of a version. Never inside a transaction.
    """
    sealing.seal(thorough=thorough, batches=batches)
    return sum(_stamp(pk) for pk in Revision.objects.filter(chain_head="").values_list("pk", flat=True))


def stamp_after_commit() -> None:
    """A freeze stands whatever becomes of its seal; the sweep does what failed here."""
    transaction.on_commit(_stamp_soon, robust=True)


def _stamp_soon() -> None:
    stamp(batches=1)


def _stamp(pk: int) -> int:
    link = AuditSeal.objects.filter(
        event__object_type=Revision._meta.label_lower,
        event__object_id=str(pk),
        event__act=rules.FREEZE.name,
    ).first()
    return Revision.objects.filter(pk=pk, chain_head="").update(chain_head=link.sha256) if link else 0


LABEL_LENGTH = 20

SNAPSHOT_TRIES = 3

OVERTAKEN = ("40001", "40P01")
"""PostgreSQL: could not serialise, deadlock."""

TAKEN = "Versi {} sudah ada. Muat ulang halaman, lalu coba lagi."


def freeze(masterplan: Masterplan, *, actor: Actor, expected_number: Expected, label: str = "") -> Revision:
    """Store the plan as it stands, in one snapshot. Drafting goes on; the stored version never changes.

    expected_number: of the newest version the person knew, 0 when there was none.
    The same order sent again gives the version it made while the plan is still the same; else Conflict.
    """
    rules.FREEZE.require(actor, masterplan)
    if len(shown(label)) > LABEL_LENGTH:
        raise Invalid("Nama versi terlalu panjang.", {"label": f"Paling panjang {LABEL_LENGTH} huruf."})
    label = nfc(shown(label))
    order = _Order(masterplan.pk, actor, label, expected_number)
    for _ in range(SNAPSHOT_TRIES):
        try:
            return _in_one_snapshot(order)
        except IntegrityError as reason:
            if not _is_repeated(order, _newest(order.plan_pk)):
                raise Conflict(TAKEN.format(label or "ini")) from reason
        except OperationalError as reason:
            if not _was_overtaken(reason):
                raise
    raise Conflict("Naskah sedang diubah orang lain pada saat yang sama. Tunggu sebentar, lalu bekukan lagi.")


@dataclass(frozen=True)
class _Order:
    plan_pk: int
    actor: Actor
    label: str
    expected_number: Expected


def _in_one_snapshot(order: _Order) -> Revision:
    """On PostgreSQL every read of the freeze sees one moment; SQLite has one writer at a time anyway."""
    snapshot = connection.vendor == "postgresql" and not connection.in_atomic_block
    with rules.FREEZE.by(order.actor) as act:
        if snapshot:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        return _freeze(order, act)


def _was_overtaken(reason: OperationalError) -> bool:
    """Somebody saved a row of the snapshot before the freeze marked it; trying again sees the newer row."""
    return getattr(reason.__cause__, "pgcode", None) in OVERTAKEN


def _newest(plan_pk: int) -> Revision | None:
    rows = Revision.objects.filter(masterplan=plan_pk).order_by("-number")
    newest: Revision | None = rows.defer("content").first()
    return newest


def _is_repeated(order: _Order, newest: Revision | None) -> bool:
    """True when `newest` was made by an order of the same person, name and number."""
    if newest is None or order.expected_number is ANY or newest.number != order.expected_number + 1:
        return False
    is_same_label = newest.label == (order.label or f"v0.{newest.number}")
    return is_same_label and newest.frozen_by_id == getattr(order.actor, "pk", None)


def _freeze(order: _Order, act: Doing) -> Revision:
    plan = act.on(Masterplan.objects.select_related("cycle").get(pk=order.plan_pk))
    require_open(plan)
    newest = _newest(plan.pk)
    document = compile_plan(plan)
    content = canonical(document)
    if newest and not is_expected(newest.number, order.expected_number):
        # A repeated order must not pass off the older text as what was written since.
        if _is_repeated(order, newest) and newest.sha256 == sha256(content):
            return act.unchanged(newest)
        raise Conflict(f"Sejak halaman ini dibuka, versi {newest.label} sudah dibekukan. Periksa dahulu.")
    number = newest.number + 1 if newest else 1
    revision = Revision.objects.create(
        masterplan=plan,
        number=number,
        label=order.label or f"v0.{number}",
        content=content,
        sha256=sha256(content),
        frozen_at=clock.now(),
        frozen_by_id=getattr(order.actor, "pk", None),
    )
    _mark_held(plan, document)
    act.record({"sha256": revision.sha256}, about=revision)
    stamp_after_commit()
    return revision


def _mark_held(plan: Masterplan, document: Json) -> None:
    """What a frozen version holds can no longer be deleted, only set aside."""
    findings = [row["code"] for row in document["findings"]]
    programmes = [row["code"] for row in document["programmes"]]
    Finding.objects.filter(cycle_id=plan.cycle_id, code__in=findings, is_frozen=False).update(is_frozen=True)
    Programme.objects.filter(masterplan=plan, code__in=programmes, is_frozen=False).update(is_frozen=True)


def move(
    revision: Revision, target: RevisionState, *, act: Doing, note: str = "", also: Sequence[str] = ()
) -> None:
    """One step of the workflow on a locked row, within the act that brings it about.

    also: further columns that this act sets.
    """
    workflow.require_move(revision.label, revision.state, target)
    before = revision.state
    revision.state = target
    revision.save(update_fields=["state", *also])
    act.step(rules.MOVED[target], revision, {"state": [before, target], "note": note})
    sealing.seal_after_commit()


def make_final(revision: Revision, *, actor: Actor, seen_sha256: str, missing_reason: str) -> Revision:
    """The leader's act. What is missing was weighed by the caller; its reason is printed in the book."""
    with rules.FINALISE.by(actor) as act:
        act.on(revision)
        revision = (
            Revision.objects.select_for_update(of=("self",))
            .select_related("masterplan__cycle")
            .get(pk=revision.pk)
        )
        if revision.sha256 != seen_sha256:
            raise Conflict("Versi yang Anda baca bukan versi ini. Muat ulang halaman sebelum menetapkan.")
        revision.final_at = clock.now()
        revision.final_by_id = getattr(actor, "pk", None)
        revision.missing_reason = missing_reason
        only_now = ("final_at", "final_by", "missing_reason")
        move(revision, RevisionState.FINAL, act=act, note=missing_reason, also=only_now)
    return revision
