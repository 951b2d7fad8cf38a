"""What an operator should hear of at the door. Numbers only: a name has no place in a log."""

import logging
import time
from hashlib import sha256

from django.core.cache import cache

from opd.models import User

logger = logging.getLogger("portal.alarm")
door = logging.getLogger("portal.door")

WINDOW_S = 5 * 60
MISTAKES = 100
"""A workshop of five hundred types this many passwords wrong in five minutes, hardly more."""


def note_held(username: str) -> None:
    """Somebody who does not exist costs the same question, so that the time it takes tells nothing."""
    found = _number_of(username)
    if _is_news(f"held:{username.lower()}"):
        logger.warning("sign-in held after five failures", extra={"user": found})


def note_failure(username: str) -> None:
    """A line for each. Many accounts, few tries each: no account's limit sees that, so they are counted over
    all; a count that misses a few will do."""
    door.info("sign-in failed", extra={"user": _number_of(username)})
    bucket = f"failures:{int(time.time()) // WINDOW_S}"
    try:
        failures = cache.incr(bucket)
    except ValueError:  # the first of these five minutes
        failures = int(cache.add(bucket, 1, WINDOW_S))
    if failures > MISTAKES and _is_news("spraying"):
        logger.error("more failed sign-ins within five minutes than people make by mistake")


def _number_of(username: str) -> int | None:
    """As the door looks for it: a database may take `ı` for i and `ſ` for s and blame somebody else."""
    found = User.objects.filter(username__iexact=username).values_list("pk", "username")
    return next((pk for pk, name in found if name.lower() == username.lower()), None)


def _is_news(what: str) -> bool:
    """Once in five minutes: an alarm that rings all the time is turned off."""
    key = f"alarm:{sha256(what.encode()).hexdigest()}"
    return cache.get(key) is None and cache.add(key, True, WINDOW_S)
