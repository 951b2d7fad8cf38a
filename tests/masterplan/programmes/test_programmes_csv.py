"""Programmes as rows: what is said, what is unknown, what is only remarked on."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from lib import clock
from masterplan.programmes.tables import IndicatorRow
from portal.regions.folder import read_region
from tests.region_folder import cells, part, write_region

NOTED = "disimpan sebagai catatan, tidak ikut dijumlahkan"


@pytest.fixture
def folder(tmp_path):
    def folder(**parts):
        return read_region(write_region(tmp_path, **parts))

    return folder


@pytest.fixture
def programme(folder):
    def programme(number=1, **changes):
        return folder(programmes=cells(number, **changes)).programmes[number - 1]

    return programme


def test_a_programme_as_a_plain_row(programme):
    found = programme()
    assert (found.plain["start_year"], found.plain["end_year"]) == (2026, 2027)
    assert found.indicator == IndicatorRow("Sampah terangkut", "ton per hari", Decimal(0))
    assert [(target.year, target.value) for target in found.targets] == [
        (2026, Decimal("2.5")),
        (2027, Decimal("5.21")),
    ]
    assert found.plain["source_amount"] == 2_900_000_000
    assert found.funding_sources == ("APBD", "CSR")
    assert found.answers == ("T-001", "T-002")
    assert found.plain["quick_win"] is False


def test_empty_is_unknown_never_zero(programme):
    found = programme(2)
    assert found.indicator is None
    assert found.targets == ()
    assert found.plain["source_amount"] is None
    assert (found.plain["start_year"], found.plain["end_year"]) == (None, None)
    assert found.funding_sources == ()
    assert found.answers == ()
    assert programme(1, baseline="").indicator.baseline is None
    assert programme(1, baseline="0").indicator.baseline == 0
    assert programme(1, budget_idr="0").plain["source_amount"] == 0


@pytest.mark.parametrize(
    "span",
    [
        *("2026-2027", "2026\u20132027", "2026 \u2013 2027", "2026\u20112027", "2026\u20142027"),
        *("2026 s.d. 2027", "2026 s.d 2027", "2026 s/d 2027", "2026 sd 2027", "2026 S.D. 2027"),
        *("2026 sampai 2027", "2026 sampai dengan 2027", "2026 hingga 2027"),
    ],
)
def test_a_span_of_years_stands_in_start_year(programme, span):
    found = programme(start_year=span)
    assert (found.plain["start_year"], found.plain["end_year"]) == (2026, 2027)


@pytest.mark.parametrize(
    ("start", "end", "period"),
    [
        ("2019", "", (2019, None)),
        ("", "2030", (None, 2030)),
        ("2020", "2020", (2020, 2020)),
        ("2050", "", (2050, None)),
    ],
)
def test_years_before_and_after_the_plan_are_kept(programme, start, end, period):
    found = programme(2, start_year=start, end_year=end)
    assert (found.plain["start_year"], found.plain["end_year"]) == period


def test_years_outside_the_plan_are_kept_and_each_is_told(folder):
    changed = cells(
        2, start_year="2020", end_year="2072", horizon="T2", targets="2025=1;2026=2;2035=3;2063=4"
    )
    read = folder(programmes=changed)
    assert [target.year for target in read.programmes[1].targets] == [2025, 2026, 2035, 2063]
    assert [(notice.line, notice.column, notice.reason) for notice in read.notices] == [
        (3, "end_year", "tahun 2072 di luar masterplan (2026-2035)"),
        *((3, "targets", f"tahun {year} di luar masterplan (2026-2035); {NOTED}") for year in (2025, 2063)),
    ]


def test_a_start_long_before_the_plan_is_told_as_a_likely_slip(folder):
    (notice,) = folder(programmes=cells(2, start_year="1927")).notices
    assert (notice.column, notice.reason) == ("start_year", "tahun 1927 di luar masterplan (2026-2035)")


def test_a_file_holds_one_reading_of_numbers_and_tells_what_could_surprise(folder):
    changed = cells(1, baseline="1,250", targets="2026=25.000;2027=0,373;2028=12,3450", budget_idr="80.000")
    read = folder(programmes=changed)
    found = read.programmes[0]
    assert (found.indicator.baseline, found.plain["source_amount"]) == (1250, 80_000)
    assert [target.value for target in found.targets] == [25_000, Decimal("0.373"), Decimal("12.345")]
    assert [str(notice) for notice in read.notices] == [
        "programmes.csv baris 2, kolom targets: “25.000” dibaca 25000 (ribuan); bila pecahan, tulis 25,0000",
        "programmes.csv baris 2, kolom baseline: “1,250” dibaca 1250 (ribuan); bila pecahan, tulis 1,2500",
    ]


def test_dashes_alone_are_nothing_in_every_column(folder):
    empty = dict.fromkeys(("short_name", "supporting_opds", "indicator", "unit", "baseline"), "-")
    empty |= dict.fromkeys(("end_year", "budget_idr", "funding_source", "answers_findings"), "\u2013")
    read = folder(programmes=cells(1, **empty, source_url="--", targets="2026=-;2027=3", note=" \u2014 "))
    found = read.programmes[0]
    assert (found.plain["short_name"], found.plain["note"], found.plain["source_url"]) == ("", "", "")
    assert (found.indicator, found.plain["source_amount"]) == (IndicatorRow("", "", None), None)
    assert (found.supporting_opds, found.funding_sources, found.answers) == ((), (), ())
    assert [target.year for target in found.targets] == [2027]


@pytest.mark.parametrize(
    ("written", "flag"), [("ya", True), ("Tidak", False), ("YES", True), ("no", False), ("TRUE", True)]
)
def test_yes_and_no_are_understood_in_both_languages(programme, written, flag):
    assert programme(quick_win=written).plain["quick_win"] is flag


def test_targets_of_earlier_years_are_kept_and_all_come_by_year(programme):
    found = programme(targets="2027=4;2019=2; 2026 = 3,5 ;")
    assert [target.year for target in found.targets] == [2019, 2026, 2027]


@pytest.mark.parametrize(("status", "achieved"), [("selesai", True), ("berjalan", False), ("rencana", False)])
def test_the_published_number_of_a_finished_programme_was_achieved(programme, status, achieved):
    with clock.at(datetime(2028, 2, 1, tzinfo=UTC)):
        assert {target.achieved for target in programme(status=status).targets} == {achieved}


def test_a_year_to_come_is_a_target_also_of_a_finished_programme(programme):
    with clock.at(datetime(2026, 2, 1, tzinfo=UTC)):
        found = programme(status="selesai", targets="2026=3;2027=4")
    assert [target.achieved for target in found.targets] == [True, False]


def test_a_stopped_programme_gives_its_note_as_the_reason(programme):
    found = programme(status="terhenti", note="Lahan belum dikuasai")
    assert found.plain["status_reason"] == found.plain["note"] == "Lahan belum dikuasai"
    assert programme(status="berjalan", note="Lahan belum dikuasai").plain["status_reason"] == ""


@pytest.mark.parametrize("name", ["unit", "baseline", "targets"])
def test_numbers_without_the_name_of_an_indicator_are_kept(programme, name):
    empty = dict.fromkeys(("indicator", "unit", "baseline", "targets"), "")
    value = {"unit": "desa", "baseline": "3", "targets": "2026=1"}[name]
    assert programme(**empty | {name: value}).indicator.name == ""


def test_an_office_named_twice_counts_once_and_is_remarked_on(folder):
    found = folder(programmes=cells(1, supporting_opds="KOMDIGI;dishubkominfo;Kec. Tanjung Biru"))
    assert found.programmes[0].supporting_opds == ("KOMDIGI",)
    assert [(notice.line, notice.column) for notice in found.notices] == [(2, "supporting_opds")] * 2


def test_a_finding_named_twice_counts_once_and_is_remarked_on(folder):
    found = folder(programmes=cells(1, answers_findings="1;Sampah pesisir, tidak terangkut"))
    assert found.programmes[0].answers == ("T-001",)
    assert [notice.column for notice in found.notices] == ["answers_findings"]


@pytest.mark.parametrize(
    ("start", "end", "remarks"),
    [("2020", "", 0), ("2026", "2026", 0), ("2026", "2027", 0), ("2026", "2028", 1), ("", "2028", 0)],
)
def test_a_quick_win_that_certainly_takes_longer_is_remarked_on_not_refused(folder, start, end, remarks):
    found = folder(programmes=cells(2, start_year=start, end_year=end))
    assert len(found.notices) == remarks


def test_a_status_may_need_a_reason_by_the_framework(tmp_path):
    told = part("programme_statuses.0.reason_required", True)
    found = read_region(write_region(tmp_path, framework=told))
    assert found.programmes[0].plain["status_reason"] == "Anggaran dua tahun"
