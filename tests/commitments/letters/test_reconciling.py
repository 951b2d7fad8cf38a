"""A newer approved version: what was promised is kept, superseded, or taken back and issued anew."""

from collections.abc import Callable
from typing import Any

import pytest

from commitments.decisions import services as decisions
from commitments.letters import document, models
from commitments.letters import services as letters
from commitments.letters.models import Commitment, SignDecision
from commitments.letters.models import CommitmentState as S
from lib.access import SYSTEM
from lib.audit.models import AuditEvent
from lib.documents import Schemas
from lib.versioned.services import ANY
from masterplan.plan.models import Masterplan
from masterplan.programmes.models import Indicator, Money, Target
from masterplan.versions.models import Revision
from masterplan.versions.rounds import services as rounds
from masterplan.versions.rounds.models import Decision
from opd.accounts.roles import Role
from opd.offices.models import Opd
from tests.bimtek import factories as bimtek
from tests.commitments import factories
from tests.masterplan import factories as masterplan
from tests.opd import factories as opd

pytestmark = pytest.mark.both_databases


class Thread:
    """An office that leads a programme, one that supports it, one with neither. v0.1 has letters out."""

    def __init__(self) -> None:
        region = opd.region()
        self.lead, self.support, self.bare = (opd.opd(region, code) for code in ("DLH", "DISDIK", "KEC"))
        self.heads = {}
        for office in (self.lead, self.support, self.bare):
            opd.holder(office)
            self.heads[office.pk] = opd.user(Role.HEAD, office)
        self.plan: Masterplan = masterplan.plan(bimtek.cycle(region))
        self.programme = masterplan.programme(self.plan, self.lead, cells={2027: ("6", 100)})
        self.programme.supporting_opds.add(self.support)
        factories.issued(self.plan, self.lead)

    def letter(self, office: Opd) -> Commitment:
        return Commitment.objects.filter(masterplan=self.plan, opd=office).latest("pk")

    def sign(self, *offices: Opd, decision: SignDecision = SignDecision.AGREE) -> None:
        for office in offices:
            factories.signed(self.letter(office), self.heads[office.pk], decision)

    def approve(self) -> Revision:
        """The next version goes the whole way, through the decision that also looks after the letters."""
        round_ = masterplan.in_review(self.plan)
        rounds.close_round(round_, actor=SYSTEM, expected_comments=ANY)
        digest = round_.revision.sha256
        done = decisions.decide(
            round_, actor=SYSTEM, decision=Decision.APPROVED, reason="", seen_sha256=digest
        )
        return done.revision

    def states(self) -> list[str]:
        return [self.letter(office).state for office in (self.lead, self.support, self.bare)]


@pytest.fixture
def thread(db: None) -> Thread:
    return Thread()


def change(thread: Thread, **values: Any) -> None:
    type(thread.programme).objects.filter(pk=thread.programme.pk).update(**values)


def test_prose_asks_for_no_new_signature(thread: Thread):
    thread.sign(thread.lead, thread.support, thread.bare)
    change(thread, description="Uraian baru.", note="Catatan baru.", status="berjalan")
    thread.approve()
    assert thread.states() == [S.SIGNED, S.SIGNED, S.SIGNED]


NEWEST, NEXT = models.SCHEMAS.newest, "commitment-slice/next"


@pytest.fixture
def newer_slices(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From now on a portal that writes letters in one more schema, with one key more."""

    def begin() -> None:
        known = document.SLICES

        def following(*what: Any) -> dict[str, Any]:
            return upgrade(known[NEWEST](*what))

        def upgrade(old: dict[str, Any]) -> dict[str, Any]:
            return {**old, "schema": NEXT, "risks": []}

        steps = {**models.SCHEMAS.steps, NEWEST: upgrade}
        monkeypatch.setattr(models, "SCHEMAS", Schemas(NEXT, steps))
        monkeypatch.setattr(document, "SCHEMAS", models.SCHEMAS)
        monkeypatch.setattr(document, "SLICES", {**known, NEXT: following})

    return begin


def test_a_new_key_of_a_slice_asks_for_no_new_signature(thread: Thread, newer_slices: Callable[[], None]):
    thread.sign(thread.lead, thread.support)
    newer_slices()
    thread.approve()
    assert thread.states() == [S.SIGNED, S.SIGNED, S.ISSUED]
    assert thread.letter(thread.lead).slice["risks"] == []
    change(thread, name="Kali Lebih Bersih")
    thread.approve()
    letters.issue_all(Revision.objects.latest("pk"), actor=SYSTEM)
    assert thread.letter(thread.lead).schema == NEXT


def test_what_was_signed_in_the_first_schema_stands_until_a_promise_changes(
    db: None, monkeypatch: pytest.MonkeyPatch
):
    with monkeypatch.context() as older:
        first = Schemas("commitment-slice/1")
        older.setattr(models, "SCHEMAS", first)
        older.setattr(document, "SCHEMAS", first)
        thread = Thread()
    signed = thread.letter(thread.lead)
    thread.sign(thread.lead)
    thread.approve()
    letter = thread.letter(thread.lead)
    assert (letter, letter.state, letter.schema) == (signed, S.SIGNED, "commitment-slice/1")
    assert letter.slice["lead"][0]["indicators"][0]["targets"]
    Indicator.objects.create(programme=thread.programme, number=2, name="Limbah")
    thread.approve()
    signed.refresh_from_db()
    assert signed.state == S.SUPERSEDED


def test_a_signature_that_stays_is_carried_on_record(thread: Thread):
    thread.sign(thread.lead)
    revision = thread.approve()
    event = AuditEvent.objects.get(act="commitment.carried", object_id=str(thread.letter(thread.lead).pk))
    assert event.changes["to"] == revision.label
    assert event.changes["slice_sha256"] == thread.letter(thread.lead).slice_sha256


def test_a_new_target_supersedes_the_lead_office_alone(thread: Thread):
    thread.sign(thread.lead, thread.support, thread.bare)
    Target.objects.filter(indicator__programme=thread.programme).update(value=9)
    thread.approve()
    assert thread.states() == [S.SUPERSEDED, S.SIGNED, S.SIGNED]
    assert thread.letter(thread.lead).end_reason == "versi baru"
    assert thread.letter(thread.lead).signature.decision == SignDecision.AGREE


def test_a_signature_with_a_note_is_superseded_the_same_way(thread: Thread):
    thread.sign(thread.lead, decision=SignDecision.AGREE_WITH_NOTE)
    Money.objects.filter(programme=thread.programme).update(rupiah=101)
    thread.approve()
    assert thread.letter(thread.lead).state == S.SUPERSEDED


def test_a_supporting_role_that_ends_supersedes_the_supporter_alone(thread: Thread):
    thread.sign(thread.lead, thread.support, thread.bare)
    thread.programme.supporting_opds.clear()
    thread.approve()
    assert thread.states() == [S.SIGNED, S.SUPERSEDED, S.SIGNED]


def test_a_new_supporting_role_ends_the_general_pledge(thread: Thread):
    thread.sign(thread.bare)
    thread.programme.supporting_opds.add(thread.bare)
    thread.approve()
    assert thread.letter(thread.bare).state == S.SUPERSEDED


def test_an_unsigned_letter_with_another_slice_is_taken_back_and_issued_anew(thread: Thread):
    old = thread.letter(thread.lead)
    Target.objects.filter(indicator__programme=thread.programme).update(value=9)
    revision = thread.approve()
    new = thread.letter(thread.lead)
    old.refresh_from_db()
    assert (old.state, old.end_reason) == (S.WITHDRAWN, "versi baru")
    assert (new.state, new.revision_id) == (S.PREPARING, revision.pk)
    assert new.slice["lead"][0]["indicators"][0]["targets"][0]["value"] == "9"


def test_an_unsigned_letter_with_the_same_slice_stays_out(thread: Thread):
    old = thread.letter(thread.support)
    change(thread, description="Uraian baru.")
    thread.approve()
    assert thread.letter(thread.support).pk == old.pk
    assert thread.letter(thread.support).state == S.ISSUED


def test_a_letter_that_is_still_being_made_is_taken_back_too(thread: Thread):
    letters.withdraw(thread.letter(thread.lead), actor=SYSTEM, reason="salah tulis")
    making = letters.ask_again(thread.letter(thread.lead), actor=SYSTEM)
    assert making.state == S.PREPARING
    Target.objects.filter(indicator__programme=thread.programme).update(value=9)
    thread.approve()
    making.refresh_from_db()
    assert making.state == S.WITHDRAWN
    assert thread.letter(thread.lead).state == S.PREPARING


def test_a_refusal_stays_as_it_is_and_its_new_slice_is_sent_by_the_button(thread: Thread):
    thread.sign(thread.lead, decision=SignDecision.DECLINE)
    Target.objects.filter(indicator__programme=thread.programme).update(value=5)
    revision = thread.approve()
    assert thread.letter(thread.lead).state == S.DECLINED
    made = letters.issue_all(revision, actor=SYSTEM)
    assert [row.opd_id for row in made] == [thread.lead.pk]


def test_the_button_sends_the_superseded_a_new_letter(thread: Thread):
    thread.sign(thread.lead, thread.support)
    Target.objects.filter(indicator__programme=thread.programme).update(value=9)
    revision = thread.approve()
    made = letters.issue_all(revision, actor=SYSTEM)
    assert [row.opd_id for row in made] == [thread.lead.pk]
    assert thread.letter(thread.lead).state == S.PREPARING
    assert thread.letter(thread.support).state == S.SIGNED


def test_a_return_touches_no_letter(thread: Thread):
    thread.sign(thread.lead)
    Target.objects.filter(indicator__programme=thread.programme).update(value=9)
    round_ = masterplan.in_review(thread.plan)
    rounds.close_round(round_, actor=SYSTEM, expected_comments=ANY)
    decisions.decide(
        round_,
        actor=SYSTEM,
        decision=Decision.RETURNED,
        reason="Perbaiki Bab I.",
        seen_sha256=round_.revision.sha256,
    )
    assert thread.states() == [S.SIGNED, S.ISSUED, S.ISSUED]


def test_an_opd_renamed_in_the_plan_signs_its_new_name(thread: Thread):
    thread.sign(thread.bare)
    Opd.objects.filter(pk=thread.bare.pk).update(official_name="Kecamatan Baru")
    thread.approve()
    assert thread.letter(thread.bare).state == S.SUPERSEDED


def test_an_opd_that_left_the_plan_keeps_no_open_letter_and_gets_no_new_one(thread: Thread):
    Opd.objects.filter(pk=thread.bare.pk).update(region=opd.region())
    thread.approve()
    assert thread.letter(thread.bare).state == S.WITHDRAWN
    assert Commitment.objects.filter(opd=thread.bare).count() == 1


def test_an_opd_that_left_the_plan_after_signing_is_superseded(thread: Thread):
    thread.sign(thread.bare)
    Opd.objects.filter(pk=thread.bare.pk).update(region=opd.region())
    thread.approve()
    assert thread.letter(thread.bare).state == S.SUPERSEDED
