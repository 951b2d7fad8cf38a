"""The facilitator's decision, and the leader's: final, once, with one book."""

import pytest
from django.urls import reverse

from commitments.decisions import services as decisions
from commitments.letters.models import Commitment, CommitmentState, SignDecision
from lib.access import SYSTEM
from lib.audit.models import AuditEvent
from lib.errors import Conflict, Forbidden, Invalid
from lib.jobs.models import Job, JobState
from lib.text.codes import printed
from lib.threads.models import Answer
from lib.versioned.services import ANY
from masterplan.versions.files.models import Export
from masterplan.versions.models import Revision, RevisionState
from masterplan.versions.rounds import services as rounds
from masterplan.versions.rounds.models import Decision, ReviewRound
from tests.commitments import factories
from tests.commitments.conftest import SignIn
from tests.world import World

pytestmark = pytest.mark.both_databases

REASON = "Tenggat kementerian; dua OPD menyusul."


@pytest.fixture
def revision(world: World) -> Revision:
    return Revision.objects.get(pk=world.revision_approved.pk)


@pytest.fixture
def closed(world: World) -> ReviewRound:
    """The round of v0.3 with every comment answered."""
    for comment in world.round.comments.unanswered():
        rounds.answer(comment, actor=SYSTEM, answer=Answer.ACCEPTED, text="", expected_version=0)
    return rounds.close_round(ReviewRound.objects.get(pk=world.round.pk), actor=SYSTEM, expected_comments=ANY)


def sign_all(world: World) -> None:
    for row, name in ((world.commitment, "head.own"), (world.commitment_other, "head.other")):
        factories.signed(Commitment.objects.get(pk=row.pk), world.people[name])


def finalise(world: World, revision: Revision, reason: str = "") -> Revision:
    return decisions.finalise(
        revision, actor=world.people["leader"], seen_sha256=revision.sha256, missing_reason=reason
    )


def address(revision: Revision) -> str:
    return reverse("commitments:revision_finalise", args=[revision.pk])


def form(revision: Revision, **values: object) -> dict[str, object]:
    return {"seen_sha256": revision.sha256, **values}


def test_without_signatures_a_reason_is_needed(world: World, revision: Revision):
    with pytest.raises(Invalid, match="2 OPD belum menandatangani"):
        finalise(world, revision, "  ")
    assert Revision.objects.get(pk=revision.pk).state == RevisionState.APPROVED


def test_the_reason_stays_with_the_version_and_in_its_book(world: World, revision: Revision):
    done = finalise(world, revision, REASON)
    assert (done.state, done.missing_reason) == (RevisionState.FINAL, REASON)
    export = Export.objects.get(revision=revision, is_final=True)
    assert export.edition["missing_reason"] == REASON
    assert export.edition["is_final"]
    assert AuditEvent.objects.get(act="plan.finalised").changes == {"missing": ["DLH", "DISDIK"]}


def test_a_reason_given_for_some_does_not_count_for_others(world: World, revision: Revision):
    """Whoever signed, or no longer has, between the page and the act: it is counted under the locks."""
    with pytest.raises(Conflict, match="kini 2 OPD belum menandatangani"):
        decisions.finalise(
            revision,
            actor=world.people["leader"],
            seen_sha256=revision.sha256,
            missing_reason=REASON,
            seen_missing=1,
        )
    assert Revision.objects.get(pk=revision.pk).state == RevisionState.APPROVED


def test_when_all_have_signed_no_reason_is_kept(world: World, revision: Revision):
    sign_all(world)
    assert finalise(world, revision, "tidak perlu").missing_reason == ""


def test_a_declined_letter_counts_as_not_signed(world: World, revision: Revision):
    factories.signed(Commitment.objects.get(pk=world.commitment.pk), world.people["head.own"])
    other = Commitment.objects.get(pk=world.commitment_other.pk)
    factories.signed(other, world.people["head.other"], SignDecision.DECLINE)
    with pytest.raises(Invalid, match="1 OPD belum menandatangani"):
        finalise(world, revision)


def test_a_superseded_letter_counts_as_not_signed(world: World, revision: Revision):
    sign_all(world)
    Commitment.objects.filter(pk=world.commitment.pk).update(state=CommitmentState.SUPERSEDED)
    with pytest.raises(Invalid, match="1 OPD belum menandatangani"):
        finalise(world, revision)


def test_only_the_leader_makes_it_final(world: World, revision: Revision):
    for name in ("admin", "editor", "facilitator", "operator.own", "head.own"):
        with pytest.raises(Forbidden):
            decisions.finalise(
                revision, actor=world.people[name], seen_sha256=revision.sha256, missing_reason=REASON
            )


def test_another_version_than_the_one_read_is_refused(world: World, revision: Revision):
    with pytest.raises(Conflict, match="bukan versi ini"):
        decisions.finalise(
            revision, actor=world.people["leader"], seen_sha256="0" * 64, missing_reason=REASON
        )
    assert not Export.objects.filter(is_final=True).exists()


def test_a_version_that_is_not_approved_does_not_become_final(world: World):
    for name in ("revision", "revision_in_review", "revision_returned"):
        with pytest.raises(Conflict):
            finalise(world, Revision.objects.get(pk=world.rows[name].pk), REASON)


def test_there_is_one_final_book(world: World, revision: Revision):
    finalise(world, revision, REASON)
    with pytest.raises(Conflict):
        finalise(world, Revision.objects.get(pk=revision.pk), REASON)
    first = Export.objects.get(revision=revision, is_final=True)
    assert (
        decisions.request_final(Revision.objects.get(pk=revision.pk), actor=world.people["leader"]) == first
    )
    with pytest.raises(Conflict, match="sudah mempunyai buku final"):
        decisions.request(Revision.objects.get(pk=revision.pk), actor=world.people["editor"])


def test_the_book_gets_every_opd_with_its_answer(world: World, revision: Revision):
    other = Commitment.objects.get(pk=world.commitment_other.pk)
    factories.signed(other, world.people["head.other"], SignDecision.AGREE_WITH_NOTE, "Biaya belum termasuk.")
    rows = {row["opd"]: row for row in decisions.edition_of(revision)["commitments"]}
    assert rows["DLH"]["state_label"] == "diundang"
    assert rows["DISDIK"] | {"signed_at": ""} == {
        "opd": "DISDIK",
        "official_name": "Dinas Disdik",
        "state": "signed_with_note",
        "state_label": "dengan catatan",
        "signer": "Kepala Dinas Disdik",
        "capacity": "definitif",
        "signed_at": "",
        "note": "Biaya belum termasuk.",
        "code": printed(other.token),
    }


def test_the_leader_reads_what_is_missing_before_deciding(world: World, sign_in: SignIn, revision: Revision):
    factories.signed(
        Commitment.objects.get(pk=world.commitment.pk),
        world.people["head.own"],
        SignDecision.DECLINE,
        "Target terlalu tinggi.",
    )
    page = sign_in("leader").get(address(revision)).content.decode()
    assert "0 dari 2 OPD sudah menandatangani; 2 belum." in " ".join(page.split())
    assert "Target terlalu tinggi." in page
    assert "Saya tahu 2 OPD belum menandatangani." in page
    assert f'value="{revision.sha256}"' in page


def test_the_form_asks_for_tick_and_reason(world: World, sign_in: SignIn, revision: Revision):
    browser = sign_in("leader")
    answer = browser.post(address(revision), form(revision, missing_reason=REASON))
    assert answer.status_code == 400
    assert "Centang bila versi ini tetap ditetapkan." in answer.content.decode()
    assert REASON in answer.content.decode()
    answer = browser.post(address(revision), form(revision, accept_missing="on"))
    assert "Tulis alasannya." in answer.content.decode()
    assert Revision.objects.get(pk=revision.pk).state == RevisionState.APPROVED


def test_a_board_that_changed_meanwhile_is_shown_again(world: World, sign_in: SignIn, revision: Revision):
    stale = form(revision, accept_missing="on", missing_reason=REASON, seen_missing="1")
    answer = sign_in("leader").post(address(revision), stale)
    assert answer.status_code == 400
    assert "kini 2 OPD belum menandatangani" in answer.content.decode()


def test_the_final_version_shows_its_book_on_the_way(world: World, sign_in: SignIn, revision: Revision):
    browser = sign_in("leader")
    whole = form(revision, accept_missing="on", missing_reason=REASON, seen_missing="2")
    answer = browser.post(address(revision), whole)
    assert (answer.status_code, answer["Location"]) == (302, address(revision))
    export = Export.objects.get(revision=revision, is_final=True)
    page = browser.get(address(revision)).content.decode()
    assert REASON in page
    assert "Antre" in page
    assert f'hx-get="{reverse("masterplan:export_progress", args=[export.pk])}"' in page
    assert printed(revision.token) in page
    Job.objects.update(state=JobState.DONE)
    Export.objects.filter(pk=export.pk).update(sha256="ab" * 32, pages=120)
    page = browser.get(address(revision)).content.decode()
    assert reverse("masterplan:export_file", args=[export.pk]) in page
    assert "abab abab" in page


def test_a_second_press_of_the_button_is_a_conflict(world: World, sign_in: SignIn, revision: Revision):
    browser = sign_in("leader")
    whole = form(revision, accept_missing="on", missing_reason=REASON)
    browser.post(address(revision), whole)
    assert browser.post(address(revision), whole).status_code == 409
    assert Export.objects.filter(is_final=True).count() == 1


def test_the_page_of_a_version_that_is_not_approved_is_a_conflict(world: World, sign_in: SignIn):
    assert sign_in("leader").get(address(world.revision)).status_code == 409


def decide_url(round_: ReviewRound) -> str:
    return reverse("commitments:round_decide", args=[round_.pk])


def test_the_facilitator_approves_the_version_that_was_read(
    world: World, sign_in: SignIn, closed: ReviewRound
):
    choice = {"decision": "approved", "seen_sha256": closed.revision.sha256}
    answer = sign_in("facilitator").post(decide_url(closed), choice)
    assert answer["Location"] == reverse("masterplan:round_detail", args=[closed.pk])
    assert Revision.objects.get(pk=closed.revision_id).state == RevisionState.APPROVED
    assert Revision.objects.get(pk=world.revision_approved.pk).state == RevisionState.SUPERSEDED
    assert AuditEvent.objects.filter(act="commitments.reconciled").exists()


def test_a_return_needs_a_reason_and_keeps_the_form(sign_in: SignIn, closed: ReviewRound):
    choice = {"decision": "returned", "seen_sha256": closed.revision.sha256}
    answer = sign_in("facilitator").post(decide_url(closed), choice)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Tulis apa yang perlu diperbaiki." in page
    assert 'value="returned"' in page
    assert ReviewRound.objects.get(pk=closed.pk).decision == ""
    answer = sign_in("facilitator").post(decide_url(closed), choice | {"reason": "Perbaiki Bab I."})
    assert answer.status_code == 302
    assert ReviewRound.objects.get(pk=closed.pk).decision == Decision.RETURNED


def test_a_decision_without_a_choice_is_refused_in_the_right_order(
    world: World, sign_in: SignIn, closed: ReviewRound
):
    assert sign_in("editor").post(decide_url(closed), {}).status_code == 403
    seen = {"seen_sha256": closed.revision.sha256}
    answer = sign_in("facilitator").post(decide_url(closed), seen)
    assert answer.status_code == 400
    assert "Pilih satu keputusan." in answer.content.decode()
    assert sign_in("facilitator").post(decide_url(closed), {"seen_sha256": "0"}).status_code == 409


def test_an_open_round_cannot_be_decided(world: World, sign_in: SignIn):
    choice = {"decision": "approved", "seen_sha256": world.revision_in_review.sha256}
    answer = sign_in("facilitator").post(decide_url(world.round), choice)
    assert answer.status_code == 409
    assert "belum ditutup" in answer.content.decode()


def test_a_book_is_ordered_once_while_it_is_on_its_way(world: World, sign_in: SignIn):
    browser = sign_in("editor")
    order = reverse("commitments:book_request", args=[world.revision.pk])
    there = reverse("masterplan:revision_detail", args=[world.revision.pk])
    for _ in range(2):
        assert browser.post(order)["Location"] == f"{there}#berkas"
    assert "PDF Semua buku diminta." in browser.get(there).content.decode()
    made = Export.objects.get(revision=world.revision)
    assert made.edition["book"] is None
    assert not made.edition["is_final"]


def test_one_book_of_the_version_can_be_ordered_and_an_unknown_one_cannot(world: World, sign_in: SignIn):
    order = reverse("commitments:book_request", args=[world.revision.pk])
    assert sign_in("facilitator").post(order, {"book": "B1"}).status_code == 302
    assert Export.objects.get(revision=world.revision).edition["book"] == "B1"
    assert sign_in("facilitator").post(order, {"book": "B9"}).status_code == 409
