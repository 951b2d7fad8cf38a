"""What holds for every test of jobs."""

import pytest

from lib.jobs import services as jobs_services


@pytest.fixture(autouse=True)
def _broker_was_well(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bell that failed a moment ago, in another test, would keep the next ones silent."""
    monkeypatch.setattr(jobs_services, "_silent_until", 0.0)
