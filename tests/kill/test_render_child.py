"""The child that renders killed with -9 while its worker lives: the job is tried again, the queue goes on."""

import os
import signal

import pytest

from tests.place import Place, command_line, descendants, wait_until

pytestmark = pytest.mark.needs("pango")


@pytest.mark.parametrize("embedded", [True, False], ids=["embedded", "as the run"])
def test_a_book_whose_renderer_is_killed_is_tried_again_and_the_letters_go_on(embedded):
    place = Place("render-child", embedded=embedded, JOBS_LEASE_S="6")
    place.manage("prepare")
    book = "SELECT attempts, state, error FROM jobs_job WHERE task = 'masterplan.render_export'"
    letter = (
        "(SELECT max(id) FROM jobs_job WHERE task = 'commitments.render_letter')"  # it waits behind the book
    )
    place.change(
        f"UPDATE jobs_job SET state = 'done' WHERE task <> 'masterplan.render_export' AND id <> {letter}"
    )
    with place.portal() as portal:

        def renderers_of_the_book():
            running = place.rows(
                "SELECT step FROM jobs_job WHERE task = 'masterplan.render_export' AND state = 'running'"
            )
            everything = descendants(portal.process.pid) if running == [(2,)] else []
            return [pid for pid in everything if "pdf.child" in command_line(pid)]

        wait_until(renderers_of_the_book, 60, "the book renders")
        os.kill(renderers_of_the_book()[0], signal.SIGKILL)
        wait_until(lambda: place.rows(book)[0][0] == 2, 45, "the book is tried again")
        wait_until(lambda: place.rows(book)[0][1] == "done", 120, "the book is done")
        waiting = "SELECT count(*) FROM jobs_job WHERE state IN ('queued', 'running')"
        wait_until(lambda: place.rows(waiting) == [(0,)], 60, "nothing waits")
    assert place.rows("SELECT count(*) FROM opd_auditevent WHERE act = 'export.finished'") == [(1,)]
