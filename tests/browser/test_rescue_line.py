"""A lost line loses no page and no text, and what was pressed is stored once, also when only the answer was
lost on its way."""

import pytest
from playwright.sync_api import expect

from tests.browser.measures import faults
from tests.browser.visitors import DESKTOP, PHONE, fill_in
from tests.browser.writing import (
    ADD,
    BY_ITSELF,
    LOST,
    OFFER,
    SAFE,
    drafts,
    findings,
    is_stored,
    save,
    title_of,
    use_mine,
    write,
)

ALREADY_USED = "Halaman ini sudah dipakai mencatat"


@pytest.fixture
def form(portal, visit, where):
    def opened(who="operator.dlh", address=ADD):
        page = visit(portal, who)
        page.goto(where(address))
        page.posts = []
        page.on("request", lambda request: request.method == "POST" and page.posts.append(request.url))
        return page

    return opened


def lose_the_answer(page, times=1):
    """The portal does what it was asked, and nobody hears of it."""
    left = [times]

    def lose(route):
        if route.request.method != "POST" or not left[0]:
            return route.continue_()
        left[0] -= 1
        route.fetch(max_redirects=0)
        return route.abort()

    page.route("**/*", lose)


def closed_on_a_lost_answer(page, title):
    write(page, title)
    lose_the_answer(page, times=99)
    save(page)
    expect(page.get_by_text(BY_ITSELF)).to_be_visible()
    page.close()
    return page.context.new_page()


def test_what_is_pressed_without_a_line_is_sent_when_it_is_back(form, place):
    page = form()
    write(page, "Ditekan tanpa sambungan.")
    page.context.set_offline(True)
    save(page)
    expect(page.get_by_text(LOST)).to_be_visible()
    expect(page.get_by_text(SAFE)).to_be_visible()
    expect(page.get_by_text(BY_ITSELF)).to_be_visible()
    expect(title_of(page)).to_have_value("Ditekan tanpa sambungan.")
    for width in (PHONE, DESKTOP):
        assert not (found := faults(page, [width])), found
    page.context.set_offline(False)
    is_stored(page)
    assert len(findings(place, "Ditekan tanpa sambungan.")) == 1


OF_2021 = "delete AbortSignal.timeout"
"""Safari before 16 and Chrome before 103."""


def test_a_browser_of_2021_sends_what_was_written(form, place):
    page = form()
    page.add_init_script(OF_2021)
    page.reload()
    write(page, "Dari peramban lama.")
    page.context.set_offline(True)
    save(page)
    expect(page.get_by_text(BY_ITSELF)).to_be_visible()
    page.context.set_offline(False)
    is_stored(page)
    assert len(findings(place, "Dari peramban lama.")) == 1


def test_what_a_browser_cannot_do_leaves_no_button_asleep(form):
    page = form()
    page.add_init_script("window.fetch = () => { throw new TypeError('not here') }")
    page.reload()
    write(page, "Tanpa jalan keluar.")
    save(page)
    expect(page.get_by_text(LOST)).to_be_visible()
    expect(page.get_by_role("button", name="Simpan temuan", exact=True)).to_be_enabled()


def test_what_is_written_on_meanwhile_waits_for_its_writer(form, place):
    page = form()
    write(page, "Setengah kalimat")
    page.context.set_offline(True)
    save(page)
    expect(page.get_by_text(BY_ITSELF)).to_be_visible()
    title_of(page).fill("Setengah kalimat, lalu selesai.")
    expect(page.get_by_text(BY_ITSELF)).to_be_hidden()
    page.context.set_offline(False)
    expect(page.get_by_text("Tersambung lagi.")).to_be_visible()
    expect(page.get_by_text("Isian Anda belum terkirim.")).to_be_visible()
    assert findings(place, "Setengah kalimat") == []
    page.get_by_role("button", name="Kirim sekarang").click()
    is_stored(page)
    assert len(findings(place, "Setengah kalimat, lalu selesai.")) == 1


@pytest.mark.parametrize("status", [502, 503])
def test_a_portal_that_is_away_is_asked_again(form, place, status):
    page, title = form(), f"Portal menjawab {status}."
    write(page, title)
    page.route(f"**{page.url.partition('/bimtek')[1]}**", lambda route: route.fulfill(status=status), times=1)
    save(page)
    expect(page.get_by_text(BY_ITSELF)).to_be_visible()
    is_stored(page)
    assert len(findings(place, title)) == 1
    assert len(page.posts) == 2


class TestALostAnswer:
    def test_a_new_finding_is_written_down_once(self, form, place):
        page = form()
        write(page, "Jawaban hilang.")
        lose_the_answer(page)
        save(page)
        is_stored(page)
        assert len(page.posts) == 2
        assert len(findings(place, "Jawaban hilang.")) == 1

    def test_who_closed_the_tab_hears_that_it_is_stored(self, form, place, where):
        page = closed_on_a_lost_answer(form(), "Jawaban hilang, tab ditutup.")
        page.goto(where(ADD))
        is_stored(page)
        expect(page.get_by_text(OFFER)).to_have_count(0)
        assert len(findings(place, "Jawaban hilang, tab ditutup.")) == 1

    def test_who_also_lost_the_session_stores_it_once(self, form, place, where):
        page = closed_on_a_lost_answer(form("operator.disdik"), "Jawaban dan sesi hilang.")
        page.context.clear_cookies()
        page.goto(where(ADD))
        fill_in(page, "operator.disdik")
        page.wait_for_url(f"**{where(ADD)}")
        use_mine(page)
        save(page)
        is_stored(page)
        assert len(findings(place, "Jawaban dan sesi hilang.")) == 1

    def test_another_text_on_the_same_page_is_told_and_becomes_a_finding_of_its_own(self, form, place, where):
        page = form()
        write(page, "Jawaban hilang, lalu diubah.")
        lose_the_answer(page)
        page.route("**/healthz", lambda route: route.abort())
        save(page)
        expect(page.get_by_text(BY_ITSELF)).to_be_visible()
        page.get_by_label("Uraian").fill("Uraian yang ditambahkan kemudian.")
        save(page)
        expect(page.get_by_text(ALREADY_USED)).to_be_visible()
        page.goto(where(ADD))
        use_mine(page)
        expect(page.get_by_label("Uraian")).to_have_value("Uraian yang ditambahkan kemudian.")
        title_of(page).fill("Temuan sendiri.")
        save(page)
        is_stored(page)
        assert len(findings(place, "Jawaban hilang, lalu diubah.")) == 1
        assert len(findings(place, "Temuan sendiri.")) == 1

    def test_an_edit_is_no_conflict_with_itself(self, form, place):
        page = form()
        write(page, "Akan diubah.")
        save(page)
        is_stored(page)
        ((pk, version),) = findings(place, "Akan diubah.")
        page.goto(f"/bimtek/findings/{pk}/edit/")
        title_of(page).fill("Sudah diubah.")
        lose_the_answer(page)
        save(page)
        is_stored(page)
        assert findings(place, "Sudah diubah.") == [(pk, version + 1)]


class TestTheRoom:
    """Its form is sent by htmx and stays on the page."""

    @pytest.fixture
    def room(self, form):
        return form("editor", "bimtek:session_detail session")

    def test_a_finding_said_without_a_line_is_recorded_once(self, room, place):
        write(room, "Dikatakan saat luring.")
        room.context.set_offline(True)
        save(room)
        expect(room.get_by_text(BY_ITSELF)).to_be_visible()
        room.context.set_offline(False)
        expect(room.get_by_role("link", name="Dikatakan saat luring.")).to_be_visible()
        expect(room.get_by_text(LOST)).to_be_hidden()
        expect(title_of(room)).to_have_value("")
        assert drafts(room) == []
        assert len(findings(place, "Dikatakan saat luring.")) == 1

    def test_an_answer_that_was_lost_is_asked_for_again(self, room, place):
        write(room, "Jawaban ruang hilang.")
        lose_the_answer(room)
        save(room)
        expect(room.get_by_role("link", name="Jawaban ruang hilang.")).to_be_visible()
        assert len(findings(place, "Jawaban ruang hilang.")) == 1

    def test_a_portal_that_fails_puts_no_page_into_the_page(self, room, place):
        write(room, "Portal gagal sekali.")
        body = "<!DOCTYPE html><h1>Portal gagal menjawab</h1>"
        room.route("**/findings/add/", lambda route: route.fulfill(status=500, body=body), times=1)
        save(room)
        expect(room.get_by_text("Isian Anda belum terkirim.")).to_be_visible()
        expect(room.locator("h1")).to_have_count(1)
        expect(title_of(room)).to_have_value("Portal gagal sekali.")
        room.get_by_role("button", name="Kirim sekarang").click()
        expect(room.get_by_role("link", name="Portal gagal sekali.")).to_be_visible()


def test_an_act_is_sent_again_by_a_person_only(form, place):
    page = form("editor", "bimtek:finding_set_aside finding.new")
    page.get_by_label("Alasan").fill("Sudah tercakup.")
    page.context.set_offline(True)
    save(page, "Kesampingkan temuan")
    expect(page.get_by_text("Isian Anda belum terkirim.")).to_be_visible()
    expect(page.get_by_text(BY_ITSELF)).to_be_hidden()
    page.context.set_offline(False)
    expect(page.get_by_text("Tersambung lagi.")).to_be_visible()
    assert page.posts == [page.url]
    assert not (found := faults(page, [PHONE])), found
    page.get_by_label("Alasan").fill("")
    page.close()
    page = page.context.new_page()
    page.goto("/bimtek/findings/")
    expect(page.get_by_text(OFFER)).to_have_count(0)
    assert drafts(page) == []
