"""The page of a programme: its thread from finding to book, what is missing, what may be done."""

import re

import pytest
from django.urls import reverse

from bimtek.findings import services as findings
from lib.access import SYSTEM
from lib.audit.models import AuditEvent
from lib.versioned.services import ANY
from masterplan.programmes import services as programmes
from masterplan.programmes.models import Programme
from opd.accounts.roles import Role
from tests.bimtek import factories as bimtek
from tests.masterplan import factories
from tests.opd import factories as opd
from tests.web import HTMX


def url(programme, act="detail"):
    return reverse(f"masterplan:programme_{act}", args=[programme.pk])


def without_token(page):
    """Each answer has its own against forged forms."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page)


def answer_of(desk, programme, person=None):
    answer = desk.sign_in(person).get(url(programme))
    assert answer.status_code == 200
    return answer


def broken(answer):
    """Names of the knots after which the thread is dashed."""
    found = []
    for part in answer.content.decode().split('<ol class="chain">')[1].split("<li")[1:]:
        if "is-broken" in part.split(">")[0]:
            found.append(part.split('class="chain__kind">')[1].split("<")[0])
    return found


@pytest.fixture
def whole(desk):
    """Nothing is missing: its finding has a cause, its years are filled, its book is printed."""
    session = bimtek.session(desk.cycle)
    finding = desk.finding(session=session, owner_opd=desk.own, area=["Tambun"], root_cause="Limbah malam")
    one = desk.programme(
        start_year=2027, end_year=2028, cells={2027: ("6", 2_100_000), 2028: ("10", 900_000)}
    )
    one.findings.add(finding)
    one.funding_sources.add(desk.plan.funding_sources.get(code="CSR"))
    matrix = desk.section(kind="table", table="programmes", body=None, title="Matriks Program")
    pages = {f"programme-{one.code}": 46, f"section-{matrix.code}": 41}
    factories.export(factories.approved(desk.plan), sha256="a" * 64, page_map=pages)
    one.refresh_from_db()
    return one


def test_a_whole_thread_is_unbroken_from_the_finding_to_the_page_of_the_book(desk, whole):
    answer = answer_of(desk, whole)
    page = answer.content.decode()
    assert broken(answer) == []
    finding = whole.findings.get()
    assert reverse("bimtek:finding_detail", args=[finding.pk]) in page
    for text in ("Bimtek I, 6-7 Juni 2026", "Tambun", "Limbah malam", "Matriks Program</a>, halaman 46"):
        assert text in page
    assert "Nomor halaman menurut v0.1" in page
    thread = answer.context["thread"]
    assert thread.passed == len(thread.checks) == 7


def test_every_gap_dashes_the_thread_where_it_is(desk):
    answer = answer_of(desk, desk.programme())
    assert broken(answer) == ["Temuan", "Penyebab", "Program", "Target dan pagu", "Komitmen"]
    assert answer.context["thread"].passed == 0


def test_unknown_outside_and_zero_look_different(desk):
    one = desk.programme(start_year=2027, end_year=2029, cells={2027: ("0", 0)})
    page = answer_of(desk, one).content.decode()
    table = page.split("<tbody>")[1].split("</tbody>")[0]
    assert table.count("kosong") == 4
    assert table.count("di luar tahun program") == 14
    assert "Jumlah pagu Rp0, 1 dari 3 terisi" in page


def test_what_was_before_the_plan_and_what_a_source_names_stand_apart(desk):
    one = desk.programme(source_amount=2_900_000_000, cells={2024: ("3", None)}, note="Baris")
    factories.achieved(one, 2024)
    page = answer_of(desk, one).content.decode()
    assert "2024, sebelum masterplan:" in page
    assert "(tercapai)" in page
    assert "Rp2,9 miliar menurut sumber, tidak dibagi ke tahun" in page


def test_the_same_cause_of_two_findings_is_told_once(desk):
    one = desk.programme()
    one.findings.set(
        [desk.finding(root_cause="Limbah"), desk.finding(root_cause="Limbah"), desk.finding(root_cause="")]
    )
    causes = answer_of(desk, one).context["thread"].causes
    assert [cause.text for cause in causes] == ["Limbah"]


def test_texts_that_name_it_are_places_of_the_book(desk):
    one = desk.programme(code="P-ENV-01", name="Kali Bersih")
    named = desk.section(body=factories_body("Program P-ENV-01 dimulai."), title="Menyebut Kode")
    desk.section(body=factories_body("Kali bersih dimulai."), title="Menyebut Nama")
    desk.section(title="Tidak Menyebut")
    thread = answer_of(desk, one).context["thread"]
    assert [place.label.rpartition(" M")[2] for place in thread.places] == ["enyebut Kode", "enyebut Nama"]
    assert thread.places[0].pk == named.pk


def factories_body(text):
    block = {"type": "paragraph", "attrs": {"id": "bbbb0001"}, "content": [{"type": "text", "text": text}]}
    return {"type": "doc", "content": [block]}


def test_a_head_reads_the_own_programme_without_the_living_text(desk, whole):
    answer = answer_of(desk, whole, desk.head)
    page = answer.content.decode()
    assert "Matriks program, halaman 46" in page
    assert reverse("masterplan:section_tree") not in page
    assert "Ubah program" not in page
    assert "Tercantum di naskah" not in page
    assert desk.sign_in(desk.head).get(url(desk.programme(desk.other))).status_code == 404


def test_the_commitment_comes_from_its_own_address_and_the_link_works_without_a_script(desk):
    one = desk.programme()
    page = answer_of(desk, one).content.decode()
    address = reverse("commitments:commitment_for_programme", args=[one.pk])
    assert page.count(address) == 2
    assert desk.sign_in().get(address).status_code == 200


def test_acts_are_shown_to_those_who_may(desk):
    one = desk.programme()
    assert url(one, "edit") in answer_of(desk, one).content.decode()
    assert url(one, "edit") in answer_of(desk, one, desk.operator).content.decode()
    for person in (opd.user(Role.FACILITATOR, desk.region), opd.user(Role.OPERATOR, desk.other)):
        page = answer_of(desk, one, person).content.decode()
        assert url(one, "edit") not in page
        assert url(one, "delete") not in page


def test_what_a_frozen_version_holds_shows_why_it_cannot_be_deleted(desk):
    one = desk.programme()
    factories.frozen(desk.plan)
    one.refresh_from_db()
    page = answer_of(desk, one).content.decode()
    assert url(one, "delete") not in page
    assert "sudah tercatat dalam versi beku" in page
    client = desk.sign_in()
    assert "disabled" in client.get(url(one, "delete")).content.decode()
    assert client.post(url(one, "delete")).status_code == 409


def test_setting_aside_asks_for_the_reason_and_restoring_takes_it_back(desk):
    one = desk.programme()
    client = desk.sign_in()
    assert client.get(url(one, "set_aside")).status_code == 200
    assert client.post(url(one, "set_aside"), {"reason": " ", "version": "1"}).status_code == 400
    assert client.post(url(one, "set_aside"), {"reason": "Digabung"}).status_code == 409
    assert 'name="version"' in client.get(url(one, "set_aside")).content.decode()
    read = {"reason": "Digabung", "version": "1"}
    page = client.post(url(one, "set_aside"), read, follow=True).content.decode()
    assert "Alasan: Digabung" in page
    assert "Pulihkan program" in page
    assert url(one, "edit") not in page
    assert client.post(url(one, "set_aside"), {"reason": "lagi"}).status_code == 409
    assert 'name="version"' in page
    assert client.post(url(one, "restore"), {"version": "1"}).status_code == 409
    assert client.post(url(one, "restore"), {"version": "2"}).status_code == 302
    assert client.post(url(one, "restore"), {"version": "3"}).status_code == 409
    one.refresh_from_db()
    assert not one.is_set_aside


def test_deleting_asks_once_more(desk):
    one = desk.programme()
    client = desk.sign_in()
    assert 'name="version"' in client.get(url(one, "delete")).content.decode()
    assert client.post(url(one, "delete")).status_code == 409
    assert Programme.objects.exists()
    assert client.post(url(one, "delete"), {"version": "1"})["Location"] == "/programmes/"
    assert not Programme.objects.exists()
    assert client.get(url(one)).status_code == 404


def test_a_finding_page_and_an_office_page_load_their_programmes(desk):
    finding = desk.finding()
    answering = desk.programme(code="P-ENV-01", cells={2027: ("1", 1_500_000_000)})
    answering.findings.add(finding)
    desk.programme(desk.other, code="P-ENV-02").supporting_opds.add(desk.own)
    aside = desk.programme(code="P-ENV-03")
    aside.findings.add(finding)
    programmes.set_aside(aside, actor=SYSTEM, reason="Ganda", expected_version=ANY)
    client = desk.sign_in()
    for name, row, codes in (
        ("programme_for_finding", finding, ["P-ENV-01"]),
        ("programme_for_opd", desk.own, ["P-ENV-01", "P-ENV-02"]),
    ):
        address = reverse(f"masterplan:{name}", args=[row.pk])
        whole, part = client.get(address).content.decode(), client.get(address, **HTMX).content.decode()
        assert part.strip().startswith(f'<div id="{name.replace("_", "-")}">')
        assert without_token(part.strip()) in without_token(whole)
        for code in ("P-ENV-01", "P-ENV-02", "P-ENV-03"):
            assert (f"<b>{code}</b>" in part) == (code in codes)
    assert "Rp1,5 miliar" in part


def test_an_unanswered_finding_offers_the_form_with_itself_ticked(desk):
    finding = desk.finding()
    address = reverse("masterplan:programme_for_finding", args=[finding.pk])
    page = desk.sign_in().get(address, **HTMX).content.decode()
    assert f"/programmes/add/?finding={finding.code}&amp;dimension=ENV" in page
    reader = desk.sign_in(opd.user(Role.LEADER, desk.region)).get(address, **HTMX).content.decode()
    assert "/programmes/add/" not in reader


@pytest.mark.parametrize("size", [2, 20])
def test_the_page_costs_the_same_queries_for_2_and_20_findings(desk, size, django_assert_max_num_queries):
    one = desk.programme(cells={2027: ("1", 1)})
    for _ in range(size):
        one.findings.add(desk.finding())
        one.supporting_opds.add(opd.opd(desk.region))
        desk.section(kind="table", table="programmes", body=None)
    client = desk.sign_in()
    with django_assert_max_num_queries(15):
        client.get(url(one))


class TestLinkingAProgrammeThatExists:
    """From the page of a finding, as quickly as adding a new one."""

    @pytest.fixture
    def finding(self, desk):
        return desk.finding()

    def link(self, client, finding, programme):
        address = reverse("masterplan:programme_link", args=[finding.pk])
        return client.post(address, {"programme": programme.code})

    def test_those_of_the_same_dimension_are_offered_first(self, desk, finding):
        near, far = desk.programme(), desk.programme(dimension=bimtek.dimension(desk.plan.cycle, "GOV"))
        answering = desk.programme()
        answering.findings.add(finding)
        address = reverse("masterplan:programme_for_finding", args=[finding.pk])
        page = desk.sign_in().get(address, **HTMX).content.decode()
        offered = re.findall(r'<option value="([^"]+)"', page)
        assert offered == [near.code, far.code]

    def test_it_is_linked_once_and_noted(self, desk, finding):
        one, client = desk.programme(), desk.sign_in()
        assert self.link(client, finding, one).status_code == 302
        assert list(one.findings.all()) == [finding]
        one.refresh_from_db()
        assert one.version == 2
        assert AuditEvent.objects.filter(act="programme.changed", object_id=str(one.pk)).count() == 1
        assert self.link(client, finding, one).status_code == 400  # it is offered no longer

    def test_a_finding_that_is_set_aside_gets_none(self, desk, finding):
        findings.set_aside(finding, actor=SYSTEM, expected_version=ANY, reason="Ganda")
        assert self.link(desk.sign_in(), finding, desk.programme()).status_code == 400


def test_who_changed_it_is_for_those_who_work_on_the_plan(desk):
    one = desk.programme()
    assert "Riwayat" in answer_of(desk, one).content.decode()
    assert "Riwayat" not in answer_of(desk, one, opd.user(Role.HEAD, desk.own)).content.decode()
