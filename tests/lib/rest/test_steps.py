"""No step is skipped: every act on every state of a version and of a letter, by the one who may do it.

What the workflow's tables do not allow is 409, with a sentence, and changes nothing.
"""

import pytest

from commitments.letters import services as letters
from commitments.letters import workflow as letters_workflow
from commitments.letters.models import Commitment, SignDecision
from commitments.letters.models import CommitmentState as C
from lib import clock
from masterplan.versions import workflow as versions
from masterplan.versions.models import Revision
from masterplan.versions.models import RevisionState as R
from masterplan.versions.rounds.models import Decision
from tests.bimtek import factories as bimtek
from tests.commitments import factories as letter
from tests.masterplan import factories as version
from tests.opd.factories import PASSWORD

pytestmark = pytest.mark.both_databases

REVISION_ACTS = {
    "rounds": (R.IN_REVIEW, "editor", lambda row: {"due": version.deadline().isoformat()}),
    "finalise": (R.FINAL, "leader", lambda row: {"seen_sha256": row.sha256, "missing_reason": "Menyusul."}),
}
ANSWERED = (C.SIGNED, C.SUPERSEDED)
LETTER_ACTS = {
    "sign": (C.SIGNED, "head.own"),
    "withdraw": (C.WITHDRAWN, "editor"),
}


def revision_in(world, state):
    """A version of a plan of its own in that state, reached by acts."""
    cycle = bimtek.cycle(world.region)
    plan = version.plan(cycle)
    bimtek.finding(cycle)  # an empty book cannot be made
    made = {
        R.FROZEN: lambda: version.frozen(plan),
        R.IN_REVIEW: lambda: version.in_review(plan).revision,
        R.RETURNED: lambda: version.decided(version.in_review(plan), Decision.RETURNED),
        R.APPROVED: lambda: version.approved(plan),
        R.SUPERSEDED: lambda: (version.approved(plan), version.approved(plan))[0],
    }
    if state in made:
        return Revision.objects.get(pk=made[state]().pk)
    final = version.approved(plan)
    Revision.objects.filter(pk=final.pk).update(state=R.FINAL, final_at=clock.now())
    return Revision.objects.get(pk=final.pk)


@pytest.mark.parametrize("state", list(R))
@pytest.mark.parametrize("act", REVISION_ACTS)
def test_a_version_takes_only_the_steps_of_its_table(world, api, act, state):
    target, actor, body = REVISION_ACTS[act]
    row = revision_in(world, state)
    answer = api(world.people[actor]).post(f"revisions/{row.pk}/{act}/", body(row))
    allowed = target in versions.NEXT[state]
    assert answer.status_code in ((200, 201) if allowed else (409,)), answer.content
    assert Revision.objects.get(pk=row.pk).state == (target if allowed else state)


def letter_in(world, state):
    head, row = world.people["head.own"], world.commitment
    if state == C.PREPARING:
        letters.withdraw(row, actor=world.people["editor"], reason="Diulang.")
        return letters.ask_again(row, actor=world.people["editor"])
    if state in (C.SIGNED, C.SUPERSEDED):
        letter.signed(row, head)
    elif state == C.SIGNED_WITH_NOTE:
        letter.signed(row, head, SignDecision.AGREE_WITH_NOTE)
    elif state == C.DECLINED:
        letter.signed(row, head, SignDecision.DECLINE)
    elif state == C.WITHDRAWN:
        letters.withdraw(row, actor=world.people["editor"], reason="Salah alamat.")
    if state == C.SUPERSEDED:
        Commitment.objects.filter(pk=row.pk).update(state=state, ended_at=clock.now())
    return Commitment.objects.get(pk=row.pk)


@pytest.mark.parametrize("state", list(C))
@pytest.mark.parametrize("act", LETTER_ACTS)
def test_a_letter_takes_only_the_steps_of_its_table(world, api, act, state):
    target, actor = LETTER_ACTS[act]
    row = letter_in(world, state)
    told = {
        # the same answer again would be answered, not refused
        "decision": "decline" if state in ANSWERED else "agree",
        "note": "Berubah pikiran." if state in ANSWERED else "",
        "has_read": True,
        "password": PASSWORD,
        "slice_sha256": row.slice_sha256,
        "letter_sha256": row.letter_sha256 or "0" * 64,
    }
    body = told if act == "sign" else {"reason": "Salah alamat."}
    answer = api(world.people[actor]).post(f"commitments/{row.pk}/{act}/", body)
    allowed = target in letters_workflow.NEXT[state]
    assert answer.status_code == (200 if allowed else 409), answer.content
    assert Commitment.objects.get(pk=row.pk).state == (target if allowed else state)


def test_a_version_is_not_decided_before_its_round_is_closed_nor_twice(world, api):
    facilitator, editor = api(world.people["facilitator"]), api(world.people["editor"])
    body = {"decision": "approved", "seen_sha256": world.revision_in_review.sha256}
    path = f"rounds/{world.round.pk}/"
    assert facilitator.post(f"{path}decide/", body).status_code == 409
    for comment in (world.comment, world.comment_other):
        assert (
            editor.post(f"{path}close/", {"seen_comments": 3}).status_code == 409
        )  # a comment has no answer yet
        answered = editor.post(f"comments/{comment.pk}/answer/", {"answer": "accepted", "seen_version": 0})
        assert answered.status_code == 200, answered.content
    assert editor.post(f"{path}close/", {"seen_comments": 3}).status_code == 200
    assert facilitator.post(f"{path}decide/", body).status_code == 200
    assert facilitator.post(f"{path}decide/", body).status_code == 409
    late = editor.post(
        f"comments/{world.comment.pk}/answer/", {"answer": "rejected", "answer_text": "x", "seen_version": 1}
    )
    assert late.status_code == 409


def test_letters_are_written_for_versions_in_force_only(world, api):
    editor = api(world.people["editor"])
    states = {
        name: editor.post(f"revisions/{world.rows[name].pk}/commitments/").status_code
        for name in ("revision", "revision_in_review", "revision_returned")
    }
    assert set(states.values()) == {409}
