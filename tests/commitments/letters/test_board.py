"""The board: every OPD once, first what waits for the office."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from commitments.letters import services as letters_services
from commitments.letters.board.selectors import SLUGS, BoardRow, board, overview
from commitments.letters.models import Commitment, CommitmentState, SignDecision
from commitments.signing import services as signing
from lib import clock
from lib.access import SYSTEM
from masterplan.plan.models import Masterplan
from opd.accounts.roles import Role
from opd.offices.models import Opd
from tests.bimtek import factories as bimtek
from tests.commitments import factories
from tests.commitments.conftest import SignIn
from tests.masterplan import factories as masterplan
from tests.opd import factories as opd
from tests.world import World

URL = "/commitments/"


def plan_with(offices: int) -> tuple[Masterplan, list[Opd], Client]:
    """A plan whose OPDs all have their letters, and its editor."""
    region = opd.region()
    found = [opd.opd(region) for _ in range(offices)]
    for office in found:
        opd.holder(office)
    plan = masterplan.plan(bimtek.cycle(region, deadline=masterplan.deadline()))
    factories.issued(plan, found[0])
    browser = Client()
    browser.force_login(opd.user(Role.EDITOR, region))
    return plan, found, browser


def answer(plan: Masterplan, office: Opd, decision: SignDecision, note: str = "") -> None:
    letter = Commitment.objects.get(masterplan=plan, opd=office, state=CommitmentState.ISSUED)
    factories.signed(letter, opd.user(Role.HEAD, office), decision, note)


@pytest.mark.django_db
def test_every_opd_stands_in_exactly_one_part():
    plan, offices, _ = plan_with(8)
    answer(plan, offices[0], SignDecision.AGREE)
    answer(plan, offices[1], SignDecision.AGREE_WITH_NOTE, "Biaya belum termasuk.")
    answer(plan, offices[2], SignDecision.DECLINE, "Terlalu tinggi.")
    letters_services.withdraw(plan.commitments.get(opd=offices[3]), actor=SYSTEM, reason="salah tulis")
    Commitment.objects.filter(opd=offices[4]).update(is_vacant=True)
    answer(plan, offices[5], SignDecision.AGREE)
    Commitment.objects.filter(opd=offices[5]).update(state=CommitmentState.SUPERSEDED)
    opd.opd(offices[0].region)
    seen = overview(board(plan), "")
    assert [row.state_label for row in seen.ours] == [
        "tidak setuju",
        "dengan catatan",
        "perlu tanda tangan ulang",
        "diundang",
        "dicabut",
    ]
    parts = [*seen.ours, *seen.theirs, *seen.signed, *seen.absent]
    assert sorted(row.opd.pk for row in parts) == sorted(row.opd.pk for row in seen.rows)
    assert (seen.agreed, seen.with_note, seen.declined) == (2, 1, 1)
    assert seen.agreed + seen.under_way + seen.rest == len(seen.rows)
    assert seen.to_issue == 2


@pytest.mark.django_db
def test_a_refusal_is_not_a_signature():
    plan, offices, _ = plan_with(2)
    answer(plan, offices[0], SignDecision.DECLINE, "Terlalu tinggi.")
    seen = overview(board(plan), "")
    assert seen.agreed == 0
    assert [row.opd for row in seen.weighed] == [offices[0]]


@pytest.mark.django_db
def test_the_board_of_an_older_version_knows_only_its_own_letters():
    plan, offices, _ = plan_with(1)
    older = plan.revisions.get(number=1)
    letters_services.withdraw(plan.commitments.get(opd=offices[0]), actor=SYSTEM, reason="salah tulis")
    masterplan.approved(plan)
    letters_services.ask_again(plan.commitments.get(opd=offices[0]), actor=SYSTEM)
    assert board(plan)[0].state == CommitmentState.PREPARING
    assert board(plan, revision=older)[0].state == CommitmentState.WITHDRAWN


def test_every_word_of_a_state_has_its_tab_and_its_looks():
    from_states = {row.state_label for row in rows_of_every_state()}
    assert from_states == set(SLUGS.values())
    assert all(row.kind and row.icon for row in rows_of_every_state())


def rows_of_every_state() -> list[BoardRow]:
    letters: list[Commitment | None] = [Commitment(state=state) for state in CommitmentState]
    opened = Commitment(state=CommitmentState.ISSUED, opened_at=clock.now())
    return [BoardRow(Opd(), letter, None) for letter in [*letters, opened, None]]


def test_the_tab_in_the_address_chooses_the_rows(world: World, sign_in: SignIn):
    signing.note_opened(world.commitment, actor=world.people["head.own"])
    page = sign_in("editor").get(URL, {"keadaan": "dibuka"}).content.decode()
    assert reverse("commitments:commitment_detail", args=[world.commitment.pk]) in page
    assert reverse("commitments:commitment_detail", args=[world.commitment_other.pk]) not in page
    assert 'aria-current="true"' in page


def test_an_empty_tab_says_so_and_an_unknown_one_shows_everything(world: World, sign_in: SignIn):
    browser = sign_in("editor")
    assert "Tidak ada OPD dengan keadaan ini" in browser.get(URL, {"keadaan": "ulang"}).content.decode()
    page = browser.get(URL, {"keadaan": "entah"}).content.decode()
    assert "Menunggu OPD" in page


def test_the_button_is_there_for_the_editor_alone(world: World, sign_in: SignIn):
    opd.opd(world.region, "BARU")
    address = reverse("commitments:issue", args=[world.revision_approved.pk])
    assert address in sign_in("editor").get(URL).content.decode()
    for name in ("admin", "leader", "facilitator"):
        assert address not in sign_in(name).get(URL).content.decode()


def test_the_button_rests_with_its_reason_when_all_have_letters(world: World, sign_in: SignIn):
    page = sign_in("editor").get(URL).content.decode()
    assert "Semua OPD sudah mempunyai lembar." in page


def test_pressing_the_button_writes_the_missing_letters(world: World, sign_in: SignIn):
    commitment = Commitment.objects.get(pk=world.commitment.pk)
    factories.signed(commitment, world.people["head.own"])
    Commitment.objects.filter(pk=commitment.pk).update(state=CommitmentState.SUPERSEDED)
    browser = sign_in("editor")
    address = reverse("commitments:issue", args=[world.revision_approved.pk])
    page = browser.post(address, follow=True).content.decode()
    assert "1 lembar komitmen disiapkan" in page
    assert browser.post(address).status_code == 409


@pytest.mark.parametrize(("days", "words"), [(6, "6 hari"), (1, "1 hari"), (0, "sejak hari ini")])
def test_waiting_letters_tell_since_when(days: int, words: str):
    letter = Commitment(state=CommitmentState.ISSUED, issued_at=clock.now() - timedelta(days=days))
    assert BoardRow(Opd(), letter, None).waiting == words


def test_agreements_stand_beside_the_board(world: World, sign_in: SignIn):
    factories.agreement(world.cycle, number="119/KB/2026", dated=clock.today() + timedelta(days=3))
    page = sign_in("leader").get(URL).content.decode()
    assert "119/KB/2026" in page
    assert "Terjadwal" in page


@pytest.mark.parametrize("name", ["head.own", "operator.own"])
def test_an_opd_sees_its_own_letters_instead(world: World, sign_in: SignIn, name: str):
    page = sign_in(name).get(URL).content.decode()
    assert "Komitmen Anda" in page
    assert "Komitmen Dinas Dlh" in page
    assert "Disdik" not in page
    address = reverse("commitments:commitment_sign", args=[world.commitment.pk])
    assert (address in page) == (name == "head.own")


@pytest.mark.django_db
@pytest.mark.usefixtures("no_frame")
@pytest.mark.parametrize("offices", [2, 20, 59])
def test_it_asks_eight_queries_whatever_the_number(
    offices: int, django_assert_max_num_queries: DjangoAssertNumQueries
):
    plan, found, browser = plan_with(offices)
    answer(plan, found[0], SignDecision.AGREE)
    answer(plan, found[1], SignDecision.DECLINE, "Terlalu tinggi.")
    factories.agreement(plan.cycle)
    with django_assert_max_num_queries(8):
        assert browser.get(URL).status_code == 200
    with django_assert_max_num_queries(8):
        browser.get(URL, {"keadaan": "diundang"})


def test_a_plan_nobody_may_see_is_no_page(sign_in: SignIn):
    assert sign_in("nobody").get(URL).status_code == 404
