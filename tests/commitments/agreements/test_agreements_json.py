"""Agreements as rows, and that the reader's words are those of the tables."""

from datetime import date

from bimtek.cycle import tables as cycle
from bimtek.findings.models import FindingKind
from bimtek.sessions import tables as sessions
from bimtek.sessions.models import Stage
from commitments.agreements import tables as agreements
from commitments.agreements.models import AgreementKind
from masterplan.plan import tables as plan
from masterplan.programmes.models import ProgrammeStatus
from masterplan.sections import tables as sections
from masterplan.sections.models import SectionKind
from portal.regions.folder import read_region
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
    assert set(cycle.KINDS) == set(FindingKind.values)
    assert set(sessions.STAGES) == set(Stage.values)
    assert set(plan.STATUSES) == set(ProgrammeStatus.values)
    assert set(sections.KINDS) == set(SectionKind.values)
    assert set(agreements.KINDS) == set(AgreementKind.values)
