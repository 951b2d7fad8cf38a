"""The requests that are measured: one row each, in the order of the report."""

from dataclasses import dataclass

# The roles by their stored names: what prints the report knows no Django.
ROLES = ("admin", "editor", "operator", "head", "leader", "facilitator")
EDITOR = "editor"

ONE_QUERY = "one-query view"
COMPILE = "compile"


@dataclass(frozen=True)
class Request:
    """`path` names rows of handles.Handles, as {programme}; `fields` names how its form is filled in.

    goal: multiples of the one-query view, generated plan, SQLite. queries: the most.
    """

    name: str
    path: str
    actor: str = ""
    fields: str = ""
    goal: float = float("inf")
    queries: float = 12
    repeat: int = 300

    @property
    def status(self) -> int:
        return 302 if self.fields else 200


REQUESTS = (
    Request("empty view", "/bench/empty"),
    Request(ONE_QUERY, "/bench/one-query"),
    *(Request(f"home, {role}", "/", role, goal=60) for role in ROLES),
    Request("findings", "/bimtek/findings/", EDITOR, goal=65),
    Request("programmes (100 rows)", "/programmes/", EDITOR, goal=65),
    Request("programme", "/programmes/{programme}/", EDITOR),
    Request("programme form", "/programmes/{programme}/edit/", EDITOR),
    Request("sections (tree)", "/sections/", EDITOR),
    Request("section", "/sections/{section}/", EDITOR, goal=25),
    # The rows are those of the compiled plan: its eleven queries, and the page's own eight.
    Request("section, live table", "/sections/{table}/", EDITOR, goal=70, queries=19, repeat=50),
    Request("section editor", "/sections/{section}/edit/", EDITOR, goal=18),
    Request("save of a section", "/sections/{section}/edit/", EDITOR, "section", goal=13),
    # Every list it may choose from is read, and six kinds of rows may be written.
    Request("save of a programme", "/programmes/{programme}/edit/", EDITOR, "programme", queries=21),
    Request("versions", "/revisions/", EDITOR),
    Request("version", "/revisions/{revision}/", EDITOR),
    Request("board of commitments", "/commitments/", EDITOR),
    Request("verification of a letter", "/v/{letter_token}", goal=7),
    Request("verification of a book", "/v/{book_token}", goal=7),
    Request("login", "/accounts/login/", fields="login", queries=float("inf"), repeat=100),
)
GOALS = {request.name: request.goal for request in REQUESTS if request.goal < float("inf")} | {COMPILE: 150}
QUERIES = {request.name: request.queries for request in REQUESTS} | {COMPILE: 12}
