"""One row per kind of bad input: what was spoiled, and exactly what the reader says about it."""

import re

import pytest

from lib.tables.problems import ImportErrors
from portal.regions.folder import read_region
from tests.region_folder import cells, part, small_region, without, write_region


def twice(number):
    """Row `number` once more at the end."""
    return lambda rows: rows.append(dict(rows[number - 1]))


LONG = "x" * 201

CSV_CELLS = [
    # part, row, cells, line, column, reason
    ("opd", 1, {"code": ""}, "wajib diisi"),
    ("opd", 1, {"code": "KOM DIGI"}, "kode “KOM DIGI” hanya boleh memuat"),
    ("opd", 1, {"code": "K" * 31}, "terlalu panjang: 31 huruf, paling banyak 30"),
    ("opd", 1, {"official_name": LONG}, "terlalu panjang: 201 huruf, paling banyak 200"),
    ("opd", 1, {"official_name": " "}, "wajib diisi"),
    ("opd", 1, {"parent": "Dinas Gaib"}, "perangkat daerah “Dinas Gaib” tidak ada di opd.csv"),
    ("opd", 1, {"head_title": ""}, "wajib diisi"),
    ("opd", 1, {"region_code": "3216"}, "bukan kode Kemendagri"),
    ("opd", 1, {"confirmed": "mungkin"}, "“mungkin” harus yes atau no (ya atau tidak)"),
    ("opd", 1, {"confirmed": ""}, "wajib diisi"),
    ("opd", 1, {"valid_from": "Januari 2025"}, "bukan tanggal"),
    ("opd", 1, {"valid_from": "1899"}, "bukan tahun antara 1900 dan 2200"),
    ("opd", 1, {"head_title": "Kepala\x00Dinas"}, "huruf tak terlihat U+0000"),
    ("findings", 1, {"kind": "problem"}, "“problem” tidak dikenal"),
    ("findings", 1, {"kind": ""}, "wajib diisi"),
    ("findings", 1, {"title": ""}, "wajib diisi"),
    ("findings", 1, {"description": "a\x1bb"}, "huruf tak terlihat U+001B"),
    ("findings", 1, {"description": "a\u202eb"}, "huruf tak terlihat U+202E"),
    ("findings", 2, {"description": "x" * 20_001}, "paling banyak 20000"),
    ("findings", 2, {"dimension": "gov"}, "“gov” tidak dikenal"),
    ("findings", 2, {"dimension": ""}, "wajib diisi"),
    ("findings", 2, {"subdimension": "GOV-9"}, "“GOV-9” tidak dikenal; mungkin maksudnya “GOV-"),
    ("findings", 2, {"subdimension": "ENV-1"}, "“ENV-1” milik dimensi ENV, bukan GOV"),
    ("findings", 1, {"area": "Tanjung Hijau"}, "kecamatan “Tanjung Hijau” tidak ada di opd.csv"),
    ("findings", 1, {"area": "Kecamatan Tanjung Biru"}, "ditulis tanpa kata Kecamatan"),
    ("findings", 1, {"owner_opd": "Dinas Laut"}, "perangkat daerah “Dinas Laut” tidak ada di opd.csv"),
    ("findings", 1, {"evidence_value": "1234.567"}, "“1234.567” dapat dibaca dua cara"),
    ("findings", 1, {"evidence_value": "1.23.456"}, "“1.23.456” bukan angka"),
    ("findings", 1, {"evidence_value": "NaN"}, "“NaN” bukan angka"),
    ("findings", 1, {"evidence_value": "inf"}, "“inf” bukan angka"),
    ("findings", 1, {"evidence_value": "1e9"}, "“1e9” bukan angka"),
    ("findings", 1, {"evidence_value": "12 %"}, "“12 %” bukan angka"),
    ("findings", 1, {"evidence_value": "123456789012345"}, "paling banyak 14 angka di depan koma"),
    ("findings", 1, {"evidence_value": "0,1234567"}, "paling banyak 6 angka di belakang koma"),
    ("findings", 1, {"evidence_year": "22"}, "bukan tahun antara"),
    ("findings", 1, {"evidence_year": "2201"}, "bukan tahun antara"),
    ("findings", 1, {"source_url": "javascript:alert(1)"}, "harus dimulai dengan http:// atau https://"),
    ("findings", 1, {"source_url": "https://contoh.id/a b"}, "tanpa spasi"),
    ("programmes", 1, {"code": ""}, "wajib diisi"),
    ("programmes", 1, {"name": ""}, "wajib diisi"),
    ("programmes", 1, {"lead_opd": ""}, "wajib diisi"),
    ("programmes", 1, {"lead_opd": "Diskomdig"}, "mungkin maksudnya “diskomdigi”"),
    ("programmes", 1, {"supporting_opds": "KOMDIGI;Dinas Laut"}, "perangkat daerah “Dinas Laut”"),
    ("programmes", 1, {"horizon": "JP"}, "“JP” tidak dikenal"),
    ("programmes", 1, {"horizon": ""}, "wajib diisi"),
    ("programmes", 1, {"quick_win": "1"}, "harus yes atau no"),
    ("programmes", 2, {"start_year": "2027", "end_year": "2026"}, "tahun selesai 2026 mendahului"),
    ("programmes", 1, {"end_year": "2028"}, "harus kosong karena start_year sudah berupa rentang"),
    ("programmes", 1, {"baseline": "10 00"}, "bukan angka"),
    ("programmes", 1, {"targets": "2026:5"}, "bukan pasangan tahun=nilai"),
    ("programmes", 1, {"targets": "2026="}, "bukan pasangan tahun=nilai"),
    ("programmes", 1, {"targets": "2026=5;2026=6"}, "tahun 2026 tertulis dua kali"),
    ("programmes", 1, {"targets": "26=5"}, "“26” bukan tahun"),
    ("programmes", 1, {"targets": "2026=-5"}, "target tahun 2026 tidak boleh negatif"),
    ("programmes", 1, {"targets": "2026=banyak"}, "“banyak” bukan angka"),
    ("programmes", 1, {"budget_idr": "-5"}, "tidak boleh negatif"),
    ("programmes", 1, {"budget_idr": "dua miliar"}, "bukan jumlah rupiah"),
    ("programmes", 1, {"budget_idr": "1,500 miliar"}, "tulis 1.500 bila ribuan, 1,5000 bila pecahan"),
    ("programmes", 1, {"budget_idr": "1,5"}, "memuat pecahan rupiah"),
    ("programmes", 1, {"budget_idr": "1.000 triliun"}, "terlalu besar"),
    ("programmes", 1, {"budget_idr": "5 lakh"}, "satuan “lakh” tidak dikenal"),
    ("programmes", 1, {"funding_source": "APBD;APBN"}, "“APBN” tidak dikenal"),
    ("programmes", 1, {"answers_findings": "Sampah"}, "temuan “Sampah” tidak ada di findings.csv"),
    ("programmes", 1, {"answers_findings": "3"}, "temuan “3” tidak ada di findings.csv"),
    ("programmes", 1, {"answers_findings": "0"}, "temuan “0” tidak ada di findings.csv"),
    ("programmes", 1, {"status": "batal"}, "“batal” tidak dikenal"),
    ("programmes", 2, {"status": "terhenti"}, "status terhenti memerlukan alasan di kolom ini"),
    ("programmes", 2, {"status": "terhenti", "note": "x" * 501}, "alasan terlalu panjang"),
]
ELSEWHERE = {  # reported in another column than the first one spoiled
    "2027": "end_year",
    "terhenti": "note",
}
LINES = {("findings", 2): 4}  # the first finding holds a line break, so it takes two lines


@pytest.mark.parametrize(("name", "row", "changes", "reason"), CSV_CELLS, ids=lambda value: str(value)[:40])
def test_a_bad_cell_is_named_by_file_line_column_and_reason(tmp_path, name, row, changes, reason):
    first, value = next(iter(changes.items()))
    column = ELSEWHERE.get(value, first)
    line = LINES.get((name, row), row + 1)
    problem = only_problem(tmp_path, **{name: cells(row, **changes)})
    assert (problem.file, problem.line, problem.column) == (f"{name}.csv", line, column)
    assert reason in problem.reason


TEXT = "books.0.chapters.1.sections.0"
TABLE = "books.0.chapters.2.sections.0"
JSON_PARTS = [
    # part, place, value put there, reason
    ("framework", "dimensions", [], "daftar kosong"),
    ("framework", "dimensions", {}, "harus daftar […]"),
    ("framework", "dimensions.0.name", None, "wajib diisi"),
    ("framework", "dimensions.0.name", "", "wajib diisi"),
    ("framework", "dimensions.0.name", "x" * 81, "terlalu panjang: 81 huruf, paling banyak 80"),
    ("framework", "dimensions.0.code", "A B", "kode “A B” hanya boleh memuat"),
    ("framework", "dimensions.0.order", "1", "harus bilangan bulat antara 1 dan 1000"),
    ("framework", "dimensions.0.order", 1.5, "harus bilangan bulat"),
    ("framework", "dimensions.1.order", 1, "“1” sudah dipakai pada dimensions[1].order"),
    ("framework", "dimensions.0.subdimensions.1.order", 1, "sudah dipakai"),
    ("framework", "dimensions.1.subdimensions.0.code", "gov-1", "sudah dipakai"),
    ("framework", "horizons.2.code", "QW", "“QW” sudah dipakai pada horizons[1].code"),
    ("framework", "horizons.1.year_to", 2020, "2020 mendahului tahun awal 2026"),
    ("framework", "horizons.0.max_months", 0, "antara 1 dan 600"),
    ("framework", "funding_sources", [], "daftar kosong"),
    ("framework", "finding_kinds.1.code", "usul", "“usul” tidak dikenal"),
    ("framework", "programme_statuses.0.code", "baru", "“baru” tidak dikenal"),
    ("framework", "programme_statuses.3.reason_required", 1, "harus true atau false"),
    ("framework", "years.3", 2040, "tahun 2040 tidak menyusul 2028"),
    ("cycle", "format", 2, "format ini tidak dikenal; portal membaca format 1"),
    ("cycle", "region.code", "99", "kode Kemendagri"),
    ("cycle", "region.kind", "provinsi", "“provinsi” tidak dikenal"),
    ("cycle", "region.founded", "2025-02-30", "tidak ada dalam penanggalan"),
    ("cycle", "region.name", 7, "harus teks"),
    ("cycle", "masterplan.slug", "Teluk Damai", "hanya boleh memuat huruf kecil"),
    ("cycle", "masterplan.valid_to", 2025, "2025 mendahului tahun awal 2026"),
    ("cycle", "masterplan.base_year", None, "wajib diisi"),
    ("cycle", "masterplan.source_url", "javascript:x", "harus dimulai dengan http://"),
    ("cycle", "cycle.deadline", "30 September 2025", "bukan tanggal"),
    ("cycle", "cycle.leading_office", "Dinas Laut", "tidak ada di opd.csv"),
    ("cycle", "cycle.leading_office", None, "wajib diisi"),
    ("cycle", "bimtek.0.stage", "V", "“V” tidak dikenal"),
    ("cycle", "bimtek.0.end", "2025-05-04", "mendahului tanggal mulai"),
    ("cycle", "agreements", {}, "harus daftar"),
    ("sections", "books.0.chapters.2.no", "I", "“I” sudah dipakai pada books[1].chapters[2].no"),
    ("sections", f"{TABLE}.code", "B1-1-1", "“B1-1-1” sudah dipakai pada"),
    ("sections", f"{TABLE}.table", "peta", "“peta” tidak dikenal"),
    ("sections", f"{TABLE}.table", None, "wajib diisi"),
    ("sections", f"{TEXT}.table", "findings", "bagian teks tidak memuat tabel"),
    ("sections", f"{TEXT}.paragraphs.1", "", "wajib diisi"),
    ("sections", f"{TEXT}.paragraphs.0", "a\u0000b", "U+0000"),
    ("sections", f"{TEXT}.figures.0.value", "banyak", "“banyak” bukan angka"),
    ("sections", f"{TEXT}.figures.0.value", None, "wajib diisi"),
]


def told(place):
    """books[1].chapters[3] for books.0.chapters.2."""
    return re.sub(r"\.(\d+)", lambda found: f"[{int(found[1]) + 1}]", place)


@pytest.mark.parametrize(("name", "place", "value", "reason"), JSON_PARTS, ids=lambda value: str(value)[:60])
def test_a_bad_part_of_a_json_file_is_named_by_its_path(tmp_path, name, place, value, reason):
    problem = only_problem(tmp_path, **{name: part(place, value)})
    assert (problem.file, problem.column) == (f"{name}.json", told(place))
    assert reason in problem.reason


@pytest.mark.parametrize(
    ("name", "change", "path", "reason"),
    [
        ("framework", without("dimensions"), "dimensions", "bagian tidak ada"),
        ("cycle", without("region"), "region", "bagian tidak ada"),
        ("cycle", without("region.kind"), "region.kind", "bagian tidak ada"),
        ("framework", part("base_year", 2024), "masterplan.base_year", "berbeda dari framework.json (2024)"),
        (
            "cycle",
            part("masterplan.valid_to", 2034),
            "masterplan.valid_from",
            "framework.json memuat 2026-2035",
        ),
        ("sections", part(f"{TABLE}.paragraphs", ["teks"]), told(TABLE), "bagian tabel tidak memuat"),
    ],
)
def test_what_is_missing_or_contradicts_is_named_too(tmp_path, name, change, path, reason):
    problem = only_problem(tmp_path, **{name: change})
    assert problem.column == path
    assert reason in problem.reason


@pytest.mark.parametrize(
    ("name", "place", "near"),
    [
        ("framework", "dimensi", "; mungkin maksudnya “dimensions”"),
        ("framework", "dimensions.0.namee", "; mungkin maksudnya “name”"),
        ("cycle", "masterplan.visi", "; mungkin maksudnya “vision”"),
        ("sections", f"{TEXT}.figures.0.sumber", ""),
    ],
)
def test_an_unknown_part_is_noticed_not_refused(tmp_path, name, place, near):
    (notice,) = read_region(write_region(tmp_path, **{name: part(place, "x")})).notices
    assert str(notice) == f"{name}.json, bagian {told(place)}: bagian tidak dikenal, tidak dibaca{near}"


REPEATED = [
    (
        "opd",
        1,
        [
            ("code", "kode “KOMDIGI” sudah dipakai pada baris 2"),
            ("official_name", "nama resmi"),
            ("short_name", "singkatan"),
        ],
        4,
    ),
    ("programmes", 2, [("code", "kode “P-GOV-01” sudah dipakai pada baris 3")], 4),
]


@pytest.mark.parametrize(("name", "row", "expected", "line"), REPEATED)
def test_a_repeated_code_is_refused_on_the_later_row(tmp_path, name, row, expected, line):
    first, *_ = (problem for problem in problems_of(tmp_path, **{name: twice(row)}) if problem.line == line)
    assert (first.file, first.column) == (f"{name}.csv", expected[0][0])
    told = [problem for problem in problems_of(tmp_path, **{name: twice(row)}) if problem.line == line]
    for (column, reason), problem in zip(expected, told, strict=True):
        assert problem.column == column
        assert reason in problem.reason


def test_a_code_in_other_case_is_the_same_code(tmp_path):
    def change(rows):
        rows.append({**rows[1], "code": "p-gov-01"})

    assert "sudah dipakai" in only_problem(tmp_path, programmes=change).reason


def test_a_name_of_two_offices_is_refused_where_it_is_used(tmp_path):
    both = cells(2, other_names="Dishubkominfo")
    problem = only_problem(tmp_path, opd=both)
    assert (problem.file, problem.column) == ("cycle.json", "cycle.leading_office")
    assert "“dishubkominfo” dapat berarti KOMDIGI, KEC-TANJUNG-BIRU" in problem.reason


def test_a_title_of_two_findings_is_refused_where_it_is_used(tmp_path):
    problem = only_problem(tmp_path, findings=twice(1))
    assert (problem.file, problem.line, problem.column) == ("programmes.csv", 2, "answers_findings")
    assert "dapat berarti T-001, T-003; sebut nomor barisnya" in problem.reason


def only_problem(folder, **parts):
    problems = problems_of(folder, **parts)
    assert len(problems) == 1, problems
    return problems[0]


def problems_of(folder, **parts):
    with pytest.raises(ImportErrors) as caught:
        read_region(write_region(folder, **parts))
    return caught.value.problems


def test_the_small_region_itself_is_good(tmp_path):
    assert small_region().keys() == {"opd", "framework", "cycle", "findings", "programmes", "sections"}
    assert read_region(write_region(tmp_path))
