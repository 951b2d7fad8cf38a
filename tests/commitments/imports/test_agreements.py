"""Agreements as rows, and that the reader's words are those of the tables."""

from datetime import date

from bimtek.enums import FindingKind, Stage
from bimtek.imports import cycle, framework
from commitments.enums import AgreementKind
from commitments.imports import agreements
from commitments.imports.region_folder import read_region
from masterplan.enums import ProgrammeStatus, SectionKind
from masterplan.imports import sections, terms
from opd.enums import OpdKind
from opd.imports import offices
from tests.region_folder import part, write_region


def test_agreements_are_counted_within_their_kind_and_may_lack_everything_but_kind_and_parties(tmp_path):
    bare: dict[str, object] = {"date": None, "parties": []}
    dated = {"kind": "komitmen bersama", "date": "2025-09-29", "parties": ["Bupati"], "number": "180/7"}
    rows = [dated, {"kind": "nota kesepakatan", **bare}, {"kind": "komitmen bersama", **bare}]
    found = read_region(write_region(tmp_path, cycle=part("agreements", rows))).agreements
    assert [(row.kind, row.order) for row in found] == [
        ("komitmen bersama", 1),
        ("nota kesepakatan", 1),
        ("komitmen bersama", 2),
    ]
    assert (found[0].date, found[0].parties, found[0].number) == (date(2025, 9, 29), ("Bupati",), "180/7")
    assert (found[1].date, found[1].place, found[1].number) == (None, "", "")


def test_the_words_the_reader_knows_are_those_the_tables_know():
    assert set(offices.KINDS) == set(OpdKind.values)
    assert set(framework.KINDS) == set(FindingKind.values)
    assert set(cycle.STAGES) == set(Stage.values)
    assert set(terms.STATUSES) == set(ProgrammeStatus.values)
    assert set(sections.KINDS) == set(SectionKind.values)
    assert set(agreements.KINDS) == set(AgreementKind.values)
