"""The form of a programme: ten years in one form, Indonesian numbers, refusals at fields, nothing lost."""

import uuid
from decimal import Decimal

import pytest
from django.urls import reverse

from masterplan.programmes.models import Programme
from masterplan.programmes.services import snapshot
from opd.accounts.roles import Role
from tests.bimtek import factories as bimtek
from tests.masterplan import factories
from tests.opd import factories as opd

ADD = "/programmes/add/"


def edit(programme):
    return reverse("masterplan:programme_edit", args=[programme.pk])


def given(**values):
    defaults = {
        "name": "Kali Bersih",
        "dimension": "ENV",
        "lead_opd": "DLH",
        "horizon": "JPJ",
        "status": "rencana",
    }
    return {**defaults, **values}


def new(**values):
    return given(uid=str(uuid.uuid4()), **values)


def errors(answer):
    assert answer.status_code == 400
    return {name: list(texts) for name, texts in answer.context["form"].errors.items()}


def test_a_programme_is_made_with_all_that_was_said(desk):
    finding = desk.finding()
    posted = new(
        code="P-ENV-07",
        short_name="Kali",
        description="Baris satu\r\nBaris dua",
        supporting_opds="DISDIK",
        quick_win="on",
        start_year="2027",
        end_year="2036",
        indicator="Titik pantau",
        unit="titik",
        baseline="2",
        source_amount="Rp2,9 miliar",
        funding_sources=["APBD-KAB", "CSR"],
        findings=[finding.code],
        source_url="https://contoh.id/a",
        note="Catatan",
        target_2027="2,5",
        rupiah_2027="1.250.000",
        target_2028="1.250",
        rupiah_2036="300 juta",
    )
    answer = desk.sign_in().post(ADD, posted)
    one = Programme.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == reverse("masterplan:programme_detail", args=[one.pk])
    assert (one.code, one.description, one.source_amount) == (
        "P-ENV-07",
        "Baris satu\nBaris dua",
        2_900_000_000,
    )
    assert [opd.code for opd in one.supporting_opds.all()] == ["DISDIK"]
    assert list(one.findings.all()) == [finding]
    assert one.funding_sources.count() == 2
    assert factories.cells(one) == {
        2027: (Decimal("2.5"), 1_250_000, False),
        2028: (1250, None, False),
        2036: (None, 300_000_000, False),
    }
    assert one.edited_by == desk.editor


def test_least_is_enough_and_the_next_code_is_taken(desk):
    desk.sign_in().post(ADD, new())
    one = Programme.objects.get()
    assert one.code == "P-ENV-01"
    assert (one.start_year, one.source_amount, one.indicators.count(), one.money.count()) == (
        None,
        None,
        0,
        0,
    )


def test_a_double_click_makes_one_programme(desk):
    posted = new()
    client = desk.sign_in()
    first, second = client.post(ADD, posted), client.post(ADD, posted)
    assert first["Location"] == second["Location"]
    assert Programme.objects.count() == 1


def test_the_page_says_saved_and_forgets_the_unsent_text(desk):
    page = desk.sign_in().post(ADD, new(), follow=True).content.decode()
    assert "Program P-ENV-01 tersimpan" in page
    assert f'data-saved="programme:new:{desk.plan.slug}"' in page


def test_a_name_copied_from_a_phone_is_saved_and_what_the_book_cannot_print_is_said(desk):
    typed = new(name="Taman\ufeff \u2068bacaan\u2069 \U0001f333")
    page = desk.sign_in().post(ADD, typed, follow=True).content.decode()
    assert Programme.objects.get().name == "Taman bacaan \U0001f333"
    assert "Nama program: tanda yang tidak terlihat dihapus (U+FEFF, U+2068, U+2069);" in page
    assert "di sana menjadi kotak kosong: \U0001f333 (U+1F333)." in page


@pytest.mark.parametrize(
    ("start", "end", "remarks"),
    [
        ("2027", "2072", ["Tahun selesai: tahun 2072 di luar masterplan (2027-2036); periksa sekali lagi."]),
        ("1927", "", ["Tahun mulai: tahun 1927 di luar masterplan (2027-2036); periksa sekali lagi."]),
        ("2020", "2036", []),
        ("", "", []),
    ],
)
def test_the_page_says_which_years_lie_outside_the_plan(desk, start, end, remarks):
    answer = desk.sign_in().post(ADD, new(start_year=start, end_year=end), follow=True)
    said = [str(message) for message in answer.context["messages"] if message.level_tag == "warning"]
    assert said == remarks


def test_the_page_says_how_a_comma_before_three_digits_was_read(desk):
    page = desk.sign_in().post(ADD, new(baseline="1,250", target_2028="1.250"), follow=True).content.decode()
    assert "Nilai dasar: “1,250” dibaca 1250 (ribuan); bila pecahan, tulis 1,2500." in page
    assert page.count("(ribuan)") == 1


@pytest.mark.parametrize(
    ("field", "typed", "word"),
    [
        ("target_2027", "80-an", "“80-an” bukan angka"),
        ("target_2027", "-1", "negatif"),
        ("target_2027", "1250.000", "dua cara"),
        ("rupiah_2031", "banyak", "bukan jumlah rupiah"),
        ("rupiah_2031", "-5", "negatif"),
        ("rupiah_2031", "1.000.000.000.000.000", "terlalu besar"),
        ("source_amount", "2,125 miliar", "2,1250 bila pecahan"),
        ("baseline", "dua", "angka"),
        ("start_year", "27", "tahun"),
        ("source_url", "javascript:alert(1)", "http"),
        ("code", "P ENV 1", "hanya boleh memuat"),
        ("name", "", "Wajib"),
        ("dimension", "XXX", "tidak ada dalam daftar"),
        ("findings", "T-999", "tidak ada dalam daftar"),
        ("uid", "", "Muat ulang"),
    ],
)
def test_what_cannot_be_read_is_named_at_its_field_and_kept_as_typed(desk, field, typed, word):
    answer = desk.sign_in().post(ADD, new(note="Tulisan panjang") | {field: typed})
    found = errors(answer)
    assert set(found) == {field}
    assert word in found[field][0]
    assert not Programme.objects.exists()
    page = answer.content.decode()
    assert "Tulisan panjang" in page
    assert "Isian Anda tidak hilang" in page
    assert f'href="#id_{field}"' in page


def test_a_refusal_of_the_rules_stands_at_its_field_too(desk):
    client = desk.sign_in()
    assert set(errors(client.post(ADD, new(start_year="2030", end_year="2028")))) == {"end_year"}
    long = new(start_year="2027", end_year="2029", horizon="QW")
    assert errors(client.post(ADD, long)) == {"end_year": ["Program Quick Win paling lama 12 bulan."]}
    assert set(errors(client.post(ADD, new(status="terhenti")))) == {"status_reason"}
    assert set(errors(client.post(ADD, new(supporting_opds="DLH")))) == {"supporting_opds"}
    desk.programme(code="P-ENV-01")
    assert errors(client.post(ADD, new(code="P-ENV-01"))) == {"code": ["Kode program ini sudah dipakai."]}


def test_the_form_shows_what_is_stored_in_the_way_it_is_typed(desk):
    one = desk.programme(
        name="Kali Bersih", source_amount=80_000_000_000, cells={2027: ("2.5", 1_250_000), 2024: ("3", 7)}
    )
    factories.achieved(one, 2024, 2027)
    page = desk.sign_in().get(edit(one)).content.decode()
    for text in ('value="2,5"', 'value="1.250.000"', 'value="80.000.000.000"', 'value="Kali Bersih"'):
        assert text in page
    assert "Di luar tahun masterplan" in page
    assert "2024, sebelum masterplan: 3 titik (tercapai), Rp7." in page
    assert page.count("tercapai") == 2
    assert 'name="target_2024"' not in page
    assert 'name="code"' not in page


def test_saving_the_form_as_it_was_shown_changes_nothing_but_the_version(desk):
    one = desk.programme(
        cells={2027: ("2.5", 1_250_000), 2028: ("12.345", None), 2024: ("3", None)},
        note="Satu\nDua",
        start_year=2020,
    )
    one.findings.add(desk.finding())
    one.supporting_opds.add(desk.other)
    one.funding_sources.add(desk.plan.funding_sources.get(code="CSR"))
    client = desk.sign_in()
    form = client.get(edit(one)).context["form"]
    posted = {}
    for bound in form:
        value = bound.value()
        if value not in (None, "", False, []):
            posted[bound.html_name] = "on" if value is True else value
    before = snapshot(one)
    assert client.post(edit(one), posted).status_code == 302
    one = Programme.objects.get(pk=one.pk)
    assert snapshot(one) == before
    assert one.version == 2


def test_somebody_elses_save_in_between_shows_both_texts(desk):
    one = desk.programme(note="lama")
    client = desk.sign_in()
    assert client.post(edit(one), given(name=one.name, version="1", note="pertama")).status_code == 302
    answer = client.post(edit(one), given(name=one.name, version="1", note="kedua"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "pertama" in page
    assert "kedua" in page
    one.refresh_from_db()
    assert (one.note, one.version) == ("pertama", 2)


@pytest.mark.parametrize("version", ["", "x", "7"])
def test_a_missing_or_strange_version_is_refused_like_a_stale_one(desk, version):
    one = desk.programme()
    assert desk.sign_in().post(edit(one), given(version=version)).status_code == 409


def test_a_stale_form_that_cannot_be_read_keeps_what_was_typed(desk):
    one = desk.programme(cells={2027: ("5", None)})
    answer = desk.sign_in().post(edit(one), given(version="9", target_2027="80-an", name=""))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "80-an" in page


def test_an_operator_is_offered_and_granted_the_own_office_only(desk):
    client = desk.sign_in(desk.operator)
    page = client.get(ADD).content.decode()
    assert '<option value="DLH" selected>' in page
    assert '<option value="DISDIK"' not in page
    assert client.post(ADD, new(lead_opd="DISDIK")).status_code == 403
    assert client.post(ADD, new()).status_code == 302
    one = Programme.objects.get()
    assert client.post(edit(one), given(version="1", lead_opd="DISDIK")).status_code == 403
    assert client.get(edit(desk.programme(desk.other))).status_code == 403


def test_a_set_aside_finding_stays_joined_when_the_form_is_saved(desk):
    one = desk.programme()
    finding = desk.finding(set_aside_at="2026-06-01T00:00:00Z", set_aside_reason="Ganda")
    one.findings.add(finding)
    client = desk.sign_in()
    assert "Dikesampingkan" in client.get(edit(one)).content.decode()
    client.post(edit(one), given(version="1", findings=[finding.code]))
    assert list(one.findings.all()) == [finding]


def test_findings_are_ticked_by_dimension_and_the_chosen_group_is_open(desk):
    finding, _ = desk.finding(), desk.finding()
    groups = (
        desk.sign_in().get(ADD, {"finding": finding.code, "dimension": "ENV"}).context["form"].finding_groups
    )
    assert [(group.label, group.chosen, len(group.ticks), group.is_open) for group in groups] == [
        ("Smart Environment", 1, 2, True)
    ]


def test_a_programme_goes_to_the_plan_its_form_was_opened_for(desk):
    other = factories.plan(bimtek.cycle(desk.region))
    desk.sign_in().post(ADD, new(plan=desk.plan.slug))
    desk.sign_in().post(ADD, new(plan=other.slug))
    assert {one.masterplan for one in Programme.objects.all()} == {desk.plan, other}


@pytest.mark.parametrize("role", [Role.ADMIN, Role.LEADER, Role.FACILITATOR])
def test_readers_get_no_form(desk, role):
    client = desk.sign_in(opd.user(role, desk.region))
    assert client.get(ADD).status_code == 403
    assert client.get(edit(desk.programme())).status_code == 403


@pytest.mark.parametrize("size", [2, 20])
def test_the_form_costs_the_same_queries_for_2_and_20_findings(desk, size, django_assert_max_num_queries):
    one = desk.programme(cells={2027: ("1", 1)})
    for _ in range(size):
        one.findings.add(desk.finding())
        one.supporting_opds.add(opd.opd(desk.region))
    client = desk.sign_in()
    with django_assert_max_num_queries(15):
        client.get(edit(one))


@pytest.mark.parametrize("size", [2, 20])
def test_a_save_costs_the_same_queries_for_2_and_20_links(desk, size, django_assert_max_num_queries):
    one = desk.programme(cells={2027: ("1", 1)})
    findings = [desk.finding() for _ in range(size)]
    offices = [opd.opd(desk.region) for _ in range(size)]
    one.findings.set(findings)
    one.supporting_opds.set(offices)
    links = {"findings": [row.code for row in findings], "supporting_opds": [row.code for row in offices]}
    posted = given(version="1", target_2027="2", rupiah_2027="1", **links)
    client = desk.sign_in()
    with django_assert_max_num_queries(30):  # four of them savepoints
        assert client.post(edit(one), posted).status_code == 302
    assert (one.findings.count(), one.supporting_opds.count()) == (size, size)
