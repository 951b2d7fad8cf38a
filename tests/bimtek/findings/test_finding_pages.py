"""One finding: its thread, its history, its form, and the acts that take it away."""

import uuid

import pytest
from django.urls import reverse

from bimtek.findings import services as findings
from bimtek.findings.document import FindingData
from bimtek.findings.models import Finding
from opd.accounts.roles import Role
from tests.masterplan import factories as masterplan
from tests.opd import factories as opd
from tests.pages import stored_text

TYPED = {"kind": "masalah", "topic": "ENV:ENV-1", "title": "Sungai hitam", "root_cause": "Limbah"}


def url(name, finding=None):
    return reverse(f"bimtek:finding_{name}", args=[finding.pk] if finding else [])


def text(client, name, finding):
    answer = client.get(url(name, finding))
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_thread_goes_from_the_finding_to_the_programmes(room):
    finding = room.answered(owner_opd=room.own, session=room.session, area=["Setu"])
    page = text(room.sign_in(), "detail", finding)
    assert f'hx-get="{reverse("masterplan:programme_for_finding", args=[finding.pk])}"' in page
    assert "is-broken" not in page
    for fact in ("Bimtek I", "Dlh", "Setu", finding.root_cause):
        assert fact in page


def test_a_gap_in_the_thread_is_dashed(room):
    page = text(room.sign_in(), "detail", room.finding(root_cause=""))
    assert page.count("is-broken") == 2
    assert "Belum dijawab program" in page
    assert "Penyebab belum dicatat" in page


def test_a_strength_is_worded_kindly(room):
    page = text(room.sign_in(), "detail", room.finding(kind="keunggulan", root_cause=""))
    assert "Siap dimanfaatkan" in page
    assert "Belum dijawab" not in page
    assert "Penyebab" not in page


def test_a_source_is_a_link_that_tells_nothing_about_the_portal(room):
    page = text(room.sign_in(), "detail", room.finding(source_url="https://contoh.id/berita"))
    assert 'rel="noreferrer noopener external">contoh.id/berita</a>' in page


def test_a_head_reads_what_the_own_programmes_answer_and_gets_no_way_into_the_room(room):
    finding, other = room.answered(session=room.session), room.finding()
    head = room.sign_in(opd.user(Role.HEAD, room.own))
    page = text(head, "detail", finding)
    assert reverse("bimtek:session_detail", args=[room.session.pk]) not in page
    assert "Ubah temuan" not in page
    assert head.get(url("detail", other)).status_code == 404


def test_the_history_tells_who_changed_what(room):
    finding = room.finding()
    findings.update(finding, data_of(room, finding), actor=room.editor, expected_version=1)
    page = text(room.sign_in(), "detail", finding)
    assert f"<b>{room.editor}</b> mengubah judul" in page
    assert "memuat dari berkas daerah" in page


def data_of(room, finding, title="Sungai hitam"):
    return FindingData(
        kind=finding.kind, title=title, dimension=finding.dimension, root_cause=finding.root_cause
    )


def test_a_finding_is_written_down_outside_the_room_too(room):
    client = room.sign_in()
    form = {**TYPED, "uid": str(uuid.uuid4()), "session": "I", "description": "satu\ndua"}
    answer = client.post(url("add"), form, follow=True)
    finding = Finding.objects.get()
    assert (finding.session, finding.description) == (room.session, "satu\ndua")
    assert f'data-saved="finding:new:{room.session.cycle_id}"' in answer.content.decode()
    client.post(url("add"), form)
    assert Finding.objects.count() == 1


def test_the_form_knows_the_dimension_one_came_from(room):
    page = room.sign_in().get(url("add"), {"dimension": "ENV"}).content.decode()
    assert '<option value="ENV" selected>' in page


def test_a_change_is_saved_and_said(room):
    finding, client = room.finding(), room.sign_in()
    assert 'name="version" value="1"' in text(client, "edit", finding)
    answer = client.post(url("edit", finding), {**TYPED, "version": "1"}, follow=True)
    page = answer.content.decode()
    assert f"{finding.code} tersimpan" in page
    assert f'data-saved="finding:{finding.pk}"' in page
    finding.refresh_from_db()
    assert (finding.title, finding.version) == ("Sungai hitam", 2)


@pytest.mark.parametrize("version", ["1", "", None])
def test_a_stale_form_gets_both_texts_and_can_be_sent_from_there(room, version):
    finding, client = room.finding(), room.sign_in()
    client.post(url("edit", finding), {**TYPED, "version": "1", "title": "Sungai merah"})
    form = {**TYPED, "title": "Sungai biru"} | ({} if version is None else {"version": version})
    answer = client.post(url("edit", finding), form)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Sungai merah" in stored_text(page)
    assert "Sungai biru" in page
    assert 'name="version" value="2"' in page
    client.post(url("edit", finding), {**form, "version": "2"})
    finding.refresh_from_db()
    assert finding.title == "Sungai biru"


def test_a_wrong_form_comes_back_whole(room):
    finding, client = room.finding(), room.sign_in()
    form = {**TYPED, "version": "1", "evidence_value": "1.5", "evidence_year": "22"}
    answer = client.post(url("edit", finding), form)
    assert answer.status_code == 400
    assert 'value="1.5"' in answer.content.decode()
    assert client.post(url("add"), {}).status_code == 400
    finding.refresh_from_db()
    assert finding.version == 1


def test_setting_aside_asks_for_a_reason_and_warns_of_what_it_answers(room):
    finding, client = room.answered(), room.sign_in()
    page = text(client, "set_aside", finding)
    assert finding.programmes.get().code in page
    assert client.post(url("set_aside", finding), {"version": "1", "reason": " "}).status_code == 400
    answer = client.post(url("set_aside", finding), {"version": "1", "reason": "Ganda"}, follow=True)
    page = answer.content.decode()
    assert "tidak ikut ke dalam masterplan" in page
    assert "Alasan: Ganda" in page
    assert client.get(url("set_aside", finding)).status_code == 409
    assert client.post(url("restore", finding), {"version": "1"}).status_code == 409
    assert client.post(url("restore", finding), {"version": "2"}).status_code == 302
    assert Finding.objects.live().filter(pk=finding.pk).exists()


def test_deleting_asks_first_and_says_what_is_lost(room):
    finding, client = room.answered(), room.sign_in()
    assert finding.programmes.get().code in text(client, "delete", finding)
    assert client.post(url("delete", finding), {}).status_code == 409
    assert client.post(url("delete", finding), {"version": "x"}).status_code == 409
    answer = client.post(url("delete", finding), {"version": "1"}, follow=True)
    assert "dihapus" in answer.content.decode()
    assert not Finding.objects.exists()


def test_what_is_frozen_shows_the_button_disabled_with_its_reason(room):
    finding, client = room.finding(), room.sign_in()
    masterplan.frozen(room.plan)
    page = text(client, "detail", finding)
    assert "Kesampingkan dengan alasan" in page
    assert url("delete", finding) not in page
    assert client.get(url("delete", finding)).status_code == 409
    assert client.post(url("delete", finding), {"version": "1"}).status_code == 409


def test_who_may_not_act_sees_no_acts_and_is_refused(room):
    finding = room.finding(owner_opd=room.own)
    reader = room.sign_in(opd.user(Role.OPERATOR, room.other))
    page = text(reader, "detail", finding)
    for name in ("edit", "set_aside", "delete"):
        assert url(name, finding) not in page
        assert reader.get(url(name, finding)).status_code == 403
        assert reader.post(url(name, finding), {}).status_code == 403
    assert reader.post(url("restore", finding), {}).status_code == 403
    assert text(room.sign_in(room.operator), "edit", finding)


def test_the_pages_cost_is_bounded(room, django_assert_max_num_queries):
    finding, client = room.answered(owner_opd=room.own, session=room.session), room.sign_in()
    with django_assert_max_num_queries(17):
        client.get(url("detail", finding))
    with django_assert_max_num_queries(17):
        client.get(url("edit", finding))


def test_an_area_nobody_named_is_not_the_whole_region(room):
    finding = room.finding(area=[])
    page = room.sign_in().get(f"/bimtek/findings/{finding.pk}/").content.decode()
    assert "Belum disebut" in page
    assert "Wilayah belum disebut." in page
    form = room.sign_in().get(f"/bimtek/findings/{finding.pk}/edit/").content.decode()
    assert "belum disebut" in form
    for text in (page, form):
        assert "seluruh daerah" not in text.lower()
