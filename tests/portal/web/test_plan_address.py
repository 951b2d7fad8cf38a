"""The region stands in the address of who has several: nothing leads from one of them into another."""

import re
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import get_script_prefix

from lib.access import SYSTEM
from masterplan.plan import services as plans
from masterplan.plan.models import Masterplan
from opd.accounts.models import Membership, User
from opd.accounts.roles import Role
from opd.offices.models import Region
from tests import world as worlds
from tests.bimtek import factories as bimtek
from tests.masterplan import factories as masterplan
from tests.structure.test_permissions import ROWS, send
from tests.web import client_of
from tests.world import World

pytestmark = pytest.mark.django_db

HREF = re.compile(r'(?:href|action|hx-get|hx-post)="([^"#?]*)')
CHOOSER = re.compile(r"<nav[^>]*data-plans.*?</nav>", re.DOTALL)
DEPTH = 3
FREE = ("/accounts/", "/static/", "/verify/", "/v/")


@pytest.fixture
def one() -> World:
    return renamed(worlds.build(), "Kabupaten Pertama")


@pytest.fixture
def two() -> World:
    return renamed(worlds.build("-2"), "Kabupaten Kedua")


def renamed(world: World, name: str) -> World:
    Region.objects.filter(pk=world.region.pk).update(name=name)
    Masterplan.objects.filter(pk=world.plan.pk).update(title=f"Masterplan {name}")
    return world


def of_both(one: World, two: World, role: Role) -> User:
    person: User = one.people[role]
    Membership.objects.create(user=person, region=two.region, role=role)
    return User.objects.get(pk=person.pk)


@pytest.fixture
def both(one: World, two: World) -> Client:
    """A facilitator of both regions."""
    return client_of(of_both(one, two, Role.FACILITATOR))


def prefix(world: World) -> str:
    return f"/r/{world.plan.slug}"


def crawl(client: Client, start: str) -> dict[str, str]:
    """Every page that can be reached by links in three steps, with its text but for the choice of regions."""
    pages: dict[str, str] = {}
    found = {start}
    for _ in range(DEPTH):
        coming: set[str] = set()
        for path in sorted(found - pages.keys()):
            answer = client.get(path)
            assert answer.status_code in (200, 405, 403), path
            pages[path] = CHOOSER.sub("", unescape(answer.content.decode(errors="replace")))
            if answer.headers["Content-Type"].startswith("text/html"):
                coming |= {urlsplit(urljoin(path, link)).path for link in HREF.findall(pages[path])}
        found = {path for path in coming if path.startswith("/") and not path.startswith(FREE)}
    return pages


@pytest.mark.parametrize("role", [Role.FACILITATOR, Role.EDITOR, Role.LEADER, Role.ADMIN])
def test_who_reads_region_two_never_lands_in_region_one(one, two, role):
    pages = crawl(client_of(of_both(one, two, role)), f"{prefix(two)}/")
    assert len(pages) > 15
    assert [path for path in pages if not path.startswith(f"{prefix(two)}/")] == []
    assert [path for path, text in pages.items() if "Pertama" in text or prefix(one) in text] == []


def test_the_home_across_regions_leads_into_each(both, one, two):
    page = both.get("/").content.decode()
    for world in (one, two):
        assert f'href="{prefix(world)}/"' in page
        assert f'href="{prefix(world)}/rounds/{world.round.pk}/"' in page


def test_mulai_baca_opens_the_book_of_its_region(one, two, both):
    two.round.comments.all().delete()
    page = both.get("/").content.decode()
    link = re.search(r'href="([^"]*)">Mulai baca', page)
    assert link is not None
    assert link[1] == f"{prefix(two)}/revisions/{two.revision_in_review.pk}/read/"
    answer = both.get(link[1])
    assert answer.status_code == 200
    assert "Kedua" in answer.content.decode()


def test_who_has_other_roles_in_several_regions_chooses_on_the_home(one, two):
    page = client_of(of_both(one, two, Role.EDITOR)).get("/").content.decode()
    assert all(f'href="{prefix(world)}/"' in page for world in (one, two))


GETS = [row for row in ROWS if row["method"] == "GET" and not row["url"].startswith("api:")]
OF_A_ROW = [row for row in GETS if len(row["url"].split()) == 2 and row["url"].split()[0] != "verify"]
LISTS = [row for row in GETS if re.fullmatch(r"\w+:\w+", row["url"]) and row["url"] != "opd:holder_list"]


def test_a_page_of_one_row_is_read_under_its_region(both, one, two):
    """By the table of addresses: without prefix and under the other region it leads to the right address."""
    wrong = {}
    for row in OF_A_ROW:
        plain = send(both, two, row)
        if plain.status_code in (404, 405):
            continue
        path = plain.wsgi_request.get_full_path()
        under_other = both.get(f"{prefix(one)}{path}").headers.get("Location")
        right = f"{prefix(two)}{path}"
        if (plain.headers.get("Location"), under_other) != (right, right):
            wrong[path] = plain.headers.get("Location"), under_other
        assert both.get(right).headers.get("Location", right).startswith(f"{prefix(two)}/")
    assert wrong == {}


def test_a_list_without_a_region_asks_for_it_first(one, two):
    """By the table of addresses."""
    client = client_of(of_both(one, two, Role.EDITOR))
    for row in LISTS:
        answer = send(client, two, row)
        if answer.status_code == 405:
            continue
        path = answer.wsgi_request.get_full_path()
        assert (path, answer.status_code) == (path, 302)
        chooser = unescape(client.get(answer.headers["Location"]).content.decode())
        assert all(f'href="{prefix(world)}{path}"' in chooser for world in (one, two))


@pytest.mark.parametrize("method", ["get", "head", "post"])
def test_the_region_of_others_does_not_exist(one, two, method):
    client = client_of(one.people["editor"])
    for path in ("/", "/programmes/", f"/programmes/{two.programme.pk}/", f"/programmes/{one.programme.pk}/"):
        assert getattr(client, method)(f"{prefix(two)}{path}").status_code == 404


def test_a_visitor_signs_in_and_comes_back_to_the_region(client, two):
    for plan in (two.plan.slug, "tidak-ada"):  # nothing tells whether there is such a plan
        answer = client.get(f"/r/{plan}/programmes/?gap=target")
        assert answer.status_code == 302
        assert answer.headers["Location"] == f"/accounts/login/?next=/r/{plan}/programmes/%3Fgap%3Dtarget"


def test_an_account_of_one_region_is_led_to_the_plain_address(one):
    client = client_of(one.people["editor"])
    answer = client.get(f"{prefix(one)}/programmes/?gap=target")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/programmes/?gap=target")
    page = client.get("/programmes/").content.decode()
    assert "/r/" not in page
    assert "data-plans" not in page


@pytest.mark.parametrize(
    "path", ["api/v1/me/", "accounts/login/", "verify/", "v/ABCD", "healthz", "plan/choose/"]
)
def test_what_belongs_to_no_region_has_no_address_under_one(both, two, path):
    assert both.get(f"{prefix(two)}/{path}").status_code == 404


def add_programme(client: Client, world: World, path: str) -> Any:
    form = {
        "uid": "11111111-1111-4111-8111-111111111111",
        "name": "Baru",
        "dimension": "ENV",
        "lead_opd": "DLH",
        "horizon": "JP",
        "status": "rencana",
    }
    return client.post(path, {"plan": world.plan.slug} | form)


def test_what_is_sent_under_a_region_is_done_there_and_answers_there(one, two):
    client = client_of(of_both(one, two, Role.EDITOR))
    answer = add_programme(client, two, f"{prefix(two)}/programmes/add/")
    made = two.plan.programmes.get(name="Baru")
    assert answer.headers["Location"] == f"{prefix(two)}/programmes/{made.pk}/"


def test_what_is_sent_without_a_region_is_done_and_answers_under_its_region(one, two):
    client = client_of(of_both(one, two, Role.EDITOR))
    answer = add_programme(client, two, "/programmes/add/")
    made = two.plan.programmes.get(name="Baru")
    assert answer.headers["Location"] == f"{prefix(two)}/programmes/{made.pk}/"


def test_what_names_no_region_at_all_is_refused_and_changes_nothing(one, two):
    client = client_of(of_both(one, two, Role.EDITOR))
    answer = client.post("/programmes/add/", {"name": "Baru"})
    assert answer.status_code == 409
    assert "pilih daerahnya" in answer.content.decode()


def test_what_is_sent_under_a_wrong_region_does_not_exist(one, two):
    client = client_of(of_both(one, two, Role.EDITOR))
    address = f"{prefix(one)}/sections/{two.section.pk}/ready/"
    assert client.post(address, {"version": "1", "ready": "1"}).status_code == 404
    two.section.refresh_from_db()
    assert not two.section.is_ready


def test_an_older_plan_of_the_only_region_has_its_own_address(one):
    new = masterplan.plan(bimtek.cycle(one.region), title="Masterplan berikutnya")
    plans.make_current(new, actor=SYSTEM)
    client = client_of(one.people["editor"])
    assert "Masterplan berikutnya" in client.get("/").content.decode()
    section = client.get(f"/sections/{one.section.pk}/")
    assert section.headers["Location"] == f"{prefix(one)}/sections/{one.section.pk}/"
    page = client.get(section.headers["Location"]).content.decode()
    assert "digantikan, hanya dibaca" in page
    assert f'href="{prefix(one)}/sections/" aria-current="page"' in page
    assert 'href="/sections/">Masterplan berikutnya' in page


def test_the_choice_leads_to_the_same_list_under_the_other_plan(both, one, two):
    page = both.get(f"{prefix(one)}/programmes/{one.programme.pk}/").content.decode()
    chooser = CHOOSER.search(page)
    assert chooser is not None
    assert re.findall(r'href="([^"]*)"', chooser[0]) == [f"{prefix(w)}/programmes/" for w in (one, two)] + [
        "/"
    ]


@pytest.mark.parametrize("path", ["/programmes/", "/sections/999999/", "/tidak/ada/"])
def test_nothing_of_a_region_is_left_for_the_next_request(both, two, path):
    both.get(f"{prefix(two)}{path}")
    assert get_script_prefix() == "/"


def test_what_a_visitor_may_verify_keeps_its_address_on_a_page_of_a_region(both, two):
    page = both.get(f"{prefix(two)}/revisions/{two.revision_approved.pk}/").content.decode()
    assert f'href="/v/{two.revision_approved.token}"' in page
    assert 'action="/accounts/logout/"' in page


@pytest.mark.parametrize(
    "asked",
    [
        "//evil.example/",
        "https://evil.example/",
        "javascript:alert(1)",
        "/api/v1/me/",
        "/tidak/ada/",
        "/r/x/",
    ],
)
def test_the_choice_of_a_region_leads_to_pages_of_plans_only(both, one, asked):
    page = both.get("/plan/choose/", {"next": asked}).content.decode()
    assert f'href="{prefix(one)}/"' in page
    assert "evil" not in page
