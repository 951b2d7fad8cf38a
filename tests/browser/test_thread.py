"""The whole thread in a browser, on the real folder of Bekasi: from a finding said in the room to a final
book that anyone can verify. Portal, worker, sweep and renderer are the real programs."""

import re
import subprocess
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from lib import clock
from tests.browser.measures import faults
from tests.browser.visitors import PHONE, fill_in

PLAN = "bekasi-2022"
FINDING = "Muka air Kali Cikarang tidak terpantau saat hujan."
CAUSE = "Alat ukur hanya ada di dua titik dan tidak terhubung."
PROGRAMME = "Pantau muka air sungai setiap menit"
YEARS = [("2023", "6", "2,1 miliar"), ("2024", "10", "1.500.000.000"), ("2025", "12", "300 juta")]
SENTENCE = "Masterplan ini menuntun OPD selama sepuluh tahun."
ON_SECTION = "Sebutkan siapa yang memakai dokumen ini."
ON_PROGRAMME = "Dari mana nilai dasarnya?"
WHY_MISSING = "OPD lain menandatangani pada acara komitmen bersama."
LETTER = (
    "SELECT c.id FROM commitments_commitment c JOIN opd_opd o ON o.id = c.opd_id"
    " JOIN masterplan_masterplan m ON m.id = c.masterplan_id"
    f" WHERE o.code = 'DLH' AND m.slug = '{PLAN}'"
)
CODE = re.compile(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){3}")
STEPS = 30  # with the Tab key from the top of a page to its form
A_WHILE = 180_000
FOOT = 60  # letters at the end of a page, its number among them


@dataclass
class Journey:
    """Who stands where, and what one step leaves for the next."""

    visit: Any
    portal: Any
    place: Any
    pages: dict[str, Page] = field(default_factory=dict)
    finding: str = ""
    programme: str = ""
    revision: str = ""
    round: str = ""
    letter: str = ""
    letter_code: str = ""
    book_code: str = ""
    book: list[str] = field(default_factory=list)

    def page(self, who: str, **options: Any) -> Page:
        """Each person signs in with name and password, on an own computer."""
        if who not in self.pages:
            page = self.pages[who] = self.visit(self.portal, **options)
            page.goto("/")
            fill_in(page, who)
            expect(page).to_have_title(re.compile("Beranda"))
        return self.pages[who]


@pytest.fixture
def journey(settled, visit, place):
    return Journey(visit, settled, place)


@pytest.mark.needs("pango", "poppler")
def test_the_thread_holds_from_finding_to_final_book(journey):
    record_a_finding_by_keyboard(journey)
    answer_it_with_a_programme(journey)
    write_a_section(journey)
    freeze(journey)
    order_the_book(journey)
    open_a_round(journey)
    read_and_comment(journey)
    answer_and_close(journey)
    approve(journey)
    issue_the_letters(journey)
    sign_on_a_phone(journey)
    verify_in_public(journey, journey.letter_code, "Dokumen ini tercatat, sudah ditandatangani")
    make_it_final(journey)
    read_the_final_book(journey)
    verify_in_public(journey, journey.book_code, "versi final dan masih berlaku")
    follow_the_thread(journey)


def choose_plan(page):
    page.get_by_role("button", name=re.compile("^Akun ")).click()
    page.get_by_role("navigation", name="Masterplan").get_by_role("link", name=PLAN).click()
    expect(page.get_by_role("region", name="Keadaan masterplan")).to_contain_text("2023")


def record_a_finding_by_keyboard(journey):
    page = journey.page("editor")
    choose_plan(page)
    page.get_by_role("navigation", name="Utama").get_by_role("link", name="Bimtek").click()
    page.get_by_role("link", name="Bimtek III", exact=True).click()
    topic, keys = page.get_by_label("Dimensi dan subdimensi"), page.keyboard
    for _ in range(STEPS):
        if topic.evaluate("field => field === document.activeElement"):
            break
        keys.press("Tab")
    keys.type("Smart Env")
    expect(topic).to_have_value("ENV")
    keys.press("Tab")
    keys.type("DLH")
    expect(page.get_by_label("OPD terkait")).to_have_value("DLH")
    keys.press("Tab")
    keys.type(FINDING)
    keys.press("Tab")
    keys.type(CAUSE)
    keys.press("Enter")
    expect(page.get_by_role("status").filter(has_text="tersimpan")).to_be_visible()
    expect(page.get_by_label("Temuan", exact=True)).to_be_focused()
    page.get_by_role("link", name=FINDING).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(FINDING)
    expect(page.get_by_text("Belum dijawab program")).to_be_visible()
    journey.finding = re.search(r"T-\d{3}", page.title())[0]


def answer_it_with_a_programme(journey):
    page = journey.page("editor")
    page.get_by_role("link", name="Tambah program").click()
    page.get_by_role("textbox", name="Nama program").fill(PROGRAMME)
    expect(page.get_by_role("checkbox", name=journey.finding)).to_be_checked()
    page.get_by_label("OPD penanggung jawab").select_option("DLH")
    page.get_by_label("Jangka waktu").select_option("JP")
    page.get_by_role("textbox", name="Tahun mulai").fill("2023")
    page.get_by_role("textbox", name="Tahun selesai").fill("2025")
    page.get_by_role("textbox", name="Indikator").fill("Titik pantau terhubung")
    page.get_by_role("textbox", name="Satuan").fill("titik")
    page.get_by_role("textbox", name="Nilai dasar").fill("2")
    for year, target, rupiah in YEARS:
        page.get_by_role("textbox", name=f"Target {year}").fill(target)
        page.get_by_role("textbox", name=f"Rupiah {year}").fill(rupiah)
    page.get_by_role("button", name="Simpan program").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(PROGRAMME)
    chain = page.get_by_role("region", name="Benang merah")
    expect(chain).to_contain_text(FINDING)
    expect(chain).to_contain_text(CAUSE)
    expect(chain.get_by_role("row", name="Titik pantau terhubung")).to_contain_text("10")
    expect(chain.get_by_role("row", name="Rp juta")).to_contain_text("2.100")
    expect(chain).to_contain_text("Belum ada lembar")
    journey.programme = page.url


def write_a_section(journey):
    page = journey.page("editor")
    page.get_by_role("link", name="Naskah", exact=True).click()
    page.get_by_role("link", name=re.compile("Maksud dan Tujuan")).click()
    page.get_by_role("link", name="Tulis teks").first.click()
    page.get_by_label("Teks").fill(f"# Maksud\n\n{SENTENCE}\n\n- menjawab temuan\n- mengikat **OPD**")
    page.get_by_role("button", name="Simpan", exact=True).click()
    expect(page.get_by_role("status").filter(has_text="Tersimpan")).to_be_visible()
    expect(page.get_by_text(SENTENCE)).to_be_visible()
    page.get_by_role("button", name="Tandai siap").click()
    expect(page.get_by_text("Bagian ini ditandai siap.")).to_be_visible()


def freeze(journey):
    page = journey.page("editor")
    page.get_by_role("link", name="Tinjauan", exact=True).click()
    page.get_by_role("button", name="Bekukan versi").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Versi v0.1")
    expect(page.get_by_text("Dibekukan dan belum ditinjau.")).to_be_visible()
    journey.revision = page.url
    assert not (found := faults(page, [1280])), found


def order_the_book(journey):
    page = journey.page("editor")
    page.get_by_role("button", name=re.compile("^Buat PDF, ")).first.click()
    expect(page.get_by_text(re.compile("Antre|Berjalan")).first).to_be_visible()
    link = page.get_by_role("link", name="Unduh PDF").first
    expect(link).to_be_visible(timeout=A_WHILE)
    text = " ".join(pages_of(page, link.get_attribute("href")))
    assert "DRAF" in text
    assert SENTENCE in text
    assert FINDING in text
    assert PROGRAMME in text


def pages_of(page, address, *options):
    """The text of each page of a PDF behind an address; with -layout the foot of a page comes last."""
    answer = page.request.get(address)
    assert answer.headers["content-type"] == "application/pdf"
    done = subprocess.run(
        ["pdftotext", *options, "-", "-"], input=answer.body(), capture_output=True, check=True
    )
    return [" ".join(each.split()) for each in done.stdout.decode().split("\f")]


def open_a_round(journey):
    page = journey.page("editor")
    page.get_by_label("Tenggat fasilitator").fill((clock.today() + timedelta(days=5)).isoformat())
    page.get_by_role("button", name="Buka putaran tinjauan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tinjauan putaran 1")
    journey.round = page.url


def read_and_comment(journey):
    page = journey.page("facilitator")
    work = page.get_by_role("listitem").filter(has_text="tinjau v0.1")
    work.get_by_role("link", name="Mulai baca").click()
    page.wait_for_url(re.compile(rf"/r/{PLAN}/revisions/\d+/read/$"))
    page.get_by_role("navigation", name="Isi buku").get_by_role("link", name="Pendahuluan").first.click()
    expect(page.get_by_text(SENTENCE)).to_be_visible()
    page.get_by_text("Beri komentar pada B. Maksud dan Tujuan").click()
    page.get_by_label("Komentar", exact=True).and_(page.locator(":visible")).fill(ON_SECTION)
    page.get_by_role("button", name="Simpan komentar").and_(page.locator(":visible")).click()
    expect(page.get_by_text("Komentar 1 tersimpan.")).to_be_visible()
    page.goto(journey.round)
    page.get_by_role("link", name="Beri komentar").click()
    about = page.get_by_label("Tentang").locator("option", has_text=PROGRAMME)
    page.get_by_label("Tentang").select_option(about.get_attribute("value"))
    page.get_by_label("Komentar", exact=True).fill(ON_PROGRAMME)
    page.get_by_role("button", name="Simpan komentar").click()
    expect(page.get_by_text("Komentar 2 tersimpan.")).to_be_visible()
    expect(page.get_by_role("button", name="Kirim keputusan")).to_be_disabled()


def answer_and_close(journey):
    page = journey.page("editor")
    page.reload()
    expect(page.get_by_role("button", name="Tutup putaran 1")).to_be_disabled()
    for number, answer, text in (("1", "Diterima", ""), ("2", "Dijelaskan", "Dari pendataan Bimtek III.")):
        note = page.get_by_role("article").filter(has=page.locator(f"summary:has-text('komentar {number}')"))
        note.locator("summary").click()
        note.get_by_label(answer).check()
        note.get_by_label("Penjelasan").fill(text)
        note.get_by_role("button", name="Simpan jawaban").click()
        expect(page.get_by_text(f"Jawaban komentar {number} tersimpan.")).to_be_visible()
    page.get_by_role("button", name="Tutup putaran 1").click()
    expect(page.get_by_text("Sekarang giliran fasilitator memutuskan.")).to_be_visible()


def approve(journey):
    page = journey.page("facilitator")
    page.goto(journey.round)
    expect(page.get_by_text("Dari pendataan Bimtek III.")).to_be_visible()
    assert not (found := faults(page, [PHONE])), found
    page.get_by_label("Setujui").check()
    page.get_by_role("button", name="Kirim keputusan").click()
    expect(page.get_by_text(re.compile("Disetujui fasilitator"))).to_be_visible()


def issue_the_letters(journey):
    page = journey.page("editor")
    page.goto(journey.revision)
    page.get_by_role("button", name="Terbitkan lembar komitmen").click()
    expect(page.get_by_text(re.compile(r"\d+ lembar komitmen disiapkan"))).to_be_visible()
    ((pk,),) = journey.place.rows(LETTER)
    journey.letter = f"/commitments/{pk}/"
    page.goto(journey.letter)
    link = page.get_by_role("link", name="buka surat, PDF")
    expect(link).to_be_visible(timeout=A_WHILE)
    expect(page.get_by_text("Diundang").first).to_be_visible()
    assert PROGRAMME in pages_of(page, link.get_attribute("href"))[0]


def sign_on_a_phone(journey):
    page = journey.visit(journey.portal, width=PHONE)
    page.goto(f"{journey.letter}sign/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Masuk")
    fill_in(page, "head.dlh")
    page.wait_for_url(f"**{journey.letter}sign/")
    expect(page.get_by_role("heading", name=PROGRAMME)).to_be_visible()
    expect(page.get_by_text("Rp3.900 juta", exact=True)).to_be_visible()
    page.get_by_role("link", name="Lanjut").click()
    page.get_by_label("Setuju", exact=True).check()
    page.get_by_label("Saya sudah membaca").check()
    page.get_by_label("Kata sandi Anda").fill("bukan kata sandinya")
    page.get_by_role("button", name="Tanda tangani").click()
    expect(page.get_by_role("alert").filter(has_text=re.compile("[Kk]ata sandi"))).to_be_visible()
    page.get_by_label("Setuju", exact=True).check()
    page.get_by_label("Saya sudah membaca").check()
    page.get_by_label("Kata sandi Anda").fill(settings.DEMO_PASSWORD)
    page.get_by_role("button", name="Tanda tangani").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tanda tangan Anda sudah tercatat")
    receipt = page.get_by_role("region", name="Tanda terima")
    expect(receipt).to_contain_text("TTE tidak tersertifikasi")
    journey.letter_code = CODE.search(receipt.inner_text())[0]


def verify_in_public(journey, code, sentence):
    page = journey.visit(journey.portal)
    page.goto("/accounts/login/")
    page.get_by_role("link", name="Periksa dokumen tanpa masuk").click()
    page.get_by_label("Kode verifikasi").fill(code.lower())
    page.get_by_role("button", name="Periksa").click()
    verdict = page.get_by_role("status").filter(has_text="Hasil pemeriksaan dokumen")
    expect(verdict).to_contain_text("SAH")
    expect(verdict).to_contain_text(sentence)
    expect(page.get_by_text("TTE tidak tersertifikasi")).to_be_visible()


def make_it_final(journey):
    page = journey.page("leader")
    choose_plan(page)
    expect(page.get_by_text("Tetapkan v0.1 sebagai versi final")).to_be_visible()
    page.get_by_role("link", name="Baca dan putuskan").click()
    page.get_by_label(re.compile(r"Saya tahu \d+ OPD belum menandatangani")).check()
    page.get_by_label("Alasan menetapkan tanpa mereka").fill(WHY_MISSING)
    page.get_by_role("button", name="Tetapkan versi final").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("v0.1 ditetapkan sebagai versi final")
    journey.book_code = CODE.search(page.locator("main").inner_text())[0]
    expect(page.get_by_role("link", name="Unduh PDF")).to_be_visible(timeout=A_WHILE)
    page.reload()
    assert not (found := faults(page)), found


def read_the_final_book(journey):
    """Rendered once, without DRAF, with the reason, the answers and its own code."""
    page = journey.page("leader")
    journey.book = pages_of(page, page.get_by_role("link", name="Unduh PDF").get_attribute("href"), "-layout")
    text = " ".join(journey.book)
    assert "DRAF" not in text
    assert WHY_MISSING in text
    assert journey.book_code in text
    assert journey.letter_code in text
    rendered = (
        "SELECT count(*), min(j.attempts), max(j.attempts) FROM masterplan_export e"
        " JOIN jobs_job j ON j.id = e.job_id WHERE e.is_final"
    )
    assert journey.place.rows(rendered) == [(1, 1, 1)]


def follow_the_thread(journey):
    """The programme's page now leads to the signature and to the page of the book, and that page names it."""
    page = journey.page("editor")
    page.goto(journey.programme)
    chain = page.get_by_role("region", name="Benang merah")
    expect(chain).to_contain_text("Setuju")
    expect(chain).not_to_contain_text("Belum ada lembar")
    number = re.search(r"halaman (\d+)", chain.inner_text())[1]
    code = page.title().split()[0]
    assert any(code in each and number in each[-FOOT:].split() for each in journey.book), (code, number)
