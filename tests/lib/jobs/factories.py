"""Jobs in every state for tests."""

from datetime import timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from lib.jobs import services as jobs_services
from lib.jobs.models import Job

_numbers = count(1)


def job(**values: Any) -> Job:
    """A queued job that nobody has rung for late yet."""
    defaults = {"task": "tests.nothing", "key": f"nothing:{next(_numbers)}", "due_at": from_now(10)}
    return Job.objects.create(**{**defaults, **values})


def from_now(seconds: float) -> Any:
    return timezone.now() + timedelta(seconds=seconds)


def claimed(pk: int | None = None) -> Any:
    """A job in the hands of a runner: the one named, or a new one."""
    taken = jobs_services.claim(job().pk if pk is None else pk)
    assert taken is not None
    return taken
