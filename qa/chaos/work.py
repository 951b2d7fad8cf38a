"""Work for the render workers, and looking at how it goes."""

import time
from collections import Counter

import psycopg2

from qa.bench import procfs
from qa.chaos.production_set import ProductionSet
from tests.place import wait_until

PLAN = "(SELECT id FROM masterplan_masterplan WHERE slug = 'bekasi-contoh')"
REVISION = f"SELECT max(id) FROM masterplan_revision WHERE masterplan_id = {PLAN} AND state <> 'final'"
SECTION = (
    "SELECT s.id FROM masterplan_section s JOIN masterplan_chapter c ON c.id = s.chapter_id"
    f" JOIN masterplan_book b ON b.id = c.book_id WHERE s.kind = 'text' AND b.masterplan_id = {PLAN}"
    " ORDER BY s.id LIMIT {count}"
)
LETTERS = (
    "SELECT id, letter_sha256 FROM commitments_commitment WHERE state = 'issued' AND NOT is_vacant"
    f" AND masterplan_id = {PLAN} ORDER BY id LIMIT {{count}}"
)
# As on the day they were ordered. The triggers would refuse, as they should; the superuser goes past them.
UNPRINTED = (
    "SET session_replication_role = replica;"
    " UPDATE commitments_commitment SET state = 'preparing', letter_sha256 = '', issued_at = NULL"
    " WHERE id IN ({pks})"
)
ORDER = """
from commitments.letters.models import Commitment
from commitments.letters.services import enqueue_letter
from django.db import transaction
from lib.access import SYSTEM
with transaction.atomic():
    for one in Commitment.objects.filter(pk__in=[{pks}]):
        enqueue_letter(one, SYSTEM)
        print(one.letter_job_id)
"""


def order_letters(portal: ProductionSet, count: int) -> list[int]:
    """`count` letters are to be printed anew, their files out of the way; returns the jobs."""
    chosen = portal.rows(LETTERS.format(count=count))
    pks = ", ".join(str(pk) for pk, _ in chosen)
    for _, sha256 in chosen:
        # Moved, not deleted: a full disk stays as full.
        (portal.media / sha256[:2] / sha256).rename(portal.media / f"before-{time.time_ns()}")
    portal.change(UNPRINTED.format(pks=pks))
    return [int(line) for line in portal.python(ORDER.format(pks=pks)).split()]


def order_book(portal: ProductionSet, book: str = "") -> int:
    """A draft of the newest version is to be printed, all books or one; returns its job."""
    editor = portal.visitor("editor")
    ((revision,),) = portal.rows(REVISION)
    answer = editor.post(f"/commitments/revisions/{revision}/book/", {"book": book})
    if answer.status != 302:
        raise AssertionError(f"the book was not ordered: {answer.status}")
    ((job,),) = portal.rows("SELECT max(job_id) FROM masterplan_export")
    return int(job)


def settle(portal: ProductionSet, seconds: float = 240) -> None:
    """Nothing is left to do."""
    live = "SELECT count(*) FROM jobs_job WHERE state IN ('queued', 'running')"
    wait_until(lambda: portal.rows(live) == [(0,)], seconds, "all work is done")


def states(portal: ProductionSet, jobs: list[int]) -> Counter[str]:
    rows = portal.rows(f"SELECT state FROM jobs_job WHERE id IN ({', '.join(map(str, jobs))})")
    return Counter(state for (state,) in rows)


def attempts(portal: ProductionSet, job: int) -> int:
    return int(portal.rows(f"SELECT attempts FROM jobs_job WHERE id = {job}")[0][0])


def wait_for(portal: ProductionSet, jobs: list[int], seconds: float, *wanted: str) -> float:
    """Seconds until every job is done (or in one of the states named)."""
    began = time.monotonic()
    ends = set(wanted or ("done", "failed"))

    def over() -> bool:
        try:
            return set(states(portal, jobs)) <= ends
        except psycopg2.OperationalError:
            return False

    wait_until(over, seconds, f"the jobs are {' or '.join(sorted(ends))}")
    return time.monotonic() - began


def wait_until_it_prints(portal: ProductionSet, job: int, attempt: int = 1) -> int:
    """The pid of the process that prints the job, once it does."""
    now = f"SELECT state, attempts, step FROM jobs_job WHERE id = {job}"
    wait_until(
        lambda: portal.rows(now) == [("running", attempt, 2)], 60, f"the job prints, attempt {attempt}"
    )
    return busiest(portal)


def busiest(portal: ProductionSet) -> int:
    """Of the processes below the render workers the one that works hardest just now."""
    children = [pid for worker in portal.named("render") for pid in worker.children()]
    before = {pid: procfs.cpu_seconds(pid) for pid in children}
    time.sleep(0.3)
    return max(children, key=lambda pid: procfs.cpu_seconds(pid) - before[pid])


def published(portal: ProductionSet, jobs: list[int]) -> dict[str, int]:
    """How often each file of these jobs was published, by the trail."""
    query = (
        "SELECT e.object_type || ' ' || e.object_id, count(*) FROM audit_auditevent e JOIN"
        " (SELECT 'commitments.commitment' AS kind, id, letter_job_id AS job"
        "  FROM commitments_commitment UNION ALL"
        "  SELECT 'masterplan.export', id, job_id FROM masterplan_export) f"
        " ON e.object_type = f.kind AND e.object_id = f.id::text"
        f" WHERE f.job IN ({', '.join(map(str, jobs))}) AND e.act IN ('export.finished', 'commitment.issued')"
        " AND e.at > (SELECT min(created_at) FROM jobs_job"
        f" WHERE id IN ({', '.join(map(str, jobs))})) GROUP BY 1"
    )
    return dict(portal.rows(query))


def rows_without_files(portal: ProductionSet) -> int:
    """A file of nobody may be, and is tidied up later; a row whose file is missing may never be."""
    query = (
        "SELECT sha256 FROM masterplan_export UNION SELECT letter_sha256 FROM commitments_commitment"
        " UNION SELECT scan_sha256 FROM commitments_agreement"
    )
    named = {sha256 for (sha256,) in portal.rows(query) if sha256}
    return len(named - {path.name for path in portal.media.glob("??/*") if path.is_file()})
