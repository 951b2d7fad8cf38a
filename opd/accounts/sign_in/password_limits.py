"""How often a password may be tried. Logs name an account by its number."""

import ipaddress
import logging
import threading
import time
from hashlib import sha256

from django.core.cache import cache

from opd.accounts.models import User

logger = logging.getLogger("portal.sign_in")
alarm = logging.getLogger("portal.alarm")
WINDOW_S = 5 * 60
TRIES = 5  # of an account from one address
FREE, FIRST_WAIT_S, LONGEST_WAIT_S = 20, 0.05, 2.0  # failures of an account from all addresses, then it waits
MISTAKES = 100  # of all accounts; a workshop of five hundred makes hardly more
# A web process has four threads, and guessing must not hold them all.
waiting = threading.BoundedSemaphore(1)


def take(username: str, address: str) -> str | None:
    """The key of a free try, after the account's wait; None when five were taken in five minutes."""
    account = username.lower()
    keys = [_key(f"{account} {_network(address)} {number}") for number in range(TRIES)]
    taken = cache.get_many(keys)
    # Of requests at the same time only one adds the row.
    found = next((key for key in keys if key not in taken and cache.add(key, True, WINDOW_S)), None)
    seconds = wait_s(cache.get(_key(account), 0)) if found else 0
    if seconds and waiting.acquire(blocking=False):
        try:
            time.sleep(seconds)
        finally:
            waiting.release()
    return found


def give_back(taken: str) -> None:
    cache.delete(taken)


def wait_s(failures: int) -> float:
    """Seconds before a password of this account is looked at: none, then 0.05 and twice as long each time."""
    return min(FIRST_WAIT_S * 2.0 ** min(failures - FREE, 9), LONGEST_WAIT_S) if failures >= FREE else 0.0


def note_failure(username: str) -> None:
    """A line for each failure, an alarm where there are more than people make by mistake."""
    user = {"user": _number_of(username)}
    logger.info("sign-in failed", extra=user)
    if _count(_key(username.lower())) == FREE:
        alarm.warning("sign-in slowed down after twenty failures", extra=user)
    if _count(f"sign-in:all:{int(time.time()) // WINDOW_S}") == MISTAKES:
        alarm.error("more failed sign-ins within five minutes than people make by mistake")


def _count(key: str) -> int:
    """Failures until now, forgotten after five minutes without one; a race may lose one."""
    failures: int = cache.get(key, 0) + 1
    cache.set(key, failures, WINDOW_S)
    return failures


def _key(text: str) -> str:
    return f"sign-in:{sha256(text.encode()).hexdigest()}"


def _network(address: str) -> str:
    """An IPv6 address as its /64, which one visitor has whole."""
    try:
        return str(ipaddress.ip_network((address, 64 if ":" in address else 32), strict=False))
    except ValueError:
        return address


def _number_of(username: str) -> int | None:
    """A database may take `ı` for i and `ſ` for s; sign-in does not, so nobody is blamed for it."""
    found = User.objects.filter(username__iexact=username).values_list("pk", "username")
    return next((pk for pk, name in found if name.lower() == username.lower()), None)
