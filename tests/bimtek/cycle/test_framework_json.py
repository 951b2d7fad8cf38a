"""Dimensions, cycle and sessions as rows."""

from datetime import date

import pytest

from portal.regions.folder import read_region
from tests.region_folder import cells, part, small_region, without, write_region


@pytest.fixture
def folder(tmp_path):
    def folder(**parts):
        return read_region(write_region(tmp_path, **parts))

    return folder


def test_dimensions_and_subdimensions_come_by_their_order_not_by_their_place(folder):
    def turned(data):
        data["dimensions"].reverse()
        data["dimensions"][0]["subdimensions"].reverse()

    dimensions = folder(framework=turned).dimensions
    assert [dimension.code for dimension in dimensions] == ["GOV", "ENV"]
    assert [part.code for part in dimensions[1].subdimensions] == ["ENV-1", "ENV-2"]


def test_a_subdimension_may_be_left_out(folder):
    assert folder(findings=cells(1, subdimension="")).findings[0].subdimension is None


def test_the_parts_kept_word_for_word_may_be_absent(folder):
    bare = folder(framework=without("evaluation_weights"), cycle=without("ministry.unit"))
    assert "evaluation_weights" not in bare.raw["framework"]
    assert bare.cycle.ministry_unit == ""


def test_kept_parts_come_back_as_they_were(folder):
    extra = {
        "swot": {
            "quadrants": [{"code": "S", "label": "Kekuatan", "english": "Strength", "scope": "internal"}],
            "elements": [{"code": "ALAM", "label": "Alam", "used": False}],
            "strategies": ["SO"],
        },
        "readiness": {"ratings": [{"code": "baik", "label": "Baik"}], "elements": []},
    }
    raw = folder(framework=lambda data: data.update(extra)).raw["framework"]
    assert raw["swot"] == extra["swot"]
    assert raw["readiness"] == extra["readiness"]
    assert raw["finding_kinds"] == small_region()["framework"]["finding_kinds"]


def test_a_deadline_is_a_date_or_unknown(folder):
    assert folder().cycle.deadline is None
    assert folder(cycle=part("cycle.deadline", "2025-09-30")).cycle.deadline == date(2025, 9, 30)


def test_sessions_come_in_the_order_of_their_stages(folder):
    def more(data):
        first = data["bimtek"][0]
        data["bimtek"] = [
            {**first, "stage": stage, "start": None, "end": None} for stage in ("IV", "II", "I", "III")
        ]

    sessions = folder(cycle=more).sessions
    assert [session.stage for session in sessions] == ["I", "II", "III", "IV"]
    assert sessions[0].start is None


def test_a_session_as_a_plain_row(folder):
    (session,) = folder().sessions
    assert (session.start, session.end) == (date(2025, 5, 5), date(2025, 5, 6))
    assert session.place == ""
    assert session.outputs == ("daftar masalah",)
    assert session.source_url == ""


@pytest.mark.parametrize("founded", ["1633-09-14", None])
def test_a_region_may_be_older_than_the_republic(folder, founded):
    expected = date(1633, 9, 14) if founded else None
    assert folder(cycle=part("region.founded", founded)).region.founded == expected
