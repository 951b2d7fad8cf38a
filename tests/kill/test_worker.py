"""The worker killed with -9 in the middle of a render. What the Job row promises, in real time."""

import os
import signal
import time
from datetime import UTC, datetime

import pytest
from django.urls import reverse

from tests.caller import Caller
from tests.place import Place, Portal, wait_until

pytestmark = pytest.mark.needs("pango")

BOOK = "masterplan.render_export"
STARTED_AGAIN_WITHIN = 45.0
ATTEMPTS = 3


def prepared(name: str, **environment: str) -> Place:
    """The demo with one book ordered and no letters, so that the book is what the worker does."""
    place = Place(name, **environment)
    place.manage("prepare")
    place.change("DELETE FROM jobs_job WHERE task <> 'masterplan.render_export'", before="commitments_commitment")
    return place


def book(place: Place) -> tuple:
    return place.rows(f"SELECT id, state, attempts, step, started_at, error FROM jobs_job WHERE task = '{BOOK}'")[0]
