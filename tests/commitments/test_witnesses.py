"""Rows against the trail: whatever was written past the services is named, and what they wrote is not."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from commitments import witnesses as letters
from commitments.enums import CommitmentState, SignDecision
from commitments.models import Signature
from commitments.services import approvals, commitments
from masterplan import witnesses as versions
from masterplan.enums import Decision
from masterplan.models import Comment, Export, Revision
from masterplan.services import heads, revisions
from opd import clock, guards, triggers, witnesses
from opd.authorization import SYSTEM
from opd.services import seals
from opd.witnesses import differences
from tests import world as worlds
from tests.commitments import factories
from tests.masterplan import factories as masterplan
from tests.opd import chains
from tests.opd.test_guards import copied
from tests.parallel import at_once
from tests.world import World

pytestmark = pytest.mark.django_db
WITNESSES = (*versions.WITNESSES, *letters.WITNESSES)
NOW = "CURRENT_TIMESTAMP"
TOKEN = "'ABCDEFGHJKMNPQRS'"


@pytest.fixture
def world() -> World:
    """An approved version with a signed letter and one that waits, one in review, a newer one."""
    built = worlds.build()
    factories.signed(built.commitment, built.people["head.own"])
    heads.stamp()
    return built


@pytest.fixture
def unguarded() -> Iterator[None]:
    """As somebody for whom no guard stands."""
    with transaction.atomic():
        triggers.remove(connection)
        yield
        transaction.set_rollback(True)


def found() -> list[str]:
    return list(differences(WITNESSES))


def named(*words: str) -> None:
    """verify_audit fails, and one sentence holds all the words."""
    assert any(all(word in sentence for word in words) for sentence in found()), found()
    with pytest.raises(CommandError, match="isi tabel tidak sesuai"):
        call_command("verify_audit")


class TestWhatTheServicesWrote:
    def test_after_all_the_world_did_there_is_no_difference(self, world: World) -> None:
        assert found() == []

    def test_nor_before_anything_is_sealed(self) -> None:
        worlds.build()
        assert found() == []
        call_command("verify_audit")

    def test_nor_after_the_last_acts_of_a_plan(self, world: World) -> None:
        factories.signed(world.commitment_other, world.people["head.other"], SignDecision.DECLINE)
        approvals.finalise(
            world.revision_approved,
            actor=world.people["leader"],
            seen_sha256=world.revision_approved.sha256,
            missing_reason="Satu OPD menyusul.",
        )
        again = commitments.ask_again(world.commitment_other, actor=world.people["editor"])
        commitments.withdraw(again, actor=world.people["editor"], reason="salah tulis")
        masterplan.decided(world.round, Decision.APPROVED)
        commitments.reconcile(Revision.objects.get(pk=world.round.revision_id), actor=SYSTEM)
        assert found() == []

    def test_nor_in_the_illustrative_plan(self, capsys: pytest.CaptureFixture[str]) -> None:
        call_command("load_demo", "--today", date(2026, 9, 20).isoformat(), verbosity=0)
        call_command("verify_audit")
        heads.stamp()
        call_command("verify_audit")
        assert capsys.readouterr().out.count("utuh") == 2

    def test_rows_are_read_some_at_a_time(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(witnesses, "CHUNK", 1)
        for witness in WITNESSES:
            small = replace(witness, chunk=1)
            assert list(differences([small])) == []

    def test_every_guarded_table_has_its_witness(self) -> None:
        told = {witness.rows.model._meta.db_table for witness in WITNESSES}
        assert guards.tables().keys() - {"opd_auditevent", "opd_auditseal"} <= told


class TestForgedPastNoGuard:
    """With the portal's own account, while every guard stands."""

    def test_a_signature(self, world: World) -> None:
        signature = Signature.objects.get(commitment=world.commitment)
        letter = world.commitment_other
        letter.refresh_from_db()
        changes = {"commitment_id": letter.pk, "user_id": "NULL", "signer_name": "'Pejabat Palsu'"}
        changes |= {"slice_sha256": f"'{letter.slice_sha256}'", "letter_sha256": f"'{letter.letter_sha256}'"}
        chains.sql(copied("commitments_signature", signature.pk, **changes))
        chains.sql("UPDATE commitments_commitment SET state = 'signed' WHERE id = %s", letter.pk)
        named("Tanda tangan", "tidak ada kejadian yang mencatat jawaban ini")
        named(f"Komitmen {letter.pk}", "keadaannya signed, padahal jejak audit mencatat issued")

    def test_a_version(self, world: World) -> None:
        new = {"number": 9, "label": "'v9'", "token": TOKEN, "sha256": f"'{'ab' * 32}'", "chain_head": "''"}
        chains.sql(copied("masterplan_revision", world.revision.pk, **new))
        heads.stamp()
        named("(v9)", "SHA-256 isinya bukan yang tercatat")
        named("(v9)", "tidak ada kejadian revision.frozen yang mencatatnya")

    def test_a_review_that_was_walked_through_in_sql(self, world: World) -> None:
        for state in ("superseded", "approved"):
            now = "approved" if state == "superseded" else "in_review"
            chains.sql("UPDATE masterplan_revision SET state = %s WHERE state = %s", state, now)
        final = f"UPDATE masterplan_revision SET state = 'final', final_at = {NOW} WHERE state = 'approved'"
        chains.sql(final)
        named("keadaannya final, padahal jejak audit mencatat in_review")
        named("final_at terisi, padahal versi ini tidak pernah ditetapkan")

    def test_a_letter_that_was_withdrawn_in_sql(self, world: World) -> None:
        signed = f"UPDATE commitments_commitment SET state = 'superseded', ended_at = {NOW}, end_reason = 'x'"
        chains.sql(f"{signed} WHERE state = 'signed'")
        named("keadaannya superseded, padahal jejak audit mencatat signed")
        named("end_reason terisi, padahal lembar ini tidak dicabut")

    def test_a_file(self, world: World) -> None:
        Export.objects.filter(pk=world.export.pk).update(sha256="a" * 64)
        named("Berkas", "sha256 terisi, padahal berkas ini tidak pernah selesai")

    def test_an_answer_in_an_open_round(self, world: World) -> None:
        Comment.objects.filter(pk=world.comment_answered.pk).update(answer="rejected", answer_text="Palsu.")
        named("Komentar", "jawabannya bukan yang dicatat")

    def test_a_comment(self, world: World) -> None:
        chains.sql(copied("masterplan_comment", world.comment.pk, uid=f"'{'ab' * 16}'", number=99))
        named("tidak ada kejadian comment.added")


CHANGES = {
    "masterplan_revision": [
        ("content = '{{}}', sha256 = 'cd' WHERE id = {revision}", "SHA-256 isinya"),
        ("label = 'v8' WHERE id = {revision}", "isi barisnya bukan yang dicatat"),
        ("frozen_by_id = {editor} WHERE id = {revision}", "frozen_by_id bukan orang"),
        ("missing_reason = 'x' WHERE id = {revision}", "missing_reason terisi"),
        ("state = 'frozen' WHERE id = {revision_approved}", "keadaannya frozen"),
    ],
    "commitments_commitment": [
        ("content = '{{}}' WHERE id = {commitment}", "SHA-256 isi janjinya"),
        ("letter_sha256 = 'cd' WHERE id = {commitment}", "letter_sha256 bukan yang"),
        ("end_reason = 'x' WHERE id = {commitment}", "end_reason terisi"),
        ("ended_at = CURRENT_TIMESTAMP WHERE id = {commitment}", "ended_at terisi"),
        ("issued_at = '2020-01-01 00:00:00+00:00' WHERE id = {commitment}", "issued_at bukan saat"),
    ],
    "commitments_signature": [
        ("decision = 'decline', note = 'x'", "tidak ada kejadian yang mencatat"),
        ("note = 'Setuju sekali.'", "isi barisnya bukan yang dicatat"),
        ("signer_name = 'Pejabat Palsu'", "isi barisnya bukan yang dicatat"),
        ("user_id = NULL", "user_id bukan orang yang dicatat"),
        ("DELETE", "tanda tangannya tidak ada lagi"),
    ],
    "masterplan_reviewround": [
        ("reason = 'Lain.' WHERE decision <> ''", "reason bukan yang dicatat"),
        ("decision = 'approved' WHERE decision = 'returned'", "decision bukan yang"),
        ("due = '2031-01-01'", "tenggatnya bukan yang dicatat"),
        ("closed_by_id = {editor}", "closed_by_id bukan orang"),
        ("reason = 'x' WHERE decision = ''", "reason terisi"),
    ],
    "masterplan_comment": [
        ("author_id = {editor}", "author_id bukan orang"),
        ("answered_by_id = {leader} WHERE answer <> ''", "answered_by_id bukan orang"),
    ],
    "masterplan_export": [
        ("book = 'B9'", "book bukan yang dicatat"),
        ("DELETE", "barisnya tidak ada lagi"),
    ],
    "commitments_agreement": [
        ("scan_sha256 = 'ab'", "scan_sha256 bukan yang dicatat"),
    ],
}


class TestForgedWithoutGuards:
    """By whoever owns the tables."""

    @pytest.mark.parametrize(
        ("table", "change", "words"), [(table, *row) for table, rows in CHANGES.items() for row in rows]
    )
    def test_it_is_named(self, world: World, unguarded: None, table: str, change: str, words: str) -> None:
        names = {name: row.pk for name, row in world.rows.items()}
        names |= {name: user.pk for name, user in world.people.items() if "." not in name}
        statement = f"DELETE FROM {table}" if change == "DELETE" else f"UPDATE {table} SET {change}"
        chains.sql(statement.format(**names))
        assert any(words in sentence for sentence in found()), found()

    def test_a_version_taken_out_of_its_table(self, world: World, unguarded: None) -> None:
        chains.sql("DELETE FROM masterplan_revision WHERE id = %s", world.revision.pk)
        named(f"({world.revision})", "barisnya tidak ada lagi")

    def test_a_row_put_in_the_place_of_another(self, world: World, unguarded: None) -> None:
        """As SQLite's REPLACE does where its guard is gone."""
        signature = Signature.objects.get(commitment=world.commitment)
        Signature.objects.filter(pk=signature.pk).delete()
        signature.pk, signature.signer_name = None, "Pejabat Palsu"
        signature.save()
        named("Tanda tangan", "isi barisnya bukan yang dicatat")

    def test_an_event_that_tells_of_a_step_there_is_not(self, world: World) -> None:
        chains.audit.record(SYSTEM, "revision.final", world.revision, {"state": ["frozen", "final"]})
        named("mencatat langkah frozen ke final, yang tidak ada")


class TestTheHead:
    """After its seal a version names the link of its freezing; before, there is none to name."""

    def frozen(self, world: World, sealed_ago: timedelta) -> Revision:
        with clock.at(clock.now() - sealed_ago):
            made = revisions.freeze(world.plan, actor=SYSTEM)
            seals.seal()
        return made

    def test_a_freezing_without_its_seal_is_no_fault(self, world: World) -> None:
        with clock.at(clock.now() - timedelta(hours=5)):
            revisions.freeze(world.plan, actor=SYSTEM)
        assert found() == []

    def test_neither_is_one_that_was_sealed_just_now(self, world: World) -> None:
        self.frozen(world, timedelta(minutes=1))
        assert found() == []

    def test_one_that_was_sealed_long_ago_is(self, world: World) -> None:
        made = self.frozen(world, timedelta(minutes=11))
        assert any(f"({made})" in words and "tidak memuat ujung" in words for words in found())


def test_only_the_first_differences_are_told(world: World, unguarded: None) -> None:
    for number in range(90, 110):
        chains.sql(copied("masterplan_comment", world.comment.pk, number=number, uid=f"'{number:032}'"))
    with pytest.raises(CommandError) as said:
        call_command("verify_audit")
    assert str(said.value).count("\n- ") == 10


@pytest.mark.django_db(transaction=True)
def test_an_act_between_the_reading_of_rows_and_of_events_is_no_difference(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    if connection.vendor != "postgresql":
        return  # SQLite has one writer at a time, and the reading is one
    withdraw = partial(
        commitments.withdraw, world.commitment_other, actor=world.people["editor"], reason="salah tulis"
    )
    answers, events = [], witnesses._events

    def meddled(kind: str, ids: list[int]) -> Any:
        if kind == "commitments.commitment" and not answers:
            answers.extend(at_once([withdraw]))
        return events(kind, ids)

    monkeypatch.setattr(witnesses, "_events", meddled)
    assert found() == []
    assert answers[0].state == CommitmentState.WITHDRAWN
