"""Django's PostgreSQL, which tries a new connection again for as long as `patience` says."""

from time import monotonic, sleep

from django.db.backends.postgresql import base
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

    def _prove(self) -> None:
        """PgBouncer says welcome also with nobody behind it. The answer is the hour all machines go by."""
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            clock.agree_with(cursor.fetchone()[0])
