"""When a step is allowed: the whole table of states, also the steps that no service takes today."""

from itertools import product

import pytest

from commitments.letters import workflow as letters
from commitments.letters.models import CommitmentState as C
from lib.errors import Conflict
from masterplan.book.blocks import TABLES
from masterplan.sections import workflow as sections
from masterplan.sections.models import Section, SectionKind
from masterplan.versions import workflow as versions
from masterplan.versions.models import RevisionState as R

LETTERS = {
    (C.PREPARING, C.ISSUED),
    (C.PREPARING, C.WITHDRAWN),
    (C.ISSUED, C.SIGNED),
    (C.ISSUED, C.SIGNED_WITH_NOTE),
    (C.ISSUED, C.DECLINED),
    (C.ISSUED, C.WITHDRAWN),
    (C.SIGNED, C.SUPERSEDED),
    (C.SIGNED_WITH_NOTE, C.SUPERSEDED),
}
VERSIONS = {
    (R.FROZEN, R.IN_REVIEW),
    (R.IN_REVIEW, R.APPROVED),
    (R.IN_REVIEW, R.RETURNED),
    (R.APPROVED, R.FINAL),
    (R.APPROVED, R.SUPERSEDED),
    (R.FINAL, R.SUPERSEDED),
}


@pytest.mark.parametrize(("state", "target"), list(product(C, C)))
def test_a_letter_takes_the_steps_of_the_table_and_no_other(state, target):
    if (state, target) in LETTERS:
        letters.require_move(state, target)
    else:
        with pytest.raises(Conflict) as refusal:
            letters.require_move(state, target)
        assert str(refusal.value) == letters.REFUSALS[state]


@pytest.mark.parametrize(("state", "target"), list(product(R, R)))
def test_a_version_takes_the_steps_of_the_table_and_no_other(state, target):
    if (state, target) in VERSIONS:
        versions.require_move("v0.1", state, target)
    else:
        with pytest.raises(Conflict, match=f"Versi v0.1 {state.label}"):
            versions.require_move("v0.1", state, target)


def test_only_prose_is_written():
    sections.require_prose(Section(kind=SectionKind.TEXT))
    sections.require_prose(Section(kind=SectionKind.TABLE, table="swot"))
    for table in TABLES:
        with pytest.raises(Conflict, match="tabel yang mengikuti data"):
            sections.require_prose(Section(kind=SectionKind.TABLE, table=table))
