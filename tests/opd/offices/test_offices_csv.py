import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.access import SYSTEM
from lib.tables.problems import Report
from lib.tables.upsert import LoadReport
from opd.offices import services
from opd.offices.models import KINDS, Opd, kind_label
from opd.offices.tables import COLUMNS, read_offices, shortened
from tests.opd import factories
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


LONG = (
    "Dinas Pemberdayaan Perempuan dan Perlindungan Anak, Pengendalian Penduduk dan Keluarga Berencana",
    "Dinas Pemberdayaan Perempuan dan Perlindungan Anak, Pemuda dan Olahraga",
)


def test_a_long_name_is_cut_after_a_word_and_told(read, report):
    (office, _), _ = read(short_name="", official_name=LONG[0])
    assert office.short_name == "Dinas Pemberdayaan Perempuan dan Perlindungan Anak \u2026"
    assert [notice.reason for notice in report.notices] == [
        "kosong; nama resmi dipendekkan menjadi \u201cDinas Pemberdayaan Perempuan dan Perlindungan Anak"
        " \u2026\u201d; isi singkatannya bila ada yang lebih baik"
    ]


@given(
    st.lists(st.text("abcdefghij,()-", min_size=1, max_size=90), min_size=1, max_size=20), st.integers(8, 60)
)
def test_a_cut_name_fits_and_breaks_no_word_that_fits(words, room):
    name = " ".join(words)
    short = shortened(name, room)
    assert len(short) <= room
    if short != name:
        assert short.endswith(" \u2026")
        start = short.removesuffix(" \u2026")
        assert name.startswith(start)
        assert not name[len(start)].isalnum() or not start.endswith(tuple("abcdefghij")) or " " not in start


def test_two_cut_names_never_become_one(read, report):
    part = {"kind": "dinas", "short_name": ""}
    more = [part | {"code": f"X{number}", "official_name": f"{LONG[0]} {number}"} for number in range(3)]
    offices, directory = read(*more)
    names = [office.short_name for office in offices]
    assert len(set(names)) == len(names)
    assert max(map(len, names)) <= 60
    assert [name[-6:] for name in names[2:]] == ["Anak \u2026", " \u2026 (2)", " \u2026 (3)"]
    assert [directory.code_of(name) for name in names[2:]] == ["X0", "X1", "X2"]
    assert not report.problems


def test_a_name_that_another_office_has_as_its_short_name_is_numbered(read, report):
    written = {"code": "A", "official_name": "Dinas Perdagangan", "short_name": "Dinas Pasar"}
    offices, _ = read({"code": "B", "official_name": "Dinas Pasar", "short_name": ""}, written)
    assert [office.short_name for office in offices][2:] == ["Dinas Pasar (2)", "Dinas Pasar"]
    assert not report.problems


def test_a_short_name_written_twice_is_refused(read, report):
    read({"code": "LAIN", "official_name": "Dinas Lain", "short_name": "DISKOMDIGI"})
    assert [(problem.line, problem.column, problem.reason) for problem in report.problems] == [
        (4, "short_name", "singkatan \u201cDISKOMDIGI\u201d sudah dipakai pada baris 2")
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


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("dinas", "dinas"),
        ("Dinas", "dinas"),
        (" RSUD ", "rsud"),
        ("Rumah Sakit  Umum Daerah", "rsud"),
        ("UPT", "uptd"),
        ("Bagian", "bagian"),
        ("kelurahan", "kelurahan"),
        ("PDAM", "bumd"),
        ("BUMD", "bumd"),
    ],
)
def test_a_kind_is_understood_as_offices_write_it(read, report, written, kind):
    (office, _), _ = read(kind=written)
    assert office.kind == kind
    assert not report.problems
    assert not report.notices


@pytest.mark.parametrize(
    ("written", "kind", "told"),
    [
        ("Balai Adat", "Balai Adat", "jenis “Balai Adat” tidak dikenal; dipakai apa adanya"),
        ("dinass", "dinass", "jenis “dinass” tidak dikenal; mungkin maksudnya “dinas”; dipakai apa adanya"),
        ("", "lainnya", "kosong; dicatat sebagai lainnya"),
    ],
)
def test_another_kind_is_told_and_never_stops_a_list(read, report, written, kind, told):
    (office, _), _ = read(kind=written)
    assert office.kind == kind
    assert kind_label(kind) == ("Lainnya" if kind == "lainnya" else kind)
    assert not report.problems
    assert [notice.reason for notice in report.notices] == [told]


@pytest.mark.parametrize("kind", [kind for kind, facts in KINDS.items() if facts.is_area])
def test_areas_are_called_as_the_region_calls_them(read, report, kind):
    word = kind.capitalize()
    _, directory = read({"code": "HULU", "kind": kind, "official_name": f"{word} Hulu", "short_name": "Hulu"})
    assert directory.area_of("hulu") == "Hulu"
    with pytest.raises(ValueError, match=f"ditulis tanpa kata {word}"):
        directory.area_of(f"{word} Hulu")


def test_a_part_names_the_office_above_it_in_any_row(read, report):
    part = {"code": "BAG", "kind": "bagian", "official_name": "Bagian Organisasi", "short_name": "Bag. Org."}
    above = {"code": "SETDA", "kind": "sekretariat", "official_name": "Sekretariat", "short_name": "Setda"}
    offices, _ = read(part | {"parent": "setda"}, above)
    assert [office.parent for office in offices] == ["", "", "SETDA", ""]
    assert not report.problems


def test_no_office_stands_above_itself(read, report):
    one = {"code": "SATU", "official_name": "Satu", "short_name": "Satu", "parent": "Dua"}
    two = {"code": "DUA", "official_name": "Dua", "short_name": "Dua", "parent": "Satu"}
    read(one, two, parent="KOMDIGI")
    assert [(problem.line, problem.reason) for problem in report.problems] == [
        (line, "perangkat daerah ini menjadi induk dirinya sendiri") for line in (2, 4, 5)
    ]


@pytest.mark.django_db
def test_parents_are_stored_and_change_with_the_file(read):
    region = factories.region()
    part = {"code": "BAG", "kind": "bagian", "official_name": "Bagian Organisasi", "short_name": "Bag. Org."}
    for parent, told in (("KOMDIGI", 3), ("KOMDIGI", 0), ("", 1)):
        rows, _ = read(part | {"parent": parent})
        made = LoadReport()
        services.load_offices(region, rows, made, actor=SYSTEM)
        assert len(made.made) + len(made.renewed) == told
        stored = Opd.objects.get(region=region, code="BAG")
        assert (stored.parent.code if stored.parent else "") == parent


DINKES = {"code": "DINKES", "official_name": "Dinas Kesehatan", "short_name": "Dinkes"}
VERY_LONG = "Dinas Pemberdayaan Perempuan, Perlindungan Anak, Pengendalian Penduduk dan Keluarga Berencana"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("names", "given"),
    [
        ({"short_name": "Dinkes"}, "Dinkes (2)"),
        ({"short_name": "DINKES"}, "DINKES (2)"),
        ({"short_name": "Dinkes (3)"}, "Dinkes (3)"),
        ({"official_name": "Dinkes", "short_name": ""}, "Dinkes (2)"),
    ],
)
def test_a_short_name_that_an_office_of_the_portal_has_is_numbered_and_told(read, names, given):
    region = factories.region()
    services.load_offices(region, read(DINKES)[0], LoadReport(), actor=SYSTEM)
    new = {"code": "BARU", "official_name": "Dinas Kesehatan Hewan", "short_name": ""} | names
    for _ in range(2):
        report = LoadReport()
        services.load_offices(region, read(new)[0], report, actor=SYSTEM)
        assert Opd.objects.get(region=region, code="BARU").short_name == given
        assert bool(report.notices) == (given != names["short_name"])
    assert not report.has_changes
    assert Opd.objects.get(region=region, code="DINKES").short_name == "Dinkes"


@pytest.mark.django_db
def test_two_long_names_of_two_loads_never_end_up_as_one(read):
    region = factories.region()
    for code, end in (("SATU", ""), ("DUA", " Utara"), ("TIGA", " Selatan")):
        office = {"code": code, "official_name": VERY_LONG + end, "short_name": ""}
        services.load_offices(region, read(office)[0], LoadReport(), actor=SYSTEM)
    names = list(Opd.objects.filter(region=region).values_list("short_name", flat=True))
    assert len({name.casefold() for name in names}) == len(names)
    assert all(len(name) <= 60 for name in names)


@pytest.mark.django_db
def test_an_office_keeps_its_own_short_name_when_its_file_is_loaded_again(read):
    region, report = factories.region(), LoadReport()
    for _ in range(2):
        services.load_offices(region, read(DINKES)[0], report, actor=SYSTEM)
    assert not report.notices
