"""What an OPD pledges, and nothing beside it."""

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from commitments.letters.document import GENERAL, PROGRAMMES, slice_of
from lib.text.canonical import canonical

Json = dict[str, Any]
STATEMENTS = {PROGRAMMES: "Kami melaksanakan program.", GENERAL: "Kami mendukung masterplan."}
OPDS = ["DLH", "DISDIK", "DINKES"]
PLEDGED = {
    "code",
    "name",
    "dimension",
    "horizon",
    "quick_win",
    "start_year",
    "end_year",
    "indicators",
    "money",
}
PLEDGED |= {"funding_sources", "lead_opd", "supporting_opds"}

texts = some.text(max_size=8)
amounts = some.none() | some.integers(0, 10**15).map(str)


targets = some.lists(
    some.builds(
        lambda year, value, achieved: {"year": year, "value": value, "achieved": achieved},
        some.sampled_from((2027, 2028)),
        some.integers(0, 99).map(str),
        some.booleans(),
    ),
    unique_by=lambda row: row["year"],
)
money = some.lists(
    some.builds(
        lambda year, source, rupiah: {"year": year, "source": source, "rupiah": rupiah},
        some.sampled_from((2027, 2028)),
        some.none() | some.just("APBD"),
        some.integers(0, 10**15).map(str),
    ),
    unique_by=lambda row: (row["year"], row["source"]),
)


def indicator(number: int, targets: list[Json], **more: Any) -> Json:
    words = {"number": number, "name": "Titik", "unit": "titik", "baseline": "2"}
    return {**words, "direction": "", "baseline_year": None, "targets": targets, "targets_outside": []} | more


@some.composite
def programmes(draw: Any, number: int) -> Json:
    lead = draw(some.sampled_from(OPDS))
    return {
        "code": f"P-ENV-{number:02d}",
        "name": draw(texts),
        "short_name": draw(texts),
        "description": draw(texts),
        "dimension": "ENV",
        "subdimension": draw(some.none() | texts),
        "lead_opd": lead,
        "supporting_opds": draw(some.lists(some.sampled_from([o for o in OPDS if o != lead]), unique=True)),
        "horizon": "JP",
        "quick_win": draw(some.booleans()),
        "start_year": 2027,
        "end_year": 2028,
        "indicators": [indicator(n, draw(targets)) for n in range(1, draw(some.integers(1, 3)))],
        "money": draw(money),
        "money_outside": [],
        "source_amount": draw(amounts),
        "funding_sources": draw(some.lists(some.just("APBD"), max_size=1)),
        "status": "rencana",
        "status_reason": draw(texts),
        "answers": draw(some.lists(texts, max_size=2)),
        "source_url": draw(texts),
        "note": draw(texts),
    }


@some.composite
def documents(draw: Any) -> Json:
    return {
        "region": {"code": "32.16", "name": draw(texts)},
        "masterplan": {
            "slug": "contoh",
            "title": "Masterplan",
            "valid_from": 2027,
            "valid_to": 2028,
            "vision": draw(texts),
            "illustrative": draw(some.booleans()),
        },
        "opds": [
            {
                "code": code,
                "official_name": f"Dinas {code}",
                "short_name": code,
                "head_title": f"Kepala {code}",
                "holder": draw(some.none() | some.just({"name": "Pejabat"})),
            }
            for code in OPDS
        ],
        "programmes": [draw(programmes(number)) for number in range(1, draw(some.integers(0, 4)) + 1)],
        "findings": draw(some.lists(some.fixed_dictionaries({"code": texts}), max_size=2)),
        "books": [],
        "years": [2027, 2028],
        "readiness": [],
    }


def scrambled(document: Json, keep: str) -> Json:
    """Everything that `keep` does not pledge gets another value."""
    other = copy.deepcopy(document)
    other["findings"], other["books"] = [{"code": "lain"}], [{"code": "lain"}]
    other["region"]["name"] = other["masterplan"]["vision"] = "lain"
    other["masterplan"]["illustrative"] = not other["masterplan"]["illustrative"]
    for office in other["opds"]:
        office["holder"] = {"name": "orang lain"}
    for row in other["programmes"]:
        free = set(row) - PLEDGED
        for name in free:
            row[name] = "lain"
        for measured in row["indicators"]:
            measured["targets_outside"] = ["lain"]
            for target in measured["targets"]:
                target["achieved"] = not target["achieved"]
        if row["lead_opd"] != keep:
            row["indicators"], row["money"] = [], [{"year": 2027, "source": "lain", "rupiah": "88"}]
            row["funding_sources"], row["horizon"] = ["lain"], "lain"
    return other


@settings(max_examples=150, deadline=None, database=None)
@given(documents(), some.sampled_from(OPDS))
def test_a_slice_depends_on_pledged_fields_only(document, opd):
    before = canonical(slice_of(document, opd, STATEMENTS))
    assert canonical(slice_of(scrambled(document, opd), opd, STATEMENTS)) == before


@settings(max_examples=100, deadline=None, database=None)
@given(documents(), some.sampled_from(OPDS))
def test_every_programme_of_an_opd_is_in_its_slice_once(document, opd):
    content = slice_of(document, opd, STATEMENTS)
    led = [row["code"] for row in document["programmes"] if row["lead_opd"] == opd]
    supported = [row["code"] for row in document["programmes"] if opd in row["supporting_opds"]]
    assert [row["code"] for row in content["lead"]] == led
    assert [row["code"] for row in content["supporting"]] == supported
    assert content["pledge"] == (PROGRAMMES if led or supported else GENERAL)


def one(**values: Any) -> Json:
    document = plain()
    document["programmes"][0] |= values
    return document


def plain() -> Json:
    row = {
        "code": "P-ENV-01",
        "name": "Kali Bersih",
        "dimension": "ENV",
        "horizon": "JP",
        "quick_win": False,
        "start_year": 2027,
        "end_year": 2028,
        "indicators": [indicator(1, [target("6")])],
        "money": [{"year": 2027, "source": None, "rupiah": "1000"}],
        "funding_sources": [],
        "lead_opd": "DLH",
        "supporting_opds": ["DISDIK"],
    }
    offices = [
        {"code": code, "official_name": code, "short_name": code, "head_title": "Kepala"} for code in OPDS
    ]
    plan = {"slug": "contoh", "title": "Masterplan", "valid_from": 2027, "valid_to": 2028}
    return {
        "region": {"code": "32.16"},
        "masterplan": plan,
        "opds": offices,
        "programmes": [row],
        "years": [2027, 2028],
        "readiness": [],
    }


def target(value: str) -> Json:
    return {"year": 2027, "value": value, "achieved": False}


CHANGES: list[tuple[Json, set[str]]] = [
    ({"indicators": [indicator(1, [target("7")])]}, {"DLH"}),
    ({"indicators": [indicator(1, [target("6")], unit="lokasi")]}, {"DLH"}),
    ({"indicators": [indicator(1, [target("6")], direction="turun")]}, {"DLH"}),
    ({"indicators": [indicator(1, [target("6")]), indicator(2, [])]}, {"DLH"}),
    ({"money": [{"year": 2027, "source": None, "rupiah": "1001"}]}, {"DLH"}),
    ({"money": [{"year": 2027, "source": "CSR", "rupiah": "1000"}]}, {"DLH"}),
    ({"funding_sources": ["CSR"]}, {"DLH"}),
    ({"quick_win": True}, {"DLH"}),
    ({"name": "Kali Jernih"}, {"DLH", "DISDIK"}),
    ({"supporting_opds": []}, {"DISDIK"}),
    ({"supporting_opds": ["DINKES"]}, {"DISDIK", "DINKES"}),
    ({"lead_opd": "DINKES"}, {"DLH", "DINKES", "DISDIK"}),
]


@pytest.mark.parametrize(
    ("change", "concerned"),
    CHANGES,
    ids=lambda value: str(value if isinstance(value, dict) else sorted(value))[:40],
)
def test_a_change_reaches_whom_it_concerns(change, concerned):
    before, after = plain(), one(**change)
    changed = {opd for opd in OPDS if slice_of(before, opd, STATEMENTS) != slice_of(after, opd, STATEMENTS)}
    assert changed == concerned


@pytest.mark.parametrize(
    ("change", "concerned"),
    CHANGES,
    ids=lambda value: str(value if isinstance(value, dict) else sorted(value))[:40],
)
def test_a_change_reaches_whom_it_concerns_in_the_first_schema_too(change, concerned):
    before, after = plain(), one(**change)
    first = "commitment-slice/1"
    changed = {
        opd
        for opd in OPDS
        if slice_of(before, opd, STATEMENTS, first) != slice_of(after, opd, STATEMENTS, first)
    }
    assert changed == concerned
