"""Findings as rows, and how programmes find them."""

import pytest

from bimtek.findings.tables import FindingIndex, title_key
from portal.regions.folder import read_region
from tests.region_folder import cells, write_region


@pytest.fixture
def folder(tmp_path):
    def folder(**parts):
        return read_region(write_region(tmp_path, **parts))

    return folder


def test_findings_are_numbered_in_file_order(folder):
    assert [finding.code for finding in folder().findings] == ["T-001", "T-002"]


def test_what_the_file_leaves_open_stays_unknown(folder):
    finding = folder().findings[1]
    assert finding.subdimension is None
    assert finding.owner_opd is None
    assert finding.plain["evidence_value"] is None
    assert finding.plain["evidence_year"] is None
    assert finding.area == ()
    assert finding.plain["root_cause"] == ""


def test_line_breaks_of_a_description_stay_and_those_of_a_title_become_spaces(folder):
    finding = folder(findings=cells(1, title="Sampah pesisir,\ntidak terangkut")).findings[0]
    assert finding.plain["title"] == "Sampah pesisir, tidak terangkut"
    assert finding.plain["description"] == "Sampah menumpuk\ndi tiga muara."


def test_a_cause_with_a_semicolon_is_one_text(folder):
    finding = folder(findings=cells(1, root_cause="Perahu rusak; awak kurang")).findings[0]
    assert finding.plain["root_cause"] == "Perahu rusak; awak kurang"


def test_an_area_is_told_as_the_kecamatan_is_called_now(folder):
    assert folder(findings=cells(1, area="tanjungbiru;Tanjung Biru")).findings[0].area == ("Tanjung Biru",)


def test_a_negative_measurement_is_a_measurement(folder):
    assert folder(findings=cells(1, evidence_value="-3,39")).findings[0].plain["evidence_value"] < 0


def test_thousands_are_read_as_the_form_reads_them_and_told(folder):
    read = folder(findings=cells(1, evidence_value="1.250"))
    assert read.findings[0].plain["evidence_value"] == 1250
    (notice,) = read.notices
    assert (notice.line, notice.column) == (2, "evidence_value")
    assert notice.reason == "“1.250” dibaca 1250 (ribuan); bila pecahan, tulis 1,2500"


@pytest.mark.parametrize(
    ("reference", "code"),
    [
        ("Banjir, rob", "T-001"),
        ("2", "T-002"),
        ("3", "T-003"),
        ("Rp\u00a0hilang", "T-002"),
        ("Rp hilang", "T-002"),
        ("BANJIR,  ROB", "T-001"),
        ("T-001", "T-001"),
        ("t\u2011002", "T-002"),
        ("T-3", "T-003"),
        ("Jum\u2019at sepi", "T-003"),
        ("jalan rusak ;lampu padam", "T-003"),
    ],
)
def test_a_finding_is_found_by_what_the_portal_prints(reference, code):
    titles = {"Banjir, rob": "T-001", "Rp hilang": "T-002", "Jum'at sepi": "T-003"}
    titles["Jalan rusak; lampu padam"] = "T-003"
    known = {title_key(title): (code,) for title, code in titles.items()}
    index = FindingIndex(known, count=3, complete=True)
    assert index.code_of(reference) == code


@pytest.mark.parametrize(
    "reference", ["banjir rob", "Banjir", "0", "4", "T-000", "T-004", "P-001", "-1", "2.0", "9" * 20]
)
def test_no_title_and_no_row_number(reference):
    index = FindingIndex({"banjir, rob": ("T-001",)}, count=3, complete=True)
    with pytest.raises(ValueError, match=r"tidak ada di findings\.csv"):
        index.code_of(reference)


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("1; 2 ;", ["1", "2"]),
        ("T-002;Jalan rusak; lampu padam;Banjir", ["T-002", "Jalan rusak; lampu padam", "Banjir"]),
        ("jalan rusak;LAMPU PADAM", ["jalan rusak;LAMPU PADAM"]),
        ("Jalan rusak;Banjir", ["Jalan rusak", "Banjir"]),
        ("", []),
    ],
)
def test_a_title_with_a_semicolon_is_one_reference(cell, parts):
    known = {title_key("Jalan rusak; lampu padam"): ("T-001",), "banjir": ("T-002",)}
    assert FindingIndex(known, count=2, complete=True).references(cell) == parts


def test_a_refusal_says_what_may_be_written_instead():
    with pytest.raises(ValueError, match=r"tulis judul, kode \(T-001\) atau nomor barisnya"):
        FindingIndex({"banjir, rob": ("T-001",)}, count=1, complete=True).code_of("Gempa bumi")


def test_a_title_that_is_a_number_may_not_be_taken_for_a_row():
    index = FindingIndex({"2": ("T-001",), "3": ("T-003",)}, count=3, complete=True)
    with pytest.raises(ValueError, match="dapat berarti T-001, T-002"):
        index.code_of("2")
    assert index.code_of("3") == "T-003"


def test_a_title_is_not_called_unknown_while_rows_are_unread():
    assert FindingIndex({}, count=0, complete=False).code_of("Banjir") == ""
