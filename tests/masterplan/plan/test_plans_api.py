"""Plans through the API: what one is made of, told as far as one may see it."""

import pytest

from tests.masterplan import factories as masterplan
from tests.opd import factories as opd


@pytest.fixture
def path(world):
    return f"plans/{world.plan.slug}/"


def test_a_plan_tells_what_a_programme_can_be_joined_to(world, api, path):
    told = api(world.people["editor"]).get(path).json()
    assert (told["slug"], told["cycle"]) == (world.plan.slug, world.cycle.slug)
    assert [one["code"] for one in told["horizons"]] == ["QW", "JP", "JPJ"]
    assert [one["code"] for one in told["funding_sources"]] == ["APBD-KAB", "CSR"]
    assert told["books"] == [
        {
            "code": "B1",
            "title": "Buku 1 - Analisis",
            "chapters": [{"order": 1, "number": "I", "title": "Pendahuluan", "section_count": 2}],
        }
    ]


@pytest.mark.parametrize(
    ("actor", "counts"),
    [
        ("editor", {"programmes": 3, "sections": 2, "revisions": 4}),
        ("operator.other", {"programmes": 3, "sections": 2, "revisions": 4}),
        ("head.own", {"programmes": 2, "sections": 0, "revisions": 1}),
        ("head.other", {"programmes": 1, "sections": 0, "revisions": 1}),
    ],
)
def test_counts_are_of_what_one_may_see(world, api, path, actor, counts):
    told = api(world.people[actor]).get(path).json()["counts"]
    assert {name: told[name] for name in counts} == counts


def test_a_head_is_told_nothing_of_the_living_text(world, api, path):
    world.plan.vision, world.plan.keywords = "Bekasi yang bening", ["bening"]
    world.plan.save()
    hidden = {"vision": "", "keywords": [], "books": []}
    told = api(world.people["head.own"]).get(path).json()
    assert {name: told[name] for name in hidden} == hidden
    assert api(world.people["leader"]).get(path).json()["vision"] == "Bekasi yang bening"


def test_plans_of_other_regions_are_not_there(world, api):
    foreign = masterplan.plan()
    opd.opd(foreign.cycle.region)
    editor = api(world.people["editor"])
    assert [one["slug"] for one in editor.get("plans/").json()["results"]] == [world.plan.slug]
    for rest in ("", "programmes/", "sections/", "revisions/"):
        assert editor.get(f"plans/{foreign.slug}/{rest}").status_code == 404, rest
