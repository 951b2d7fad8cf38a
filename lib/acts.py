"""Acts: what people and commands do to rows.

Each is declared once, in its noun's rules.py: name, rule, sentence of the refusal, what the audit trail holds
of it, words. A service performs it inside `with rules.SET_ASIDE.by(actor) as act:`.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeVar

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Model

from lib.access import NOT_ALLOWED, Actor, access, require
from lib.audit import services as audit
from lib.nouns import import_layer

CHANGES: Final = ("*",)
"""Facts of an act whose event lists what changed, by field."""

Subject = TypeVar("Subject")


@dataclass(frozen=True, kw_only=True)
class Act:
    """`name` is that of the event in the audit trail and is never changed; `about` is the model of its row.

    rule: who may, called with the actor and what `Doing.on` is given; None for a step of other acts.
    refusal: the sentence of the 403. when: raises Conflict where the act may not happen now; asked after the
    rule, with the same row. facts: the names that the event's changes hold, all of them, or CHANGES.
    words: what a history of the row says. news: what a list of changes in a region says; "" where none shows
    the act.
    """

    name: str
    about: type[Model]
    words: str
    rule: Callable[..., bool] | None = None
    refusal: str = NOT_ALLOWED
    when: Callable[[Any], None] | None = None
    facts: tuple[str, ...] = ()
    news: str = ""

    def __post_init__(self) -> None:
        # The same event may follow from another rule (dataclasses.replace); it means the same for ever.
        first = _register.setdefault(self.name, self)
        if (first.about, first.facts, first.words) != (self.about, self.facts, self.words):
            raise ValueError(f"{self.name} is declared twice, and not alike")

    def require(self, actor: Actor, *subject: Any) -> None:
        """Raise Forbidden with the act's sentence unless its rule lets the actor in."""
        if self.rule is None:
            raise RuntimeError(f"{self.name} is a step of other acts: it has no rule of its own")
        require(self.rule(actor, *subject), self.refusal)

    @contextmanager
    def by(self, actor: Actor) -> Iterator["Doing"]:
        """Open the transaction of the act. RuntimeError when the block ends and nobody was asked who may, or
        neither an event was recorded nor `unchanged` said so; then nothing is stored."""
        with transaction.atomic(), self.within(actor) as doing:
            yield doing

    @contextmanager
    def within(self, actor: Actor) -> Iterator["Doing"]:
        """As `by`, in a transaction that the caller holds already and that stores more than this act."""
        if not connection.in_atomic_block:
            raise transaction.TransactionManagementError(f"{self.name} needs a transaction")
        doing = Doing(self, actor)
        yield doing
        doing.require_end()


class Doing:
    """An act under way."""

    def __init__(self, act: Act, actor: Actor) -> None:
        self.act, self.actor = act, actor
        self._subject: Any = None
        self._is_asked = self._has_end = False

    def on(self, subject: Subject, *more: Any) -> Subject:
        """Ask who may and what may happen now; the event will be about this row. Returns it.

        Raises Forbidden, or the Conflict of `when`.
        """
        self.act.require(self.actor, subject, *more)
        self._is_asked, self._subject = True, subject
        if self.act.when:
            self.act.when(subject)
        return subject

    def record(
        self, facts: Mapping[str, Any] | None = None, *, about: Model | None = None, if_changed: bool = True
    ) -> None:
        """Write the event now, about another row than that of `on` where one is given; call it again for
        several rows. Not if_changed: the same as `unchanged`."""
        self._has_end = True
        if if_changed:
            self._write(self.act, self.actor, about or self._subject, facts or {})

    def step(
        self, act: Act, row: Model, facts: Mapping[str, Any] | None = None, *, actor: Actor | None = None
    ) -> None:
        """Write the event of an act that this one brings about, by another actor where one is given.

        That of this act itself ends it, as `record` does.
        """
        self._has_end |= act.name == self.act.name
        self._write(act, actor or self.actor, row, facts or {})

    def unchanged(self, result: Subject) -> Subject:
        """Say that nothing is to be recorded: it was done before, or there is nothing to do."""
        self._has_end = True
        return result

    def require_end(self) -> None:
        """RuntimeError unless somebody was asked who may, and the act came to an end."""
        self._require_asked()
        if not self._has_end:
            raise RuntimeError(f"{self.act.name} ended without its event; say unchanged()")

    def _require_asked(self) -> None:
        if not self._is_asked:
            raise RuntimeError(f"{self.act.name}: nobody was asked who may")

    def _write(self, act: Act, actor: Actor, row: Model, facts: Mapping[str, Any]) -> None:
        self._require_asked()
        if not isinstance(row, act.about) or (act.facts != CHANGES and set(facts) != set(act.facts)):
            raise RuntimeError(
                f"{act.name} is not declared about {row!r} with {', '.join(facts) or 'no facts'}"
            )
        audit.record(actor, act.name, row, dict(facts))


def by_command(actor: Actor, *_: object) -> bool:
    """The rule of what no person does in the portal."""
    return access(actor).is_system


_register: dict[str, Act] = {}


@cache
def registered() -> Mapping[str, Act]:
    """Every act of the project by its name, whichever modules are loaded so far."""
    for config in apps.get_app_configs():
        if Path(config.path).parent == Path(settings.BASE_DIR):
            import_layer(config.name, "rules")
    return _register


def words_of(name: str) -> str:
    """What a history says of the act; its name where nothing declares it any more."""
    act = registered().get(name)
    return act.words if act else name


def news() -> dict[str, str]:
    """What a list of changes says, by the name of the act."""
    return {act.name: act.news for act in registered().values() if act.news}
