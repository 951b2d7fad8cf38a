"""`python -m qa.bench.child tickets PLAN COUNT`: what a client needs to send each request itself, as JSON.

A save gets COUNT sections with their versions, so that as many clients write without meeting each other.
"""

import json
import sys
from typing import Any

from masterplan.models import Section
from qa.bench import handles
from qa.bench.calling import Visitor
from qa.bench.requests import REQUESTS, Request


def main(slug: str, count: str) -> None:
    of = handles.find(slug)
    tickets = [ticket(request, of, int(count)) for request in REQUESTS if request.fields in ("", "section")]
    sys.stdout.write(json.dumps(tickets))


def ticket(request: Request, of: handles.Handles, count: int) -> dict[str, Any]:
    visitor = Visitor(of.people[request.actor] if request.actor else "")
    made: dict[str, Any] = {"name": request.name, "status": request.status, "forms": []}
    if request.fields:
        rows = Section.objects.filter(
            chapter__book__masterplan__slug=of.slug, kind="text", body__isnull=False
        )
        for pk in rows.order_by("-pk").values_list("pk", flat=True)[:count]:
            path = request.path.format(section=pk)
            made["forms"].append({"path": path, "fields": visitor.hidden(path)})
    else:
        made["path"] = request.path.format(**of.rows)
    made["cookie"] = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
    return made
