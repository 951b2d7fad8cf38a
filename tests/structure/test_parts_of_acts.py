"""Services that are only a part of an act: called alone they would leave the other half undone."""

import re

from tests.structure.sources import APPS, name_of, python_files

# An approval looks after what was promised; a final version has its book and a reason for who is missing.
PARTS = {
    r"\brounds\.decide\(": "commitments/decisions/services.py",
    r"\bversions\.make_final\(": "commitments/decisions/services.py",
    r"(?<!def )\brequest_final\(": "commitments/decisions/services.py",
}


def test_they_are_called_where_the_rest_is_done_and_nowhere_else():
    calls = {
        (pattern, name_of(path))
        for path in python_files(*APPS)
        for pattern in PARTS
        if re.search(pattern, path.read_text())
    }
    assert calls == set(PARTS.items())
