import pytest

from lib.tables.problems import Report
from opd.offices.tables import COLUMNS, read_offices
from tests.region_folder import csv_text, small_region


@pytest.fixture
def report():
    return Report()


@pytest.fixture
def read(tmp_path, report):
    def read(*more, **changes):
        first, *rest = small_region()["opd"]
        rows = [first | changes, *rest, *({**rest[0], **row} for row in more)]
        (tmp_path / "opd.csv").write_text(csv_text(COLUMNS, rows))
        return read_offices(tmp_path, report)

    return read


def test_an_office_as_a_plain_row(read, report):
    (office, kecamatan), _ = read()
    assert office.line == 2
    assert office.code == "KOMDIGI"
    assert office.confirmed is True
    assert office.other_names == ("Dinas Perhubungan, Komunikasi dan Informatika", "Dishubkominfo")
    assert office.valid_from == "2025-01-15"
    assert kecamatan.confirmed is False
    assert kecamatan.valid_from == ""
    assert not report.problems


@pytest.mark.parametrize(
    "reference",
    [
        "KOMDIGI",
        "komdigi",
        "Diskomdigi",
        "DINAS KOMUNIKASI, INFORMATIKA DAN DIGITAL",
        "dishubkominfo",
        "Dinas Perhubungan,\u00a0Komunikasi  dan\nInformatika",
    ],
)
def test_an_office_is_found_by_any_of_its_names(read, reference):
    _, directory = read()
    assert directory.code_of(reference) == "KOMDIGI"


@pytest.mark.parametrize("reference", ["Tanjung Biru", "tanjung  biru", "Tanjungbiru"])
def test_a_kecamatan_is_found_by_its_bare_name_and_told_as_it_is_called_now(read, reference):
    _, directory = read()
    assert directory.area_of(reference) == "Tanjung Biru"


def test_an_office_that_is_no_kecamatan_is_no_area(read):
    _, directory = read()
    with pytest.raises(ValueError, match="kecamatan “Diskomdigi” tidak ada"):
        directory.area_of("Diskomdigi")


def test_a_name_of_two_offices_is_ambiguous(read, report):
    _, directory = read(
        {"code": "DISHUB", "official_name": "Dinas Perhubungan", "short_name": "Dishubkominfo"}
    )
    with pytest.raises(ValueError, match="dapat berarti KOMDIGI, DISHUB"):
        directory.code_of("Dishubkominfo")
    assert directory.code_of("Dinas Perhubungan") == "DISHUB"
    assert not report.problems


def test_a_name_written_twice_in_one_row_is_not_ambiguous(read):
    _, directory = read(other_names="Diskomdigi;KOMDIGI")
    assert directory.code_of("diskomdigi") == "KOMDIGI"


def test_a_missing_short_name_is_told_not_refused(read, report):
    (office, _), _ = read(short_name="")
    assert office.short_name == "Dinas Komunikasi, Informatika dan Digital"
    assert not report.problems
    assert [str(notice) for notice in report.notices] == [
        "opd.csv baris 2, kolom short_name: kosong; nama resmi dipakai sebagai singkatan"
    ]


def test_a_region_without_offices_is_refused(tmp_path, report):
    (tmp_path / "opd.csv").write_text(csv_text(COLUMNS, []))
    assert read_offices(tmp_path, report)[0] == ()
    assert report.problems[0].reason == "belum ada satu pun perangkat daerah"


@pytest.mark.parametrize("valid_from", ["2020", "2020-07-01", ""])
def test_valid_from_is_a_year_or_a_date(read, report, valid_from):
    (office, _), _ = read(valid_from=valid_from)
    assert office.valid_from == valid_from
    assert not report.problems
