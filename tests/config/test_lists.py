"""Rows of long lists that are written in Python say what a template would, and escape what people typed."""

from html.parser import HTMLParser
from typing import Any

import pytest

from config.templatetags import lists
from masterplan.forms.programme_options import Tick
from masterplan.selectors.programmes import Filled, ProgrammeRow

ODD = "<b>&\"'"
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


def test_a_row_of_programmes_says_all_that_is_known():
    read = Reader(lists.programmes([ROW]))
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
    read = Reader(lists.programmes([ROW._replace(**values)]))
    assert read.words[1 : 2 + len(words)] == ["P-ENV-01", *words]


def test_a_programme_without_findings_is_marked():
    assert "belum ada temuan" in lists.programmes([ROW._replace(answers=())])


@pytest.mark.parametrize("name", ["name", "code", "lead", "horizon", "reason", "answers"])
def test_what_people_typed_is_text_in_a_row(name):
    value = (ODD,) if name == "answers" else ODD
    read = Reader(lists.programmes([ROW._replace(**{name: value})]))
    assert "b" not in [tag for tag, _ in read.tags]
    assert any(ODD in word for word in read.words)


def test_ticks_are_checkboxes_with_code_label_and_hint():
    rows = [Tick("T-01", "T-01", "Sampah", "Permasalahan", True), Tick("DLH", "", "Dlh", "Dinas", False)]
    read = Reader(lists.ticks(rows, "findings"))
    boxes = [attrs for tag, attrs in read.tags if tag == "input"]
    assert boxes == [
        {"type": "checkbox", "name": "findings", "value": "T-01", "checked": None},
        {"type": "checkbox", "name": "findings", "value": "DLH"},
    ]
    assert read.words == ["T-01", "Sampah", "Permasalahan", "Dlh", "Dinas"]


def test_what_people_typed_is_text_in_a_tick():
    read = Reader(lists.ticks([Tick(ODD, ODD, ODD, ODD, False)], ODD))
    assert read.words == [ODD] * 3
    assert [tag for tag, _ in read.tags] == ["label", "input", "span", "b", "small"]
    assert read.tags[1][1] == {"type": "checkbox", "name": ODD, "value": ODD}
