"""Letters that show nothing: they fill no field, and no two names differ by them alone."""

import pytest

from commitments.decisions import services as decisions
from commitments.letters import services as letters_services
from commitments.letters.models import SignDecision
from commitments.signing.workflow import missing_words
from lib.access import SYSTEM
from lib.errors import Conflict, Invalid
from lib.tables.values import parse_text
from lib.text.spelling import shown
from lib.threads.models import Answer
from lib.versioned.services import ANY
from masterplan.sections.body.schema import check_body
from masterplan.sections.body.text import body_from_text, text_from_body
from masterplan.versions import services as versions
from masterplan.versions.models import RevisionState
from masterplan.versions.rounds import services as rounds
from masterplan.versions.rounds.models import Decision
from tests import world as worlds

UNSEEN = [
    "\u200b",
    "\u2060",
    "\u00ad",
    "\u200e",
    "\u2800",
    "\u3164",
    "\U000e0041",
    " \u200b\u2060 ",
    "\u00a0",
    "\u2066\u2068\u2069",
    "\ufeff",
    "\u200d\u200c",
]
SEEN = ["Ekonomi \u2013 Kreatif", "50 \u20ac", "kafe\u0301", "\u0627\u0628", "\u2764\ufe0f"]


@pytest.fixture
def world(db):
    return worlds.build()


@pytest.mark.parametrize("letters", UNSEEN)
def test_they_are_nothing_wherever_something_is_asked_for(letters):
    assert (shown(letters), parse_text(letters, 10), text_from_body(body_from_text(letters))) == ("", "", "")
    assert missing_words(SignDecision.DECLINE, letters) == "Tulis alasan Anda tidak setuju."
    assert missing_words(SignDecision.AGREE, letters) == ""


@pytest.mark.parametrize("text", SEEN)
def test_what_can_be_seen_stays(text):
    assert shown(f" \u200b{text}\u00ad ") == text


def test_copied_text_loses_them_and_nothing_else():
    assert parse_text("Peng\u00adelolaan sam\u200bpah", 40) == "Pengelolaan sampah"
    assert text_from_body(body_from_text("Peng\u00adelolaan *sam\u200bpah*")) == "Pengelolaan *sampah*"


def test_a_body_that_brings_them_is_refused():
    body = body_from_text("Teks")
    body["content"][0]["content"][0]["text"] = "Te\u200bks"
    with pytest.raises(ValueError, match=r"U\+200B"):
        check_body(body)


@pytest.mark.parametrize("reason", ["\u200b", "\u2060\u00ad", "  \u3164"])
def test_an_act_that_needs_a_reason_does_not_take_them_for_one(world, reason):
    revision, commitment = world.revision_approved, world.commitment
    with pytest.raises(Invalid, match="Tulis alasan"):
        decisions.finalise(revision, actor=SYSTEM, seen_sha256=revision.sha256, missing_reason=reason)
    with pytest.raises(Invalid):
        letters_services.withdraw(commitment, actor=SYSTEM, reason=reason)
    round_ = world.round
    for comment in round_.comments.unanswered():
        rounds.answer(comment, actor=SYSTEM, answer=Answer.ACCEPTED, text="", expected_version=0)
    closed = rounds.close_round(round_, actor=SYSTEM, expected_comments=ANY)
    with pytest.raises(Invalid, match="alasan"):
        rounds.decide(
            closed,
            actor=SYSTEM,
            decision=Decision.RETURNED,
            reason=reason,
            seen_sha256=closed.revision.sha256,
        )
    revision.refresh_from_db()
    assert revision.state == RevisionState.APPROVED


def test_a_second_version_of_the_same_name_is_refused_however_it_is_written(world):
    plan = world.plan
    versions.freeze(plan, actor=SYSTEM, label="v7", expected_number=ANY)
    with pytest.raises(Conflict):
        versions.freeze(plan, actor=world.people["editor"], label="v7\u200b", expected_number=ANY)
