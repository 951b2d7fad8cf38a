"""Workshops in the compiled document."""

from bimtek.cycle.models import Cycle
from bimtek.sessions.models import BimtekSession
from lib.documents import Json, Part
from lib.text.canonical import plain


def sessions(cycle: Cycle) -> list[Json]:
    """One query."""
    names = ("stage", "start", "end", "place", "purpose", "outputs", "participants")
    made: list[Json] = plain([dict(r) for r in BimtekSession.objects.filter(cycle=cycle).values(*names)])
    return made


SESSIONS = Part("sessions", "cycle", sessions)
