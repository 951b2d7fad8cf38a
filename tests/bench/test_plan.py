"""The generated plan is the same everywhere; every measured request answers within its budget of queries."""

import pytest
from django.db import transaction
from django.test import Client

from masterplan.canonical import canonical, sha256
from masterplan.models import ProgrammeYear
from masterplan.services.compiling import compile_plan
from opd import clock
from opd.models import User
from tests.bench import big_plan, big_story, handles, measuring, prose
from tests.bench.big_plan import Size
from tests.bench.requests import FLOORS, REQUESTS
from tests.web import client_of

pytestmark = pytest.mark.django_db

SMALL = Size(offices=10, findings=40, programmes=110, sections=24, letters=300)
SHA256 = "9fc4431aa5a7f85fd3d0e1afc08af3e2d3ebf784c30c07aa357973cb648a28f7"
MEASURED = [r for r in REQUESTS if r.name not in FLOORS and r.fields in ("", "section")]


def test_the_same_plan_has_the_same_hash_on_every_database():
    with transaction.atomic():
        plan = big_plan.build(SMALL)
    assert sha256(canonical(compile_plan(plan))) == SHA256


def test_it_is_as_large_as_it_was_asked_to_be():
    plan = big_plan.build(SMALL)
    document = compile_plan(plan)
    prose_sections = [s for b in document["books"] for c in b["chapters"] for s in c["sections"] if s["body"]]
    assert (len(document["opds"]), len(document["findings"]), len(document["programmes"])) == (10, 40, 110)
    assert len(prose_sections) == 24
    assert ProgrammeYear.objects.count() == 110 * 10


@pytest.mark.parametrize("letters", [100, 8000])
def test_a_text_is_about_as_long_as_it_was_asked_to_be(letters):
    assert letters <= len(prose.text("x", letters)) <= letters + 1200


def test_every_measured_request_answers_within_its_budget_of_queries():
    big_story.tell(SMALL, clock.now())
    of = handles.find(big_plan.SLUG)
    over = {}
    for request in MEASURED:
        client = client_of(User.objects.get(username=of.people[request.actor])) if request.actor else Client()
        path, form = request.path.format(**of.rows), {"version": "1", "text": prose.text("x", 300)}
        client.get(path)  # what is said of a frozen version is worked out once and kept
        with measuring.queries() as asked:
            response = client.post(path, form) if request.fields else client.get(path)
        assert response.status_code == request.status, request.name
        if len(asked) > (request.budget or 0):
            over[request.name] = len(asked)
    assert over == {}
