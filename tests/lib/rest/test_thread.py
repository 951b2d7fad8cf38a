"""The whole thread by a program, from the finding to the verification."""

import hashlib
import uuid
from types import SimpleNamespace

import pytest

from commitments.letters import services as letters
from commitments.letters.models import Commitment
from lib.jobs import services as jobs
from tests.commitments import factories as commitments
from tests.opd.factories import PASSWORD


@pytest.fixture
def say(world, api):
    """say(who) is that person's program."""
    return lambda name: api(world.people[name])


def ok(answer, status=200):
    assert answer.status_code == status, answer.content
    return answer.json()


def stored_letter(pk):
    """What the renderer does with its job; the drawing itself has tests of its own."""
    job = jobs.claim(Commitment.objects.get(pk=pk).letter_job_id or 0)
    assert job is not None
    letters.render(job, renderer=lambda html: SimpleNamespace(content=commitments.LETTER))


def test_a_program_carries_a_plan_from_the_workshop_to_the_signature(world, say):
    editor, facilitator = say("editor"), say("facilitator")
    close_open_round(world, editor, facilitator)
    cycle, plan = world.cycle.slug, world.plan.slug
    new = {"uid": str(uuid.uuid4()), "kind": "masalah", "title": "TPS penuh", "dimension": "ENV"}
    finding = ok(editor.post(f"cycles/{cycle}/findings/", new), 201)
    programme = ok(
        editor.post(
            f"plans/{plan}/programmes/",
            {
                "uid": str(uuid.uuid4()),
                "name": "TPS terpilah",
                "dimension": "ENV",
                "lead_opd": "DLH",
                "horizon": "JP",
                "answers": [finding["code"]],
            },
        ),
        201,
    )
    section = editor.get(f"sections/{world.section.pk}/")
    written = editor.put(
        f"sections/{world.section.pk}/body/", {"text": "Sampah dipilah."}, version=section.json()["version"]
    )
    ok(written)
    newest = max(row["number"] for row in editor.get(f"plans/{plan}/revisions/").json()["results"])
    version = ok(editor.post(f"plans/{plan}/revisions/", {"label": "v1.0", "seen_number": newest}), 201)
    content = editor.get(f"revisions/{version['id']}/content/").content
    assert hashlib.sha256(content).hexdigest() == version["sha256"]
    assert programme["code"].encode() in content
    approve(world, version, editor, facilitator)
    letter = sign(world, version, editor, say("head.own"))
    told = ok(say("nobody").get(f"verify/{letter['code']}/"))
    assert (told["verdict"], told["sha256"]) == ("sah", letter["letter_sha256"])
    assert programme["code"].encode() in editor.get(f"commitments/{letter['id']}/slice/").content


def close_open_round(world, editor, facilitator):
    """The world begins with a version in review."""
    for comment in (world.comment, world.comment_other):
        ok(editor.post(f"comments/{comment.pk}/answer/", {"answer": "accepted", "seen_version": 0}))
    ok(editor.post(f"rounds/{world.round.pk}/close/", {"seen_comments": 3}))
    decision = {
        "decision": "returned",
        "reason": "Lengkapi.",
        "seen_sha256": world.revision_in_review.sha256,
    }
    ok(facilitator.post(f"rounds/{world.round.pk}/decide/", decision))


def approve(world, version, editor, facilitator):
    due = world.cycle.deadline.isoformat()
    round_ = ok(editor.post(f"revisions/{version['id']}/rounds/", {"due": due}), 201)
    remark = {"uid": str(uuid.uuid4()), "text": "Sebutkan sumbernya.", "on": f"section:{world.section.code}"}
    comment = facilitator.post(f"rounds/{round_['id']}/comments/", remark)
    ok(comment, 201)
    ok(editor.post(f"comments/{comment.json()['id']}/answer/", {"answer": "accepted", "seen_version": 0}))
    ok(editor.post(f"rounds/{round_['id']}/close/", {"seen_comments": 1}))
    decision = {"decision": "approved", "seen_sha256": version["sha256"]}
    assert ok(facilitator.post(f"rounds/{round_['id']}/decide/", decision))["state"] == "approved"


def sign(world, version, editor, head):
    editor.post(f"revisions/{version['id']}/commitments/")
    mine = head.get(f"plans/{world.plan.slug}/commitments/", state="preparing").json()["results"][0]
    stored_letter(mine["id"])
    letter = ok(head.get(f"commitments/{mine['id']}/"))
    answer = {
        "decision": "agree",
        "has_read": True,
        "password": PASSWORD,
        "slice_sha256": letter["slice_sha256"],
        "letter_sha256": hashlib.sha256(head.get(f"commitments/{mine['id']}/letter/").content).hexdigest(),
    }
    return ok(head.post(f"commitments/{mine['id']}/sign/", answer))
