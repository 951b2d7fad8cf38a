"""The states of a letter as a table, and the words for groups of them that guards and witnesses use."""

from commitments import workflow
from commitments.enums import CommitmentState as S


def test_an_answer_is_what_a_letter_that_was_sent_may_become_by_its_heads_hand():
    assert set(workflow.ANSWERED) == workflow.NEXT[S.ISSUED] - {S.WITHDRAWN}


def test_ended_is_what_nothing_follows():
    assert set(workflow.ENDED) == {state for state in S if not workflow.NEXT[state]}


def test_every_state_has_its_words():
    assert set(workflow.REFUSALS) == set(workflow.NEXT) == set(S)
