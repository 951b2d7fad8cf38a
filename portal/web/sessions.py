"""How long somebody stays signed in: two hours without a request, twelve hours in all.

Two hours and not the half hour of a bank: people draft a paragraph between two telephone calls, and a page
that asks for the password after every interruption teaches them to leave it on notes. Both ends stand in the
row's `expire_date`, which Django compares at every request.
"""

from datetime import datetime, timedelta
from typing import Any, cast

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

IDLE = timedelta(hours=2)
IN_ALL = timedelta(hours=12)
WRITTEN_AGAIN_AFTER = timedelta(minutes=5)
BEGAN, WRITTEN = "began", "written"  # seconds since 1970


class SessionStore(db.SessionStore):
    def load(self) -> dict[str, Any]:
        """What is stored; written again after five minutes, unless the row was deleted meanwhile."""
        data: dict[str, Any] = super().load()
        age_s = timezone.now().timestamp() - data.get(WRITTEN, 0)
        if SESSION_KEY in data and age_s > WRITTEN_AGAIN_AFTER.total_seconds():
            end = extend(data)
            row = self.model.objects.filter(session_key=self.session_key)
            row.update(session_data=self.encode(data), expire_date=end)
        return data

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        end = extend(data) if SESSION_KEY in data else None
        row = cast(Session, super().create_model_instance(data))
        row.expire_date = end or row.expire_date
        return row


def extend(data: dict[str, Any]) -> datetime:
    """When the session ends if nobody asks for anything from now on; stamps the data with the time."""
    now = timezone.now()
    data[WRITTEN] = now.timestamp()
    began = datetime.fromtimestamp(data.setdefault(BEGAN, data[WRITTEN]), now.tzinfo)
    return min(began + IN_ALL, now + IDLE)
