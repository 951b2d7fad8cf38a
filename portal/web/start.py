"""What must hold before a process of the portal serves. Asked once, when it starts; one query, one hash."""

import logging
import sys

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection

from opd.accounts.models import User
from opd.accounts.sign_in.hasher import demo_hash

logger = logging.getLogger(__name__)


def require_own_passwords() -> None:
    """End the process when an account of a production still has the demo's password, which anyone can read.

    A database that is away or without tables lets nobody in: the process starts and answers 503 until it is
    there. Whoever makes the tables (`prepare`) looks closer.
    """
    if not settings.IN_PRODUCTION:
        return
    try:
        held = User.objects.filter(password=demo_hash(), is_active=True).values_list("username", flat=True)
        name = held.first()
    except (DatabaseError, InterfaceError) as reason:
        logger.warning("the accounts cannot be looked at yet: %s", type(reason).__name__)
        return
    finally:
        connection.close()
    if name:
        sys.exit(f"The account {name} still has the demo's password. Change it or deactivate it first.")
