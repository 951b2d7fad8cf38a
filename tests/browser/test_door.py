"""The door in a real browser: wrong passwords, links that survive, sessions that end."""

import pytest
from playwright.sync_api import expect

from tests.browser.measures import faults
from tests.browser.visitors import DESKTOP, PHONE, fill_in, sign_in

INSIDE = "/commitments/"
DOOR = "/accounts/login/"


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_a_wrong_password_is_explained(portal, visit, width):
    page = visit(portal, width=width)
    page.goto(DOOR)
    fill_in(page, "siapa", "salah")
    expect(page.get_by_role("heading", name="Belum dapat masuk")).to_be_visible()
    assert faults(page, [width]) == []


def test_a_link_survives_the_sign_in(portal, visit):
    page = visit(portal)
    page.goto(INSIDE)
    assert DOOR in page.url
    fill_in(page, "editor")
    page.wait_for_url(f"**{INSIDE}")


def test_an_expired_session_comes_back_to_the_same_page(portal, visit):
    page = visit(portal, "editor")
    page.goto(INSIDE)
    page.context.clear_cookies()
    page.reload()
    assert DOOR in page.url
    fill_in(page, "editor")
    page.wait_for_url(f"**{INSIDE}")


def test_signing_out_closes_the_pages(portal, visit):
    page = visit(portal)
    sign_in(page, "editor")
    page.goto("/accounts/logout/")
    page.get_by_role("main").get_by_role("button").click()
    page.wait_for_url(f"**{DOOR}")
    page.goto(INSIDE)
    assert DOOR in page.url
