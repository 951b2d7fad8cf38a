"""Who may do what with offices and people."""

from lib.access import Actor, access


def can_add_user(actor: Actor) -> bool:
    """Accounts are made by the command until people can be managed in the portal."""
    return access(actor).is_system
