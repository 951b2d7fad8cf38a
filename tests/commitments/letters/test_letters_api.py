"""Letters, answers, decisions and agreements through the API."""

import hashlib

import pytest

from commitments.letters.models import Commitment, Signature
from lib.audit.models import AuditEvent
from masterplan.versions.models import Revision
from tests.opd.factories import PASSWORD


def answer(commitment, **more):
    return {
        "decision": "agree",
        "has_read": True,
        "password": PASSWORD,
        "slice_sha256": commitment.slice_sha256,
        "letter_sha256": commitment.letter_sha256,
    } | more


@pytest.fixture
def head(world, api):
    return api(world.people["head.own"])


@pytest.fixture
def path(world):
    return f"commitments/{world.commitment.pk}/"


def test_a_head_reads_the_bytes_and_signs_them(world, head, path):
    told = head.get(path).json()
    letter, pledged = head.get(f"{path}letter/"), head.get(f"{path}slice/")
    assert hashlib.sha256(letter.content).hexdigest() == told["letter_sha256"]
    assert hashlib.sha256(pledged.content).hexdigest() == told["slice_sha256"]
    signed = head.post(f"{path}sign/", answer(world.commitment))
    assert (signed.status_code, signed.json()["state"]) == (200, "signed")
    assert signed.json()["signature"]["letter_sha256"] == told["letter_sha256"]


def test_the_same_answer_again_is_answered_and_stored_once(world, head, path):
    for _ in range(2):
        assert head.post(f"{path}sign/", answer(world.commitment)).status_code == 200
    assert Signature.objects.filter(commitment=world.commitment).count() == 1
    other = head.post(f"{path}sign/", answer(world.commitment, decision="decline", note="Tidak jadi."))
    assert other.status_code == 409


@pytest.mark.parametrize(
    ("change", "status", "field"),
    [
        ({"password": "salah"}, 400, "password"),
        ({"decision": "decline"}, 400, "note"),
        ({"has_read": False}, 400, "has_read"),
        ({"decision": "lain"}, 400, "decision"),
        ({"letter_sha256": "0" * 64}, 409, None),
        ({"state": "signed"}, 400, "state"),
    ],
)
def test_an_answer_that_is_not_right_signs_nothing(world, head, path, change, status, field):
    refused = head.post(f"{path}sign/", answer(world.commitment, **change))
    assert refused.status_code == status, refused.content
    assert field is None or field in refused.json()["fields"]
    assert not Signature.objects.exists()


def test_a_letter_that_is_opened_is_marked_once(world, head, path):
    moments = {head.post(f"{path}opened/").json()["opened_at"] for _ in range(2)}
    assert len(moments) == 1
    assert moments != {None}


def test_an_editor_withdraws_and_asks_again(world, api, path):
    editor = api(world.people["editor"])
    gone = editor.post(f"{path}withdraw/", {"reason": "Salah alamat."})
    assert (gone.json()["state"], gone.json()["end_reason"]) == ("withdrawn", "Salah alamat.")
    made = editor.post(f"{path}ask-again/")
    assert (made.status_code, made.json()["state"]) == (201, "preparing")
    waiting = editor.get(made["Location"].removeprefix("/api/v1/") + "letter/")
    assert waiting.status_code == 409
    assert Commitment.objects.live().filter(opd=world.opd).count() == 1


def test_lists_tell_an_opd_only_its_own_letters(world, api, head):
    theirs = {one["opd"] for one in head.get(f"plans/{world.plan.slug}/commitments/").json()["results"]}
    board = api(world.people["leader"]).get(f"plans/{world.plan.slug}/board/").json()
    assert theirs == {"DLH"}
    assert {row["opd"] for row in board["results"]} == {"DLH", "DISDIK"}


def test_the_leader_makes_a_version_final_with_a_reason_and_its_book_is_ordered(world, api):
    leader = api(world.people["leader"])
    body = {"seen_sha256": world.revision_approved.sha256, "missing_reason": "Menyusul.", "seen_missing": 2}
    path = f"revisions/{world.revision_approved.pk}/finalise/"
    assert leader.post(path, body | {"seen_missing": 1}).status_code == 409
    assert leader.post(path, body).json()["state"] == "final"
    assert Revision.objects.get(pk=world.revision_approved.pk).exports.filter(is_final=True).count() == 1
    assert leader.post(path, body).status_code == 409


def test_a_scan_is_attached_as_a_body_and_read_back(world, api):
    editor = api(world.people["editor"])
    path, content = (
        f"agreements/{world.agreement.pk}/",
        b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n",
    )
    sent = editor.send(
        "PUT", f"{path}scan/", raw=content, kind="application/pdf", version=world.agreement.version
    )
    assert sent.status_code == 200, sent.content
    read = editor.get(f"{path}scan/")
    assert (read.content, read["Content-Type"]) == (content, "application/pdf")
    assert read["Content-Disposition"].startswith("attachment")


def test_a_code_is_verified_by_anyone_without_a_token(world, api):
    told = api(None).get(f"verify/{world.commitment.token.lower()}/").json()
    assert (told["verdict"], told["document"]) == ("tercatat", "letter")
    unknown = api(None).get("verify/TIADA/")
    assert (unknown.status_code, "tidak ada" in unknown.json()["detail"]) == (404, True)


def test_an_act_through_the_api_is_recorded_under_the_person(world, head, path):
    head.post(f"{path}sign/", answer(world.commitment))
    event = AuditEvent.objects.filter(act="commitment.signed").get()
    assert event.actor == world.people["head.own"]
