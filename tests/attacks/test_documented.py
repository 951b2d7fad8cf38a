"""docs/security.md promises nothing that no test shows any more."""

import re

import pytest

from tests.place import ROOT

TEXT = (ROOT / "docs/security.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[\w/.]+(?:::\w+)?)`", TEXT)))


def test_it_names_tests():
    assert len(NAMED) > 20


@pytest.mark.parametrize("named", NAMED)
def test_a_named_test_is_there(named: str):
    path, _, test = named.partition("::")
    assert (ROOT / path).exists()
    assert not test or f"def {test}(" in (ROOT / path).read_text(encoding="utf-8")
