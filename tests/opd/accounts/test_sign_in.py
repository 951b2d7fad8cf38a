"""The door: one form, its limits kept in the database, and nothing else of allauth within reach."""

import pytest
from django.contrib.auth.hashers import identify_hasher
from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.urls import NoReverseMatch, reverse

from opd.accounts.models import User

pytestmark = pytest.mark.django_db

PASSWORD = "kopi-pagi-di-kantor"
LOGIN = "/accounts/login/"
FAILURES = 5
CLOSED = ["account_signup", "account_reset_password", "account_email", "account_change_password", "mfa_index"]


@pytest.fixture
def head():
    return User.objects.create_user("head.dinkes", password=PASSWORD, label="Kepala Dinas Kesehatan")


def sign_in(client, password=PASSWORD, username="head.dinkes", **extra):
    return client.post(LOGIN, {"login": username, "password": password}, **extra)


def test_the_right_password_opens(client, head):
    assert sign_in(client).status_code == 302
    assert client.session["_auth_user_id"] == str(head.pk)


def test_a_wrong_password_shows_the_form_again(client, head):
    answer = sign_in(client, "salah")
    assert answer.status_code == 200
    assert "Belum dapat masuk" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_an_unknown_name_gets_the_same_words_as_a_wrong_password(client, head):
    def errors(answer):
        return answer.context["form"].non_field_errors()

    assert errors(sign_in(client, username="siapa")) == errors(sign_in(client, "salah"))


def test_a_link_survives_the_sign_in(client, head):
    link = reverse("home") + "?dari=surat"
    answer = client.post(f"{LOGIN}?next={link}", {"login": head.username, "password": PASSWORD, "next": link})
    assert answer.url == link


def test_a_link_to_another_site_is_not_followed(client, head):
    elsewhere = "https://example.org/"
    answer = client.post(LOGIN, {"login": head.username, "password": PASSWORD, "next": elsewhere})
    assert answer.url == "/"


def test_after_five_failures_even_the_right_password_waits(client, head):
    for _ in range(FAILURES):
        sign_in(client, "salah")
    page = sign_in(client).content.decode()
    assert "ditahan sementara" in page
    assert "Ketik ulang" not in page  # typing again is what does not help now
    assert "aria-invalid" not in page
    assert "_auth_user_id" not in client.session


def test_failures_of_one_account_do_not_lock_another_behind_the_same_address(client, head):
    User.objects.create_user("head.disdik", password=PASSWORD, label="Kepala Dinas Pendidikan")
    for _ in range(FAILURES + 10):
        sign_in(client, "salah")
    assert sign_in(client, username="head.disdik").status_code == 302


def test_the_limits_live_in_the_database(client, head, django_assert_max_num_queries):
    assert isinstance(caches["default"], DatabaseCache)
    assert caches["default"]._max_entries == 100_000
    for _ in range(FAILURES):
        sign_in(client, "salah")
    caches["local"].clear()
    assert sign_in(client).status_code == 200


def test_signing_out_is_a_post_and_ends_at_the_door(client, head):
    client.force_login(head)
    assert "_auth_user_id" in client.session
    assert client.get("/accounts/logout/").status_code == 200
    assert client.post("/accounts/logout/").url == LOGIN
    assert "_auth_user_id" not in client.session


def test_passwords_are_kept_as_argon2id_of_19_mib(head):
    assert identify_hasher(head.password).algorithm == "argon2"
    assert head.password.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")


@pytest.mark.parametrize("name", CLOSED)
def test_no_other_page_of_allauth_has_an_address(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize("path", ["signup", "password/reset", "email", "2fa", "password/change"])
def test_what_has_no_address_is_not_found(client, path):
    assert client.get(f"/accounts/{path}/").status_code == 404


def test_every_page_carries_the_strict_policy(client):
    policy = client.get(LOGIN)["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
