"""Single workers killed with -9, idle and in the middle of a render: every job is done, and once."""

import os
import signal
import subprocess
import sys
import time
from typing import NamedTuple

import pytest
from django.urls import reverse

from tests.caller import Caller
from tests.kill import BROKERS, SHORTEST
from tests.place import ROOT, Place, Portal, descendants, is_running, wait_until

pytestmark = pytest.mark.needs("pango")

STARTED_AGAIN_WITHIN = 45.0
# A worker starts, the sweep rings, the letter is drawn.
DONE_WITHIN = 60.0
ATTEMPTS = 3


class Book(NamedTuple):
    job: int
    state: str
    attempts: int
    step: int
    error: str


class Files(NamedTuple):
    export: int
    sha256: str
    times_published: int


def book(place: Place) -> Book:
    found = "SELECT id, state, attempts, step, error FROM jobs_job WHERE task = 'masterplan.render_export'"
    return Book(*place.rows(found)[0])


def published(place: Place) -> Files:
    export, sha256 = place.rows("SELECT id, sha256 FROM masterplan_export")[0]
    times = place.rows("SELECT count(*) FROM audit_auditevent WHERE act = 'export.finished'")[0][0]
    return Files(export, sha256, times)


@pytest.fixture
def place(request):
    """The demo with its shortest book ordered; its letters are put off, so that it is printed at once."""
    place = Place("kill", **request.param).load_demo()
    place.change("UPDATE jobs_job SET state = 'done' WHERE task <> 'masterplan.render_export'")
    place.change(SHORTEST)
    return place


def kill_the_worker_during_the_render(portal: Portal, place: Place, attempt: int) -> float:
    """-9 to the worker alone; the kernel ends its rendering child with it."""

    def renders() -> bool:
        now = book(place)
        return (now.state, now.attempts, now.step) == ("running", attempt, 2)

    wait_until(renders, 60, f"the book renders, attempt {attempt}")
    os.kill(portal.children()["render"], signal.SIGKILL)
    return time.monotonic()


@pytest.mark.parametrize("place", [{"JOBS_LEASE_S": "6"}], indirect=True)
def test_a_killed_render_starts_again_and_is_published_once(place):
    with place.portal() as portal:
        killed = kill_the_worker_during_the_render(portal, place, 1)
        wait_until(lambda: book(place).attempts == 2, STARTED_AGAIN_WITHIN, "it started again")
        print(f"started again {time.monotonic() - killed:.1f} s after the kill")
        page = Caller(portal.url, "editor").text(
            reverse("masterplan:export_progress", args=[published(place).export])
        )
        assert "Sedang diulang setelah terhenti, percobaan 2 dari 3." in page
        wait_until(lambda: book(place).state == "done", 120, "the book is done")
        time.sleep(1)
        assert book(place).attempts == 2
        assert published(place).times_published == 1
        sha256 = published(place).sha256
        assert (place.folder / "media" / sha256[:2] / sha256).read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("place", [{"JOBS_LEASE_S": "3"}], indirect=True)
def test_after_three_killed_renders_the_page_says_so(place):
    with place.portal() as portal:
        for attempt in range(1, ATTEMPTS + 1):
            kill_the_worker_during_the_render(portal, place, attempt)
        wait_until(lambda: book(place).state == "failed", 20, "the job gives up")
        page = Caller(portal.url, "editor").text(
            reverse("masterplan:export_progress", args=[published(place).export])
        )
        assert "Gagal setelah 3 kali coba. Pekerjaan terhenti 3 kali sebelum selesai." in page
        assert published(place).times_published == 0


def order(place: Place, letter: int) -> None:
    """One letter is to be printed, and the worker of the other queue is to clear an ended session."""
    place.change(f"UPDATE jobs_job SET state = 'queued' WHERE id = {letter}")
    place.change(
        "INSERT INTO django_session (session_key, session_data, expire_date)"
        " VALUES ('ended', '', '2020-01-01 00:00:00')"
    )
    call = [sys.executable, "-m", "celery", "-A", "config", "call", "config.clear_sessions"]
    subprocess.run(call, cwd=ROOT, env=place.environment, check=True, capture_output=True)


def wait_until_done(place: Place, letter: int) -> None:
    job = f"SELECT state, attempts FROM jobs_job WHERE id = {letter}"
    ordered = time.monotonic()
    wait_until(lambda: place.rows(job) == [("done", 1)], DONE_WITHIN, "the letter is printed")
    ended = "SELECT 1 FROM django_session WHERE session_key = 'ended'"
    wait_until(lambda: not place.rows(ended), DONE_WITHIN, "the session is cleared")
    print(f"both done {time.monotonic() - ordered:.1f} s after the order")


@pytest.mark.parametrize("place", BROKERS, indirect=True)
def test_a_killed_idle_worker_leaves_no_job_waiting(place):
    place.change("UPDATE jobs_job SET state = 'done'")
    found = place.rows("SELECT id FROM jobs_job WHERE task = 'commitments.render_letter' LIMIT 3")
    letters = [pk for (pk,) in found]
    with place.portal() as portal:
        for letter in letters:
            order(place, letter)
            wait_until_done(place, letter)
            for name in ("worker", "render"):
                worker = portal.children()[name]
                for idle in descendants(worker):  # what forks the next renderer
                    os.kill(idle, signal.SIGKILL)
                if letter != letters[0]:  # first its children alone are killed
                    os.kill(worker, signal.SIGKILL)
        printed = place.rows("SELECT count(*) FROM commitments_commitment WHERE letter_sha256 <> ''")
        assert printed == [(len(letters),)]


@pytest.mark.parametrize("place", [{}], indirect=True)
def test_a_ctrl_c_in_the_middle_of_a_render_ends_everything(place):
    with place.portal() as portal:
        wait_until(lambda: book(place).step == 2, 60, "the book renders")
        everything = descendants(portal.process.pid)
        assert portal.stop() < 10
        assert not [pid for pid in everything if is_running(pid)]
