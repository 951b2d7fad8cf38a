"""Rows of long lists: what they say of a programme and a checkbox."""

from html.parser import HTMLParser
from typing import Any

import pytest
from django.template.loader import render_to_string

from masterplan.programmes.forms import Tick, TickGroup
from masterplan.programmes.selectors import Filled, ProgrammeGroup, ProgrammeRow, ProgrammeTotals

ROW: Any = ProgrammeRow(
    pk=12345,
    code="P-ENV-01",
    name="Kali Bersih",
    dimension="Smart Environment",
    lead="DLH",
    horizon="Jangka Panjang",
    quick_win=False,
    start_year=None,
    end_year=None,
    status="rencana",
    indicator=None,
    unit=None,
    reason="",
    targets=Filled(2, 2),
    rupiah=Filled(1, 2, 2_100_000),
    answers=("T-01", "T-02"),
)


class Reader(HTMLParser):
    def __init__(self, markup):
        super().__init__()
        self.tags, self.words = [], []
        self.feed(markup)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        if data.strip():
            self.words.append(" ".join(data.split()))


def drawn(row):
    """The list with this row alone, from the row on."""
    group = ProgrammeGroup("", [row], 1, row.targets, row.rupiah)
    totals = ProgrammeTotals(1, row.targets, row.rupiah)
    context = {"groups": [group], "totals": totals, "page_obj": [row], "form": {"spoken": ""}}
    page = render_to_string("masterplan/programmes/table.html", context)
    return page.partition("</tr>")[2].partition("</tr>")[2].partition("</tbody>")[0]


def test_a_row_of_programmes_says_all_that_is_known():
    read = Reader(drawn(ROW))
    assert read.words == [
        *("Kali Bersih", "P-ENV-01", "DLH", "Jangka Panjang", "2 dari 2", "1 dari 2", "2,1"),
        *("T-01", ",", "T-02"),
    ]
    assert ("a", {"href": "/programmes/12345/"}) in read.tags


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, []),
        ({"quick_win": True}, ["Quick win"]),
        ({"status": "terhenti", "quick_win": True}, ["Quick win", "Terhenti"]),
        ({"reason": "Digabung."}, ["Dikesampingkan: Digabung."]),
    ],
)
def test_what_is_remarkable_stands_beside_the_code(values, words):
    read = Reader(drawn(ROW._replace(**values)))
    assert read.words[1 : 2 + len(words)] == ["P-ENV-01", *words]


def test_a_programme_without_findings_is_marked():
    assert "belum ada temuan" in drawn(ROW._replace(answers=()))


@pytest.mark.parametrize(
    ("count", "said"),
    [(Filled(0, 0), "di luar masterplan"), (Filled(2, 2), "2 dari 2"), (Filled(1, 2), "status--warn")],
)
def test_what_is_missing_is_a_warning(count, said):
    assert said in drawn(ROW._replace(targets=count, rupiah=Filled(2, 2)))


def test_ticks_are_checkboxes_with_code_label_and_hint():
    rows = [Tick("T-01", "T-01", "Sampah", "Permasalahan", True), Tick("DLH", "", "Dlh", "Dinas", False)]
    context = {"groups": [TickGroup("Temuan", rows)], "name": "findings"}
    read = Reader(render_to_string("masterplan/programmes/ticks.html", context).partition("</summary>")[2])
    boxes = [attrs for tag, attrs in read.tags if tag == "input"]
    assert boxes == [
        {"type": "checkbox", "name": "findings", "value": "T-01", "checked": None},
        {"type": "checkbox", "name": "findings", "value": "DLH"},
    ]
    assert read.words == ["T-01", "Sampah", "Permasalahan", "Dlh", "Dinas"]
