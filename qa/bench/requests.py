"""The requests that are measured: one row each, in the order of the report."""

from dataclasses import dataclass

from opd.enums import Role

FLOORS = ("empty view", "one-query view")
COMPILE = "compile"
COMPILE_GOAL = 40.0
BUDGET = 12


@dataclass(frozen=True)
class Request:
    """`path` names rows of handles.Handles, as {programme}; `form` is the page whose form is filled in and
    sent back with `fields`. `goal` is CPU in ms on SQLite with the large plan, `budget` the most queries."""

    name: str
    path: str
    actor: str = ""
    form: str = ""
    fields: str = ""
    status: int = 200
    goal: float | None = None
    budget: int | None = BUDGET
    repeat: int = 300


REQUESTS = (
    Request(FLOORS[0], "/bench/empty"),
    Request(FLOORS[1], "/bench/one-query"),
    *(Request(f"home, {role}", "/", role) for role in Role.values),
    Request("findings", "/bimtek/findings/", Role.EDITOR, goal=14),
    Request("programmes (100 rows)", "/programmes/", Role.EDITOR, goal=14),
    Request("programme", "/programmes/{programme}/", Role.EDITOR),
    Request("programme form", "/programmes/{programme}/edit/", Role.EDITOR),
    Request("sections (tree)", "/sections/", Role.EDITOR),
    Request("section", "/sections/{section}/", Role.EDITOR),
    # The rows are those of the compiled plan: its eleven queries, and the page's own eight.
    Request("section, live table", "/sections/{table}/", Role.EDITOR, budget=19, repeat=50),
    Request("section editor", "/sections/{section}/edit/", Role.EDITOR, goal=6),
    Request(
        "save of a section",
        "/sections/{section}/edit/",
        Role.EDITOR,
        form="/sections/{section}/edit/",
        fields="section",
        status=302,
        goal=3.6,
    ),
    Request(
        "save of a programme",
        "/programmes/{programme}/edit/",
        Role.EDITOR,
        form="/programmes/{programme}/edit/",
        fields="programme",
        status=302,
        budget=21,  # every list it may choose from is read, and six kinds of rows may be written
    ),
    Request("versions", "/revisions/", Role.EDITOR),
    Request("version", "/revisions/{revision}/", Role.EDITOR),
    Request("board of commitments", "/commitments/", Role.EDITOR),
    Request("verification of a letter", "/v/{letter_token}", goal=2),
    Request("verification of a book", "/v/{book_token}", goal=2),
    Request(
        "login",
        "/accounts/login/",
        form="/accounts/login/",
        fields="login",
        status=302,
        budget=None,
        repeat=100,
    ),
)
