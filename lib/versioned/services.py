"""What every versioned row has in common. Callers hold the transaction and have asked who may."""

from collections.abc import Callable, Sequence
from enum import Enum
from typing import Final, Literal, TypeAlias, TypeVar

from django.db.models import Model, QuerySet

from lib import clock
from lib.access import Actor
from lib.errors import Conflict, Difference, Invalid, StaleVersion
from lib.text.spelling import shown
from lib.versioned.models import SetAside, Versioned


class Unchecked(Enum):
    """Says in words that nobody read a version before: a command, the clock, a test's preparation."""

    ANY = "any"


ANY: Final = Unchecked.ANY

Expected: TypeAlias = int | Literal[Unchecked.ANY]
"""The version a person read, or ANY. There is no default anywhere: None never means "do not check"."""

NOT_SENT: Final = -1
"""A version that did not come with the request; it equals none that is stored."""

REASON_LENGTH = 500

Row = TypeVar("Row", bound=Model)


def noun(row: Model) -> str:
    """What people call such a row, as a sentence begins: "Temuan"."""
    words = str(row._meta.verbose_name)
    return words[:1].upper() + words[1:]


def locked(rows: "QuerySet[Row]", row: Row) -> Row:
    """The row as it is stored now, locked until the transaction ends. Conflict when it is gone. One query."""
    found = rows.select_for_update(of=("self",)).filter(pk=row.pk).order_by().first()
    if found is None:
        raise Conflict(f"{noun(row)} ini sudah dihapus orang lain.")
    return found


def is_expected(stored: int, expected: Expected) -> bool:
    return expected is ANY or stored == expected


def is_older(row: Versioned, expected: Expected) -> bool:
    """Whether the version that was read was stored once and has been overtaken."""
    return expected is not ANY and 0 < expected < row.version


def require_version(row: Versioned, expected: Expected) -> None:
    """An act is about the text that was on the page. Conflict, naming who changed it, if it changed."""
    if not is_expected(row.version, expected):
        by = f" oleh {row.edited_by}" if row.edited_by else ""
        raise Conflict(f"{noun(row)} ini diubah{by} sejak Anda membukanya. Baca dahulu, lalu putuskan lagi.")


def is_replay(row: Versioned, expected: Expected, differences: Callable[[], Sequence[Difference]]) -> bool:
    """True when a save says what is stored already: only the answer to it was lost.

    differences: the fields in which what was sent is not what is stored. Raises StaleVersion with both texts
    when somebody else saved in between.
    """
    if is_expected(row.version, expected):
        return False
    found = differences()
    if is_older(row, expected) and not found:
        return True
    raise stale(row, found)


def stale(row: Versioned, differences: Sequence[Difference]) -> StaleVersion:
    return StaleVersion(
        list(differences),
        version=row.version,
        changed_by=str(row.edited_by or ""),
        changed_at=row.edited_at,
    )


def touch(row: Versioned, actor: Actor) -> None:
    """Count the change and note who made it when; the caller stores the row."""
    row.version += 1
    set_editor(row, actor)


def set_editor(row: Versioned, actor: Actor) -> None:
    """Note who writes the row now; of a new one the version stays 1."""
    row.edited_at, row.edited_by_id = clock.now(), getattr(actor, "pk", None)


def require_in_plan(row: SetAside) -> None:
    """Conflict for a row that is set aside already."""
    if row.is_set_aside:
        raise Conflict(f"{noun(row)} ini sudah dikesampingkan.")


def against_deleting(row: SetAside, *, is_held: bool = False) -> str:
    """Why a row must stay, or nothing: a frozen version holds it, or (`is_held`) what hangs on one."""
    held = f"{noun(row)} ini sudah tercatat dalam versi beku. Kesampingkan dengan alasan."
    return held if row.is_frozen or is_held else ""


def set_aside(row: SetAside, *, actor: Actor, expected_version: Expected, reason: str) -> dict[str, str]:
    """Store the row as taken out of the plan; returns what the trail keeps."""
    require_in_plan(row)
    require_version(row, expected_version)
    reason = shown(reason)
    if not 0 < len(reason) <= REASON_LENGTH:
        sentence = f"Alasan wajib diisi, paling panjang {REASON_LENGTH} huruf."
        raise Invalid(f"Tulis alasan mengesampingkan {noun(row).lower()} ini.", {"reason": sentence})
    row.set_aside_at, row.set_aside_reason = clock.now(), reason
    touch(row, actor)
    row.save()
    return {"reason": reason}


def restore(row: SetAside, *, actor: Actor, expected_version: Expected) -> None:
    """Store the row as part of the plan again."""
    if not row.is_set_aside:
        raise Conflict(f"{noun(row)} ini tidak dikesampingkan.")
    require_version(row, expected_version)
    row.set_aside_at, row.set_aside_reason = None, ""
    touch(row, actor)
    row.save()
