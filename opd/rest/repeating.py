"""Idempotency-Key: the same request sent again is answered again, not done again.

A line that breaks after the act leaves the sender without an answer; with the key it may simply ask again.
Only what was done is kept, for 24 hours; a refusal may be tried anew under the same key. Work that was cut
off (a killed process) may be repeated after TAKEN_OVER_AFTER; the services keep its effect single. Who has
other roles by now is not shown the kept answer: the act is asked again, and refuses where it must.
"""

import re
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.utils.crypto import salted_hmac
from rest_framework.exceptions import ParseError
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from jobs.services import mend_connection
from opd import clock
from opd.authorization import access
from opd.errors import Conflict
from opd.models import IdempotencyKey
from opd.rest.problems import Reused

KEPT = timedelta(hours=24)
TAKEN_OVER_AFTER = timedelta(seconds=60)
WAIT_S, LOOK_EVERY_S = 2.0, 0.1
"""A thread waits no longer than most acts take; whoever comes too early is told so and asks again."""
HALF = 32
SHAPE = re.compile(r"[!-~]{1,100}")
KEPT_HEADERS = ("ETag", "Location")
UNREADABLE = "Idempotency-Key berisi 1 sampai 100 huruf ASCII tanpa spasi, misalnya sebuah UUID."
STILL_AT_WORK = "Permintaan yang sama masih dikerjakan. Tunggu sebentar, lalu kirim lagi."


def once(request: Request, act: Callable[[], Any]) -> Any:
    """Run the act, or give the answer it gave before under the request's key."""
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return act()
    if not SHAPE.fullmatch(key):
        raise ParseError(UNREADABLE)
    mark = _fingerprint(request)
    row, is_mine = _take(request, key, mark)
    if not is_mine:
        return _said_before(_finished(row, mark))
    try:
        answer = act()
    except BaseException:
        mend_connection()  # a broken one would keep the key, and whoever asks again would wait for nobody
        _mine(row).delete()
        raise
    _keep(row, answer)
    return answer


def clear_old() -> int:
    """Forget what nobody may ask for any more; returns how many."""
    return IdempotencyKey.objects.filter(started_at__lt=clock.now() - KEPT).delete()[0]


def _fingerprint(request: Request) -> str:
    """One half of method, address and body, one of the roles; keyed, since a body may hold a password."""
    told = f"{request.method} {request.get_full_path()} {request.headers.get('If-Match', '')}\n"
    roles = sorted(map(str, access(request.user).roles))
    return _digest(told.encode() + request.body) + _digest("\n".join(roles).encode())


def _digest(told: bytes) -> str:
    return salted_hmac("opd.rest.repeating", told, algorithm="sha256").hexdigest()[:HALF]


def _user(request: Request) -> int:
    """Whose key it is. Strangers have none: every act asks who is there first."""
    return int(request.user.pk or 0)


def _take(request: Request, key: str, mark: str) -> tuple[IdempotencyKey, bool]:
    """The key's row, and whether this request may do the work."""
    now = clock.now()
    IdempotencyKey.objects.filter(user_id=_user(request), key=key, started_at__lt=now - KEPT).delete()
    try:
        with transaction.atomic():
            row = IdempotencyKey.objects.create(
                user_id=_user(request), key=key, fingerprint=mark, started_at=now
            )
        return row, True
    except IntegrityError:
        known = IdempotencyKey.objects.filter(user_id=_user(request), key=key).first()
    if known is None:  # the first one was refused at this very moment
        raise Conflict(STILL_AT_WORK)
    if known.fingerprint[:HALF] != mark[:HALF]:
        raise Reused
    return known, _take_over(known, mark)


def _take_over(row: IdempotencyKey, mark: str) -> bool:
    """Compare-and-set on what was read, for lost work and for an answer given under other roles."""
    now = clock.now()
    if row.status is None and row.started_at > now - TAKEN_OVER_AFTER:
        return False
    if row.status is not None and row.fingerprint == mark:
        return False
    seen = IdempotencyKey.objects.filter(pk=row.pk, status=row.status, started_at=row.started_at)
    row.started_at = now
    return bool(seen.update(started_at=now, fingerprint=mark, status=None, content="", headers={}))


def _mine(row: IdempotencyKey) -> Any:
    return IdempotencyKey.objects.filter(pk=row.pk, status=None, started_at=row.started_at)


def _keep(row: IdempotencyKey, answer: Any) -> None:
    headers = {name: answer[name] for name in KEPT_HEADERS if name in answer}
    content = JSONRenderer().render(answer.data).decode() if isinstance(answer, Response) else ""
    _mine(row).update(status=answer.status_code, content=content, headers=headers)


def _finished(row: IdempotencyKey, mark: str) -> IdempotencyKey:
    """With its answer, given under the very roles of who asks."""
    deadline = time.monotonic() + WAIT_S
    while row.status is None or row.fingerprint != mark:
        if time.monotonic() > deadline:
            raise Conflict(STILL_AT_WORK)
        time.sleep(LOOK_EVERY_S)
        known = IdempotencyKey.objects.filter(pk=row.pk).first()
        if known is None:
            raise Conflict(STILL_AT_WORK)
        row = known
    return row


def _said_before(row: IdempotencyKey) -> HttpResponse:
    headers = {**row.headers, "Idempotent-Replayed": "true"}
    return HttpResponse(row.content, status=row.status, headers=headers, content_type="application/json")
