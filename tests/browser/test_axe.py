"""Every screen at 1280, 390 and 320 px: nothing of WCAG 2.2 AA that axe can see, nothing beyond the edge."""

import pytest
from django.template.loader import get_template
from django.urls import get_resolver, reverse
from playwright.sync_api import expect

from portal.web.errors import BARE
from tests.browser.measures import faults
from tests.browser.screens import FILES, PARTS, POSTED, SCREENS
from tests.browser.visitors import DESKTOP, HEIGHT, NARROW, PHONE, Visitors, fill_in
from tests.place import wait_until
from tests.structure.test_permissions import OPEN, names

# An htmx fragment that the page asks for by itself is part of the screen.
ASKED = """() => {
  const asked = performance.getEntriesByType("resource");
  const come = asked.filter((one) => one.responseEnd).map((one) => one.name);
  const parts = [...document.querySelectorAll("[hx-trigger='load']")];
  return parts.every((part) => come.some((name) => name.endsWith(part.getAttribute("hx-get"))));
}"""


@pytest.fixture(scope="module")
def desks(browser, keys):
    """One open page for each person: what the browser has read once it does not ask for again."""
    visitors, pages = Visitors(browser, keys), {}

    def page_of(portal, who):
        page = pages.setdefault(who, None) or visitors(portal, who)
        pages[who] = page
        page.set_viewport_size({"width": DESKTOP, "height": HEIGHT})
        return page

    yield visitors, page_of
    visitors.close()


@pytest.fixture
def look(settled, desks, where):
    """Opens an address as somebody; what a page may never do fails the test at its end."""
    visitors, page_of = desks

    def opened(address, who="", query="", status=200):
        page = page_of(settled, who)
        answer = page.goto(where(address) + query)
        assert answer.status == status
        wait_until(lambda: page.evaluate(ASKED), 15, "the parts of the page have come")
        return page

    yield opened
    complaints, visitors.complaints[:] = visitors.complaints[:], []
    assert complaints == []


def has_no_fault(page):
    found = faults(page)
    assert not found, "\n".join([page.url, *found])


@pytest.mark.parametrize("screen", SCREENS, ids=str)
def test_no_screen_shuts_anyone_out(screen, look):
    has_no_fault(look(*screen))


def test_every_address_is_a_screen_or_says_why_not():
    listed = {screen.address.split()[0] for screen in SCREENS}
    listed |= {address.split()[0] for address in [*POSTED, *FILES, *PARTS]}
    for_people = {name for name in names(get_resolver().url_patterns) if not name.startswith("api:")}
    assert for_people - OPEN - listed == set()


def test_what_is_no_screen_shows_none(settled, visit, where):
    editor, stranger = visit(settled, "editor"), visit(settled)
    for name, arguments in POSTED.items():
        assert editor.request.get(reverse(name, args=arguments)).status == 405, name
    for address, who in FILES.items():
        answer = (editor if who else stranger).request.get(where(address))
        assert not answer.headers["content-type"].startswith("text/html") or answer.status == 404, address
    for address in PARTS:
        assert editor.request.get(where(address), max_redirects=0).status == 302, address


# Forms that come back, by address, person and the button that sends them with nothing in them.
EMPTY = [
    ("account_login", "", "Masuk"),
    ("bimtek:finding_add", "editor", "Simpan temuan"),
    ("bimtek:finding_set_aside finding", "editor", "Kesampingkan temuan"),
    ("masterplan:programme_add", "editor", "Simpan program"),
    ("masterplan:programme_set_aside programme", "editor", "Kesampingkan program"),
    ("masterplan:comment_add round", "facilitator", "Simpan komentar"),
    ("commitments:commitment_answer letter", "head.dlh", "Tanda tangani"),
    ("commitments:commitment_withdraw letter", "editor", "Cabut lembar"),
    ("commitments:agreement_add", "editor", "Simpan kesepakatan"),
    ("commitments:revision_finalise v0.2", "leader", "Tetapkan versi final"),
    ("opd:holder_add opd", "admin", "Simpan pejabat"),
]


@pytest.mark.parametrize(("address", "who", "button"), EMPTY, ids=lambda value: value or "public")
def test_no_form_that_comes_back_shuts_anyone_out(address, who, button, look):
    page = look(address, who)
    assert send(page, button).status in (200, 400)  # the sign-in page answers 200
    assert page.locator("[aria-invalid='true']").count()
    has_no_fault(page)


def send(page, button):
    """Press the button in a browser that checks nothing itself; the answer of the portal."""
    page.evaluate("for (const form of document.forms) form.noValidate = true")
    page.evaluate("document.querySelector('main').dataset.sent = ''")
    with page.expect_response(lambda answer: answer.request.method == "POST") as came:
        page.get_by_role("button", name=button, exact=True).click()
    expect(page.locator("main:not([data-sent])")).to_be_visible()
    return came.value


def test_quick_entry_refused_shuts_nobody_out(look):
    page = look("bimtek:session_detail session", "editor")
    page.evaluate("for (const form of document.forms) form.noValidate = true")
    page.get_by_label("Temuan", exact=True).fill("")
    page.get_by_role("button", name="Simpan temuan").click()
    expect(page.get_by_role("alert").filter(has_text="Tulis temuannya")).to_be_visible()
    has_no_fault(page)


def test_numbers_refused_shut_nobody_out(look):
    page = look("masterplan:programme_edit programme", "editor")
    page.get_by_label("Rupiah 2027").fill("dua miliar")
    page.get_by_label("Target 2028").fill("-3")
    assert send(page, "Simpan program").status == 400
    has_no_fault(page)


def test_both_texts_of_a_conflict_shut_nobody_out(look):
    page = look("masterplan:section_edit section", "editor")
    page.locator("input[name=version]").evaluate("field => { field.value = 999 }")
    page.get_by_label("Teks").fill("Tulisan kedua.")
    assert send(page, "Simpan").status == 409
    expect(page.get_by_role("heading", name="Isian ini sudah berubah")).to_be_visible()
    has_no_fault(page)


def test_a_file_too_large_gets_a_page_of_the_portal(look):
    page = look("commitments:agreement_edit agreement", "editor")
    scan = {"name": "pindaian.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-" + bytes(11 * 2**20)}
    page.get_by_label("Pindaian", exact=True).and_(page.locator("input")).set_input_files(scan)
    assert send(page, "Unggah pindaian").status == 413
    has_no_fault(page)


def test_a_form_without_its_cookie_gets_a_page_of_the_portal(settled, visit):
    page = visit(settled)
    page.goto("/accounts/login/")
    page.context.clear_cookies()
    fill_in(page, "editor")
    expect(page.locator("h1")).to_be_visible()
    assert "403" in page.locator("main").inner_text()
    has_no_fault(page)


def test_a_locked_account_is_told_so(settled, visit):
    page = visit(settled)
    page.goto("/accounts/login/")
    for _ in range(6):
        with page.expect_navigation():
            fill_in(page, "operator.setda", "salah sama sekali")
    expect(page.get_by_role("alert").filter(has_text="terlalu banyak percobaan")).to_be_visible()
    has_no_fault(page)


@pytest.mark.parametrize("code", [429, 500, 503])
def test_failures_that_cannot_be_ordered_look_like_the_portal(code, settled, visit):
    """Drawn by the portal's own templates, shown in the place of an answer."""
    page = visit(settled)
    body = get_template(f"{code}.html").render({**BARE, "incident": "1A2B3C4D", "code": code, "back": "/"})
    page.route("**/ada-apa", lambda route: route.fulfill(status=code, body=body, content_type="text/html"))
    page.goto("/ada-apa")
    has_no_fault(page)


def test_what_opens_over_the_page_shuts_nobody_out(look):
    page = look("home", "editor")
    page.get_by_role("button", name="Akun").click()
    expect(page.get_by_role("button", name="Keluar")).to_be_visible()
    assert not (found := faults(page, [DESKTOP])), found
    page.keyboard.press("Escape")
    page.set_viewport_size({"width": PHONE, "height": HEIGHT})
    page.get_by_role("button", name="Menu").click()
    expect(page.get_by_role("link", name="Tinjauan")).to_be_visible()
    assert not (found := faults(page, [PHONE, NARROW])), found


def test_notices_of_the_script_shut_nobody_out(look):
    page = look("bimtek:finding_add", "editor")
    page.get_by_label("Temuan", exact=True).fill("Belum terkirim.")
    page.reload()
    expect(page.get_by_text("Tulisan Anda dari")).to_be_visible()
    page.context.set_offline(True)
    expect(page.get_by_text("Tidak tersambung sejak")).to_be_visible()
    has_no_fault(page)
    page.context.set_offline(False)
    page.get_by_role("button", name="Buang").click()
