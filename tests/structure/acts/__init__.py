"""One prepared call for every public service, by part of the portal."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.world import World


@dataclass(frozen=True)
class Act:
    """`name` is the dotted path of the service; `call` runs it in a fresh world."""

    name: str
    call: Callable[[World], Any]
