"""What holds for every test of jobs."""

import pytest

from jobs import services


@pytest.fixture(autouse=True)
def _broker_was_well(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bell that failed a moment ago, in another test, would keep the next ones silent."""
    monkeypatch.setattr(services, "_silent_until", 0.0)
