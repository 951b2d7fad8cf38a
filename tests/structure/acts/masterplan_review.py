"""Freezing, reviewing, and the files of a version."""

import uuid
from datetime import timedelta
from typing import Any

from lib import clock
from lib.access import SYSTEM
from lib.threads.models import Answer
from lib.versioned.services import ANY
from masterplan.versions import services as versions
from masterplan.versions.files import services as files
from masterplan.versions.rounds import services as rounds
from masterplan.versions.rounds.models import Decision
from tests.masterplan import factories
from tests.structure.acts import Act
from tests.world import World


def settle(world: World) -> None:
    """Every comment of the open round answered."""
    for comment in world.round.comments.unanswered():
        rounds.answer(
            comment, actor=world.people["editor"], answer=Answer.ACCEPTED, text="", expected_version=0
        )


def freeze(world: World) -> Any:
    return versions.freeze(world.plan, actor=world.people["editor"], expected_number=ANY)


def make_final(world: World) -> Any:
    approved = world.revision_approved
    return versions.make_final(
        approved, actor=world.people["leader"], seen_sha256=approved.sha256, missing_reason="Jabatan kosong."
    )


def open_round(world: World) -> Any:
    factories.decided(world.round)
    due = clock.today() + timedelta(days=7)
    return rounds.open_round(world.revision, actor=world.people["editor"], due=due)


def add_comment(world: World) -> Any:
    return rounds.add_comment(
        world.round,
        actor=world.people["facilitator"],
        text="Sebutkan sumbernya.",
        uid=uuid.uuid4(),
        section=world.section,
    )


def answer(world: World) -> Any:
    return rounds.answer(
        world.comment, actor=world.people["editor"], answer=Answer.ACCEPTED, text="", expected_version=0
    )


def close_round(world: World) -> Any:
    settle(world)
    return rounds.close_round(world.round, actor=world.people["editor"], expected_comments=3)


def decide(world: World) -> Any:
    settle(world)
    rounds.close_round(world.round, actor=SYSTEM, expected_comments=ANY)
    return rounds.decide(
        world.round,
        actor=world.people["facilitator"],
        decision=Decision.RETURNED,
        reason="Perbaiki Bab II.",
        seen_sha256=world.revision_in_review.sha256,
    )


def request_file(world: World) -> Any:
    return files.request_file(world.revision, actor=world.people["editor"], edition={"book": None})


def try_again(world: World) -> Any:
    return files.try_again(world.export, actor=world.people["editor"])


ACTS = [
    Act("masterplan.versions.services.freeze", freeze),
    Act("masterplan.versions.services.make_final", make_final),
    Act("masterplan.versions.rounds.services.open_round", open_round),
    Act("masterplan.versions.rounds.services.add_comment", add_comment),
    Act("masterplan.versions.rounds.services.answer", answer),
    Act("masterplan.versions.rounds.services.close_round", close_round),
    Act("masterplan.versions.rounds.services.decide", decide),
    Act("masterplan.versions.files.services.request_file", request_file),
    Act("masterplan.versions.files.services.try_again", try_again),
]
