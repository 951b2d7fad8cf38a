"""Places of sections in a later load: the file's order wins, and nothing moves that need not."""

import pytest

from masterplan.sections import services as sections
from masterplan.sections.models import Chapter, Section
from tests.masterplan import factories

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def plan():
    return factories.plan()


def pairs(said: str) -> list[tuple[str, int]]:
    return [(word[0], int(word[1])) for word in said.split()]


def placed(plan, before: str, after: str) -> str:
    """`before` and `after` name sections and their places, "a1 b2"; told is where they stand in the end."""
    rows = {name: factories.section(plan, code=name, order=place) for name, place in pairs(before)}
    chapter = next(iter(rows.values())).chapter_id
    sections._place(rows, {name: (chapter, place) for name, place in pairs(after)})
    stored = Section.objects.filter(chapter=chapter).order_by("order").values_list("code", "order")
    return " ".join(f"{code}{order}" for code, order in stored)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("a1 b2", "a1 b2", "a1 b2"),
        ("a1 b2", "b1 a2", "b1 a2"),
        ("a1 b2 c3", "c1 a2 b3", "c1 a2 b3"),
        ("a5", "a1", "a1"),
        ("a1 b2", "a1", "a1 b2"),
        ("a1 b5", "a1", "a1 b5"),
        ("b1 a2", "a1", "a1 b3"),
        ("a1 b2 c3", "c1", "b2 c1 a4"),
    ],
)
def test_the_file_says_where_and_what_it_leaves_out_makes_room(plan, before, after, told):
    assert sorted(placed(plan, before, after).split()) == sorted(told.split())


@pytest.mark.parametrize("after", ["a1 b2", "a1", ""])
def test_where_nothing_stands_in_the_way_nothing_is_written(plan, after, django_assert_num_queries):
    rows = {name: factories.section(plan, code=name, order=place) for place, name in enumerate("ab", 1)}
    chapter = rows["a"].chapter_id
    with django_assert_num_queries(0):
        sections._place(rows, {name: (chapter, place) for name, place in pairs(after)})


def test_a_book_without_sections_has_no_places():
    sections._place({}, {})


def test_a_section_goes_to_the_chapter_that_the_file_names(plan):
    one = factories.section(plan, code="a", order=1)
    other = Chapter.objects.create(book=one.chapter.book, order=2, title="Bab lain")
    sections._place({"a": one}, {"a": (other.pk, 1)})
    assert list(Section.objects.values_list("chapter", "order")) == [(other.pk, 1)]
