"""What each role may do: the one table that every rule asks. A new role is one more row of it."""

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import TextChoices


class Role(TextChoices):
    ADMIN = "admin", "Admin"
    EDITOR = "editor", "Editor"
    OPERATOR = "operator", "Operator OPD"
    HEAD = "head", "Kepala OPD"
    LEADER = "leader", "Pimpinan"
    FACILITATOR = "facilitator", "Fasilitator"


class Can(StrEnum):
    """Acts and reads that are given to roles. Whether they may happen now is for workflows to say."""

    READ_PLAN = "plan.read"  # the living text, workshops and findings
    READ_APPROVED = "version.read_approved"
    READ_COMMENTS = "comment.read"
    READ_LETTERS = "letter.read"
    READ_HOLDERS = "holder.read"  # names and NIP are personal data
    READ_PROGRAMMES = "programme.read"
    APPOINT = "holder.edit"
    RECORD_FINDING = "finding.record"
    EDIT_FINDING = "finding.edit"
    EDIT_PROGRAMME = "programme.edit"
    EDIT_SECTION = "section.edit"
    ASSIGN_SECTION = "section.assign"
    EDIT_AGREEMENT = "agreement.edit"
    MAKE_CURRENT = "plan.make_current"
    FREEZE = "version.freeze"
    REVIEW = "version.review"  # comment, approve or return
    FINALISE = "version.finalise"
    RUN_ROUND = "round.run"
    ANSWER = "comment.answer"
    ORDER_FILE = "file.order"
    ISSUE_LETTER = "letter.issue"
    WITHDRAW_LETTER = "letter.withdraw"
    SIGN = "letter.sign"


@dataclass(frozen=True)
class Capabilities:
    """everywhere: in the whole region. own: for the office of the role, on what is that office's."""

    everywhere: frozenset[Can] = frozenset()
    own: frozenset[Can] = frozenset()


_ALL_TO_READ = frozenset({Can.READ_PLAN, Can.READ_COMMENTS, Can.READ_LETTERS})

TABLE: dict[str, Capabilities] = {
    Role.ADMIN: Capabilities(_ALL_TO_READ | {Can.READ_HOLDERS, Can.APPOINT}),
    Role.EDITOR: Capabilities(
        _ALL_TO_READ
        | {Can.READ_HOLDERS, Can.RECORD_FINDING, Can.EDIT_FINDING, Can.EDIT_PROGRAMME, Can.EDIT_SECTION}
        | {Can.ASSIGN_SECTION, Can.EDIT_AGREEMENT, Can.FREEZE, Can.RUN_ROUND, Can.ANSWER, Can.ORDER_FILE}
        | {Can.ISSUE_LETTER, Can.WITHDRAW_LETTER, Can.MAKE_CURRENT}
    ),
    Role.OPERATOR: Capabilities(
        everywhere=frozenset({Can.READ_PLAN}),
        own=frozenset({Can.RECORD_FINDING, Can.EDIT_FINDING, Can.EDIT_PROGRAMME, Can.EDIT_SECTION})
        | {Can.ANSWER, Can.READ_COMMENTS, Can.READ_LETTERS, Can.READ_HOLDERS},
    ),
    Role.HEAD: Capabilities(
        everywhere=frozenset({Can.READ_APPROVED}),
        own=frozenset({Can.SIGN, Can.READ_PROGRAMMES, Can.READ_LETTERS, Can.READ_HOLDERS}),
    ),
    Role.LEADER: Capabilities(_ALL_TO_READ | {Can.FINALISE, Can.ORDER_FILE}),
    Role.FACILITATOR: Capabilities(_ALL_TO_READ | {Can.RECORD_FINDING, Can.REVIEW, Can.ORDER_FILE}),
}

OPD_ROLES = tuple(role for role in Role if TABLE[role].own)
"""Roles that act for one office."""


def role_choices() -> list[tuple[str, str]]:
    """A function, so that a new role needs no migration."""
    return list(Role.choices)


def who_can(capability: Can) -> dict[str, str]:
    """Role → "everywhere" or "own", for every role that has the capability."""
    found = {}
    for role, row in TABLE.items():
        if capability in row.everywhere:
            found[role] = "everywhere"
        elif capability in row.own:
            found[role] = "own"
    return found
