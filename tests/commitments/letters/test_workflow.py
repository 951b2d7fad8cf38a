"""The states of a letter as a table, and the names of groups of them."""

from commitments.letters import workflow as letters_workflow
from commitments.letters.models import CommitmentState as S
from lib.errors import Conflict


def follows(state: S) -> set[S]:
    return {target for target in S if is_allowed(state, target)}


def is_allowed(state: S, target: S) -> bool:
    try:
        letters_workflow.require_move(state, target)
    except Conflict:
        return False
    return True


def test_an_answer_is_what_a_letter_that_was_sent_may_become_by_its_heads_hand():
    assert set(letters_workflow.ANSWERED) == follows(S.ISSUED) - {S.WITHDRAWN}


def test_ended_is_what_nothing_follows():
    assert set(letters_workflow.ENDED) == {state for state in S if not follows(state)}
