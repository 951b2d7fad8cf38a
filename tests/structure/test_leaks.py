"""Two regions in one portal: nobody reads a word of the other one, nor counts its rows, whatever is asked."""

from typing import Any

import pytest
from django.db.models import F, Value
from django.db.models.functions import Concat

from bimtek.cycle.models import Cycle
from bimtek.findings.models import Finding
from commitments.agreements.models import Agreement
from masterplan.plan.models import Masterplan
from masterplan.programmes.models import Programme
from masterplan.sections.models import Section
from opd.accounts.models import User
from opd.offices.models import OfficeHolder, Opd, Region
from tests import world as worlds
from tests.structure.test_permissions import ROWS, send
from tests.web import client_of
from tests.world import World

pytestmark = pytest.mark.django_db

MARK = "RAHASIADAERAHLAIN"
MARKED: tuple[tuple[Any, str], ...] = (
    (Region, "name"),
    (Opd, "official_name"),
    (Opd, "short_name"),
    (OfficeHolder, "name"),
    (User, "label"),
    (Cycle, "name"),
    (Finding, "title"),
    (Masterplan, "title"),
    (Programme, "name"),
    (Section, "title"),
    (Agreement, "place"),
)
ACTORS = ("admin", "editor", "operator.own", "head.own", "leader", "facilitator", "nobody")
ASKING = ("q=a", "page=2", "sort=name&ordering=-id&opd=DLH", "state=aside", "lead_opd__region=1&region=91.01")
LISTED = ("list", "tree", "board")
READS = [row for row in ROWS if row["method"] == "GET"]
LISTS = [row for row in READS if row["url"].split()[0].endswith(LISTED) and not row["form"]]
ACTS = [row for row in ROWS if row["method"] != "GET" and ("{" in row["form"] or "<" in row["form"])]


@pytest.fixture
def elsewhere() -> World:
    return worlds.build(".lain")


@pytest.fixture
def here(elsewhere: World) -> World:
    """Built last, so that what is marked is all of the other region and nothing of this one."""
    for model, column in MARKED:
        model.objects.update(**{column: Concat(Value(f"{MARK} "), F(column))})
    return worlds.build()


@pytest.mark.parametrize("actor", ACTORS)
def test_no_page_and_no_list_holds_a_word_of_the_other_region(here: World, actor: str) -> None:
    client = client_of(here.people[actor])
    leaks = {row["url"] for row in READS if MARK in words(send(client, here, row))}
    assert leaks == set()


@pytest.mark.parametrize("actor", ["editor", "head.own", "facilitator"])
def test_no_filter_and_no_order_brings_it_in(here: World, actor: str) -> None:
    client = client_of(here.people[actor])
    leaks = []
    for row in LISTS:
        address = str(send(client, here, row).wsgi_request.path)
        leaks += [f"{address}?{query}" for query in ASKING if MARK in words(client.get(f"{address}?{query}"))]
    assert leaks == []


@pytest.mark.parametrize("actor", ["editor", "operator.own", "head.own", "leader", "facilitator"])
def test_an_act_here_never_takes_a_row_from_there(here: World, elsewhere: World, actor: str) -> None:
    """The address is one's own, the form names the other region's rows, ids and digests."""
    client = client_of(here.people[actor])
    taken = {}
    for row in ACTS:
        answer = send(client, here, row, told=elsewhere)
        if answer.status_code in (200, 201, 202, 204, 302) and names_a_row(row):
            taken[row["url"], row["form"]] = answer.status_code
    assert taken == {}


def names_a_row(row: dict[str, str]) -> bool:
    """Codes of OPDs are the same in both regions, and so are versions: those name nothing foreign."""
    foreign = (".pk", ".slug", "sha256", ".uid", ".token")
    return any(part in row["form"] for part in foreign)


def words(answer: Any) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return str(content.decode("utf-8", "replace"))
