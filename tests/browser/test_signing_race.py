"""One letter before two tabs: one signature, and nobody is left with a riddle."""

import pytest
from django.conf import settings
from playwright.sync_api import expect

from tests.browser.screens import letter

SIGNATURES = (
    "SELECT s.decision FROM commitments_signature s JOIN commitments_commitment c ON c.id = s.commitment_id"
    " JOIN opd_opd o ON o.id = c.opd_id WHERE o.code = '{}'"
)


@pytest.fixture
def tabs(settled, visit, place):
    """Two tabs of one head, both with the answer filled in and not yet sent."""

    def opened(office, answers):
        pages = []
        pk = place.rows(letter(f"c.state = 'issued' AND o.code = '{office}'"))[0][0]
        first = visit(settled, f"head.{office.lower()}")
        for answer in answers:
            page = first.context.new_page() if pages else first
            page.goto(f"/commitments/{pk}/answer/")
            page.get_by_label(answer, exact=True).check()
            page.get_by_label("Saya sudah membaca").check()
            page.get_by_label("Kata sandi Anda").fill(settings.DEMO_PASSWORD)
            pages.append(page)
        return pages

    return opened


def press(page):
    page.get_by_role("button", name="Tanda tangani").click(no_wait_after=True)


def test_the_same_answer_from_two_tabs_is_one_signature_and_two_receipts(tabs, place):
    pages = tabs("KEC-TAMBELANG", ["Setuju", "Setuju"])
    for page in pages:
        press(page)
    for page in pages:
        expect(page.get_by_role("heading", name="Tanda tangan Anda sudah tercatat")).to_be_visible()
    assert place.rows(SIGNATURES.format("KEC-TAMBELANG")) == [("agree",)]


def test_another_answer_from_the_second_tab_is_refused_with_a_way_on(tabs, place):
    first, second = tabs("KEC-SUKAWANGI", ["Setuju", "Tidak setuju"])
    press(first)
    expect(first.get_by_role("heading", name="Tanda tangan Anda sudah tercatat")).to_be_visible()
    second.get_by_label("Catatan atau alasan").fill("Belum dianggarkan.")
    press(second)
    expect(second.get_by_role("heading", name="Ini belum dapat dilakukan sekarang")).to_be_visible()
    expect(second.get_by_text("Tidak ada data yang berubah.")).to_be_visible()
    assert place.rows(SIGNATURES.format("KEC-SUKAWANGI")) == [("agree",)]
    second.goto(second.url)
    expect(second.get_by_role("heading", name="Tanda tangan Anda sudah tercatat")).to_be_visible()


def test_a_double_click_is_one_signature(tabs, place):
    (page,) = tabs("KEC-CIBITUNG", ["Setuju"])
    page.get_by_role("button", name="Tanda tangani").dblclick(no_wait_after=True)
    expect(page.get_by_role("heading", name="Tanda tangan Anda sudah tercatat")).to_be_visible()
    assert place.rows(SIGNATURES.format("KEC-CIBITUNG")) == [("agree",)]
