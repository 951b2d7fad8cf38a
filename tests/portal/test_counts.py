"""Every count that is a link opens exactly the rows it counts, for whoever sees it."""

import re
from html import unescape
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from django.conf import settings
from django.core.management import call_command
from django.urls import reverse

from lib.access import SYSTEM
from masterplan.plan.models import Masterplan
from masterplan.versions.models import Revision
from masterplan.versions.rounds.models import ReviewRound
from opd.accounts.models import User
from opd.accounts.roles import Role
from portal.regions import services as regions
from portal.regions.folder import read_region
from tests.opd import factories
from tests.web import client_of

pytestmark = pytest.mark.django_db
BEKASI = Path(settings.BASE_DIR) / "data" / "bekasi"
LINK = re.compile(r"<a\b([^>]*)>(.*?)</a>", re.DOTALL)
HREF, MARKED = re.compile(r'href="([^"]*)"'), re.compile(r'data-count="(\d+)"')
COUNTED = re.compile(r'<span class="count[^"]*">\s*([\d.]+)\s*</span>')
# A link that opens with a number and a word: "12 permasalahan belum dijawab", "<b>3</b> belum".
LEADING = re.compile(r"\s*(?:<b>)?\s*([\d.]+)\s*(?:</b>)?\s+[a-zA-Z]")
ROWS, HEAD_CELL = re.compile(r'data-rows="(\d+)"'), re.compile(r'<th scope="row"')
LISTS = [
    *("home", "bimtek:session_list", "bimtek:finding_list", "masterplan:programme_list"),
    *("masterplan:section_tree", "masterplan:revision_list", "commitments:board", "opd:holder_list"),
]
FILTERS = ["", "?dimension=ENV", "?gap=rupiah", "?kind=masalah", "?answered=no&q=a", "?state=aside"]


def main_of(page):
    return page.partition("<main")[2].partition("</main>")[0]


def counts_in(page):
    """(address, count) of every link of the page that says how many rows it opens."""
    for attributes, content in LINK.findall(main_of(page)):
        found = MARKED.search(attributes) or COUNTED.search(content) or LEADING.match(content)
        if found and (href := HREF.search(attributes)):
            assert href[1], content  # an empty address is the page itself, with all its filters
            yield unescape(href[1]), int(found[1].replace(".", ""))


def starts(plan):
    pages = [reverse(name) + query for name in LISTS for query in FILTERS]
    pages += [reverse("masterplan:revision_detail", args=[row.pk]) for row in Revision.objects.all()]
    pages += [reverse("masterplan:round_detail", args=[row.pk]) for row in ReviewRound.objects.all()]
    pages += [reverse("bimtek:session_detail", args=[row.pk]) for row in plan.cycle.sessions.all()]
    return pages


def walk(client, pages):
    """(page, address, count, rows) of every count a person finds; each address is opened once."""
    opened, found = {}, set()
    for page in pages:
        answer = client.get(page)
        if answer.status_code != 200:
            continue
        for href, count in counts_in(answer.content.decode()):
            address = urljoin(page, href).partition("#")[0]
            if address not in opened:
                opened[address] = rows_of(client.get(address))
            found.add((page, address, count, opened[address]))
    return found


def rows_of(answer):
    """What the page says it lists; where it is one page, its rows are counted too."""
    assert answer.status_code == 200
    page = main_of(answer.content.decode())
    (said,) = map(int, ROWS.findall(page)[:1]) if ROWS.search(page) else (None,)
    if said is not None and 'aria-label="Halaman berikutnya"' not in page:
        body = page.partition("data-rows")[2]
        cells = body.count("<article") or len(HEAD_CELL.findall(body.partition("<tfoot")[0]))
        if cells and "work__n" not in body and "finds" not in body:
            assert cells == said, answer.request["PATH_INFO"]
    return said


# Numbers of a frozen version lead to the chapter of the book that holds its table, which is no list.
def is_list(address):
    return not re.fullmatch(r"/revisions/\d+/read/", urlsplit(address).path)


def faults_of(client, plan):
    found = {row for row in walk(client, starts(plan)) if is_list(row[1])}
    return found, [row for row in sorted(found) if row[2] != row[3]]


PEOPLE = ["admin", "editor", "leader", "facilitator", "operator.dlh", "head.dlh"]


def test_every_count_of_the_demo_opens_its_rows():
    call_command("load_demo", verbosity=0)
    plan = Masterplan.objects.get(slug="bekasi-contoh")
    for name in PEOPLE:
        found, faults = faults_of(client_of(User.objects.get(username=name)), plan)
        assert not faults, name
        assert len(found) > (0 if name == "head.dlh" else 5), name


def test_every_count_of_a_real_plan_opens_its_rows():
    plan, _ = regions.load(read_region(BEKASI), actor=SYSTEM)
    for role in (Role.EDITOR, Role.LEADER):
        found, faults = faults_of(client_of(factories.user(role, plan.cycle.region)), plan)
        assert not faults, role
        assert len(found) > 20, role
