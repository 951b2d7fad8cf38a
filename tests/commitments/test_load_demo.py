"""The illustrative plan: living, in its last ten days, the same every time."""

from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from commitments.enums import CommitmentState
from commitments.models import Commitment
from commitments.selectors import board
from masterplan.enums import RevisionState
from masterplan.models import Comment, Masterplan, Programme, Revision
from masterplan.services.compiling import compile_plan
from opd import clock
from opd.models import AuditEvent, Opd, User

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 20)
EXPECTED = [
    "ae78bce2bf97873082ec8ddb513f108941a71d501a2d1ca397cd47f219b3c90e",
    "4163e60280d325fe75aca740d00885313302ebe03dc5c8de196a9222809e1723",
    "550174e991221996a80406dd6a35782334f6f851a2840697c62ded3feac2da6b",
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
    answers = Comment.objects.filter(round__revision__label="v0.3").values_list("answer", flat=True)
    assert "" in answers
    assert set(answers) > {""}


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
