"""The pages of offices and of the people who hold them."""

import pytest
from django.urls import reverse

from lib import clock
from opd.accounts.roles import Role
from opd.offices.models import OfficeHolder
from tests.opd import factories as opd
from tests.web import client_of

pytestmark = pytest.mark.django_db
LIST = "/opd/holders/"
TYPED = {"name": "Pejabat Baru, S.T.", "capacity": "plt", "since": "2026-03-01"}


@pytest.fixture
def office():
    return opd.opd(opd.region(), "DLH")


@pytest.fixture
def admin(office):
    return client_of(opd.user(Role.ADMIN, office.region))


def add_url(office):
    return reverse("opd:holder_add", args=[office.pk])


def page_of(client, url):
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_admin_sees_every_office_and_can_appoint(office, admin):
    held = opd.opd(office.region, "DISDIK")
    opd.holder(held, name="Pejabat Disdik")
    page = page_of(admin, LIST)
    assert page.index("Perlu tindakan") < page.index("Kepala Dinas Dlh") < page.index("Kepala Dinas Disdik")
    assert "Pejabat Disdik" in page
    assert "1 jabatan kosong" in page
    assert add_url(office) in page


def test_the_editor_reads_the_same_list_without_acts(office):
    editor = client_of(opd.user(Role.EDITOR, office.region))
    page = page_of(editor, LIST)
    assert "Kepala Dinas Dlh" in page
    assert add_url(office) not in page
    assert editor.get(add_url(office)).status_code == 403


@pytest.mark.parametrize("role", [Role.LEADER, Role.FACILITATOR, Role.HEAD, Role.OPERATOR])
def test_for_everybody_else_the_list_does_not_exist(office, role):
    place = office if role in (Role.HEAD, Role.OPERATOR) else office.region
    assert client_of(opd.user(role, place)).get(LIST).status_code == 404


def test_an_admin_of_two_regions_sees_both_by_name(office):
    other = opd.region(name="Kota Seberang")
    person = opd.user(Role.ADMIN, office.region)
    opd.grant(person, Role.EDITOR, other)
    page = page_of(client_of(person), LIST)
    assert "Kota Seberang" in page
    assert office.region.name in page


def test_an_appointment_is_stored_and_the_office_page_shows_it(office, admin):
    opd.holder(office, name="Pejabat Lama")
    assert "Pejabat Lama" in page_of(admin, add_url(office))
    answer = admin.post(add_url(office), {**TYPED, "nip": "197001011990031001", "rank": "IV/c"}, follow=True)
    page = answer.content.decode()
    assert "tersimpan sebagai Plt. Kepala Dinas Dlh" in page
    assert f'data-saved="holder:{office.pk}"' in page
    assert OfficeHolder.objects.get(until=None).nip == "19700101 199003 1 001"
    assert page.count("<time") == 2


def test_a_name_copied_from_an_address_book_is_stored_without_its_marks(office, admin):
    typed = {**TYPED, "name": "\u2068Ratna Sari, S.E.\u2069", "decree": "821.2/\u2167/2026"}
    page = admin.post(add_url(office), typed, follow=True).content.decode()
    assert OfficeHolder.objects.get().name == "Ratna Sari, S.E."
    assert "Nama dan gelar: tanda yang tidak terlihat dihapus (U+2068, U+2069)." in page
    assert "di sana menjadi kotak kosong: \u2167 (U+2167)." in page


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("name", "", "Wajib diisi"),
        ("name", "A\x00", "U+0000"),
        ("nip", "1970 0101", "18 angka, di sini 8"),
        ("nip", "NIP tidak ada", "huruf tidak dipakai"),
        ("capacity", "", "Pilih kapasitas"),
        ("since", "besok", "30-09-2026"),
        ("since", "0202-01-01", "1950"),
        ("until", "2020-01-01", "sebelum"),
    ],
)
def test_wrong_input_is_told_at_its_field_and_stores_nothing(office, admin, field, typed, said):
    answer = admin.post(add_url(office), {**TYPED, field: typed})
    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert not OfficeHolder.objects.exists()


@pytest.mark.parametrize("typed", ["19700101 199003 1 001", "19700101.199003.1.001", " 197001011990031001 "])
def test_a_nip_is_stored_in_its_groups(office, admin, typed):
    admin.post(add_url(office), {**TYPED, "nip": typed})
    assert OfficeHolder.objects.get().nip == "19700101 199003 1 001"


def test_a_term_is_ended_by_the_admin(office, admin):
    holder = opd.holder(office)
    url = reverse("opd:holder_end", args=[holder.pk])
    assert url in page_of(admin, reverse("opd:opd_detail", args=[office.pk]))
    assert holder.name in page_of(admin, url)
    assert admin.post(url, {"until": "2019-01-01"}).status_code == 400
    answer = admin.post(url, {"until": clock.today().isoformat()}, follow=True)
    assert "diakhiri" in answer.content.decode()
    assert admin.get(url).status_code == 409
    assert admin.post(url, {"until": clock.today().isoformat()}).status_code == 409


def test_ending_a_term_is_refused_to_readers_and_hidden_from_others(office):
    holder = opd.holder(office)
    url = reverse("opd:holder_end", args=[holder.pk])
    assert client_of(opd.user(Role.EDITOR, office.region)).get(url).status_code == 403
    assert client_of(opd.user(Role.HEAD, office)).post(url, {}).status_code == 403
    assert client_of(opd.user(Role.LEADER, office.region)).get(url).status_code == 404


def test_an_office_page_loads_what_other_apps_own(office, admin):
    page = page_of(admin, reverse("opd:opd_detail", args=[office.pk]))
    for name in ("masterplan:programme_for_opd", "commitments:commitment_for_opd"):
        url = reverse(name, args=[office.pk])
        assert f'hx-get="{url}"' in page
        assert f'<a href="{url}">' in page
    assert "Jabatan kosong" in page


@pytest.mark.parametrize(
    ("role", "is_own", "programmes", "commitment", "names"),
    [
        (Role.EDITOR, True, True, True, True),
        (Role.LEADER, True, True, True, False),
        (Role.FACILITATOR, True, True, True, False),
        (Role.OPERATOR, True, True, True, True),
        (Role.OPERATOR, False, True, False, False),
        (Role.HEAD, True, True, True, True),
        (Role.HEAD, False, False, False, False),
    ],
)
def test_an_office_page_offers_what_one_may_read(office, role, is_own, programmes, commitment, names):
    opd.holder(office, name="Pejabat Dlh")
    place = office.region
    if role in (Role.HEAD, Role.OPERATOR):
        place = office if is_own else opd.opd(office.region)
    page = page_of(client_of(opd.user(role, place)), reverse("opd:opd_detail", args=[office.pk]))
    assert ("programme" in page) == programmes
    assert (reverse("commitments:commitment_for_opd", args=[office.pk]) in page) == commitment
    assert ("Pejabat Dlh" in page) == names


def test_an_office_of_another_region_does_not_exist(office, admin):
    elsewhere = opd.opd(opd.region())
    assert admin.get(reverse("opd:opd_detail", args=[elsewhere.pk])).status_code == 404
    assert admin.get(add_url(elsewhere)).status_code == 404


@pytest.mark.parametrize("count", [2, 20])
def test_the_lists_cost_does_not_grow(office, admin, django_assert_max_num_queries, count):
    for _ in range(count):
        opd.holder(opd.opd(office.region))
    with django_assert_max_num_queries(12):
        admin.get(LIST)
