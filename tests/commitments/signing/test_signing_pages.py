"""Read, answer, receipt: what a head of office meets on a phone."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from commitments.letters import services as letters
from commitments.letters.models import Commitment, CommitmentState, Signature
from lib import clock
from lib.access import SYSTEM
from lib.audit.models import AuditEvent
from lib.text.canonical import sha256
from opd.accounts.roles import Role
from opd.offices.models import OfficeHolder
from tests.bimtek import factories as bimtek
from tests.commitments import factories
from tests.commitments.conftest import SignIn
from tests.masterplan import factories as masterplan
from tests.opd import factories as opd
from tests.opd.factories import PASSWORD
from tests.world import World


@pytest.fixture(autouse=True)
def _fresh_limits(world: World) -> None:
    caches["default"].clear()


def url(name: str, commitment: Commitment) -> str:
    return reverse(f"commitments:commitment_{name}", args=[commitment.pk])


def typed(commitment: Commitment, **changes: Any) -> dict[str, Any]:
    form = {
        "decision": "agree",
        "note": "",
        "has_read": "on",
        "password": PASSWORD,
        "slice_sha256": commitment.slice_sha256,
        "letter_sha256": commitment.letter_sha256,
    }
    return {name: value for name, value in {**form, **changes}.items() if value is not None}


@pytest.fixture
def commitment(world: World) -> Commitment:
    return Commitment.objects.get(pk=world.commitment.pk)


@pytest.fixture
def head(sign_in: SignIn) -> Client:
    return sign_in("head.own")


def test_the_page_shows_everything_that_is_signed(head: Client, commitment: Commitment):
    page = head.get(url("sign", commitment)).content.decode()
    item = commitment.slice["lead"][0]
    for words in (item["code"], item["name"], "Penanggung jawab", "6\u00a0(2027), 10\u00a0(2028) titik"):
        assert words in page
    assert "Rp2.100\u00a0juta" in page
    assert "1 dari 10 tahun terisi" in page
    assert commitment.letter["statement"] in page
    assert commitment.letter["opening"] in page
    assert url("letter", commitment) in page
    assert commitment.slice_sha256[:4] in page


def test_fetching_the_page_is_not_opening_it(head: Client, commitment: Commitment):
    ahead = {"Sec-Purpose": "prefetch;prerender", "Purpose": "prefetch"}
    for headers in (ahead, {}):
        assert head.get(url("sign", commitment), headers=headers).status_code == 200
        assert head.head(url("sign", commitment), headers=headers).status_code == 200
    assert head.get(url("opened", commitment)).status_code == 405
    assert Commitment.objects.get(pk=commitment.pk).opened_at is None
    assert not AuditEvent.objects.filter(act="commitment.opened").exists()


def test_the_page_says_once_that_a_person_sees_it(head: Client, sign_in: SignIn, commitment: Commitment):
    assert sign_in("editor").post(url("opened", commitment)).status_code == 403
    assert Commitment.objects.get(pk=commitment.pk).opened_at is None
    assert f'action="{url("opened", commitment)}"' in head.get(url("sign", commitment)).content.decode()
    assert head.post(url("opened", commitment)).status_code == 204
    assert Commitment.objects.get(pk=commitment.pk).opened_at is not None
    assert url("opened", commitment) not in head.get(url("sign", commitment)).content.decode()


@pytest.mark.parametrize("password", [PASSWORD, "salah"])
def test_whoever_answers_without_script_has_opened_it(head: Client, commitment: Commitment, password: str):
    head.post(url("sign", commitment), typed(commitment, password=password))
    assert Commitment.objects.get(pk=commitment.pk).opened_at is not None
    acts = list(AuditEvent.objects.filter(act__startswith="commitment.").values_list("act", flat=True))
    assert acts.count("commitment.opened") == 1
    assert ("commitment.signed" in acts) == (password == PASSWORD)


def test_a_note_copied_from_a_message_is_stored_without_its_marks(head: Client, commitment: Commitment):
    note = "\u2068(Ibu Ratna\u2069): setuju, target 2028 mohon ditinjau"
    head.post(url("sign", commitment), typed(commitment, decision="agree_with_note", note=note))
    stored = Signature.objects.get(commitment=commitment).note
    assert stored == "(Ibu Ratna): setuju, target 2028 mohon ditinjau"


def test_the_answer_carries_the_two_digests_that_were_shown(head: Client, commitment: Commitment):
    page = head.get(url("answer", commitment)).content.decode()
    assert f'value="{commitment.slice_sha256}"' in page
    assert f'value="{commitment.letter_sha256}"' in page
    assert "TTE tidak tersertifikasi" in page


def test_signing_leads_to_a_receipt(head: Client, commitment: Commitment):
    answer = head.post(url("sign", commitment), typed(commitment))
    assert (answer.status_code, answer["Location"]) == (302, url("receipt", commitment))
    page = head.get(answer["Location"]).content.decode()
    signature = Signature.objects.get(commitment=commitment)
    local = signature.signed_at.astimezone(clock.zone())
    assert f"{local:%H.%M.%S} WIB" in page
    assert "Tanda tangan Anda sudah tercatat" in page
    assert commitment.letter["token"] in page
    assert "TTE tidak tersertifikasi" in page
    assert url("slice", commitment) in page
    assert 'data-saved="sign:' in page
    assert signature.signer_nip not in page


def test_a_note_is_shown_on_the_receipt(head: Client, commitment: Commitment):
    form = typed(commitment, decision="agree_with_note", note="Biaya belum termasuk.")
    page = head.post(url("sign", commitment), form, follow=True).content.decode()
    assert "Biaya belum termasuk." in page
    assert Commitment.objects.get(pk=commitment.pk).state == CommitmentState.SIGNED_WITH_NOTE


def test_a_refusal_is_told_as_one(head: Client, commitment: Commitment):
    form = typed(commitment, decision="decline", note="Target terlalu tinggi.")
    page = head.post(url("sign", commitment), form, follow=True).content.decode()
    assert "Jawaban tidak setuju sudah tercatat" in page
    assert Commitment.objects.get(pk=commitment.pk).state == CommitmentState.DECLINED


def test_a_wrong_password_keeps_what_was_typed(head: Client, commitment: Commitment):
    form = typed(commitment, decision="agree_with_note", note="Biaya belum termasuk.", password="salah")
    answer = head.post(url("sign", commitment), form)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Kata sandi tidak cocok. Belum ada yang ditandatangani." in page
    assert "Biaya belum termasuk." in page
    assert 'value="agree_with_note"' in page
    assert "salah" not in page.replace("salahnya", "")
    assert not Signature.objects.exists()


def test_wrong_passwords_count_against_the_limit_of_sign_in(head: Client, commitment: Commitment):
    for _ in range(5):
        head.post(url("sign", commitment), typed(commitment, password="salah"))
    answer = head.post(url("sign", commitment), typed(commitment))
    assert answer.status_code == 400
    assert "Terlalu banyak percobaan. Tunggu lima menit, lalu coba lagi." in answer.content.decode()
    assert not Signature.objects.exists()
    outside = Client().post(reverse("account_login"), {"login": "head.own", "password": PASSWORD})
    assert outside.status_code == 200


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"decision": None}, "Pilih satu jawaban."),
        ({"decision": "perhaps"}, "Pilih satu jawaban."),
        ({"has_read": None}, "Centang setelah Anda membaca isinya."),
        ({"password": ""}, "Tulis kata sandi Anda."),
        ({"decision": "decline"}, "Tulis alasan Anda tidak setuju."),
        ({"decision": "agree", "note": "Biaya belum termasuk."}, "Kosongkan catatan"),
    ],
)
def test_gaps_are_named_at_their_field(head: Client, commitment: Commitment, change, sentence):
    answer = head.post(url("sign", commitment), typed(commitment, **change))
    assert answer.status_code == 400
    assert sentence in answer.content.decode()
    assert not Signature.objects.exists()


@pytest.mark.parametrize("name", ["slice_sha256", "letter_sha256"])
def test_digests_of_another_letter_are_a_conflict(head: Client, commitment: Commitment, name):
    answer = head.post(url("sign", commitment), typed(commitment, **{name: "0" * 64}))
    assert answer.status_code == 409
    assert "bukan surat yang tersimpan" in answer.content.decode()


def test_the_same_answer_twice_leads_to_the_same_receipt(head: Client, commitment: Commitment):
    first = head.post(url("sign", commitment), typed(commitment))
    second = head.post(url("sign", commitment), typed(commitment))
    assert first["Location"] == second["Location"] == url("receipt", commitment)
    assert Signature.objects.count() == 1


def test_another_answer_from_a_second_tab_is_a_conflict(head: Client, commitment: Commitment):
    head.post(url("sign", commitment), typed(commitment))
    answer = head.post(url("sign", commitment), typed(commitment, decision="decline", note="Terlalu tinggi."))
    assert answer.status_code == 409
    assert "sudah ditandatangani" in answer.content.decode()


def test_another_note_is_another_answer(head: Client, commitment: Commitment):
    notes = ("Anggaran menyusul.", " Anggaran menyusul. ", "Catatan yang lain.")
    answers = [
        head.post(url("sign", commitment), typed(commitment, decision="agree_with_note", note=note))
        for note in notes
    ]
    assert [answer.status_code for answer in answers] == [302, 302, 409]
    assert Signature.objects.get().note == "Anggaran menyusul."


def test_a_gap_in_a_late_form_is_still_a_conflict(head: Client, commitment: Commitment):
    head.post(url("sign", commitment), typed(commitment))
    assert head.post(url("sign", commitment), {}).status_code == 409


def test_a_vacant_office_is_shown_and_cannot_be_signed(head: Client, world: World, commitment: Commitment):
    OfficeHolder.objects.filter(pk=world.holder.pk).update(until=clock.today() - timedelta(days=1))
    answer = head.get(url("sign", commitment))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Jabatan ini kosong" in page
    assert "disabled>Lanjut" in " ".join(page.split()).replace("disabled >", "disabled>")
    assert url("answer", commitment) not in page
    assert head.post(url("sign", commitment), typed(commitment)).status_code == 409
    assert head.post(url("sign", commitment), {}).status_code == 409


def test_a_new_holder_is_told_why_the_letter_is_not_his(head: Client, world: World, commitment: Commitment):
    OfficeHolder.objects.filter(pk=world.holder.pk).update(name="Pejabat Lain")
    assert "sudah berganti" in head.get(url("sign", commitment)).content.decode()
    answer = head.post(url("sign", commitment), typed(commitment))
    assert answer.status_code == 409
    assert "sudah berganti" in answer.content.decode()


def test_an_old_link_leads_on(head: Client, world: World, commitment: Commitment):
    head.post(url("sign", commitment), typed(commitment))
    for step in ("sign", "answer"):
        assert head.get(url(step, commitment))["Location"] == url("receipt", commitment)


def test_a_link_to_a_withdrawn_letter_leads_to_its_page(head: Client, commitment: Commitment):
    letters.withdraw(commitment, actor=SYSTEM, reason="salah tulis")
    for step in ("sign", "answer"):
        assert head.get(url(step, commitment))["Location"] == url("detail", commitment)


def test_without_an_answer_the_receipt_leads_to_the_letter(head: Client, commitment: Commitment):
    assert head.get(url("receipt", commitment))["Location"] == url("detail", commitment)


def test_a_link_survives_the_sign_in(world: World, commitment: Commitment):
    browser = Client()
    asked = browser.get(url("sign", commitment))
    assert asked.status_code == 302
    login = browser.get(asked["Location"])
    assert login.status_code == 200
    answer = browser.post(asked["Location"], {"login": "head.own", "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, url("sign", commitment))
    assert browser.get(answer["Location"]).status_code == 200


def test_a_person_with_several_offices_sees_them_all(world: World, head: Client, commitment: Commitment):
    opd.grant(world.people["head.own"], Role.HEAD, world.opd_other)
    page = head.get(reverse("commitments:board")).content.decode()
    assert url("sign", commitment) in page
    assert url("sign", world.commitment_other) in page
    assert url("sign", world.commitment_other) in head.get(url("sign", commitment)).content.decode()
    receipt = head.post(url("sign", commitment), typed(commitment), follow=True).content.decode()
    assert "Masih ada lembar lain yang menunggu Anda." in receipt
    assert url("sign", world.commitment_other) in receipt


def test_a_general_pledge_reads_as_a_sentence(world: World, sign_in: SignIn):
    office = opd.opd(world.region, "TANPA")
    opd.holder(office)
    opd.user(Role.HEAD, office, username="head.tanpa")
    world.people["head.tanpa"] = opd.user(Role.HEAD, office, username="head.tanpa2")
    plan = masterplan.plan(bimtek.cycle(world.region))
    letter = factories.issued(plan, office)
    page = sign_in("head.tanpa").get(url("sign", letter), follow=True).content.decode()
    assert "Kami berjanji (general)." in page
    assert "tidak memimpin atau mendukung program" in page


def test_the_slice_that_is_downloaded_has_the_signed_hash(head: Client, commitment: Commitment):
    answer = head.get(url("slice", commitment))
    assert sha256(answer.content.decode()) == commitment.slice_sha256
    assert json.loads(answer.content) == commitment.slice
    assert "attachment" in answer["Content-Disposition"]


def test_the_letter_that_is_downloaded_is_the_stored_one(head: Client, commitment: Commitment):
    answer = head.get(url("letter", commitment))
    assert answer.content == factories.LETTER
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Security-Policy"] == "frame-ancestors 'none'"


def test_a_lost_file_is_a_readable_refusal(
    head: Client, commitment: Commitment, settings: Any, tmp_path: Any
):
    settings.MEDIA_ROOT = tmp_path
    answer = head.get(url("letter", commitment))
    assert answer.status_code == 409
    assert "tidak dapat dibaca dari penyimpanan" in answer.content.decode()
