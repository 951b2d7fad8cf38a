"""Setting aside, taking back and deleting: the same acts for every noun whose rows frozen versions hold."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from lib.access import Actor
from lib.acts import Act
from lib.errors import refuse
from lib.versioned import services as versioned
from lib.versioned.models import SetAside
from lib.versioned.services import Expected, require_version

Row = TypeVar("Row", bound=SetAside)


@dataclass(frozen=True, kw_only=True)
class Removal(Generic[Row]):
    """The three services of one noun; `when` of its acts says what is asked beside.

    lock: gives the row as it is stored now, locked. against: why the row must stay, or nothing.
    """

    aside: Act
    back: Act
    deletion: Act
    lock: Callable[[Row], Row]
    against: Callable[[Row], str]

    def set_aside(self, row: Row, *, actor: Actor, expected_version: Expected, reason: str) -> Row:
        """Out of the plan, with a reason; it stays to be seen and can be taken back."""
        with self.aside.by(actor) as act:
            row = act.on(self.lock(row))
            act.record(
                versioned.set_aside(row, actor=actor, expected_version=expected_version, reason=reason)
            )
        return row

    def restore(self, row: Row, *, actor: Actor, expected_version: Expected) -> Row:
        with self.back.by(actor) as act:
            row = act.on(self.lock(row))
            versioned.restore(row, actor=actor, expected_version=expected_version)
            act.record()
        return row

    def delete(self, row: Row, *, actor: Actor, expected_version: Expected) -> None:
        """Only what nothing holds. The facts of the act are columns, so that the trail says what it was."""
        with self.deletion.by(actor) as act:
            row = act.on(self.lock(row))
            refuse(self.against(row))
            require_version(row, expected_version)
            act.record({name: getattr(row, name) for name in self.deletion.facts})
            row.delete()
