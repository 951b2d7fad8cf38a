"""`python -m qa.bench.child tickets PLAN`: the pages with the cookies of who asks for them, as JSON."""

import json
import sys

from qa.bench import handles
from qa.bench.calling import Visitor
from qa.bench.requests import REQUESTS


def main(slug: str) -> None:
    of = handles.find(slug)
    pages = [request for request in REQUESTS if not request.fields]
    tickets = [
        {
            "path": request.path.format(**of.rows),
            "cookies": Visitor(of.people[request.actor] if request.actor else "").cookies,
        }
        for request in pages
    ]
    sys.stdout.write(json.dumps(tickets))
