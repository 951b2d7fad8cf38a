"""What a stranger learns from a printed code."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from commitments.decisions import services as decisions
from commitments.letters import services as letters
from commitments.letters.models import Commitment, CommitmentState, SignDecision
from commitments.verification.selectors import Verdict, verify
from lib.access import SYSTEM
from lib.text.codes import printed
from masterplan.plan.models import Masterplan
from masterplan.versions.files.models import Export
from masterplan.versions.models import Revision, RevisionState
from tests import triggers
from tests.bimtek import factories as bimtek
from tests.commitments import factories
from tests.masterplan import factories as masterplan
from tests.world import World


@pytest.fixture
def stranger() -> Client:
    return Client()


@pytest.fixture
def commitment(world: World) -> Commitment:
    return Commitment.objects.get(pk=world.commitment.pk)


def signed(world: World, commitment: Commitment, decision: SignDecision = SignDecision.AGREE) -> Commitment:
    factories.signed(commitment, world.people["head.own"], decision)
    return Commitment.objects.get(pk=commitment.pk)


STATES = {
    CommitmentState.PREPARING: Verdict.RECORDED,
    CommitmentState.ISSUED: Verdict.RECORDED,
    CommitmentState.SIGNED: Verdict.VALID,
    CommitmentState.SIGNED_WITH_NOTE: Verdict.VALID,
    CommitmentState.DECLINED: Verdict.RECORDED,
    CommitmentState.WITHDRAWN: Verdict.WITHDRAWN,
    CommitmentState.SUPERSEDED: Verdict.SUPERSEDED,
}
VERSIONS = {
    RevisionState.FROZEN: Verdict.RECORDED,
    RevisionState.IN_REVIEW: Verdict.RECORDED,
    RevisionState.RETURNED: Verdict.RECORDED,
    RevisionState.APPROVED: Verdict.VALID,
    RevisionState.SUPERSEDED: Verdict.SUPERSEDED,
}
WORDS = {
    Verdict.VALID: "SAH",
    Verdict.SUPERSEDED: "DIGANTIKAN",
    Verdict.WITHDRAWN: "DICABUT",
    Verdict.RECORDED: "TERCATAT, BELUM BERLAKU",
}


@pytest.mark.parametrize("state", STATES)
def test_a_letter_has_the_verdict_of_its_state(stranger: Client, commitment: Commitment, state: str):
    with triggers.disabled():  # only a test sends a letter back to its beginning
        Commitment.objects.filter(pk=commitment.pk).update(state=state, end_reason="salah tulis")
    answer = stranger.get(f"/v/{commitment.token}")
    assert answer.status_code == 200
    assert WORDS[STATES[CommitmentState(state)]] in answer.content.decode()


@pytest.mark.parametrize("state", VERSIONS)
def test_a_version_has_the_verdict_of_its_state(stranger: Client, world: World, state: str):
    revision = masterplan.frozen(masterplan.plan(bimtek.cycle(world.region)))
    with triggers.disabled():  # only a test leaves steps out
        Revision.objects.filter(pk=revision.pk).update(state=state)
    answer = stranger.get(f"/v/{revision.token}")
    assert WORDS[VERSIONS[RevisionState(state)]] in answer.content.decode()


def test_a_signed_letter_says_who_signed_what_and_when(
    world: World, stranger: Client, commitment: Commitment
):
    signature = signed(world, commitment).signature
    page = " ".join(stranger.get(f"/v/{commitment.token}").content.decode().split())
    for words in (
        "Lembar komitmen Dinas Dlh",
        "Kepala Dinas Dlh (definitif), Pejabat Dlh",
        "TTE tidak tersertifikasi",
        "1 program: 1 dipimpin, 0 didukung",
        "WIB",
        commitment.revision.label,
        " ".join(commitment.slice_sha256[i : i + 4] for i in range(0, 64, 4)),
        " ".join(commitment.letter_sha256[i : i + 4] for i in range(0, 64, 4)),
    ):
        assert words in page
    for secret in (signature.signer_nip, "127.0.0.1", "head.own", world.people["head.own"].label):
        assert secret not in page


def test_a_note_is_not_for_strangers(world: World, stranger: Client, commitment: Commitment):
    signature = signed(world, commitment, SignDecision.DECLINE).signature
    page = stranger.get(f"/v/{commitment.token}").content.decode()
    assert signature.note not in page
    assert "tidak setuju" in page


ADDRESSES = [
    *("/v/{}", "/V/{}", "/V/{}/", "/v/{}.", "/v/{})", "/v/({})", "/v/{}%0A", "/v/{}%E2%80%8B", "/v/{}/."),
    *("/v/{}/?utm_source=wa", "/v/Kode%3A%20{}", "/v/https://portal.example/v/{}", "/api/v1/verify/{}./"),
]
SPELLINGS = [str, str.lower, lambda code: code.replace("-", "%20"), lambda code: code.replace("-", "")]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("spell", SPELLINGS)
def test_what_stands_around_a_code_in_an_address_does_not_matter(
    stranger: Client, commitment: Commitment, address: str, spell: Callable[[str], str]
):
    answer = stranger.get(address.format(spell(printed(commitment.token))))
    assert answer.status_code == 200
    assert printed(commitment.token) in answer.content.decode()


TYPED = [
    *("{}", "Kode: {}", "  {}.\n", "*{}*", "https://portal.example/verify/?kode={}"),
    *("https://portal.example/v/{}?utm_source=whatsapp", "Cek di https://portal.example/v/{} ya Pak"),
    "https://l.wl.co/l?u=https%3A%2F%2Fportal.example%2Fv%2F{}",
]


@pytest.mark.parametrize("message", TYPED)
def test_what_stands_around_a_code_in_the_box_does_not_matter(
    stranger: Client, commitment: Commitment, world: World, message: str
):
    for token in (commitment.token, Revision.objects.get(pk=world.revision.pk).token):
        answer = stranger.get("/verify/", {"kode": message.format(printed(token))})
        assert answer["Location"] == f"/v/{printed(token)}"


@pytest.mark.parametrize("message", TYPED)
def test_a_wrong_code_stays_unknown_in_any_company(stranger: Client, commitment: Commitment, message: str):
    wrong = commitment.token[:-1] + ("7" if commitment.token[-1] != "7" else "8")
    for code in (printed(wrong), printed(commitment.token) + "7", printed(commitment.token)[:-1]):
        answer = stranger.get("/verify/", {"kode": message.format(code)}, follow=True)
        assert answer.status_code == 404
        assert "TIDAK DIKENAL" in answer.content.decode()


def test_the_first_of_two_codes_is_the_one_that_is_asked(world: World, commitment: Commitment):
    other = Commitment.objects.get(pk=world.commitment_other.pk)
    for first, second in ((commitment, other), (other, commitment)):
        assert verify(f"{printed(first.token)} {printed(second.token)}").commitment == first


@pytest.mark.parametrize("code", ["0000-0000-0000-0000", "x", "a" * 500, "%3Cscript%3E", "7Q2K%E2%80%AE"])
def test_an_unknown_code_is_the_same_page_with_404(db: None, stranger: Client, code: str):
    answer = stranger.get(f"/v/{code}")
    page = answer.content.decode()
    assert answer.status_code == 404
    assert "TIDAK DIKENAL" in page
    assert "Periksa ketikan kode" in page
    assert "<script>" not in page


def test_a_replaced_letter_leads_to_the_newer_one(world: World, stranger: Client, commitment: Commitment):
    signed(world, commitment)
    Commitment.objects.filter(pk=commitment.pk).update(state=CommitmentState.SUPERSEDED)
    newer = letters.ask_again(Commitment.objects.get(pk=commitment.pk), actor=SYSTEM)
    page = stranger.get(f"/v/{commitment.token}").content.decode()
    assert f"/v/{printed(newer.token)}" in page
    assert f"/v/{printed(newer.token)}" not in stranger.get(f"/v/{newer.token}").content.decode()


def test_a_final_book_is_named_by_both_hashes(world: World, stranger: Client):
    revision = Revision.objects.get(pk=world.revision_approved.pk)
    decisions.finalise(revision, actor=SYSTEM, seen_sha256=revision.sha256, missing_reason="menyusul")
    page = stranger.get(f"/v/{revision.token}").content.decode()
    assert "buku final sedang dicetak" in page
    Export.objects.filter(revision=revision, is_final=True).update(sha256="cd" * 32)
    page = stranger.get(f"/v/{revision.token}").content.decode()
    assert "SAH" in page
    assert "Ditetapkan" in page
    assert "cdcd cdcd" in page
    assert " ".join(revision.sha256[i : i + 4] for i in range(0, 64, 4)) in page


def test_illustrative_plans_are_labelled(world: World, stranger: Client, commitment: Commitment):
    assert "Data ilustrasi" not in stranger.get(f"/v/{commitment.token}").content.decode()
    Masterplan.objects.filter(pk=world.plan.pk).update(is_illustrative=True)
    assert "Data ilustrasi" in stranger.get(f"/v/{commitment.token}").content.decode()
    assert "Data ilustrasi" in stranger.get(f"/v/{world.revision.token}").content.decode()


@pytest.mark.usefixtures("no_frame")
def test_it_asks_little_of_the_database(
    world: World,
    stranger: Client,
    commitment: Commitment,
    django_assert_max_num_queries: DjangoAssertNumQueries,
):
    signed(world, commitment)
    with django_assert_max_num_queries(1):
        stranger.get(f"/v/{commitment.token}")
    with django_assert_max_num_queries(3):
        stranger.get(f"/v/{world.revision.token}")
    with django_assert_max_num_queries(2):
        stranger.get("/v/0000-0000-0000-0000")
    with django_assert_max_num_queries(0):
        stranger.get("/v/tidak-sepanjang-kode")


def test_the_entrance_leads_to_the_answer(db: None, stranger: Client):
    assert stranger.get("/verify/").status_code == 200
    assert stranger.get("/verify/", {"kode": " 7q2k-9dhm "})["Location"] == "/v/7q2k-9dhm"
    whole = "HTTP://PORTAL.EXAMPLE/V/7Q2K-9DHM-4T6V-0XBE"
    assert stranger.get("/verify/", {"kode": whole})["Location"] == "/v/7Q2K-9DHM-4T6V-0XBE"


@pytest.mark.parametrize("typed", ["", "   ", "!!!", "x" * 1001])
def test_an_entrance_without_a_code_asks_for_it(db: None, stranger: Client, typed: str):
    answer = stranger.get("/verify/", {"kode": typed})
    assert answer.status_code == 400
    assert "Tulis kode yang tercetak pada dokumen." in answer.content.decode()


def test_it_is_read_only(db: None, stranger: Client):
    assert stranger.post("/verify/").status_code == 405
    assert stranger.post("/v/0000").status_code == 405
    assert stranger.head("/verify/").status_code == 200


def test_what_is_typed_as_o_i_and_l_is_read_as_digits(commitment: Commitment):
    lookalike = commitment.token.replace("0", "O").replace("1", "l")
    assert verify(lookalike).commitment == commitment
