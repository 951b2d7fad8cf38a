"""The room's form: while it saves and after it nothing in it moves, whatever the portal answers."""

import pytest
from playwright.sync_api import expect

from tests.browser.measures import faults
from tests.browser.visitors import DESKTOP, PHONE
from tests.browser.writing import title_of, write
from tests.place import wait_until

SLOW = 1500  # ms: longer than the second after which the line is said to be slow
BOXES = """() => {
  const shown = (field) => field.type !== "hidden" && field.checkVisibility();
  const all = document.querySelectorAll(".entry :is(input, select, textarea, button, summary)");
  const fields = [...all].filter(shown);
  const box = (field) => field.getBoundingClientRect();
  const rounded = ({ x, y, width, height }) => [x, y, width, height].map(Math.round);
  const found = fields.map((field) => [field.id || field.textContent.trim(), rounded(box(field))]);
  return Object.fromEntries([...found, ["form", rounded(box(document.querySelector(".entry")))]]);
}"""
REFUSED = """<div id="galat" role="alert">
  <div class="msg msg--bad" tabindex="-1" data-focus><p>Belum dikerjakan</p></div></div>"""
TOLD = "#galat .msg, #putus:not([hidden])"
FOCUS = "document.activeElement.id"


@pytest.fixture(params=[PHONE, DESKTOP], ids=["phone", "desktop"])
def room(request, portal, visit, where):
    page = visit(portal, "editor", width=request.param)
    page.goto(where("bimtek:session_detail session"))
    # The page's policy forbids the eval that Playwright's own waiting uses; a run without it is asked again.
    for _ in range(200):
        if page.evaluate("Boolean(window.htmx)"):
            return page
        page.wait_for_timeout(50)
    pytest.fail("the script did not load")


def answer_slowly(page, **answer):
    """The next save is answered late, by the portal or as said here."""

    def later(route):
        page.wait_for_timeout(SLOW)
        route.fulfill(**answer) if answer else route.continue_()

    page.route("**/findings/add/", later)


def saved_without_moving(page, press):
    """The boxes before, while the portal has not answered, and after."""
    before = page.evaluate(BOXES)
    with page.expect_response("**/findings/add/") as came:
        press()
        page.wait_for_timeout(SLOW - 200)
        assert page.evaluate(BOXES) == before
    came.value.finished()
    wait_until(lambda: not page.locator(".htmx-request").count(), 10, "the answer is on the page")
    assert page.evaluate(BOXES) == before


def test_a_save_moves_nothing_and_the_cursor_waits_in_the_first_line(room):
    write(room, "Halte tanpa atap.")
    answer_slowly(room)
    saved_without_moving(room, lambda: title_of(room).press("Enter"))
    expect(room.get_by_role("status").filter(has_text="tersimpan")).to_be_visible()
    expect(title_of(room)).to_be_focused()
    expect(title_of(room)).to_have_value("")


def test_the_cursor_stays_while_it_saves_and_no_letter_is_lost(room):
    write(room, "Trotoar terputus.")
    answer_slowly(room)
    with room.expect_response("**/findings/add/"):
        title_of(room).press("Enter")
        room.wait_for_timeout(300)
        assert room.evaluate(FOCUS) == title_of(room).get_attribute("id")
        room.keyboard.type("dan lagi")
        expect(title_of(room)).to_have_value("Trotoar terputus.")


def test_what_is_told_beside_a_save_moves_nothing(room):
    write(room, "Papan nama \u4e2d tidak terbaca.")
    answer_slowly(room)
    button = room.get_by_role("button", name="Simpan temuan")
    button.scroll_into_view_if_needed()
    saved_without_moving(room, button.click)
    expect(room.get_by_role("status").filter(has_text="tidak ada dalam huruf cetak buku")).to_be_visible()


def test_a_refused_save_moves_nothing_and_keeps_the_cursor(room):
    room.evaluate("for (const form of document.forms) form.noValidate = true")
    write(room, "")
    answer_slowly(room)
    saved_without_moving(room, lambda: title_of(room).press("Enter"))
    expect(room.get_by_role("alert").filter(has_text="Tulis temuannya")).to_be_visible()
    expect(title_of(room)).to_be_focused()
    expect(title_of(room)).to_have_attribute("aria-invalid", "true")
    assert not (found := faults(room, [PHONE])), found


@pytest.mark.parametrize("status", [403, 409, 500, 503])
def test_a_save_that_fails_moves_nothing_and_loses_nothing(status, room):
    write(room, "Jembatan rusak.")
    answer_slowly(room, status=status, body=REFUSED, content_type="text/html")
    saved_without_moving(room, lambda: title_of(room).press("Enter"))
    expect(room.locator(TOLD)).to_be_visible()
    expect(title_of(room)).to_be_focused()
    expect(title_of(room)).to_have_value("Jembatan rusak.")


def test_what_was_unfolded_stays_unfolded(room):
    room.get_by_text("Wilayah dan data pendukung").click()
    write(room, "Data sensor belum ada.")
    answer_slowly(room)
    saved_without_moving(room, lambda: title_of(room).press("Enter"))
    expect(room.get_by_label("Nilai data")).to_be_visible()
