"""What a book is ordered with: everything it prints beside the frozen document."""

from datetime import date, datetime
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commitments.decisions import services as decisions
from commitments.letters.models import Commitment, SignDecision
from lib import clock
from lib.audit.models import AuditEvent
from lib.errors import Forbidden, Invalid
from lib.text.codes import printed
from masterplan.plan.models import Masterplan
from masterplan.versions.files.models import Export
from masterplan.versions.models import Revision
from tests.bimtek import factories as bimtek_factories
from tests.commitments import factories
from tests.masterplan import factories as masterplan
from tests.opd import factories as opd
from tests.world import World

pytestmark = pytest.mark.both_databases

MOMENT = datetime(2026, 9, 29, 20, 0, tzinfo=clock.zone())


@pytest.fixture
def revision(world: World) -> Revision:
    return Revision.objects.get(pk=world.revision_approved.pk)


def local(moment: datetime) -> str:
    return moment.astimezone(clock.zone()).isoformat()


def test_a_draft_is_ordered_with_all_of_this(world: World, revision: Revision):
    Masterplan.objects.filter(pk=world.plan.pk).update(is_illustrative=True)
    revision = Revision.objects.get(pk=revision.pk)
    edition = decisions.edition_of(revision)
    rows = edition.pop("commitments")
    assert edition == {
        "label": "v0.2",
        "number": 2,
        "frozen_at": local(revision.frozen_at),
        "sha256": revision.sha256,
        "is_final": False,
        "final_on": None,
        "missing_reason": "",
        "token": printed(revision.token),
        "verify_url": f"{settings.PUBLIC_URL}/V/{printed(revision.token)}".upper(),
        "chain_head": revision.chain_head,
        "illustrative": True,
        "book": None,
        "time_zone": "Asia/Jakarta",
    }
    assert rows[0] == {
        "opd": "DLH",
        "official_name": "Dinas Dlh",
        "state": "issued",
        "state_label": "diundang",
        "signer": "",
        "capacity": "",
        "signed_at": None,
        "note": "",
        "code": printed(world.commitment.token),
    }


def test_a_signature_is_printed_with_its_moment(world: World, revision: Revision):
    head, commitment = world.people["head.own"], Commitment.objects.get(pk=world.commitment.pk)
    with clock.at(MOMENT):
        factories.signed(commitment, head, SignDecision.AGREE_WITH_NOTE, "Biaya belum termasuk.")
    row = decisions.edition_of(revision)["commitments"][0]
    assert (row["signed_at"], row["signer"]) == (local(MOMENT), "Kepala Dinas Dlh")
    assert (row["capacity"], row["note"]) == ("definitif", "Biaya belum termasuk.")


def test_an_office_without_a_letter_is_printed_without_a_code(world: World, revision: Revision):
    late = masterplan.plan(bimtek_factories.cycle(opd.region()))
    office = opd.opd(late.cycle.region)
    row = decisions.edition_of(masterplan.frozen(late))["commitments"][0]
    assert (row["opd"], row["state"], row["state_label"], row["code"]) == (office.code, "none", "belum", "")


def test_a_letter_of_a_later_version_is_not_printed_in_the_book_of_an_earlier_one(world: World):
    earlier = decisions.edition_of(world.revision_returned)
    assert {row["state"] for row in earlier["commitments"]} == {"none"}


def test_an_order_keeps_who_asked_for_which_book(world: World):
    editor = world.people["editor"]
    made = decisions.request(world.revision, actor=editor, book="B1")
    stored = Export.objects.get(pk=made.pk)
    assert (stored.book, stored.edition["book"], stored.requested_by) == ("B1", "B1", editor)
    event = AuditEvent.objects.filter(act="export.requested").latest("pk")
    assert event.changes == {"format": "pdf", "book": "B1", "final": False}


def test_who_may_not_order_a_book_reads_why(world: World):
    with pytest.raises(Forbidden, match="tidak dapat meminta berkas"):
        decisions.request(world.revision, actor=world.people["operator.own"])


class TestFinal:
    def finalise(self, world: World, revision: Revision, reason: str) -> Revision:
        return decisions.finalise(
            revision, actor=world.people["leader"], seen_sha256=revision.sha256, missing_reason=reason
        )

    def test_the_final_book_names_the_day_the_reason_and_the_leader(self, world: World, revision: Revision):
        with clock.at(MOMENT):
            done = self.finalise(world, revision, " Menyusul. ")
        assert (done.missing_reason, done.final_by) == ("Menyusul.", world.people["leader"])
        export = Export.objects.get(revision=revision, is_final=True)
        assert export.requested_by == world.people["leader"]
        wanted: dict[str, Any] = {"is_final": True, "final_on": str(date(2026, 9, 29))}
        assert export.edition | wanted | {"missing_reason": "Menyusul."} == export.edition
        event = AuditEvent.objects.filter(act="plan.finalised").latest("pk")
        assert (event.actor, event.object_id) == (world.people["leader"], str(revision.pk))

    def test_who_may_not_make_it_final_keeps_nobody_waiting(self, world: World, revision: Revision):
        """Neither the plan nor a letter is locked, or even read, for somebody who may not."""
        with CaptureQueriesContext(connection) as asked, pytest.raises(Forbidden):
            decisions.finalise(
                revision,
                actor=world.people["editor"],
                seen_sha256=revision.sha256,
                missing_reason="Menyusul.",
            )
        assert not [query["sql"] for query in asked if "commitments_" in query["sql"]]

    def test_a_reason_that_is_missing_is_asked_for_at_its_field(self, world: World, revision: Revision):
        with pytest.raises(Invalid) as refusal:
            self.finalise(world, revision, " ")
        assert set(refusal.value.fields) == {"missing_reason"}

    def test_only_those_who_have_not_signed_are_named(self, world: World, revision: Revision):
        factories.signed(Commitment.objects.get(pk=world.commitment.pk), world.people["head.own"])
        self.finalise(world, revision, "Menyusul.")
        event = AuditEvent.objects.filter(act="plan.finalised").latest("pk")
        assert event.changes == {"missing": ["DISDIK"]}
