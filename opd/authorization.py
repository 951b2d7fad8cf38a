"""Who may: the actor's access, and the one way to refuse."""

from opd.errors import Forbidden
from opd.models.access import SYSTEM, Access, Actor, System, access

__all__ = ["SYSTEM", "Access", "Actor", "System", "access", "require"]


def require(allowed: bool, message: str = "Anda tidak berwenang melakukan ini.") -> None:
    """Raise Forbidden (403) with the sentence unless allowed."""
    if not allowed:
        raise Forbidden(message)
