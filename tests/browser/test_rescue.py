"""What is written and not yet stored survives whatever ends the page or the session, comes back in the same
form to the same person, and never replaces in silence what the portal holds by then."""

import pytest
from django.conf import settings
from django.contrib.auth.hashers import make_password
from playwright.sync_api import Error, expect

from tests.browser.visitors import fill_in, sign_in
from tests.browser.writing import (
    ADD,
    CAME_SINCE,
    OFFER,
    drafts,
    findings,
    is_stored,
    save,
    title_of,
    use_mine,
    wait_for_draft,
    write,
)

SESSION_OVER = "Sesi Anda sudah berakhir"


@pytest.fixture
def form(portal, visit, where):
    """The whole form of a finding, as somebody with a session of the key ring."""

    def opened(who="operator.dlh", address=ADD):
        page = visit(portal, who)
        page.goto(where(address))
        return page

    return opened


@pytest.fixture
def own_form(portal, visit, where):
    """The same with a session nobody else uses, for tests that end it."""

    def opened(who):
        page = visit(portal)
        sign_in(page, who)
        page.goto(where(ADD))
        return page

    return opened


def test_a_crashed_browser_loses_nothing_that_was_on_the_page(form, where):
    page = form()
    write(page, "Peramban mati mendadak.")
    wait_for_draft(page, "Peramban mati mendadak.")
    context = page.context
    with pytest.raises(Error, match="crash"):
        page.goto("chrome://crash")
    page = context.new_page()
    page.goto(where(ADD))
    expect(page.get_by_text(OFFER)).to_be_visible()
    expect(page.get_by_text("Peramban mati mendadak.")).to_be_visible()
    use_mine(page)
    expect(title_of(page)).to_be_focused()
    save(page)
    is_stored(page)


def test_who_was_signed_out_in_another_tab_goes_on_after_signing_in(own_form, portal, where, place):
    page = own_form("operator.bappeda")
    write(page, "Keluar di tab lain.")
    other = page.context.new_page()
    other.goto("/accounts/logout/")
    other.get_by_role("main").get_by_role("button", name="Keluar").click()
    other.wait_for_url("**/accounts/login/")
    save(page)
    expect(page.get_by_text(SESSION_OVER)).to_be_visible()
    fill_in(page, "operator.bappeda")
    page.wait_for_url(f"**{where(ADD)}")
    use_mine(page)
    save(page)
    is_stored(page)
    assert len(findings(place, "Keluar di tab lain.")) == 1


def test_who_signed_in_again_meanwhile_sends_from_the_page_the_refusal_leads_back_to(own_form, where):
    page = own_form("operator.setda")
    write(page, "Token lama.")
    other = page.context.new_page()
    other.context.clear_cookies(name="sessionid")
    sign_in(other, "operator.setda")
    save(page)
    expect(page.get_by_role("heading", name="Halaman ini sudah terlalu lama terbuka")).to_be_visible()
    page.get_by_role("link", name="Kembali", exact=True).click()
    use_mine(page)
    save(page)
    is_stored(page)


def test_a_changed_password_ends_the_session_and_no_text(own_form, place, where):
    page = own_form("operator.dinkes")
    write(page, "Kata sandi diganti.")
    changed = make_password("kata-sandi-yang-baru")
    place.change(f"UPDATE opd_user SET password = '{changed}' WHERE username = 'operator.dinkes'")
    save(page)
    expect(page.get_by_text(SESSION_OVER)).to_be_visible()
    fill_in(page, "operator.dinkes", "kata-sandi-yang-baru")
    page.wait_for_url(f"**{where(ADD)}")
    use_mine(page)
    save(page)
    is_stored(page)


def test_two_tabs_of_one_form_keep_a_text_each(form, where):
    first = form("operator.disdik")
    second = first.context.new_page()
    second.goto(where(ADD))
    write(first, "Tulisan tab pertama.")
    write(second, "Tulisan tab kedua.")
    wait_for_draft(first, "Tulisan tab pertama.")
    wait_for_draft(second, "Tulisan tab kedua.")
    save(second)
    expect(second.get_by_role("status").filter(has_text="tersimpan")).to_be_visible()
    first.close()
    second.goto(where(ADD))
    expect(second.get_by_text(OFFER)).to_have_count(1)
    use_mine(second)
    expect(title_of(second)).to_have_value("Tulisan tab pertama.")
    save(second)
    is_stored(second)


class TestNothingIsOverwrittenInSilence:
    @pytest.fixture
    def edited(self, portal, visit, place):
        """A finding of its own in a form, and a second person who saves another text meanwhile."""

        def opened(title):
            page = visit(portal, "operator.dlh")
            page.goto("/bimtek/findings/add/")
            write(page, title)
            save(page)
            is_stored(page)
            ((pk, _),) = findings(place, title)
            page.goto(f"/bimtek/findings/{pk}/edit/")
            return page

        return opened

    def between(self, page, visit, portal, text):
        other = visit(portal, "editor")
        other.goto(page.url)
        title_of(other).fill(text)
        save(other)
        is_stored(other)

    def test_a_text_from_before_another_save_is_shown_beside_it(self, edited, visit, portal, place):
        page = edited("Judul awal satu.")
        address = page.url
        title_of(page).fill("Judul saya satu.")
        page.close()
        page = page.context.new_page()
        page.goto(address)
        self.between(page, visit, portal, "Judul orang lain satu.")
        page.reload()
        expect(page.get_by_text(CAME_SINCE)).to_be_visible()
        use_mine(page)
        save(page)
        expect(page.get_by_role("heading", name="Isian ini sudah berubah")).to_be_visible()
        expect(page.get_by_label("Tulisan Anda")).to_have_value("Judul saya satu.")
        assert len(findings(place, "Judul orang lain satu.")) == 1

    def test_what_is_merged_on_the_page_of_both_texts_comes_back_in_the_form(
        self, edited, visit, portal, place
    ):
        page = edited("Judul awal dua.")
        address = page.url
        title_of(page).fill("Judul saya dua.")
        self.between(page, visit, portal, "Judul orang lain dua.")
        save(page)
        page.get_by_label("Tulisan Anda").fill("Judul gabungan dua.")
        page.close()
        page = page.context.new_page()
        page.goto(address)
        expect(page.get_by_text(CAME_SINCE)).to_be_hidden()  # it was merged with what is stored now
        use_mine(page)
        expect(title_of(page)).to_have_value("Judul gabungan dua.")
        save(page)
        is_stored(page)
        assert len(findings(place, "Judul gabungan dua.")) == 1

    def test_what_is_merged_can_be_stored_at_once(self, edited, visit, portal):
        page = edited("Judul awal tiga.")
        title_of(page).fill("Judul saya tiga.")
        self.between(page, visit, portal, "Judul orang lain tiga.")
        save(page)
        page.get_by_label("Tulisan Anda").fill("Judul gabungan tiga.")
        save(page, "Simpan tulisan saya")
        is_stored(page)


class TestWhatIsKept:
    def test_a_refused_form_is_kept_until_it_is_better(self, form, where):
        page = form("operator.disdik")
        write(page, "Wilayahnya salah.")
        page.get_by_label("Wilayah").fill("Negeri di awan")
        save(page)
        expect(page.get_by_role("alert").filter(has_text="tidak dikenal")).to_be_visible()
        page.reload()
        use_mine(page)
        expect(page.get_by_label("Wilayah")).to_have_value("Negeri di awan")
        page.get_by_label("Wilayah").fill("")
        save(page)
        is_stored(page)

    def test_no_password_is_ever_kept(self, settled, form):
        page = form("head.dlh", "commitments:commitment_answer letter")
        page.get_by_label("Catatan atau alasan").fill("Setelah anggaran ada.")
        page.get_by_label("Kata sandi Anda").fill(settings.DEMO_PASSWORD)
        wait_for_draft(page, "Setelah anggaran ada.")
        assert settings.DEMO_PASSWORD not in str(drafts(page))
        page.reload()
        use_mine(page)
        expect(page.get_by_label("Catatan atau alasan")).to_have_value("Setelah anggaran ada.")
        expect(page.get_by_label("Kata sandi Anda")).to_have_value("")

    def test_what_is_a_month_old_or_broken_is_dropped(self, form):
        page = form("operator.disdik")
        page.evaluate(
            """() => {
              const month = 31 * 24 * 3600 * 1000;
              const old = { at: Date.now() - month, fields: [] };
              localStorage["tulisan:1:finding:1|lama"] = JSON.stringify(old);
              localStorage["tulisan:1:finding:1|rusak"] = "{";
              localStorage["milik-lain"] = "tetap";
            }"""
        )
        page.reload()
        assert page.evaluate("Object.keys(localStorage)") == ["milik-lain"]

    def test_a_full_store_makes_room_by_the_oldest(self, form):
        page = form("operator.disdik")
        page.evaluate(
            """() => {
              for (let at = Date.now() - 9000, full = false; !full; at += 1) {
                const text = JSON.stringify({ at, fields: [["title", "x".repeat(400000)]] });
                try { localStorage[`tulisan:1:finding:1|${at}`] = text; } catch { full = true; }
              }
              for (let size = 400000; size >= 1; size /= 2) {
                const pad = (localStorage["milik-lain"] ?? "") + "x".repeat(size);
                try { localStorage["milik-lain"] = pad; } catch { /* the next smaller one */ }
              }
            }"""
        )
        before = [draft["key"] for draft in drafts(page)]
        write(page, "Masih ada tempat. " * 10)
        wait_for_draft(page, "Masih ada tempat.")
        left = [draft["key"] for draft in drafts(page)]
        assert set(before) - set(left) == {before[0]}

    @pytest.mark.parametrize(
        "forbidden",
        [
            "Object.defineProperty(window, 'localStorage', { get() { throw new Error('no'); } })",
            "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }",
        ],
        ids=["forbidden", "no room at all"],
    )
    def test_a_browser_that_keeps_nothing_is_no_error_and_no_promise(self, forbidden, form):
        page = form("operator.disdik")
        page.add_init_script(forbidden)
        page.reload()
        write(page, "Tanpa penyimpanan.")
        page.context.set_offline(True)
        for _ in ("while writing", "after pressing"):
            expect(page.get_by_text("Tulisan Anda masih di halaman ini")).to_be_visible()
            expect(page.get_by_text("aman di perangkat ini")).to_be_hidden()
            save(page)
        page.context.set_offline(False)
        expect(page.get_by_role("heading", level=1)).to_have_text("Tanpa penyimpanan.")


class TestSigningOut:
    def test_who_leaves_with_unsent_text_is_asked_and_finds_it_again(self, own_form, where):
        page = own_form("operator.dishub")
        write(page, "Belum selesai menulis.")
        page.get_by_role("button", name="Akun").click()
        page.get_by_role("button", name="Keluar").click()
        expect(page.get_by_role("heading", name="Masih ada tulisan yang belum terkirim")).to_be_visible()
        expect(page.get_by_role("link", name="Catat temuan")).to_have_attribute("href", where(ADD))
        page.get_by_role("main").get_by_role("button", name="Keluar").click()
        page.wait_for_url("**/accounts/login/")
        fill_in(page, "operator.dlh")
        page.goto(where(ADD))
        expect(page.get_by_text(OFFER)).to_have_count(0)
        page.context.clear_cookies()
        page.goto(where(ADD))
        fill_in(page, "operator.dishub")
        page.wait_for_url(f"**{where(ADD)}")
        use_mine(page)
        expect(title_of(page)).to_have_value("Belum selesai menulis.")

    def test_it_can_be_thrown_away_there(self, own_form):
        page = own_form("operator.dishub")
        write(page, "Tidak jadi.")
        wait_for_draft(page, "Tidak jadi.")
        page.goto("/accounts/logout/")
        page.get_by_role("button", name="Buang semuanya").click()
        assert drafts(page) == []
        expect(page.get_by_role("heading", name="Masih ada tulisan yang belum terkirim")).to_be_hidden()
        page.get_by_role("main").get_by_role("button", name="Keluar").click()
        page.wait_for_url("**/accounts/login/")
