"""Every form a person writes in: what was written comes back in it, and the notice shuts nobody out. That no
other form takes words is measured on every screen."""

import pytest
from playwright.sync_api import expect

from tests.browser.measures import faults
from tests.browser.visitors import DESKTOP, PHONE
from tests.browser.writing import OFFER, drafts, use_mine, wait_for_draft

# Screens with a form, who writes there, and the label of a text in it.
FORMS = [
    ("bimtek:finding_add", "operator.dlh", "Uraian"),
    ("bimtek:finding_edit finding", "editor", "Penyebab"),
    ("bimtek:session_detail session", "editor", "Temuan"),
    ("bimtek:finding_set_aside finding", "editor", "Alasan"),
    ("masterplan:programme_add", "editor", "Nama program"),
    ("masterplan:programme_edit programme", "editor", "Rupiah 2028"),
    ("masterplan:programme_set_aside programme", "editor", "Alasan"),
    ("masterplan:section_edit section", "editor", "Teks"),
    ("masterplan:comment_add round", "facilitator", "Komentar"),
    ("masterplan:round_detail round", "editor", "Penjelasan"),
    ("masterplan:revision_list", "editor", "Nama versi"),
    ("commitments:commitment_answer letter", "head.dlh", "Catatan atau alasan"),
    ("commitments:commitment_detail letter", "editor", "Alasan pencabutan"),
    ("commitments:commitment_withdraw letter", "editor", "Alasan pencabutan"),
    ("commitments:agreement_add", "editor", "Para pihak"),
    ("commitments:agreement_edit agreement", "editor", "Nomor"),
    ("commitments:revision_finalise v0.2", "leader", "Alasan menetapkan tanpa mereka"),
    ("opd:holder_add opd", "admin", "Nomor SK atau surat perintah"),
]
WORDS = "12.345"  # a number to the fields of numbers, words to the others


@pytest.mark.parametrize(("address", "who", "label"), FORMS, ids=lambda value: value.replace(" ", "-"))
def test_what_was_written_comes_back_in_the_same_form(address, who, label, settled, visit, where):
    page = visit(settled, who)
    page.goto(where(address))
    page.evaluate("for (const fold of document.querySelectorAll('main details')) fold.open = true")
    field = page.get_by_label(label).and_(page.locator("form[data-draft] :is(input, textarea)")).first
    field.fill(WORDS)
    wait_for_draft(page, WORDS)
    page.reload()
    expect(page.get_by_text(OFFER)).to_be_visible()  # also where the form itself is folded away
    expect(field).not_to_have_value(WORDS)
    use_mine(page)
    expect(field).to_have_value(WORDS)
    assert len(drafts(page)) == 1


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_the_offer_shuts_nobody_out(width, portal, visit, where):
    page = visit(portal, "editor", width=width)
    page.goto(where("masterplan:section_edit section"))
    page.get_by_label("Teks").fill("Satu kata yang sangat panjang: " + "a" * 300)
    wait_for_draft(page, "aaaa")
    page.reload()
    expect(page.get_by_text(OFFER)).to_be_visible()
    assert not (found := faults(page, [width])), found
    page.goto("/accounts/logout/")
    expect(page.get_by_role("link", name="Tulis ")).to_be_visible()
    assert not (found := faults(page, [width])), found
