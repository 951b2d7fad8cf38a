"""What the pages of programmes and offices show of commitments."""

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from commitments.letters.models import Commitment, SignDecision
from masterplan.programmes.models import Programme
from opd.offices.models import Opd
from tests.commitments import factories
from tests.commitments.conftest import SignIn
from tests.masterplan import factories as masterplan
from tests.opd import factories as opd
from tests.world import World

HTMX = {"HX-Request": "true"}


def for_programme(programme: Programme) -> str:
    return reverse("commitments:commitment_for_programme", args=[programme.pk])


def for_opd(office: Opd) -> str:
    return reverse("commitments:commitment_for_opd", args=[office.pk])


def detail(commitment: Commitment) -> str:
    return reverse("commitments:commitment_detail", args=[commitment.pk])


def test_a_programme_shows_who_promised_it_in_which_version(world: World, sign_in: SignIn):
    factories.signed(Commitment.objects.get(pk=world.commitment.pk), world.people["head.own"])
    part = sign_in("leader").get(for_programme(world.programme), headers=HTMX).content.decode()
    assert part.strip().startswith('<div id="komitmen-program">')
    assert "<html" not in part
    assert detail(world.commitment) in part
    assert "Setuju" in part
    assert world.revision_approved.label in part
    assert "Penanggung jawab" in part


def test_opened_by_itself_it_is_a_whole_page(world: World, sign_in: SignIn):
    page = sign_in("leader").get(for_programme(world.programme)).content.decode()
    part = sign_in("leader").get(for_programme(world.programme), headers=HTMX).content.decode()
    assert "<h1>" in page
    assert " ".join(part.split()) in " ".join(page.split())


def test_a_programme_that_no_letter_holds_yet_says_so(world: World, sign_in: SignIn):
    part = sign_in("editor").get(for_programme(world.programme_new), headers=HTMX).content.decode()
    assert "Belum dijanjikan" in part


def test_an_office_without_a_letter_says_so(world: World, sign_in: SignIn):
    programme = masterplan.programme(world.plan, opd.opd(world.region))
    part = sign_in("editor").get(for_programme(programme), headers=HTMX).content.decode()
    assert "Belum ada lembar" in part


def test_the_answers_of_other_offices_stay_hidden(world: World, sign_in: SignIn):
    world.programme.supporting_opds.add(world.opd_other)
    other = Commitment.objects.get(pk=world.commitment_other.pk)
    factories.signed(other, world.people["head.other"], SignDecision.DECLINE, "Rahasia.")
    for name in ("operator.own", "head.own"):
        part = sign_in(name).get(for_programme(world.programme), headers=HTMX).content.decode()
        assert detail(world.commitment) in part
        assert detail(other) not in part
        assert "hanya dibuka untuk OPD itu" in part
        assert "Tidak setuju" not in part
        assert "Rahasia." not in part
    assert detail(other) in sign_in("leader").get(for_programme(world.programme)).content.decode()


def test_a_programme_nobody_may_see_is_no_page(world: World, sign_in: SignIn):
    assert sign_in("head.own").get(for_programme(world.programme_other)).status_code == 404


def test_an_office_shows_its_letters_to_its_own_people(world: World, sign_in: SignIn):
    for name in ("head.own", "operator.own", "editor", "facilitator"):
        part = sign_in(name).get(for_opd(world.opd), headers=HTMX).content.decode()
        assert detail(world.commitment) in part
    part = sign_in("head.other").get(for_opd(world.opd), headers=HTMX).content.decode()
    assert detail(world.commitment) not in part
    assert "hanya dibuka untuk OPD itu" in part


def test_an_office_without_letters_says_so(world: World, sign_in: SignIn):
    part = sign_in("editor").get(for_opd(opd.opd(world.region)), headers=HTMX).content.decode()
    assert "Belum ada lembar komitmen" in part


@pytest.mark.usefixtures("no_frame")
@pytest.mark.parametrize("supporters", [1, 20])
def test_the_number_of_offices_costs_no_queries(
    world: World, sign_in: SignIn, supporters: int, django_assert_max_num_queries: DjangoAssertNumQueries
):
    world.programme.supporting_opds.add(*[opd.opd(world.region) for _ in range(supporters)])
    browser = sign_in("editor")
    with django_assert_max_num_queries(7):
        browser.get(for_programme(world.programme), headers=HTMX)
