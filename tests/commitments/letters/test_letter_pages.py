"""The page of one letter: its files, its story, and what an editor may do."""

import pytest
from django.urls import reverse

from commitments.letters import services as letters
from commitments.letters.models import Commitment, CommitmentState
from commitments.signing import services as signing
from lib.access import SYSTEM
from lib.jobs.models import Job, JobState
from tests.commitments import factories
from tests.commitments.conftest import SignIn
from tests.world import World


def url(name: str, commitment: Commitment) -> str:
    return reverse(f"commitments:commitment_{name}", args=[commitment.pk])


@pytest.fixture
def commitment(world: World) -> Commitment:
    return Commitment.objects.get(pk=world.commitment.pk)


@pytest.fixture
def making(world: World, commitment: Commitment) -> Commitment:
    """Taken back and asked again: its letter is not made yet."""
    letters.withdraw(commitment, actor=SYSTEM, reason="salah tulis")
    return letters.ask_again(commitment, actor=SYSTEM)


def test_the_page_names_both_files_with_their_hashes(sign_in: SignIn, commitment: Commitment):
    page = sign_in("leader").get(url("detail", commitment)).content.decode()
    for digest in (commitment.slice_sha256, commitment.letter_sha256, commitment.revision.sha256):
        assert " ".join(digest[i : i + 4] for i in range(0, 64, 4)) in page
    assert url("letter", commitment) in page
    assert url("slice", commitment) in page
    assert commitment.letter["token"] in page


def test_the_story_tells_each_step_and_who_took_it(world: World, sign_in: SignIn, commitment: Commitment):
    signing.note_opened(commitment, actor=world.people["head.own"])
    factories.signed(Commitment.objects.get(pk=commitment.pk), world.people["head.own"])
    page = sign_in("editor").get(url("detail", commitment)).content.decode()
    for words in ("Lembar disiapkan", "Dibuka kepala OPD", "Ditandatangani: setuju"):
        assert words in page
    assert world.people["head.own"].label in page


def test_a_withdrawal_tells_its_reason_to_the_opd(sign_in: SignIn, commitment: Commitment):
    answer = sign_in("editor").post(url("withdraw", commitment), {"reason": "Nama OPD salah"})
    assert (answer.status_code, answer["Location"]) == (302, url("detail", commitment))
    page = sign_in("head.own").get(url("detail", commitment)).content.decode()
    assert "Nama OPD salah" in page


def test_a_withdrawal_without_a_reason_is_asked_again_with_the_form(sign_in: SignIn, commitment: Commitment):
    answer = sign_in("editor").post(url("withdraw", commitment), {"reason": " "})
    assert answer.status_code == 400
    assert "Wajib diisi." in answer.content.decode()
    assert Commitment.objects.get(pk=commitment.pk).state == CommitmentState.ISSUED


def test_a_second_withdrawal_is_a_conflict(sign_in: SignIn, commitment: Commitment):
    browser = sign_in("editor")
    browser.post(url("withdraw", commitment), {"reason": "salah tulis"})
    assert browser.post(url("withdraw", commitment), {"reason": "salah tulis"}).status_code == 409
    assert browser.get(url("withdraw", commitment)).status_code == 409


def test_asking_again_opens_the_new_letter(sign_in: SignIn, commitment: Commitment):
    browser = sign_in("editor")
    browser.post(url("withdraw", commitment), {"reason": "salah tulis"})
    answer = browser.post(url("ask_again", commitment))
    made = Commitment.objects.filter(opd=commitment.opd).latest("pk")
    assert answer["Location"] == url("detail", made)
    page = browser.get(url("detail", commitment)).content.decode()
    assert "OPD ini sudah mempunyai lembar yang berlaku." in page
    assert url("detail", made) in page


def test_while_the_letter_is_made_the_page_says_how_far_it_is(sign_in: SignIn, making: Commitment):
    page = sign_in("editor").get(url("detail", making)).content.decode()
    assert f'hx-get="{url("progress", making)}"' in page
    assert "Antre" in page
    Job.objects.filter(pk=making.letter_job_id or 0).update(
        state=JobState.RUNNING, attempts=2, step=1, steps=2, message="Mencetak surat"
    )
    part = sign_in("editor").get(url("progress", making), headers={"HX-Request": "true"})
    text = part.content.decode()
    assert part["HX-Retarget"] == "#surat"
    assert "<html" not in text
    assert "Mencetak surat" in text
    assert "Dimulai lagi setelah terhenti, percobaan 2 dari 3." in text
    assert 'value="1"' in text


def test_the_progress_ends_with_the_links(sign_in: SignIn, making: Commitment):
    factories.deliver(making)
    part = sign_in("editor").get(url("progress", making), headers={"HX-Request": "true"}).content.decode()
    assert "hx-get" not in part
    assert url("letter", making) in part


def test_the_part_equals_its_place_in_the_page(sign_in: SignIn, making: Commitment):
    browser = sign_in("editor")
    page = browser.get(url("detail", making)).content.decode()
    part = browser.get(url("progress", making), headers={"HX-Request": "true"}).content.decode()
    assert squeezed(part) in squeezed(page)


def squeezed(html: str) -> str:
    return " ".join(html.split())


def test_without_javascript_the_progress_is_the_page(sign_in: SignIn, making: Commitment):
    assert sign_in("editor").get(url("progress", making))["Location"] == url("detail", making)


def test_a_failed_letter_can_be_made_again_by_the_editor(sign_in: SignIn, making: Commitment):
    Job.objects.filter(pk=making.letter_job_id or 0).update(
        state=JobState.FAILED, error="Huruf tidak ditemukan."
    )
    page = sign_in("editor").get(url("detail", making)).content.decode()
    assert "Huruf tidak ditemukan." in page
    assert url("retry", making) in page
    assert url("retry", making) not in sign_in("head.own").get(url("detail", making)).content.decode()
    assert sign_in("editor").post(url("retry", making)).status_code == 302
    assert sign_in("editor").post(url("retry", making)).status_code == 409


def test_a_letter_that_is_not_made_yet_cannot_be_downloaded(sign_in: SignIn, making: Commitment):
    answer = sign_in("head.own").get(url("letter", making))
    assert answer.status_code == 409
    assert "masih disiapkan" in answer.content.decode()


def test_acts_are_shown_to_who_may(sign_in: SignIn, commitment: Commitment):
    shown = {
        name: sign_in(name).get(url("detail", commitment)).content.decode()
        for name in ("editor", "admin", "leader", "facilitator", "operator.own", "head.own")
    }
    assert [name for name, page in shown.items() if url("withdraw", commitment) in page] == ["editor"]
    assert [name for name, page in shown.items() if url("sign", commitment) in page] == ["head.own"]


def test_the_letters_of_other_opds_do_not_exist(world: World, sign_in: SignIn):
    for name in ("head.own", "operator.own"):
        for step in ("detail", "letter", "slice", "sign", "receipt", "progress"):
            assert sign_in(name).get(url(step, world.commitment_other)).status_code == 404
