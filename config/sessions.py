"""How long somebody stays signed in: two hours without a request, twelve hours in all.

Two hours and not the half hour of a bank: people here draft a paragraph between two telephone calls, on lines
that drop, and a page that asks for the password after every interruption teaches them to leave passwords on
notes. Signing asks for the password again in any case. Twelve hours is the longest working day.

Both ends stand in the row's `expire_date`, which every look at the session already asks for, so nothing is
checked twice; and the row is written only when five minutes have passed since it was written last. Then the
date alone is written: what another request stored meanwhile, a chosen plan for example, is not taken back.
"""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.utils import timezone

IDLE = timedelta(hours=2)
IN_ALL = timedelta(hours=12)
WRITTEN_AGAIN_AFTER = timedelta(minutes=5)
BEGAN = "began"


class SessionStore(db.SessionStore):
    def get_session_cookie_age(self) -> int:
        return int(IN_ALL.total_seconds())

    def load(self) -> dict[str, Any]:
        row = self._get_session_from_db()  # type: ignore[attr-defined]  # not in the stubs
        if row is None:
            return {}
        data: dict[str, Any] = self.decode(row.session_data)
        if SESSION_KEY in data:
            self._stay(row, self._end_of(data))
        return data

    def _stay(self, row: Any, end: datetime) -> None:
        if end - row.expire_date > WRITTEN_AGAIN_AFTER:
            self.model.objects.filter(pk=row.pk, expire_date__lt=end).update(expire_date=end)

    def save(self, must_create: bool = False) -> None:
        """Django takes every failure for a session that was ended meanwhile, and answers 400.

        A database that died after an act's commit is a failure of the portal (503): sent again, the same act
        is then answered well. What the database said has a cause; of a missing row Django speaks alone.
        """
        try:
            super().save(must_create)
        except UpdateError as told:
            reason = told.__context__
            if reason is None or reason.__cause__ is None:
                raise
            raise reason from reason.__cause__

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        if SESSION_KEY in data:
            data.setdefault(BEGAN, timezone.now().timestamp())
        row = super().create_model_instance(data)
        if SESSION_KEY in data:
            row.expire_date = self._end_of(data)
        return row

    def _end_of(self, data: dict[str, Any]) -> datetime:
        """When the session ends if nobody asks for anything from now on."""
        now = timezone.now()
        began = datetime.fromtimestamp(data.get(BEGAN, now.timestamp()), now.tzinfo)
        return min(began + IN_ALL, now + IDLE)
