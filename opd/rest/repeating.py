"""Idempotency-Key: the same request sent again is answered again, not done again.

A line that breaks after the act leaves the sender without an answer; with the key it may simply ask again.
Only what was done is kept, for 24 hours; a refusal may be tried anew under the same key. Work that was cut
off (a killed process) may be repeated after TAKEN_OVER_AFTER; the services keep its effect single.
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

from opd import clock
from opd.errors import Conflict
from opd.models import IdempotencyKey
from opd.rest.problems import Reused

KEPT = timedelta(hours=24)
TAKEN_OVER_AFTER = timedelta(seconds=60)
WAIT_S, LOOK_EVERY_S = 10.0, 0.1
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
    row, is_mine = _take(request, key)
    if not is_mine:
        return _said_before(_finished(row))
    try:
        answer = act()
    except BaseException:
        _mine(row).delete()
        raise
    _keep(row, answer)
    return answer


def clear_old() -> int:
    """Forget what nobody may ask for any more; returns how many."""
    return IdempotencyKey.objects.filter(started_at__lt=clock.now() - KEPT).delete()[0]


def _fingerprint(request: Request) -> str:
    """Of method, address and body; keyed, since a body may hold a password."""
    told = f"{request.method} {request.get_full_path()} {request.headers.get('If-Match', '')}\n"
    return salted_hmac("opd.rest.repeating", told.encode() + request.body, algorithm="sha256").hexdigest()


def _user(request: Request) -> int:
    """Whose key it is. Strangers have none: every act asks who is there first."""
    return int(request.user.pk or 0)


def _take(request: Request, key: str) -> tuple[IdempotencyKey, bool]:
    """The key's row, and whether this request may do the work."""
    mark, now = _fingerprint(request), clock.now()
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
    if known.fingerprint != mark:
        raise Reused
    return known, _take_over(known)


def _take_over(row: IdempotencyKey) -> bool:
    """Compare-and-set on the moment the lost work began."""
    now = clock.now()
    if row.status is not None or row.started_at > now - TAKEN_OVER_AFTER:
        return False
    lost = IdempotencyKey.objects.filter(pk=row.pk, status=None, started_at=row.started_at)
    row.started_at = now
    return bool(lost.update(started_at=now))


def _mine(row: IdempotencyKey) -> Any:
    return IdempotencyKey.objects.filter(pk=row.pk, status=None, started_at=row.started_at)


def _keep(row: IdempotencyKey, answer: Any) -> None:
    headers = {name: answer[name] for name in KEPT_HEADERS if name in answer}
    content = JSONRenderer().render(answer.data).decode() if isinstance(answer, Response) else ""
    _mine(row).update(status=answer.status_code, content=content, headers=headers)


def _finished(row: IdempotencyKey) -> IdempotencyKey:
    deadline = time.monotonic() + WAIT_S
    while row.status is None:
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
