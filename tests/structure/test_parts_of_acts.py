"""Services that are only a part of an act: called alone they would leave the other half undone."""

import re

from tests.structure.sources import APPS, name_of, python_files

# An approval looks after what was promised; a final version has its book and a reason for who is missing.
PARTS = {
    r"\breviews\.decide\(": "commitments/services/approvals.py",
    r"\brevisions\.make_final\(": "commitments/services/approvals.py",
    r"\bbooks\.request_final\(": "commitments/services/approvals.py",
}


def test_they_are_called_where_the_rest_is_done_and_nowhere_else():
    calls = {
        (pattern, name_of(path))
        for path in python_files(*APPS)
        for pattern in PARTS
        if re.search(pattern, path.read_text())
    }
    assert calls == set(PARTS.items())
