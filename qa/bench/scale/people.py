"""Fills the production set: the generated plan and so many editors, each signed in and with a row to write.

Runs inside the set, as one of the portal's own commands does: `from qa.bench.scale import people`.
"""

import json
import sys
from itertools import cycle
from typing import Any

from django.db import transaction

from lib import clock
from lib.jobs.models import Job, JobState
from masterplan.plan.models import Masterplan
from masterplan.programmes.models import Programme
from masterplan.sections.models import Section
from opd.accounts.models import Membership, User
from opd.accounts.roles import Role
from qa.bench import big_story, handles
from qa.bench.big_plan import SLUG
from tests.web import client_of

PAGES = (
    *("/", "/sections/", "/programmes/", "/programmes/{programme}/", "/sections/{section}/"),
    *("/bimtek/findings/", "/commitments/", "/revisions/"),
)


def fill(count: int) -> None:
    """Prints, as JSON, what the client must know of every editor and of every page."""
    with transaction.atomic():
        plan = big_story.tell(clock.now())
        Job.objects.update(state=JobState.DONE, finished_at=clock.now())  # nothing to print beside the load
        users = _users(plan, count)
    rows = handles.find(SLUG).rows
    editors = [
        {"cookies": _cookies(user), "form": form}
        for user, form in zip(users, cycle(_forms(plan)), strict=False)
    ]
    sys.stdout.write(json.dumps({"editors": editors, "pages": [page.format(**rows) for page in PAGES]}))


def _users(plan: Masterplan, count: int) -> list[User]:
    users = User.objects.bulk_create(
        User(username=f"penyusun{n:04d}", label=f"Penyusun {n}", password="!") for n in range(1, count + 1)
    )
    Membership.objects.bulk_create(
        Membership(user=user, region_id=plan.region_id, role=Role.EDITOR) for user in users
    )
    return users


def _cookies(user: User) -> dict[str, str]:
    return {name: morsel.value for name, morsel in client_of(user).cookies.items()}


def _forms(plan: Masterplan) -> list[dict[str, Any]]:
    """Every section with text, then every programme: a writer for each, the rest shares."""
    sections = Section.objects.filter(chapter__book__masterplan=plan, body__isnull=False).order_by("pk")
    programmes = Programme.objects.filter(masterplan=plan).order_by("pk")
    found = [
        {"row": f"masterplan.section:{pk}", "path": f"/sections/{pk}/edit/", "field": "text"}
        for pk in sections.values_list("pk", flat=True)
    ]
    return found + [
        {"row": f"masterplan.programme:{pk}", "path": f"/programmes/{pk}/edit/", "field": "note"}
        for pk in programmes.values_list("pk", flat=True)
    ]
