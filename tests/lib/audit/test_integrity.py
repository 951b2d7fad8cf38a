"""What was frozen, signed or stored, against its event: changes by SQL are named, acts are not."""

from datetime import date
from functools import partial
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from commitments.decisions import services as decisions
from commitments.letters import services as letters
from commitments.letters.models import Signature, SignDecision
from lib.access import SYSTEM
from lib.audit import services as audit
from lib.files import storage
from lib.versioned.services import ANY
from masterplan.versions import services as versions
from masterplan.versions.models import Revision
from masterplan.versions.rounds.models import Decision
from portal.integrity import comparison
from portal.integrity.comparison import RECORDED, differences
from tests import world as worlds
from tests.commitments import factories
from tests.lib.audit import chains
from tests.masterplan import factories as masterplan
from tests.parallel import at_once
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
SHA256 = "ab" * 32


@pytest.fixture
def world() -> World:
    """An approved version with a signed letter and one that waits, one in review, a newer one."""
    built = worlds.build()
    factories.signed(built.commitment, built.people["head.own"])
    versions.stamp()
    return built


class TestWhatTheServicesWrote:
    def test_is_recorded_after_all_acts_of_a_plan(self, world: World) -> None:
        assert list(differences()) == []
        factories.signed(world.commitment_other, world.people["head.other"], SignDecision.DECLINE)
        decisions.finalise(
            world.revision_approved,
            actor=world.people["leader"],
            seen_sha256=world.revision_approved.sha256,
            missing_reason="Satu OPD menyusul.",
        )
        again = letters.ask_again(world.commitment_other, actor=world.people["editor"])
        letters.withdraw(again, actor=world.people["editor"], reason="salah tulis")
        masterplan.decided(world.round, Decision.APPROVED)
        letters.reconcile(Revision.objects.get(pk=world.round.revision_id), actor=SYSTEM)
        assert list(differences()) == []

    def test_and_so_is_the_illustrative_plan(self, capsys: pytest.CaptureFixture[str]) -> None:
        call_command("load_demo", "--today", date(2026, 9, 20).isoformat(), verbosity=0)
        call_command("verify_audit")
        versions.stamp()
        call_command("verify_audit", "--files")
        assert capsys.readouterr().out.count("utuh") == 2

    def test_rows_are_read_some_at_a_time(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(comparison, "ROWS_AT_A_TIME", 1)
        assert list(differences()) == []


CHANGES = [
    (
        "masterplan_revision SET content = '{{}}' WHERE id = {revision}",
        "Versi beku {revision} (v0.4)",
    ),
    ("masterplan_revision SET content = '{{}}', sha256 = 'cd'", "Versi beku {revision} (v0.4)"),
    (
        "commitments_commitment SET content = '{{}}' WHERE id = {commitment}",
        "Komitmen {commitment} (",
    ),
    ("commitments_commitment SET letter_sha256 = 'cd'", "Komitmen {commitment} ("),
    ("commitments_signature SET decision = 'decline', note = 'x'", "Tanda tangan {signature} (Tidak setuju"),
    ("commitments_signature SET note = 'Setuju sekali.'", "Tanda tangan {signature} (Setuju"),
    ("commitments_signature SET signer_name = 'Pejabat Palsu'", "Tanda tangan {signature} (Setuju"),
    ("commitments_signature SET user_id = NULL", "Tanda tangan {signature} (Setuju"),
    ("commitments_signature SET evidence = '{{}}'", "Tanda tangan {signature} (Setuju"),
    ("commitments_signature SET signed_at = '2020-01-01 00:00:00+00:00'", "Tanda tangan {signature} (Setuju"),
    ("commitments_signature SET commitment_id = {commitment_other}", "Tanda tangan {signature} (Setuju"),
    ("commitments_agreement SET scan_sha256 = 'ab'", "Kesepakatan {agreement} (Nota"),
    ("masterplan_export SET sha256 = 'ab'", "Berkas {export} ("),
    (
        "masterplan_revision SET state = 'superseded' WHERE id = {revision}",
        "Versi beku {revision}: keadaan superseded",
    ),
    ("commitments_commitment SET state = 'superseded'", "Komitmen {commitment}: keadaan superseded"),
]
REMOVED = [
    (
        "commitments_signature",
        "Komitmen {commitment}: 1 tanda tangan dicatat jejak audit, 0 ada di tabel",
    ),
    ("masterplan_revision WHERE id = {revision}", "Versi beku {revision}: 1 versi beku dicatat"),
    ("commitments_commitment WHERE id = {commitment}", "Komitmen {commitment}: 1 komitmen dicatat"),
]


class TestChangedInSql:
    @pytest.mark.parametrize(
        ("statement", "words"),
        [
            *((f"UPDATE {change}", words) for change, words in CHANGES),
            *((f"DELETE FROM {table}", words) for table, words in REMOVED),
        ],
    )
    def test_it_is_named(self, world: World, statement: str, words: str) -> None:
        pks = {name: row.pk for name, row in world.rows.items()}
        pks["signature"] = Signature.objects.get().pk
        with chains.unguarded():
            chains.sql(statement.format(**pks))
            found = list(differences())
        assert any(words.format(**pks) in sentence for sentence in found), found

    def test_a_forged_version_is_named(self, world: World) -> None:
        forged = Revision.objects.get(pk=world.revision.pk)
        forged.pk, forged.number, forged.label, forged.token = None, 9, "v9", "ABCDEFGHJKMNPQRS"
        forged.chain_head = ""
        forged.save()
        self.is_named(f"Versi beku {forged.pk} (v9): tidak dicatat")

    def test_a_forged_signature_is_named(self, world: World) -> None:
        forged = Signature.objects.get()
        forged.pk, forged.commitment = None, world.commitment_other
        forged.save()
        self.is_named(f"Tanda tangan {forged.pk} (Setuju {forged.signer_title}): tidak dicatat")

    def test_an_answer_recorded_twice_is_named(self, world: World) -> None:
        audit.record(SYSTEM, "commitment.signed", world.commitment, {})
        self.is_named(f"Komitmen {world.commitment.pk}: 2 tanda tangan dicatat jejak audit, 1 ada")

    def is_named(self, words: str) -> None:
        with pytest.raises(CommandError) as refusal:
            call_command("verify_audit")
        assert words in str(refusal.value)

    def test_only_the_first_differences_are_printed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        command = "portal.management.commands.verify_audit.differences"
        monkeypatch.setattr(command, lambda: iter("x" * 20))
        with pytest.raises(CommandError) as refusal:
            call_command("verify_audit")
        assert str(refusal.value).count("\n- ") == 10


class TestFiles:
    def test_each_stored_file_is_read(self, world: World) -> None:
        stored = storage.path_of(world.agreement.scan_sha256)
        call_command("verify_audit", "--files")
        content = stored.read_bytes()
        stored.write_bytes(b"lain")
        call_command("verify_audit")
        with pytest.raises(CommandError) as refusal:
            call_command("verify_audit", "--files")
        for name in (
            f"Kesepakatan {world.agreement.pk}",
            f"Komitmen {world.commitment.pk}",
        ):  # the same bytes
            assert f"{name}: berkas {world.agreement.scan_sha256} berubah" in str(refusal.value)
        stored.write_bytes(content)
        call_command("verify_audit", "--files")

    def test_a_missing_book_is_named(self, world: World) -> None:
        masterplan.export(world.revision, sha256=SHA256)
        with pytest.raises(CommandError, match=f"Berkas .*: berkas {SHA256} tidak pernah disimpan"):
            call_command("verify_audit", "--files")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("part", [comparison._changed, comparison._lost])
def test_an_act_between_two_reads_is_no_difference(world: World, part: Any) -> None:
    if connection.vendor != "postgresql":
        return  # SQLite has one writer at a time
    freezes = [partial(versions.freeze, world.plan, actor=SYSTEM, expected_number=ANY)] * 2

    def freeze_after_each_read(execute: Any, *arguments: Any) -> Any:
        result = execute(*arguments)
        if freezes:
            assert isinstance(at_once([freezes.pop()])[0], Revision)
        return result

    with connection.execute_wrapper(freeze_after_each_read):
        assert list(part(RECORDED[0])) == []
    assert not freezes
