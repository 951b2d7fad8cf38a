"""Whatever happens in whatever order, a job starts at most three times and is published at most once."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lib.jobs import services as jobs_services
from lib.jobs.models import LIVE_STATES, MAX_ATTEMPTS, Job, JobState
from tests.lib.jobs.factories import from_now, job

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

EVENTS = ("bell", "killed", "breaks", "gives_up", "finishes", "late", "sweep", "asked_again")


class Life:
    """One key of work, and everything a broker, a worker, the clock and people can do to it."""

    def __init__(self) -> None:
        self.pk = job(key="life").pk
        self.published: list[int] = []
        self.runners: list[Job] = []

    def happen(self, event: str) -> None:
        getattr(self, event)()

    def bell(self) -> None:
        if taken := jobs_services.claim(self.pk):
            self.runners.append(taken)

    def killed(self) -> None:
        Job.objects.filter(pk=self.pk, state=JobState.RUNNING).update(lease_until=from_now(-1))

    def late(self) -> None:
        Job.objects.filter(pk=self.pk, state=JobState.QUEUED).update(due_at=from_now(-1))

    def breaks(self) -> None:
        for runner in self.runners:
            jobs_services.fail(runner, "Terhenti.")

    def gives_up(self) -> None:
        if self.runners:
            jobs_services.fail(self.runners[-1], "Tidak dapat dibuat.", final=True)

    def finishes(self) -> None:
        for runner in self.runners:
            jobs_services.finish(runner, lambda: self.published.append(runner.attempts))  # noqa: B023 -- called at once

    def sweep(self) -> None:
        jobs_services.sweep()

    def asked_again(self) -> None:
        jobs_services.enqueue("tests.nothing", key="life", args={})
        assert Job.objects.filter(key="life", state__in=LIVE_STATES).count() == 1


@pytest.fixture(autouse=True)
def _no_broker(monkeypatch):
    monkeypatch.setattr(jobs_services, "ring", lambda task, pk: True)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=st.lists(st.sampled_from(EVENTS), max_size=14))
def test_at_most_three_starts_and_one_publication(events):
    Job.objects.all().delete()
    life = Life()
    for event in events:
        life.happen(event)
    ended = Job.objects.get(pk=life.pk)
    assert len(life.published) <= 1
    assert len(life.runners) == ended.attempts <= MAX_ATTEMPTS
    assert (ended.state == JobState.DONE) == (len(life.published) == 1)
    assert (ended.token is None) == (ended.state != JobState.RUNNING)
    assert ended.state != JobState.FAILED or ended.error
