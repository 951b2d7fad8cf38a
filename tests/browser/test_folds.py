"""A long list on a phone: its groups are folded with their counts, and each opens with a tap."""

import pytest

from tests.browser.measures import violations
from tests.browser.visitors import DESKTOP, HEIGHT, PHONE

HEIGHT_NOW = "document.documentElement.scrollHeight"
UNFOLDED = "for (const fold of document.querySelectorAll('.folds__head')) fold.open = true"
LONG = [
    ("masterplan:programme_list", "editor"),
    ("bimtek:finding_list", "editor"),
    ("masterplan:section_tree", "editor"),
    ("opd:holder_list", "admin"),
]
ids = pytest.mark.parametrize(("address", "who"), LONG, ids=lambda value: value)


def rows(group):
    return group.locator("tr:not(.is-group)")


@pytest.fixture
def look(portal, visit, where):
    def opened(address, who, query="", *, width=PHONE, script=False, plan="bekasi-contoh"):
        page = visit(portal, who, width=width, script=script)
        page.goto(f"/r/{plan}{where(address)}{query}")
        return page

    return opened


@ids
def test_a_long_list_is_less_than_half_as_high(address, who, look):
    page = look(address, who)
    folded = page.evaluate(HEIGHT_NOW)
    page.evaluate(UNFOLDED)
    assert folded * 2 < page.evaluate(HEIGHT_NOW)


def test_the_programmes_of_a_real_plan_fold_and_each_group_opens_with_a_tap(look):
    page = look("masterplan:programme_list", "editor", plan="bekasi-2022")
    folded, groups = page.evaluate(HEIGHT_NOW), page.locator(".folds")
    assert groups.count() > 1
    for group in groups.all():
        summary = group.locator("summary")
        assert " program" in summary.inner_text()
        assert not any(row.is_visible() for row in rows(group).all())
        summary.tap()
        assert all(row.is_visible() for row in rows(group).all())
    assert folded * 2 < page.evaluate(HEIGHT_NOW)


@ids
def test_a_wide_screen_and_a_printed_page_show_every_row(address, who, look):
    page = look(address, who, width=DESKTOP)
    assert all(row.is_visible() for row in rows(page.locator(".folds")).all())
    assert not page.locator(".folds summary:visible").count()
    page.set_viewport_size({"width": PHONE, "height": HEIGHT})
    page.emulate_media(media="print")
    assert all(row.is_visible() for row in rows(page.locator(".folds")).all())
    assert not page.locator(".folds summary:visible").count()


@pytest.mark.parametrize(
    ("address", "query"),
    [
        ("masterplan:programme_list", "?q=a"),
        ("masterplan:programme_list", "?horizon=JP"),
        ("bimtek:finding_list", "?q=a"),
        ("masterplan:section_tree", "?state=ready"),
    ],
)
def test_what_was_searched_or_filtered_is_open(address, query, look):
    page = look(address, "editor", query)
    assert rows(page.locator(".folds")).count()
    assert all(row.is_visible() for row in rows(page.locator(".folds")).all())


def test_a_list_of_thirty_rows_does_not_fold(look):
    # Quick wins: a list that no other test lengthens.
    page = look("masterplan:programme_list", "editor", "?quick_win=1")
    assert 0 < rows(page.locator(".folds")).count() <= 30
    assert not page.locator(".folds summary").count()


def test_pages_of_a_folded_list_follow_each_other(look):
    page = look("bimtek:finding_list", "editor")
    page.get_by_role("link", name="Halaman 2", exact=True).click()
    assert page.locator(".pager").inner_text().startswith("41-")


@ids
def test_folded_groups_shut_nobody_out(address, who, look):
    page = look(address, who, script=True)
    assert violations(page) == []
