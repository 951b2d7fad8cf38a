"""The ways in which the portal says no. Messages are Indonesian and meant for people."""

from dataclasses import dataclass
from datetime import datetime


class DomainError(Exception):
    """A refusal with a sentence a person can act on."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Forbidden(DomainError):
    """Who: this person may see it but may not do it (403)."""


class Conflict(DomainError):
    """When: it may not happen now (409)."""


def refuse(reason: str) -> None:
    """Raise Conflict with the sentence a "when" rule gave against an act; "" is no reason."""
    if reason:
        raise Conflict(reason)


class Invalid(DomainError):
    """What: the content is not acceptable (400). `fields` maps a field's name to its sentence."""

    def __init__(self, message: str, fields: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.fields = fields or {}


class NoRoom(DomainError):
    """Where: the disk is full, so nothing was stored (507)."""

    def __init__(self) -> None:
        super().__init__("Ruang penyimpanan portal sedang penuh, jadi kiriman ini belum tersimpan.")


@dataclass(frozen=True)
class Difference:
    """One field of a stale save: what was sent and what is stored now.

    `field` names the form's field when its text may be bettered on the page that shows both.
    """

    label: str
    mine: str
    theirs: str
    field: str = ""


class StaleVersion(Conflict):
    """Somebody saved in between (409); carries both texts and the stored version, so that nothing is lost."""

    def __init__(
        self,
        differences: list[Difference],
        *,
        version: int,
        changed_by: str = "",
        changed_at: datetime | None = None,
    ) -> None:
        super().__init__("Isian ini sudah berubah sejak Anda membukanya. Tulisan Anda belum disimpan.")
        self.differences = differences
        self.version = version
        self.changed_by = changed_by
        self.changed_at = changed_at
