"""One measured request as something that can be done again and again: a page, a save, a sign-in."""

from collections.abc import Callable
from itertools import count

from qa.bench import prose
from qa.bench.calling import Answer, Visitor
from qa.bench.forms import Fields, fields_of, with_values
from qa.bench.handles import Handles
from qa.bench.prepare import PASSWORD
from qa.bench.requests import Request

Act = Callable[[], Answer]


def act_of(request: Request, of: Handles) -> Act:
    """It raises RuntimeError for another answer than the table names: a figure of it would say nothing."""
    visitor = Visitor(of.people[request.actor] if request.actor else "")
    path = request.path.format(**of.rows)
    fill = FORMS[request.fields](visitor, path, of) if request.fields else None

    def act() -> Answer:
        answer = visitor.post(path, fill()) if fill else visitor.get(path)
        if answer.status != request.status:
            raise RuntimeError(f"{request.name}: {answer.status} instead of {request.status}")
        return answer

    return act


def section(visitor: Visitor, page: str, of: Handles) -> Callable[[], Fields]:
    """Two bodies in turn, each sent with the version the one before made."""
    hidden = visitor.hidden(page)
    versions = count(int(hidden["version"]))
    texts = (prose.text("save/0"), prose.text("save/0") + "\n\nSatu kalimat lagi.")

    def fill() -> Fields:
        version = next(versions)
        return list((hidden | {"version": str(version), "text": texts[version % 2]}).items())

    return fill


def programme(visitor: Visitor, page: str, of: Handles) -> Callable[[], Fields]:
    """The form as it stands, with another note and another target each time."""
    fields = fields_of(visitor.open(page), page)
    known = dict(fields)
    year = min(name.removeprefix("target_") for name in known if name.startswith("target_"))
    versions = count(int(known["version"]))

    def fill() -> Fields:
        version = next(versions)
        target = f"target_{year}"
        return with_values(
            fields, version=str(version), note=f"Catatan {version % 2}.", **{target: str(7 + version % 2)}
        )

    return fill


def login(visitor: Visitor, page: str, of: Handles) -> Callable[[], Fields]:
    hidden = visitor.hidden(page)
    return lambda: list((hidden | {"login": of.people["editor"], "password": PASSWORD}).items())


FORMS = {"section": section, "programme": programme, "login": login}
