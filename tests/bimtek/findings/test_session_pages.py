"""The list of the workshops and the room of one."""

import uuid
from datetime import date, timedelta

import pytest
from django.urls import reverse

from bimtek.findings.models import Finding
from bimtek.findings.selectors import sitting
from bimtek.sessions.models import BimtekSession
from lib import clock
from opd.accounts.roles import Role
from tests.bimtek import factories as bimtek
from tests.opd import factories as opd
from tests.web import HTMX

OVERVIEW = "/bimtek/"
TYPED = {"kind": "masalah", "topic": "ENV:ENV-1", "title": "Sungai kotor", "root_cause": "Limbah"}


def room_url(room):
    return reverse("bimtek:session_detail", args=[room.session.pk])


def record_url(room):
    return reverse("bimtek:finding_record", args=[room.session.pk])


def typed(**values):
    return {**TYPED, "uid": str(uuid.uuid4()), **values}


def test_the_list_tells_when_and_how_many(room):
    room.finding(session=room.session)
    room.finding()
    room.cycle.sessions.create(stage="II", purpose="Merumuskan solusi", outputs=["nominasi quick win"])
    page = room.sign_in().get(OVERVIEW).content.decode()
    assert "6-7 Juni 2026" in page or "6–7 Juni 2026" in page
    assert "Tanggal belum ditetapkan" in page
    assert "nominasi quick win" in page
    assert "?session=I" in page
    assert "?session=-" in page


def test_a_cycle_without_workshops_says_so(room):
    room.session.delete()
    assert "Belum ada Bimtek dalam siklus ini" in room.sign_in().get(OVERVIEW).content.decode()


@pytest.mark.parametrize(
    ("start", "end", "state", "day"),
    [
        (-1, 0, "on", 2),
        (0, 1, "on", 1),
        (-3, -2, "over", 0),
        (1, 2, "ahead", 0),
        (0, None, "on", 1),
        (None, None, "unset", 0),
    ],
)
def test_a_workshop_knows_its_day(start, end, state, day):
    today = clock.today()
    days = [None if n is None else today + timedelta(days=n) for n in (start, end)]
    found = sitting(BimtekSession(start=days[0], end=days[1]))
    assert (found.state, found.day) == (state, day)


def test_the_room_shows_what_was_found_newest_first(room):
    old = room.finding(session=room.session, kind="keunggulan", area=["Setu"])
    new = room.finding(session=room.session, dimension=bimtek.dimension(room.cycle, "GOV"))
    room.finding(title="Di luar ruangan")
    page = room.sign_in().get(room_url(room)).content.decode()
    assert page.index(new.title) < page.index(old.title)
    assert "1 keunggulan" in page
    assert "Di luar ruangan" not in page


def test_the_room_can_be_seen_by_dimension(room):
    room.finding(session=room.session, title="Tentang sungai")
    room.finding(session=room.session, title="Tentang layanan", dimension=bimtek.dimension(room.cycle, "GOV"))
    page = room.sign_in().get(room_url(room), {"dimension": "GOV"}).content.decode()
    assert "Tentang layanan" in page
    assert "Tentang sungai" not in page


def test_readers_see_the_room_without_the_form(room):
    page = room.sign_in(opd.user(Role.LEADER, room.region)).get(room_url(room)).content.decode()
    assert "Simpan temuan" not in page
    assert "Belum ada temuan dari Bimtek ini" in page


def test_a_finding_is_recorded_without_javascript(room):
    client = room.sign_in()
    answer = client.post(record_url(room), typed(), follow=True)
    assert answer.redirect_chain == [(f"{room_url(room)}#room", 302)]
    page = answer.content.decode()
    finding = Finding.objects.get()
    assert (finding.session, finding.dimension.code, finding.code) == (room.session, "ENV", "T-001")
    assert "T-001 tersimpan" in page
    assert f'data-saved="finding:room:{room.session.pk}"' in page
    assert '<option value="ENV:ENV-1" selected>' in page


def test_the_fragment_has_the_new_row_an_empty_form_and_the_cursor_in_it(room):
    client = room.sign_in()
    page = client.post(record_url(room), typed(), **HTMX).content.decode()
    assert page.strip().startswith('<div id="room">')
    assert "T-001 tersimpan" in page
    assert page.count('class="is-new"') == 1
    assert "data-focus" in page
    assert 'Nomor berikutnya <b class="tnum">T-002</b>' in page
    assert 'value="Sungai kotor"' not in page
    assert '<option value="ENV:ENV-1" selected>' in page


def test_another_room_asks_for_the_dimension_again(room):
    client = room.sign_in()
    client.post(record_url(room), typed())
    chosen = '<option value="ENV:ENV-1" selected>'
    assert chosen in client.get(room_url(room)).content.decode()
    other = room.cycle.sessions.create(stage="II", purpose="Merumuskan solusi")
    page = client.get(reverse("bimtek:session_detail", args=[other.pk])).content.decode()
    assert 'value="ENV:ENV-1"' in page
    assert chosen not in page


def test_a_double_click_records_once(room):
    client, form = room.sign_in(), typed()
    answers = [client.post(record_url(room), form, **HTMX) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert Finding.objects.count() == 1
    assert "T-001 tersimpan" in answers[1].content.decode()


def test_the_same_page_sent_with_another_text_is_a_conflict(room):
    client, form = room.sign_in(), typed()
    client.post(record_url(room), form)
    assert client.post(record_url(room), {**form, "title": "Jalan rusak"}).status_code == 409


def test_the_room_says_how_a_comma_before_three_digits_was_read(room):
    page = room.sign_in().post(record_url(room), typed(evidence_value="1,250"), **HTMX).content.decode()
    assert "Nilai data: “1,250” dibaca 1250 (ribuan); bila pecahan, tulis 1,2500." in page


def test_wrong_input_comes_back_with_what_was_typed(room):
    client = room.sign_in()
    form = typed(topic="XYZ", evidence_value="1250.000")
    page = client.post(record_url(room), form)
    fragment = client.post(record_url(room), form, **HTMX)
    assert (page.status_code, fragment.status_code) == (400, 422)
    for answer in (page, fragment):
        html = answer.content.decode()
        assert "Ada 2 isian yang perlu diperbaiki" in html
        assert 'value="Sungai kotor"' in html
        assert form["uid"] in html
    assert not Finding.objects.exists()


def test_recording_needs_a_right_and_a_workshop_that_is_there(room):
    for role, status in ((Role.ADMIN, 403), (Role.LEADER, 403), (Role.FACILITATOR, 302)):
        client = room.sign_in(opd.user(role, room.region))
        assert client.post(record_url(room), typed()).status_code == status
    operator = room.sign_in(room.operator)
    assert operator.post(record_url(room), typed(owner_opd="DISDIK")).status_code == 403
    assert operator.post(record_url(room), typed(owner_opd="DLH")).status_code == 302
    head = room.sign_in(opd.user(Role.HEAD, room.own))
    assert head.post(record_url(room), typed()).status_code == 404
    assert room.sign_in().get(record_url(room)).status_code == 405


def test_the_page_of_a_workshop_belongs_to_its_own_plan(room):
    later = bimtek.cycle(room.region, deadline=date(2030, 1, 1))
    session = bimtek.session(later)
    answer = room.sign_in().get(reverse("bimtek:session_detail", args=[session.pk]))
    assert answer.status_code == 200


@pytest.mark.parametrize("count", [2, 20])
def test_the_rooms_cost_does_not_grow_with_its_findings(room, django_assert_max_num_queries, count):
    for _ in range(count):
        room.finding(session=room.session, owner_opd=room.own)
    client = room.sign_in()
    with django_assert_max_num_queries(20):
        client.get(room_url(room))
    with django_assert_max_num_queries(17):
        client.get(OVERVIEW)
