"""Django's PostgreSQL, which tries a new connection again for as long as `patience` says."""

from time import monotonic, sleep

from django.db.backends.postgresql import base
from psycopg2 import Error as DatabaseError
from psycopg2 import InterfaceError, OperationalError

from config.patience import patience
from opd import clock

PAUSE_S = 0.25
AWAY = (OperationalError, InterfaceError)


class DatabaseWrapper(base.DatabaseWrapper):
    def connect(self) -> None:
        deadline = monotonic() + patience.get()
        while True:
            try:
                super().connect()
                self._prove()
            except AWAY:
                if monotonic() >= deadline:
                    raise
                self.close()
                sleep(PAUSE_S)
            else:
                return

    def is_usable(self) -> bool:
        """Asked before a kept connection serves another request; so its hour is heard anew as well."""
        try:
            if self.connection is not None:
                self._prove()
        except DatabaseError:
            return False
        return self.connection is not None

    def _prove(self) -> None:
        """PgBouncer says welcome also with nobody behind it. The answer is the hour all machines go by."""
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            clock.agree_with(cursor.fetchone()[0])
