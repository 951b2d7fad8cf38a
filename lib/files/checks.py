"""Every stored file is read and compared with its name."""

from collections.abc import Iterator

from lib import clock
from lib.files import storage
from lib.files.models import CheckResult, StoredFile

# Rows read at once, by key: a pooled PostgreSQL keeps no cursor open.
ROWS_AT_A_TIME = 500


def check() -> int:
    """Note beside each row what was found; returns how many files are missing or changed."""
    found = 0
    for row, result in results():
        StoredFile.objects.filter(pk=row.pk).update(result=result, checked_at=clock.now())
        found += result != CheckResult.OK
    return found


def results() -> Iterator[tuple[StoredFile, CheckResult]]:
    """Each file with what it is now, in the order they were stored; writes nothing."""
    last = 0
    while rows := list(StoredFile.objects.filter(pk__gt=last).order_by("pk")[:ROWS_AT_A_TIME]):
        last = rows[-1].pk
        for row in rows:
            yield row, _result(row)


def _result(row: StoredFile) -> CheckResult:
    try:
        storage.get(row.sha256)
    except FileNotFoundError:
        return CheckResult.MISSING
    except (OSError, ValueError):
        return CheckResult.CHANGED
    return CheckResult.OK
