"""The reader of a whole folder: what comes out of a good one, and that a bad one names everything at once."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from lib.tables.problems import ImportErrors
from portal.regions.folder import FILES, read_region
from tests.region_folder import cells, part, without, write_region

BEKASI = Path(__file__).parents[3] / "data" / "bekasi"


@pytest.fixture(scope="module")
def bekasi():
    return read_region(BEKASI)


def test_another_region_is_read_with_its_own_years_and_horizons(tmp_path):
    folder = read_region(write_region(tmp_path))
    assert folder.region.name == "Kabupaten Teluk Damai"
    assert [horizon.code for horizon in folder.horizons] == ["QW", "T1", "T2"]
    assert (folder.masterplan.valid_from, folder.masterplan.valid_to) == (2026, 2035)
    assert folder.masterplan.vision is None
    assert folder.agreements == ()
    assert folder.cycle.deadline is None
    assert folder.notices == ()


def test_an_office_is_found_by_its_former_name_in_any_case(tmp_path):
    folder = read_region(write_region(tmp_path))
    assert folder.cycle.leading_office == "KOMDIGI"
    assert folder.programmes[0].supporting_opds == ("KOMDIGI",)
    assert folder.findings[0].owner_opd == "KEC-TANJUNG-BIRU"


def test_what_no_table_needs_is_kept_word_for_word(tmp_path):
    raw = read_region(write_region(tmp_path)).raw
    assert raw["framework"]["evaluation_weights"] == [
        {"code": "A", "valid_from": None, "baseline": 10, "output": 20.5}
    ]
    assert raw["framework"]["programme_statuses"][3]["reason_required"] is True
    assert raw["cycle"]["ministry"] == {"name": "Kementerian Komunikasi dan Digital", "unit": None}
    assert raw["sections"] == {"version": "2025-03-01"}


def test_two_readings_are_equal(tmp_path):
    folder = write_region(tmp_path)
    assert read_region(folder) == read_region(folder)


def test_bekasi_is_read_with_no_remark_but_on_years_outside_its_plan(bekasi):
    sections = [section for book in bekasi.books for chapter in book.chapters for section in chapter.sections]
    assert len(bekasi.opds) == 59
    assert len(bekasi.findings) == 70
    assert len(bekasi.programmes) == 60
    assert len(sections) == 40
    assert sum(section.body is not None for section in sections) == 13
    assert sum(len(dimension.subdimensions) for dimension in bekasi.dimensions) == 18
    assert [session.stage for session in bekasi.sessions] == ["I", "II", "III", "IV"]
    assert {notice.column for notice in bekasi.notices} == {"targets", "end_year"}
    assert all("di luar masterplan (2023-2032)" in notice.reason for notice in bekasi.notices)


def test_bekasi_facts_arrive_as_they_stand(bekasi):
    findings = {finding.code: finding for finding in bekasi.findings}
    programmes = {programme.code: programme for programme in bekasi.programmes}
    assert findings["T-001"].plain["title"] == "Indeks SPBE masih rendah pada awal siklus"
    assert findings["T-025"].plain["evidence_value"] == Decimal("5.21")
    assert findings["T-070"].plain["title"] == "Pasokan sampah cukup untuk pembangkit energi"
    assert len(findings["T-034"].area) == 18
    assert programmes["P-GOV-02"].plain["source_amount"] == 2_900_000_000
    assert programmes["P-BRA-01"].plain["source_amount"] == 36_900_000_000
    assert programmes["P-ENV-06"].plain["source_amount"] == 80_000_000_000
    assert programmes["P-ENV-06"].funding_sources == ("APBD-KAB", "KPBU")
    assert programmes["P-ECO-07"].answers == ("T-023", "T-006")
    assert programmes["P-SOC-06"].lead_opd == "DISARPUS"
    period = programmes["P-LIV-07"].plain
    assert (period["start_year"], period["end_year"]) == (2023, 2024)
    assert programmes["P-LIV-10"].indicator.baseline == Decimal("35341.52")
    assert programmes["P-BRA-03"].plain["status_reason"].startswith("Terhenti karena status lahan")
    assert programmes["P-GOV-01"].plain["source_amount"] is None
    assert programmes["P-GOV-01"].indicator is None


def test_bekasi_targets_of_finished_programmes_are_achieved(bekasi):
    programmes = {programme.code: programme for programme in bekasi.programmes}
    assert [(target.year, target.value) for target in programmes["P-LIV-08"].targets] == [
        (2022, Decimal(904)),
        (2023, Decimal(600)),
        (2025, Decimal(1652)),
    ]
    assert not any(target.achieved for target in programmes["P-LIV-08"].targets)
    assert all(target.achieved for target in programmes["P-LIV-11"].targets)


def test_bekasi_cycle_and_agreements(bekasi):
    assert bekasi.region.founded == date(1950, 8, 15)
    assert bekasi.cycle.deadline == date(2022, 9, 30)
    assert bekasi.cycle.leading_office == "DISKOMINFOSANTIK"
    assert bekasi.masterplan.slug == "bekasi-2022"
    assert [word.keyword for word in bekasi.masterplan.keywords][:2] == ["Sinergi", "Modern"]
    assert bekasi.sessions[1].start is None
    assert [(agreement.kind, agreement.date) for agreement in bekasi.agreements] == [
        ("komitmen bersama", date(2022, 9, 29)),
        ("nota kesepakatan", None),
    ]
    assert bekasi.agreements[1].number == ""


def test_a_folder_that_is_none_is_named(tmp_path):
    with pytest.raises(ImportErrors, match="folder tidak ada"):
        read_region(tmp_path / "tidak-ada")


def test_every_missing_file_is_named_and_nothing_else(tmp_path):
    with pytest.raises(ImportErrors) as caught:
        read_region(tmp_path)
    assert [(problem.file, problem.reason) for problem in caught.value.problems] == [
        (file, "berkas tidak ada") for file in FILES
    ]


@pytest.mark.parametrize("name", ["opd", "framework", "cycle", "findings", "programmes", "sections"])
def test_one_missing_file_brings_no_false_alarm_in_the_others(tmp_path, name):
    with pytest.raises(ImportErrors) as caught:
        read_region(write_region(tmp_path, **{name: None}))
    assert len(caught.value.problems) == 1


@pytest.mark.parametrize("name", ["framework", "cycle", "sections"])
def test_a_file_that_is_no_object_brings_no_false_alarm_in_the_others(tmp_path, name):
    with pytest.raises(ImportErrors) as caught:
        read_region(write_region(tmp_path, **{name: "[]"}))
    assert [problem.reason for problem in caught.value.problems] == ["harus kelompok {…}"]


def test_problems_of_all_files_are_told_together_in_order(tmp_path):
    folder = write_region(
        tmp_path,
        opd=cells(1, confirmed="mungkin"),
        framework=without("years"),
        cycle=part("cycle.deadline", "30-09-2025"),
        findings=cells(2, dimension="GOVV"),
        programmes=cells(1, budget_idr="banyak"),
        sections=part("books.0.chapters.1.sections.0.kind", "teks"),
    )
    with pytest.raises(ImportErrors) as caught:
        read_region(folder)
    assert [problem.file for problem in caught.value.problems] == list(FILES)
    assert str(caught.value).startswith(
        "6 masalah ditemukan, tidak ada yang disimpan:\n- opd.csv baris 2, kolom confirmed: "
    )


def test_rows_that_could_not_be_read_bring_no_false_alarm(tmp_path):
    """The office and the finding of the ragged rows are named elsewhere: not unknown, only unread."""
    folder = write_region(tmp_path)
    for name, last_cell in (("opd.csv", "2025-01-15,"), ("findings.csv", "https://example.org/sampah")):
        file = folder / name
        file.write_text(file.read_text().replace(f"{last_cell}\n", f"{last_cell},lebih\n"))
    with pytest.raises(ImportErrors) as caught:
        read_region(folder)
    assert [(problem.file, problem.line) for problem in caught.value.problems] == [
        ("opd.csv", 2),
        ("findings.csv", 2),
    ]


def test_an_office_of_another_region_is_refused(tmp_path):
    with pytest.raises(ImportErrors) as caught:
        read_region(write_region(tmp_path, opd=cells(2, region_code="99.17.01")))
    assert [(problem.file, problem.line, problem.column) for problem in caught.value.problems] == [
        ("opd.csv", 3, "region_code")
    ]
