"""What the one script adds: unsent text survives, a lost line is said, twice pressed is sent once. And that
nobody needs it."""

import pytest
from playwright.sync_api import expect

from tests.browser.visitors import NARROW, PHONE, fill_in

OFFER = "Tulisan Anda dari"
LOST = "Tidak tersambung sejak"
ADD = "bimtek:finding_add"


@pytest.fixture
def form(portal, visit, where):
    """The whole form of a finding, as somebody who has it to himself."""

    def opened(who):
        page = visit(portal, who)
        page.goto(where(ADD))
        page.posts = []
        page.on("request", lambda request: request.method == "POST" and page.posts.append(request.url))
        return page

    return opened


def write(page, title):
    page.get_by_label("Permasalahan").check()
    page.get_by_label("Dimensi dan subdimensi").select_option("ENV")
    page.get_by_label("Temuan", exact=True).fill(title)


def title_of(page):
    return page.get_by_label("Temuan", exact=True)


def kept(page):
    return page.evaluate("Object.keys(localStorage)")


def test_unsent_text_survives_a_closed_tab_and_an_expired_session(form, portal, where):
    page = form("operator.disdik")
    write(page, "Perpustakaan desa belum mempunyai katalog.")
    context = page.context
    page.close()
    context.clear_cookies()
    page = context.new_page()
    page.goto(where(ADD))
    fill_in(page, "operator.disdik")
    page.wait_for_url(f"**{where(ADD)}")
    expect(page.get_by_text(OFFER)).to_be_visible()
    expect(title_of(page)).to_have_value("")
    page.get_by_role("button", name="Pakai tulisan saya").click()
    expect(title_of(page)).to_have_value("Perpustakaan desa belum mempunyai katalog.")
    expect(page.get_by_label("Permasalahan")).to_be_checked()
    page.get_by_role("button", name="Simpan temuan").click()
    expect(page.get_by_role("status").filter(has_text="tersimpan")).to_be_visible()
    assert kept(page) == []
    page.goto(where(ADD))
    expect(page.get_by_text(OFFER)).to_have_count(0)


def test_what_is_sent_after_the_session_ended_comes_back(form, where):
    page = form("operator.dinsos")
    write(page, "Data penerima bantuan ganda.")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Simpan temuan").click()
    expect(page.get_by_text("Sesi Anda sudah berakhir")).to_be_visible()
    fill_in(page, "operator.dinsos")
    page.wait_for_url(f"**{where(ADD)}")
    page.get_by_role("button", name="Pakai tulisan saya").click()
    page.get_by_role("button", name="Simpan temuan").click()
    expect(page.get_by_role("status").filter(has_text="tersimpan")).to_be_visible()


def test_what_is_thrown_away_is_not_offered_again(form):
    page = form("operator.disdik")
    write(page, "Salah ketik.")
    page.reload()
    page.get_by_role("button", name="Buang").click()
    page.reload()
    expect(page.get_by_text(OFFER)).to_have_count(0)


def test_another_person_at_the_same_computer_is_offered_nothing(form, where):
    page = form("operator.disdik")
    write(page, "Hanya untuk saya.")
    page.wait_for_timeout(400)
    page.context.clear_cookies()
    page.goto(where(ADD))
    fill_in(page, "operator.dishub")
    page.wait_for_url(f"**{where(ADD)}")
    expect(page.get_by_text(OFFER)).to_have_count(0)


def test_a_lost_line_is_said_and_taken_back_by_itself(form):
    page = form("operator.dlh")
    write(page, "Timbangan TPA belum terhubung.")
    page.context.set_offline(True)
    expect(page.get_by_text(LOST)).to_be_visible()
    expect(page.get_by_text("Anda dapat terus menulis.")).to_be_visible()
    expect(page.get_by_role("button", name="Kirim sekarang")).to_be_hidden()
    page.context.set_offline(False)
    expect(page.get_by_text(LOST)).to_be_hidden(timeout=10_000)
    expect(title_of(page)).to_have_value("Timbangan TPA belum terhubung.")
    assert page.posts == []


def test_a_form_without_words_is_held_back_as_well(portal, visit, where):
    page = visit(portal, "editor")
    page.goto(where("bimtek:finding_delete finding.new"))
    page.context.set_offline(True)
    page.get_by_role("main").get_by_role("button", name="Hapus temuan").click()
    expect(page.get_by_text(LOST)).to_be_visible()
    expect(page.get_by_role("main").get_by_role("button", name="Hapus temuan")).to_be_enabled()


def test_pressing_three_times_sends_once(form):
    page = form("operator.dlh")
    write(page, "Pos pantau sungai rusak.")
    page.get_by_role("button", name="Simpan temuan").evaluate("b => { b.click(); b.click(); b.click(); }")
    expect(page.get_by_role("status").filter(has_text="tersimpan")).to_be_visible()
    assert len(page.posts) == 1


def test_ctrl_enter_sends_the_form_with_the_focus(form):
    page = form("operator.dlh")
    write(page, "Sumur pantau belum dipetakan.")
    title_of(page).press("Control+Enter")
    expect(page.get_by_role("status").filter(has_text="tersimpan")).to_be_visible()


def test_a_refused_fragment_says_what_to_do_and_keeps_the_text(portal, visit, where):
    page = visit(portal, "editor")
    page.goto(where("bimtek:session_detail session"))
    write(page, "Masih di layar.")
    page.context.clear_cookies(name="sessionid")
    page.get_by_label("Temuan", exact=True).press("Enter")
    expect(page.get_by_role("alert").get_by_role("link", name="Masuk lagi")).to_be_visible()
    expect(page.get_by_label("Temuan", exact=True)).to_have_value("Masih di layar.")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without"])
def test_the_menu_opens_on_a_phone(script, portal, visit):
    page = visit(portal, "editor", width=PHONE, script=script)
    page.goto("/")
    expect(page.get_by_role("link", name="Naskah", exact=True)).to_be_hidden()
    page.get_by_role("button", name="Menu").click()
    expect(page.get_by_role("link", name="Naskah", exact=True)).to_be_visible()
    page.get_by_role("button", name="Akun", exact=True).click()
    expect(page.get_by_role("button", name="Keluar")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Keluar")).to_be_hidden()


class TestWithoutScript:
    """A browser that runs no JavaScript."""

    def test_a_finding_is_recorded_in_the_room(self, portal, visit, where):
        page = visit(portal, "editor", script=False)
        page.goto(where("bimtek:session_detail session"))
        page.get_by_label("Dimensi dan subdimensi").select_option("ENV")
        page.get_by_label("Temuan", exact=True).fill("Bank sampah tanpa timbangan.")
        page.get_by_role("button", name="Simpan temuan").click()
        expect(page.get_by_role("status").filter(has_text="tersimpan")).to_be_visible()
        expect(page.get_by_role("link", name="Bank sampah tanpa timbangan.")).to_be_visible()

    def test_a_section_is_written(self, portal, visit, where):
        page = visit(portal, "editor", script=False, width=NARROW)
        page.goto(where("masterplan:section_detail section.empty"))
        page.get_by_role("link", name="Tulis teks").first.click()
        page.get_by_label("Teks").fill("# Kekuatan daerah\n\nKawasan industri **terbesar**.")
        page.get_by_role("button", name="Simpan", exact=True).click()
        expect(page.get_by_text("Tersimpan")).to_be_visible()
        expect(page.get_by_role("heading", name="Kekuatan daerah")).to_be_visible()

    def test_a_letter_is_signed(self, settled, visit, where):
        page = visit(settled, "head.kec-sukatani", script=False, width=PHONE)
        page.goto("/")
        page.get_by_role("link", name="Baca dan tanda tangani").first.click()
        page.get_by_role("link", name="Lanjut").click()
        page.get_by_label("Setuju", exact=True).check()
        page.get_by_label("Saya sudah membaca").check()
        page.get_by_label("Kata sandi Anda").fill("benang-merah-2026")
        page.get_by_role("button", name="Tanda tangani").click()
        expect(page.get_by_role("heading", name="Tanda tangan Anda sudah tercatat")).to_be_visible()
