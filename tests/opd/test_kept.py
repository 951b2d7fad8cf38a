"""A kept statement gives what its query would give, asked again and again, and can be asked nothing else."""

from functools import partial

import pytest
from django.db import transaction
from django.db.transaction import TransactionManagementError

from commitments.models import Commitment
from commitments.selectors import verification
from masterplan.models import Revision, Section
from masterplan.selectors.sections import FOR_READING, FOR_WRITING, with_its_place
from opd.authorization import Actor
from opd.enums import Role
from opd.kept import Kept
from opd.models import Opd
from tests.masterplan import factories
from tests.opd import factories as people
from tests.parallel import at_once
from tests.world import World, build

ROWS = Kept(lambda *codes: Opd.objects.filter(code__in=codes).order_by("code").select_related("region"))


@pytest.fixture
def world(db) -> World:
    return build()


def state(row, of=None):
    """Everything a row has read: its columns and those of the rows it is joined to."""
    joined = {name: other for name, other in row._state.fields_cache.items() if other not in (None, of)}
    columns = {name: value for name, value in vars(row).items() if name != "_state"}
    return columns | {name: state(other, row) for name, other in joined.items()}


@pytest.mark.django_db
def test_each_number_of_values_has_its_own_statement():
    region = people.region()
    for code in ("A", "B", "C"):
        people.opd(region, code)
    for codes in (["A"], ["B", "C"], ["C"], ["A", "C"], ["X"]):
        asked = Opd.objects.filter(code__in=codes).order_by("code").select_related("region")
        assert [state(row) for row in ROWS(*codes)] == [state(row) for row in asked]


@pytest.mark.django_db
def test_it_is_asked_once_a_time_and_its_relations_never(django_assert_num_queries):
    people.opd(people.region(name="Kabupaten Contoh"), "A")
    for _ in range(2):
        with django_assert_num_queries(1):
            assert [row.region.name for row in ROWS("A")] == ["Kabupaten Contoh"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "ask",
    [
        lambda pk: Opd.objects.filter(pk=pk, code="A"),
        lambda pk: Opd.objects.filter(pk=8),
        lambda pk: Opd.objects.filter(pk=pk)[:1],
        lambda pk: Opd.objects.filter(pk=pk).values("pk"),
        lambda pk: Section.objects.select_for_update().filter(pk=pk),
        lambda pk: Section.objects.select_for_update().filter(pk=pk).order_by("chapter__number"),
    ],
    ids=["a value more", "another value", "a limit", "no rows", "a lock on their order", "a lock on another"],
)
def test_what_is_decided_by_more_than_its_values_is_no_kept_statement(ask):
    with pytest.raises(ValueError, match=r"handed|no whole rows"):
        Kept(ask)(7)


@pytest.mark.django_db
def test_equal_values_keep_nothing_since_their_places_are_not_told_apart():
    here, there = people.region(), people.region()
    one = people.opd(there, "A")
    turned = Kept(lambda pk, region: Opd.objects.filter(region=region).filter(pk=pk))
    assert list(turned(one.pk, one.pk)) == list(Opd.objects.filter(pk=one.pk, region=one.pk))
    with pytest.raises(ValueError, match="handed"):
        turned(one.pk, max(here.pk, there.pk, one.pk) + 1)


@pytest.mark.django_db
@pytest.mark.parametrize("number", [2**31, 2**63 - 1, 2**63, -(2**63), 2**80])
def test_a_number_that_no_column_holds_finds_nothing(number):
    fresh = Kept(lambda pk: Opd.objects.filter(pk=pk))
    one = people.opd(people.region(), "A")
    for _ in range(2):
        assert list(fresh(number)) == list(Opd.objects.filter(pk=number)) == []
        assert list(fresh(one.pk)) == [one]


@pytest.mark.django_db(transaction=True)
def test_a_lock_needs_a_transaction():
    locked = Kept(lambda pk: Opd.objects.select_for_update().filter(pk=pk))
    one = people.opd(people.region(), "A")
    for _ in range(2):
        with transaction.atomic():
            assert [row.pk for row in locked(one.pk)] == [one.pk]
        with pytest.raises(TransactionManagementError):
            list(locked(one.pk))


@pytest.mark.django_db(transaction=True)
def test_many_ask_at_once_and_each_is_given_its_own():
    region = people.region()
    offices = [people.opd(region, f"K{number}") for number in range(12)]
    fresh = Kept(lambda pk: Opd.objects.filter(pk=pk).select_related("region"))
    given = at_once([partial(lambda pk: [row.code for row in fresh(pk)], office.pk) for office in offices])
    assert given == [[office.code] for office in offices]


def test_a_printed_code_finds_its_letter_and_its_book(world, django_assert_num_queries):
    letter, book = Commitment.objects.exclude(token="").first(), Revision.objects.exclude(token="").first()
    assert letter is not None
    assert book is not None
    for _ in range(2):
        with django_assert_num_queries(1):
            found = verification.verify(letter.token)
        assert (found.commitment, found.revision) == (letter, letter.revision)
        assert verification.verify(book.token).revision == book


@pytest.mark.django_db
def test_a_section_is_shown_to_those_that_visible_to_names():
    plans = [factories.plan(), factories.plan()]
    rows = [factories.section(plan) for plan in plans]
    here, there = (plan.cycle.region for plan in plans)
    office = people.opd(here, "DLH")
    in_office = (Role.HEAD, Role.OPERATOR)
    actors: list[Actor] = [people.user(role, office if role in in_office else here) for role in Role]
    both = people.user(Role.EDITOR, here)
    people.grant(both, Role.FACILITATOR, there)
    for actor in [*actors, both, people.user()]:
        for row in rows:
            expected = Section.objects.visible_to(actor).filter(pk=row.pk).first()
            for asked in (FOR_WRITING, FOR_READING):
                assert with_its_place(row.pk, actor, asked) == expected
