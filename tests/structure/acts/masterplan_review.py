"""Freezing, reviewing, and the files of a version."""

import uuid
from datetime import timedelta
from typing import Any

from masterplan.enums import Answer, Decision, RevisionState
from masterplan.services import exports, reviews, revisions
from opd import clock
from opd.authorization import SYSTEM
from tests.masterplan import factories
from tests.structure.acts import Act
from tests.world import World


def settle(world: World) -> None:
    """Every comment of the open round answered."""
    for comment in world.round.comments.filter(answer=""):
        reviews.answer(comment, actor=world.people["editor"], answer=Answer.ACCEPTED, text="")


def freeze(world: World) -> Any:
    return revisions.freeze(world.plan, actor=world.people["editor"])


def move(world: World) -> Any:
    return revisions.move(world.revision_approved, RevisionState.SUPERSEDED, actor=world.people["editor"])


def make_final(world: World) -> Any:
    approved = world.revision_approved
    return revisions.make_final(
        approved, actor=world.people["leader"], seen_sha256=approved.sha256, missing_reason="Jabatan kosong."
    )


def open_round(world: World) -> Any:
    factories.decided(world.round)
    due = clock.today() + timedelta(days=7)
    return reviews.open_round(world.revision, actor=world.people["editor"], due=due)


def add_comment(world: World) -> Any:
    return reviews.add_comment(
        world.round,
        actor=world.people["facilitator"],
        text="Sebutkan sumbernya.",
        uid=uuid.uuid4(),
        section=world.section,
    )


def answer(world: World) -> Any:
    return reviews.answer(world.comment, actor=world.people["editor"], answer=Answer.ACCEPTED, text="")


def close_round(world: World) -> Any:
    settle(world)
    return reviews.close_round(world.round, actor=world.people["editor"], seen=3)


def decide(world: World) -> Any:
    settle(world)
    reviews.close_round(world.round, actor=SYSTEM)
    return reviews.decide(
        world.round,
        actor=world.people["facilitator"],
        decision=Decision.RETURNED,
        reason="Perbaiki Bab II.",
        seen_sha256=world.revision_in_review.sha256,
    )


def request_pdf(world: World) -> Any:
    return exports.request_pdf(world.revision, actor=world.people["editor"], edition={"book": None})


def try_again(world: World) -> Any:
    return exports.try_again(world.export, actor=world.people["editor"])


ACTS = [
    Act("masterplan.services.revisions.freeze", freeze),
    Act("masterplan.services.revisions.move", move),
    Act("masterplan.services.revisions.make_final", make_final),
    Act("masterplan.services.reviews.open_round", open_round),
    Act("masterplan.services.reviews.add_comment", add_comment),
    Act("masterplan.services.reviews.answer", answer),
    Act("masterplan.services.reviews.close_round", close_round),
    Act("masterplan.services.reviews.decide", decide),
    Act("masterplan.services.exports.request_pdf", request_pdf),
    Act("masterplan.services.exports.try_again", try_again),
]
