"""What a person is told about text and acts that the portal does not have yet: it is true, it is found again,
and no page is left that alone has the text."""

import re

import pytest
from django.conf import settings
from playwright.sync_api import expect

from tests.browser.measures import faults
from tests.browser.visitors import PHONE, sign_in
from tests.browser.writing import (
    ADD,
    LOST,
    OFFER,
    drafts,
    is_stored,
    save,
    title_of,
    use_mine,
    wait_for_draft,
    write,
)

NO_ROOM = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }"
UNKEPT = "Belum tersimpan, dan perangkat ini tidak dapat menyimpan tulisan Anda."
UNDONE = "Yang Anda tekan belum dikerjakan."
UNSENT = "Masih ada tulisan yang belum terkirim"
ANSWER = "commitments:commitment_answer letter"


@pytest.fixture
def form(portal, visit, where):
    def opened(who="operator.dlh", address=ADD, **options):
        page = visit(portal, who, **options)
        page.goto(where(address))
        return page

    return opened


def answered(page, **answer):
    """The next form that is sent is answered so."""
    page.route(
        page.url,
        lambda route: route.fulfill(**answer) if route.request.method == "POST" else route.continue_(),
    )


class TestABrowserThatKeepsNothing:
    @pytest.mark.parametrize("status", [403, 413, 500])
    def test_a_refusal_leaves_the_text_where_it_is(self, status, form):
        page = form()
        page.add_init_script(NO_ROOM)
        page.reload()
        write(page, f"Ditolak dengan {status}.")
        body = "<!DOCTYPE html><title>x</title><main><h1>Kiriman terlalu besar</h1></main>"
        answered(page, status=status, body=body, content_type="text/html")
        save(page)
        expect(page.get_by_role("alert").filter(has_text=UNKEPT)).to_be_visible()
        expect(page.get_by_role("alert")).to_contain_text("Kiriman terlalu besar")
        expect(title_of(page)).to_have_value(f"Ditolak dengan {status}.")
        expect(page.get_by_role("button", name="Simpan temuan")).to_be_enabled()
        assert not (found := faults(page, [PHONE])), found

    def test_an_ended_session_leaves_the_text_where_it_is(self, portal, visit, where):
        page = visit(portal)
        sign_in(page, "operator.dishub")
        page.add_init_script(NO_ROOM)
        page.goto(where(ADD))
        write(page, "Sesi berakhir.")
        page.context.clear_cookies(name="sessionid")
        save(page)
        expect(page.get_by_text(UNKEPT)).to_be_visible()
        expect(page.get_by_text("Salin dahulu, lalu masuk lagi.")).to_be_visible()
        expect(title_of(page)).to_have_value("Sesi berakhir.")
        there = page.get_by_role("link", name="Masuk lagi di tab baru").get_attribute("href")
        assert "/accounts/login/" in there

    def test_a_form_that_comes_back_with_the_text_is_shown(self, form):
        page = form("operator.disdik")
        page.add_init_script(NO_ROOM)
        page.reload()
        write(page, "Kembali dengan isinya.")
        page.get_by_label("Wilayah").fill("Negeri di awan")
        save(page)
        expect(page.get_by_role("alert").filter(has_text="tidak dikenal")).to_be_visible()
        expect(title_of(page)).to_have_value("Kembali dengan isinya.")
        expect(page.get_by_text(UNKEPT)).to_have_count(0)


def test_home_leads_back_to_what_is_not_sent(form, where):
    page = form("operator.disdik")
    write(page, "Tab ditutup, lalu dicari.")
    wait_for_draft(page, "Tab ditutup, lalu dicari.")
    page.close()
    page = page.context.new_page()
    page.goto("/")
    expect(page.get_by_role("heading", name=UNSENT)).to_be_visible()
    expect(page.get_by_text("Sesudah keluar")).to_have_count(0)
    assert not (found := faults(page, [PHONE])), found
    page.get_by_role("main").get_by_role("link", name="Catat temuan").first.click()
    use_mine(page)
    save(page)
    is_stored(page)
    page.goto("/")
    expect(page.get_by_text(UNSENT)).to_be_hidden()


def test_who_signs_out_at_home_is_asked_all_the_same(form):
    page = form("operator.disdik")
    write(page, "Belum dikirim, lalu keluar.")
    wait_for_draft(page, "Belum dikirim, lalu keluar.")
    page.goto("/")
    page.get_by_role("button", name="Akun").click()
    page.get_by_role("button", name="Keluar").click()
    expect(page.get_by_role("heading", name="Keluar dari portal?")).to_be_visible()


def test_an_act_without_a_line_is_named_until_it_is_pressed_again(form):
    page = form("editor", "masterplan:revision_detail v0.2")
    page.context.set_offline(True)
    page.get_by_role("button", name="Buat").first.click()
    expect(page.get_by_text(LOST)).to_be_visible()
    expect(page.get_by_text(UNDONE)).to_be_visible()
    for untrue in ("Tulisan Anda aman", "terus menulis"):
        expect(page.get_by_text(untrue)).to_be_hidden()
    page.context.set_offline(False)
    expect(page.get_by_text("Tersambung lagi.")).to_be_visible()
    expect(page.get_by_text(UNDONE)).to_be_visible()
    assert not (found := faults(page, [PHONE])), found


def test_what_takes_long_is_said_to_be_under_way(form):
    page = form()
    write(page, "Sambungan lambat.")
    held = []
    page.route(
        page.url, lambda route: held.append(route) if route.request.method == "POST" else route.continue_()
    )
    save(page)
    expect(page.get_by_text("Mengirim. Jangan tutup halaman ini.")).to_be_visible()
    held[0].continue_()
    is_stored(page)


def test_a_lost_answer_to_an_act_is_no_claim_that_nothing_was_sent(settled, form):
    page = form("head.dlh", ANSWER, width=PHONE)
    page.get_by_label("Setuju", exact=True).check()
    page.get_by_label("Catatan atau alasan").fill("Setelah anggaran ada.")
    page.route("**/*", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.get_by_label("Saya sudah membaca").check()
    page.get_by_label("Kata sandi Anda").fill(settings.DEMO_PASSWORD)
    page.get_by_role("button", name="Tanda tangani").click()
    expect(page.get_by_text("Belum ada kepastian isian Anda terkirim.")).to_be_visible()
    expect(page.get_by_text("Kirim lagi; tidak akan tercatat dua kali.")).to_be_visible()
    expect(page.get_by_text("Isian Anda belum terkirim.")).to_be_hidden()
    expect(page.get_by_role("button", name="Kirim sekarang")).to_be_hidden()  # the bar has the button


class TestTheOffer:
    def test_it_quotes_what_is_new_in_a_long_text(self, form):
        page = form("editor", "masterplan:section_edit section")
        text = page.get_by_label("Teks")
        before = "Kalimat pertama yang panjang sekali. " * 12
        text.fill(before)
        wait_for_draft(page, before[:60])
        page.evaluate(
            """() => {
              const [key] = Object.keys(localStorage).filter((key) => key.startsWith("tulisan:"));
              const draft = JSON.parse(localStorage[key]);
              const now = document.querySelector("form[data-draft] textarea").defaultValue;
              const long = draft.fields.find(([, value]) => value.length > 200);
              long[1] = `${now} Kalimat yang baru.`;
              localStorage[key] = JSON.stringify(draft);
            }"""
        )
        page.goto("/")
        page.go_back()
        page.reload()
        quote = page.locator("[data-what]").first
        expect(quote).to_contain_text("Kalimat yang baru.")
        expect(quote).to_have_text(re.compile("^…"))

    def test_a_declaration_is_made_again_and_not_restored(self, settled, form):
        page = form("head.dlh", ANSWER)
        page.get_by_label("Saya sudah membaca").check()
        page.get_by_label("Setuju", exact=True).check()
        wait_for_draft(page, "decision")
        assert "has_read" not in str(drafts(page))
        page.reload()
        expect(page.get_by_text(OFFER)).to_be_visible()
        expect(page.locator("[data-what]")).to_have_text("Setuju")
        use_mine(page)
        expect(page.get_by_label("Setuju", exact=True)).to_be_checked()
        expect(page.get_by_label("Setuju", exact=True)).to_be_focused()
        expect(page.get_by_label("Saya sudah membaca")).not_to_be_checked()
        expect(page.get_by_text("Periksa, lalu kirim.")).to_be_visible()

    def test_a_tick_alone_is_no_text(self, settled, form):
        page = form("head.dlh", ANSWER)
        page.get_by_label("Saya sudah membaca").check()
        page.reload()
        assert drafts(page) == []
