"""Every refusal and failure is a page of the portal: what happened, what to do, nothing lost, who helps."""

import pytest
from django.test import Client, RequestFactory

from portal.web import errors
from portal.web.errors import came_from

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.portal.web.refusing_urls")]

FRAGMENT = {"HX-Request": "true", "HX-Current-URL": "http://testserver/findings/?dimensi=GOV"}


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("reason", "status", "sentence"),
    [
        ("forbidden", 403, "P-ENV-01 dipegang Dinas Lingkungan Hidup."),
        ("denied", 403, "Bukan bagian peran Anda."),
        ("conflict", 409, "Masih ada 11 komentar tanpa jawaban."),
        ("invalid", 400, "Tahun selesai sebelum tahun mulai."),
        ("suspicious", 400, "Isian tidak dapat diterima"),
        ("stale", 409, "dalam <del>satu</del><ins>dua</ins> jam<ins> kerja</ins>"),
        ("missing", 404, "Halaman ini tidak ada"),
        ("large", 413, "Kiriman terlalu besar"),
        ("locked", 503, "Portal sedang tidak dapat dihubungi"),
        ("bug", 500, "Kode kejadian"),
    ],
)
def test_a_refusal_is_a_page_of_the_portal(client, reason, status, sentence):
    answer = client.get(f"/refuse/{reason}/")
    text = answer.content.decode()
    assert answer.status_code == status
    assert sentence in text
    assert text.count("<h1>") == 1
    assert "Perlu bantuan? Hubungi" in text
    assert 'class="bar' in text


@pytest.mark.parametrize(
    ("reason", "status"), [("forbidden", 403), ("conflict", 409), ("stale", 409), ("missing", 404)]
)
def test_htmx_gets_a_fragment_with_the_same_sentence(client, reason, status):
    answer = client.post(f"/refuse/{reason}/", headers=FRAGMENT)
    text = answer.content.decode()
    assert answer.status_code == status
    assert text.strip().startswith('<div id="galat"')
    assert "<html" not in text
    assert "/findings/?dimensi=GOV" in text


def test_a_busy_database_asks_to_come_back(client):
    assert client.get("/refuse/locked/").headers["Retry-After"] == "5"


def test_too_many_attempts_look_like_the_portal(client):
    answer = client.get("/too-many/")
    assert answer.status_code == 429
    assert "Terlalu banyak percobaan" in answer.content.decode()
    assert "disimpan di perangkat Anda, bila perangkat ini dapat menyimpannya" in answer.content.decode()


@pytest.mark.parametrize("reason", ["large", "locked", "bug"])
def test_no_page_promises_what_the_browser_may_be_unable_to_keep(client, reason):
    text = client.get(f"/refuse/{reason}/").content.decode()
    assert "bila perangkat ini dapat menyimpannya" in text


@pytest.mark.parametrize(("source", "ways"), [("", 0), ("/findings/", 1)])
def test_the_way_back_is_offered_where_it_is_another_than_home(client, source, ways):
    text = client.get("/refuse/missing/", headers={"Referer": f"http://testserver{source}"}).content.decode()
    assert text.count(">Kembali</a>") == ways
    assert text.count(">Ke beranda</a>") == 1


def test_a_stale_save_shows_both_texts(client):
    text = client.get("/refuse/stale/").content.decode()
    assert "dalam satu jam" in text
    assert "Operator DLH" in text
    assert "readonly" in text
    assert "Simpan tulisan saya" not in text


def test_a_stale_save_can_be_bettered_and_sent_again_on_the_stored_version(client):
    typed = {
        "version": "7",
        "name": "Kali Bersih",
        "body": "dalam satu jam",
        "password": "rahasia",
        "opd": ["a", "b"],
    }
    text = client.post("/refuse/stale/?tab=1", typed).content.decode()
    assert 'action="/refuse/stale/?tab=1"' in text
    assert 'name="version" value="8"' in text
    assert 'name="name" value="Kali Bersih"' in text
    assert text.count('name="opd"') == 2
    assert text.count('name="body"') == 1
    assert "rahasia" not in text
    assert 'value="7"' not in text


def test_an_expired_session_comes_back_to_the_page_with_the_form(client):
    answer = client.post("/members/", {"a": "1"}, headers={"Referer": "http://testserver/findings/?page=2"})
    assert answer.status_code == 302
    assert answer.url == "/accounts/login/?next=%2Ffindings%2F%3Fpage%3D2"


def test_a_link_survives_the_sign_in(client):
    assert client.get("/members/?a=1").url == "/accounts/login/?next=/members/%3Fa%3D1"


def test_an_expired_session_does_not_put_the_sign_in_page_into_a_fragment(client):
    answer = client.get("/members/", headers=FRAGMENT)
    assert answer.status_code == 401
    assert "/accounts/login/?next=%2Ffindings%2F%3Fdimensi%3DGOV" in answer.content.decode()


def test_an_address_for_sending_only_explains_itself(client):
    answer = client.get("/sent/")
    assert answer.status_code == 405
    assert "hanya menerima kiriman" in answer.content.decode()


def test_a_form_older_than_the_session_says_so():
    answer = Client(enforce_csrf_checks=True).post(
        "/sent/", headers={"Referer": "http://testserver/findings/"}
    )
    text = answer.content.decode()
    assert answer.status_code == 403
    assert "terlalu lama terbuka" in text
    assert 'href="/findings/"' in text


@pytest.mark.parametrize(
    ("source", "back"),
    [
        ("http://testserver/findings/?page=2", "/findings/?page=2"),
        ("https://elsewhere.example/findings/", "/"),
        ("http://testserver//elsewhere.example/x", "/elsewhere.example/x"),
        ("http://testserver/\\elsewhere.example", "/elsewhere.example"),
        ("", "/"),
    ],
)
def test_the_way_back_never_leaves_the_portal(rf, source, back):
    assert came_from(rf.post("/x/", headers={"Referer": source})) == back


def test_a_saved_text_is_forgotten_by_the_browser(client):
    text = client.get("/saved/").content.decode()
    assert 'data-saved="finding:new"' in text
    assert "msg--ok" in text


def test_a_500_page_that_cannot_be_drawn_still_names_the_incident(
    rf: RequestFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(name: str) -> None:
        raise ValueError("missing static file")

    monkeypatch.setattr(errors, "get_template", broken)
    response = errors.server_error(rf.get("/"))
    assert response.status_code == 500
    assert "Kode kejadian" in response.content.decode()
