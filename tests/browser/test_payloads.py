"""Row 38: with a payload in every text of every row, every screen still shows letters and nothing runs.

The rows are planted after all other tests of the browser, which read the plan as it was told.
"""

import os
import signal
from itertools import groupby

import pytest
from playwright.sync_api import expect

from tests.attacks.planting import PAYLOADS
from tests.browser.screens import SCREENS
from tests.browser.test_axe import ASKED
from tests.browser.writing import ADD, save, title_of, use_mine, wait_for_draft, write
from tests.place import wait_until

PLANT = "from tests.attacks import planting; planting.plant_everywhere()"
BY_PERSON = {
    who: list(screens) for who, screens in groupby(sorted(SCREENS, key=lambda s: s.who), lambda s: s.who)
}
ACTIVE = """() => [...document.querySelectorAll("*")].filter((element) => [...element.attributes].some(
  (one) => one.name.startsWith("on")
  || /^\\s*(javascript|data|vbscript):/i.test(one.value) && one.name !== "value"
  || ["src", "href", "action"].includes(one.name) && /evil|e\\.test|\\/\\/e$/.test(one.value)))
  .map((element) => element.outerHTML.slice(0, 120))"""


# A kind is any word; while one office is an area, a name that is none is refused.
ONE_AREA = "UPDATE opd_opd SET kind = 'kecamatan' WHERE id = (SELECT max(id) FROM opd_opd)"


@pytest.fixture(scope="module")
def planted(place, settled):
    """The same portal with a web process that has read none of its rows before."""
    missed = set(place.manage("shell", "-v0", "-c", PLANT).stdout.split())
    assert missed == set()
    place.change(ONE_AREA)
    before = settled.children()["web"]
    os.kill(before, signal.SIGKILL)
    wait_until(lambda: settled.children().get("web", before) != before, 60, "the web process is new")
    settled.wait_until_it_answers()
    return settled


@pytest.mark.parametrize("who", BY_PERSON, ids=lambda who: who or "public")
def test_no_text_becomes_more_than_text(who, planted, visit, where):
    page = visit(planted, who or None)
    page.on(
        "dialog", lambda dialog: (visit.complaints.append(f"{page.url}: {dialog.message}"), dialog.dismiss())
    )
    shown = 0
    for screen in BY_PERSON[who]:
        address = where(screen.address) + screen.query
        answer = page.goto(address)
        assert (page.url, answer.status) == (f"{planted.url}{address}", screen.status)
        wait_until(lambda: page.evaluate(ASKED), 15, "the parts of the page have come")
        assert page.evaluate(ACTIVE) == [], screen
        shown += "onerror=alert(1)" in page.locator("body").inner_text()
    assert shown or not who


def test_what_is_typed_refused_kept_and_offered_is_text_as_well(planted, visit, where):
    page = visit(planted, "operator.disdik")
    page.on("dialog", lambda dialog: (visit.complaints.append(dialog.message), dialog.dismiss()))
    page.goto(where(ADD))
    write(page, PAYLOADS[0])
    page.get_by_label("Wilayah").fill(PAYLOADS[1])
    save(page)
    expect(page.get_by_role("alert").filter(has_text="tidak dikenal")).to_be_visible()
    assert page.evaluate(ACTIVE) == []
    title_of(page).fill(PAYLOADS[1])
    wait_for_draft(page, "onerror")
    page.reload()
    expect(page.get_by_text("onerror=alert(1)").first).to_be_visible()
    use_mine(page)
    expect(title_of(page)).to_have_value(PAYLOADS[1])
    assert page.evaluate(ACTIVE) == []
