"""The illustrative plan: living, in its last ten days, the same every time."""

from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from commitments.letters.board.selectors import board
from commitments.letters.models import Commitment, CommitmentState
from lib import clock
from lib.audit.models import AuditEvent
from masterplan.plan.models import Masterplan
from masterplan.programmes.models import Programme
from masterplan.versions.document import compile_plan
from masterplan.versions.models import Revision, RevisionState
from masterplan.versions.rounds.models import Comment
from opd.accounts.models import User
from opd.offices.models import Opd

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
TODAY = date(2026, 9, 20)
EXPECTED = [
    "e269e352b51594b000bf5e4404e021e342f2e731d23b52c7aee3d92c08c4f411",
    "f4a715b74f3672e7d275d486375458c68f99a08b0ec67d583fae2e346533039b",
    "4a95ead3b476448a2b29d892ea176624cf98a12c6602cba86ffd4e4e1fddb2c9",
]


@pytest.fixture
def plan() -> Masterplan:
    call_command("load_demo", "--today", TODAY.isoformat(), verbosity=0)
    return Masterplan.objects.get(slug="bekasi-contoh")


def test_its_deadline_is_ten_days_away(plan: Masterplan) -> None:
    assert plan.cycle.deadline == TODAY + timedelta(days=10)
    assert plan.is_illustrative


def test_it_tells_three_versions(plan: Masterplan) -> None:
    states = dict(Revision.objects.filter(masterplan=plan).values_list("label", "state"))
    assert states == {
        "v0.1": RevisionState.SUPERSEDED,
        "v0.2": RevisionState.APPROVED,
        "v0.3": RevisionState.IN_REVIEW,
    }
    answers = Comment.objects.filter(round__revision__label="v0.3").select_related("thread")
    assert {row.thread.is_open for row in answers} == {True, False}


def test_every_programme_has_ten_years_of_targets_and_rupiah(plan: Masterplan) -> None:
    for programme in compile_plan(plan)["programmes"]:
        assert all(cell["target"] is not None and cell["rupiah"] is not None for cell in programme["years"])


def test_commitments_stand_in_every_state(plan: Masterplan) -> None:
    rows = board(plan)
    assert len(rows) == 59
    states = {row.state for row in rows}
    assert states >= {
        CommitmentState.SIGNED,
        CommitmentState.SIGNED_WITH_NOTE,
        CommitmentState.DECLINED,
        CommitmentState.SUPERSEDED,
        CommitmentState.PREPARING,
    }
    assert sum(row.is_vacant for row in rows) == 1
    again = Commitment.objects.filter(masterplan=plan, opd__code="DLH").order_by("pk")
    assert [row.state for row in again] == [CommitmentState.SUPERSEDED, CommitmentState.PREPARING]


def test_it_is_the_same_every_time(plan: Masterplan) -> None:
    first = list(Revision.objects.filter(masterplan=plan).order_by("number").values_list("sha256", flat=True))
    assert first == EXPECTED


def test_on_an_existing_slug_it_changes_nothing(plan: Masterplan) -> None:
    before = AuditEvent.objects.count(), User.objects.count(), Programme.objects.count()
    call_command("load_demo", "--today", TODAY.isoformat(), verbosity=0)
    assert (AuditEvent.objects.count(), User.objects.count(), Programme.objects.count()) == before


def test_the_real_folder_loads_beside_it_on_the_same_offices(plan: Masterplan, settings: Settings) -> None:
    call_command("load_region", str(settings.BASE_DIR / "data" / "bekasi"), verbosity=0)
    assert Opd.objects.count() == 59
    assert Masterplan.objects.count() == 2
    assert compile_plan(Masterplan.objects.get(slug="bekasi-2022"))["masterplan"]["illustrative"] is False


def test_no_event_lies_after_the_day_it_ends_on(plan: Masterplan) -> None:
    latest = AuditEvent.objects.latest("at").at
    assert clock.local_day(latest) <= TODAY


def test_it_is_refused_outside_demo_mode(settings: Settings) -> None:
    settings.PORTAL_MODE = "production"
    with pytest.raises(CommandError, match="mode demo"):
        call_command("load_demo", verbosity=0)
