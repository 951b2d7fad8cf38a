"""The illustrative plan: living, in its last ten days, the same every time."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import DjangoDbBlocker, Settings

from commitments.letters.board.selectors import board
from commitments.letters.models import Commitment, CommitmentState
from lib import clock
from lib.audit.models import AuditEvent
from lib.text.canonical import canonical, sha256
from masterplan.plan.models import Masterplan
from masterplan.programmes.models import Programme
from masterplan.versions.document import compile_plan
from masterplan.versions.models import SCHEMAS, Revision, RevisionState
from masterplan.versions.rounds.models import Comment
from opd.accounts.models import User
from opd.offices.models import Opd
from tests.world import undone

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
TODAY = date(2026, 9, 20)
EXPECTED = [
    "5424d9ab99ead6ee4ee7c92011b3a036bca5e409af2221a1bfb9713d42ba040f",
    "02dbbc6e4fe87d6eec19223919f2b3fe1965dd0784d93898834a7c39d695f9c8",
    "6f5cf983deaa9008971c2dc9330361feb1a5664b55a525a9ff4eebbeeb36ebd5",
]


@pytest.fixture(scope="module")
def _loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with undone(django_db_blocker):
        call_command("load_demo", "--today", TODAY.isoformat(), verbosity=0)
        yield


@pytest.fixture
def plan(_loaded: None, db: None) -> Masterplan:
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
    years = list(plan.years)
    for programme in compile_plan(plan)["programmes"]:
        (indicator,) = programme["indicators"]
        assert [target["year"] for target in indicator["targets"]] == years
        assert [share["year"] for share in programme["money"]] == years


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


def test_what_an_older_portal_froze_is_read_as_this_one_would_freeze_it() -> None:
    sample = Path(__file__).resolve().parents[2] / "samples" / "masterplan-1" / "demo.json"
    assert sha256(canonical(SCHEMAS.upgrade(json.loads(sample.read_text())))) == EXPECTED[1]


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
