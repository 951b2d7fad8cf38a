"""The answer of a head: once, about the bytes that were shown."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError

from commitments.letters import services as letters
from commitments.letters.models import Commitment, CommitmentState, Signature, SignDecision
from commitments.signing import services as signing
from lib import clock
from lib.access import SYSTEM
from lib.audit.models import AuditEvent
from lib.errors import Conflict, Forbidden, Invalid
from opd.offices import services as offices
from opd.offices.models import OfficeHolder
from tests.commitments import factories
from tests.world import World

pytestmark = pytest.mark.both_databases

SENTENCES = [
    (SignDecision.AGREE, "Biaya belum termasuk.", "Kosongkan catatan"),
    (SignDecision.AGREE_WITH_NOTE, "  ", "Tulis catatan Anda."),
    (SignDecision.DECLINE, "", "Tulis alasan Anda tidak setuju."),
    (SignDecision.DECLINE, "x" * 2001, "Paling panjang 2000 huruf; sekarang 2001."),
]


class Refusing:
    """A backend that must not be asked."""

    method = label = "uji"

    def prove(self, user: Any, secret: str, digest: str) -> dict[str, Any]:
        raise AssertionError("the proof was asked for nothing")


def sign(world: World, **changes: Any) -> Signature:
    values = {
        "actor": world.people["head.own"],
        "decision": SignDecision.AGREE,
        "note": "",
        "slice_sha256": world.commitment.slice_sha256,
        "letter_sha256": world.commitment.letter_sha256,
        "secret": "",
        "backend": factories.Proven(),
    }
    return signing.sign(world.commitment, **{**values, **changes})


@pytest.fixture
def world(world: World) -> World:
    world.rows["commitment"] = Commitment.objects.get(pk=world.commitment.pk)
    return world


def state(world: World) -> str:
    return Commitment.objects.get(pk=world.commitment.pk).state


@pytest.mark.parametrize(
    ("decision", "note", "reached"),
    [
        (SignDecision.AGREE, "", CommitmentState.SIGNED),
        (SignDecision.AGREE_WITH_NOTE, "Biaya belum termasuk.", CommitmentState.SIGNED_WITH_NOTE),
        (SignDecision.DECLINE, "Target terlalu tinggi.", CommitmentState.DECLINED),
    ],
)
def test_each_answer_has_its_state_and_leaves_a_trace(world: World, decision, note, reached):
    signature = sign(world, decision=decision, note=note)
    assert state(world) == reached
    assert (signature.note, signature.signer_title) == (note, "Kepala Dinas Dlh")
    assert signature.signer_name == "Pejabat Dlh"
    event = AuditEvent.objects.get(act=f"commitment.{reached}")
    assert event.changes["letter_sha256"] == signature.letter_sha256
    assert event.actor_id == world.people["head.own"].pk


def test_a_declined_letter_ends_and_counts_as_not_signed(world: World):
    sign(world, decision=SignDecision.DECLINE, note="Target terlalu tinggi.")
    declined = Commitment.objects.get(pk=world.commitment.pk)
    assert not declined.is_signed
    assert not declined.is_live
    assert declined.ended_at is not None


@pytest.mark.parametrize(("decision", "note", "sentence"), SENTENCES)
def test_words_must_fit_the_answer(world: World, decision, note, sentence):
    with pytest.raises(Invalid) as refusal:
        sign(world, decision=decision, note=note, backend=Refusing())
    assert refusal.value.fields["note"].startswith(sentence)
    assert state(world) == CommitmentState.ISSUED


def test_only_the_head_of_this_opd_signs(world: World):
    for name in ("admin", "editor", "leader", "facilitator", "operator.own", "head.other"):
        with pytest.raises(Forbidden):
            sign(world, actor=world.people[name], backend=Refusing())


@pytest.mark.parametrize("name", ["slice_sha256", "letter_sha256"])
def test_another_digest_than_the_stored_one_is_refused_before_the_password(world: World, name):
    with pytest.raises(Conflict, match="bukan surat yang tersimpan"):
        sign(world, **{name: "0" * 64}, backend=Refusing())
    assert state(world) == CommitmentState.ISSUED


def test_a_second_answer_is_refused(world: World):
    sign(world)
    with pytest.raises(Conflict, match="sudah ditandatangani"):
        sign(world, decision=SignDecision.DECLINE, note="berubah pikiran")
    assert Signature.objects.count() == 1


def test_a_withdrawn_letter_cannot_be_signed_from_an_old_page(world: World):
    letters.withdraw(Commitment.objects.get(pk=world.commitment.pk), actor=SYSTEM, reason="salah tulis")
    with pytest.raises(Conflict, match="sudah dicabut"):
        sign(world)
    assert not Signature.objects.exists()


def test_a_letter_that_is_not_stored_yet_cannot_be_signed(world: World):
    letters.withdraw(world.commitment, actor=SYSTEM, reason="salah tulis")
    making = letters.ask_again(world.commitment, actor=SYSTEM)
    world.rows["commitment"] = making
    with pytest.raises(Conflict, match="masih disiapkan"):
        sign(world, backend=Refusing())


def test_a_vacant_office_cannot_sign(world: World):
    offices.end_term(world.holder, actor=SYSTEM, until=clock.today() - timedelta(days=1))
    with pytest.raises(Conflict, match="kosong"):
        sign(world, backend=Refusing())


def test_a_letter_written_for_a_vacant_office_stays_unsigned_when_somebody_comes(world: World):
    offices.end_term(world.holder, actor=SYSTEM, until=clock.today() - timedelta(days=1))
    letters.withdraw(world.commitment, actor=SYSTEM, reason="jabatan kosong")
    vacant = letters.ask_again(world.commitment, actor=SYSTEM)
    factories.deliver(vacant)
    appoint(world, "Pejabat Baru")
    world.rows["commitment"] = Commitment.objects.get(pk=vacant.pk)
    with pytest.raises(Conflict, match="kosong"):
        sign(world, backend=Refusing())


def test_a_new_holder_does_not_sign_the_letter_of_the_one_before(world: World):
    OfficeHolder.objects.filter(pk=world.holder.pk).update(until=clock.today() - timedelta(days=1))
    appoint(world, "Pejabat Baru")
    with pytest.raises(Conflict, match="sudah berganti"):
        sign(world, backend=Refusing())


def appoint(world: World, name: str) -> None:
    data = offices.HolderData(name=name, capacity="plt", since=clock.today())
    offices.appoint(world.opd, data, actor=SYSTEM)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="make test runs it, on PostgreSQL")
def test_what_was_signed_can_neither_be_changed_nor_deleted(world: World):
    signature = sign(world)
    for act in (
        lambda: Signature.objects.filter(pk=signature.pk).update(note="lain"),
        lambda: Signature.objects.filter(pk=signature.pk)._raw_delete("default"),
        lambda: Commitment.objects.filter(pk=world.commitment.pk).update(content="{}"),
        lambda: Commitment.objects.filter(pk=world.commitment.pk).update(letter_sha256="0" * 64),
    ):
        with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
            act()


def test_opening_is_noted_once_and_by_the_head_alone(world: World):
    signing.note_opened(world.commitment, actor=world.people["head.own"])
    first = Commitment.objects.get(pk=world.commitment.pk).opened_at
    assert first is not None
    signing.note_opened(world.commitment, actor=world.people["head.own"])
    assert Commitment.objects.get(pk=world.commitment.pk).opened_at == first
    assert AuditEvent.objects.filter(act="commitment.opened").count() == 1
    with pytest.raises(Forbidden):
        signing.note_opened(world.commitment, actor=world.people["editor"])


def test_the_signature_keeps_who_signed_in_which_rank_and_how_it_was_proved(world: World):
    """What the office book said at that moment stays, whatever becomes of the person."""
    signature = sign(world)
    held = world.holder
    assert (signature.signer_name, signature.signer_nip, signature.signer_rank) == (
        held.name,
        held.nip,
        held.rank,
    )
    assert (signature.signer_title, signature.signer_capacity) == (held.title, held.capacity)
    assert (signature.method, signature.evidence) == ("uji", {"digest": world.commitment.letter_sha256})
    assert (signature.slice_sha256, signature.letter_sha256) == (
        world.commitment.slice_sha256,
        world.commitment.letter_sha256,
    )
