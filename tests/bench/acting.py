"""One measured request as something that can be done again and again: a page, a save, a sign-in."""

from collections.abc import Callable, Mapping
from itertools import count

from tests.bench import prose
from tests.bench.calling import Answer, Visitor
from tests.bench.handles import Handles
from tests.bench.prepare import PASSWORD
from tests.bench.requests import Request

Act = Callable[[], Answer]


class WrongAnswer(Exception):
    """What was measured is not what the table of requests says; a figure of it would say nothing."""


def act_of(request: Request, of: Handles) -> Act:
    visitor = Visitor(of.people[request.actor] if request.actor else "")
    path = request.path.format(**of.rows)
    if request.fields:
        fill = FORMS[request.fields](visitor, request.form.format(**of.rows), of)
        return checked(request, lambda: visitor.post(path, fill()))
    return checked(request, lambda: visitor.get(path))


def checked(request: Request, act: Act) -> Act:
    def checking() -> Answer:
        answer = act()
        if answer.status != request.status:
            raise WrongAnswer(f"{request.name}: {answer.status} instead of {request.status}")
        return answer

    return checking


def section(visitor: Visitor, page: str, of: Handles) -> Callable[[], Mapping[str, str]]:
    """Two bodies in turn, each sent with the version the one before made."""
    hidden = visitor.hidden(page)
    versions = count(int(hidden["version"]))
    texts = (prose.text("save/0"), prose.text("save/0") + "\n\nSatu kalimat lagi.")

    def fill() -> Mapping[str, str]:
        version = next(versions)
        return hidden | {"version": str(version), "text": texts[version % 2]}

    return fill


def login(visitor: Visitor, page: str, of: Handles) -> Callable[[], Mapping[str, str]]:
    hidden = visitor.hidden(page)
    return lambda: hidden | {"login": of.people["editor"], "password": PASSWORD}


FORMS = {"section": section, "login": login}
