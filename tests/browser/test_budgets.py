"""What a first visit costs on a bad line: everything a browser without a cache asks for, compressed."""

import gzip
from collections import Counter

import pytest

KB = 1024
PAGE, STYLE, FONT, SCRIPT = 60 * KB, 12 * KB, 30 * KB, 24 * KB
PAGES = [
    ("account_login", ""),
    ("home", "editor"),
    ("home", "head.dlh"),
    ("bimtek:finding_list", "editor"),
    ("masterplan:programme_list", "editor"),
    ("masterplan:programme_detail programme", "editor"),
    ("masterplan:section_detail section", "editor"),
    ("masterplan:revision_read v0.2", "head.dlh"),
    ("commitments:board", "editor"),
    ("commitments:commitment_sign letter", "head.dlh"),
    ("verify code.signed", ""),
]


@pytest.fixture
def weighed(settled, visit, where):
    """The page and the bytes on the wire by kind; a proxy compresses what the portal itself does not."""

    def opened(address, who, *, script=True):
        page, answers = visit(settled, who or None, script=script), []
        page.on("response", lambda answer: answers.append(answer))
        page.goto(where(address))
        if script:
            page.wait_for_load_state("networkidle")
        weights = Counter()
        for answer in answers:
            weights[answer.request.resource_type] += weight(answer)
        return page, weights

    return opened


def weight(answer):
    if answer.status == 204:  # the note that a letter was opened: no body to ask for
        return 0
    if answer.headers.get("content-encoding"):
        return answer.request.sizes()["responseBodySize"]
    body = answer.body()
    return min(len(body), len(gzip.compress(body)))


@pytest.mark.parametrize(("address", "who"), PAGES, ids=lambda value: value or "public")
def test_a_first_visit_stays_small(address, who, weighed):
    _, weights = weighed(address, who)
    assert weights.total() <= PAGE, dict(weights)
    assert weights["stylesheet"] <= STYLE, dict(weights)
    assert weights["font"] <= FONT, dict(weights)
    assert weights["script"] <= SCRIPT, dict(weights)


@pytest.mark.parametrize(("address", "who"), PAGES, ids=lambda value: value or "public")
def test_no_page_needs_its_script(address, who, weighed):
    page, weights = weighed(address, who, script=False)
    assert weights["script"] == 0
    assert page.locator("h1").is_visible()
    assert page.locator("main :is(a, button)").count()
