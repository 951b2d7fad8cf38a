"""A letter counts as opened when it is before somebody's eyes, and not when a browser fetches it ahead."""

import pytest

from tests.browser.screens import letter
from tests.place import wait_until

OFFICES = {"DINKES": "hidden", "KEC-CIBITUNG": "prerendering"}
# What a browser says to a page it draws ahead; `show()` puts it before the eyes.
AHEAD = """
  let ahead = true;
  Object.defineProperty(document, "%s", { configurable: true, get: () => %s });
  window.show = () => { ahead = false; document.dispatchEvent(new Event("%s")); };
"""
SAYS = {
    "hidden": AHEAD % ("visibilityState", 'ahead ? "hidden" : "visible"', "visibilitychange"),
    "prerendering": AHEAD % ("prerendering", "ahead", "prerenderingchange"),
}


@pytest.mark.parametrize("office", OFFICES)
def test_a_letter_is_opened_once_its_page_is_seen(office, settled, visit, place):
    pk = place.rows(letter(f"c.state = 'issued' AND o.code = '{office}'"))[0][0]
    moment = letter(f"c.id = {pk}", "c.opened_at")
    page = visit(settled, f"head.{office.lower()}")
    page.add_init_script(SAYS[OFFICES[office]])
    page.goto(f"/commitments/{pk}/sign/")
    page.wait_for_load_state("networkidle")
    assert place.rows(moment) == [(None,)]
    page.evaluate("show()")
    wait_until(lambda: place.rows(moment) != [(None,)], 15, "the letter counts as opened")
