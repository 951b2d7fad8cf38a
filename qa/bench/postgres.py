"""A PostgreSQL of its own for a benchmark, as durable as a real one: every commit waits for the disk."""

import psycopg2

from tests.servers import Servers

# The cost of a page as docker-compose.yml sets it.
OPTIONS = {"shared_buffers": "512MB", "max_connections": "100", "random_page_cost": "1.1"}


class DurablePostgres(Servers):
    """`url` names its database `portal`, reached through a socket; gone with the folder at `stop`."""

    def __init__(self, **options: str) -> None:
        super().__init__()
        self.url, self.pid = self.postgres(**OPTIONS, **options)
        connection = psycopg2.connect(host=str(self.folder / "pg"), user="portal", dbname="postgres")
        connection.autocommit = True
        connection.cursor().execute("CREATE DATABASE portal")
        connection.close()
