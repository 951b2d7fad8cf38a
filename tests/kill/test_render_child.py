"""The child that renders killed with -9 while its worker lives: the job is tried again, the queue goes on."""

import os
import signal

import pytest

from tests.kill import SHORTEST
from tests.place import Place, descendants, program, wait_until

pytestmark = pytest.mark.needs("pango")


BOOK = "SELECT attempts, state, step FROM jobs_job WHERE task = 'masterplan.render_export'"
WAITING = "SELECT count(*) FROM jobs_job WHERE state IN ('queued', 'running')"
# The last letter waits behind the book; all others are put off.
PUT_OFF = """UPDATE jobs_job SET state = 'done' WHERE task <> 'masterplan.render_export'
    AND id <> (SELECT max(id) FROM jobs_job WHERE task = 'commitments.render_letter')"""


@pytest.mark.parametrize("embedded", [True, False], ids=["embedded", "as the run"])
def test_a_book_whose_renderer_is_killed_is_tried_again_and_the_letter_goes_on(embedded):
    place = Place("render-child", embedded=embedded, JOBS_LEASE_S="6").load_demo()
    place.change(PUT_OFF)
    place.change(SHORTEST)
    found = []

    def book_renders():
        if place.rows(BOOK) == [(1, "running", 2)]:
            running = descendants(portal.process.pid)
            found[:] = [pid for pid in running if program(pid) == "pdf-child"]
        return found

    with place.portal() as portal:
        wait_until(book_renders, 60, "the book renders")
        os.kill(found[0], signal.SIGKILL)
        wait_until(lambda: place.rows(BOOK)[0][:2] == (2, "done"), 120, "the book is done")
        wait_until(lambda: place.rows(WAITING) == [(0,)], 60, "nothing waits")
    assert place.rows("SELECT count(*) FROM audit_auditevent WHERE act = 'export.finished'") == [(1,)]
