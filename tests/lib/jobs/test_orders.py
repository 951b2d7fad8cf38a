"""An order beside another one of the same, whose job may be over before anybody looks."""

from typing import Any

import pytest

from lib.jobs import services as jobs_services
from lib.jobs.models import Job, JobState
from tests.lib.jobs.factories import job

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def looks(monkeypatch):
    """What happens at each look for a live job of the key; afterwards it is looked for in earnest."""
    meanwhile: list[Any] = []
    look = jobs_services._live

    def live(key: str) -> Job | None:
        step = meanwhile.pop(0) if meanwhile else None
        return None if step == "unseen" else (step and step(), look(key))[1]

    monkeypatch.setattr(jobs_services, "_live", live)
    return meanwhile


def end(one: Job) -> None:
    Job.objects.filter(pk=one.pk).update(state=JobState.DONE)


def test_the_job_of_an_order_that_was_faster_is_taken(looks):
    other = job(key="print:1")
    looks += ["unseen"]
    assert jobs_services.enqueue("tests.print", key="print:1", args={}) == other


def test_one_that_has_just_ended_is_followed_by_a_new_one(looks):
    other = job(key="print:1")
    looks += ["unseen", lambda: end(other)]
    made = jobs_services.enqueue("tests.print", key="print:1", args={"n": 2})
    assert (made == other, made.state, made.args) == (False, JobState.QUEUED, {"n": 2})
    assert Job.objects.filter(key="print:1").count() == 2


def test_it_does_not_go_on_for_ever(looks):
    job(key="print:1")
    looks += ["unseen"] * (jobs_services.ORDERS + 1)
    with pytest.raises(RuntimeError, match="print:1"):
        jobs_services.enqueue("tests.print", key="print:1", args={})
