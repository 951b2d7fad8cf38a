"""CSV as spreadsheets and people really write it."""

import pytest

from lib.tables import csv, files
from lib.tables.problems import Report

COLUMNS = ("kode", "nama", "jumlah")
HEADER = b"kode,nama,jumlah\n"


@pytest.fixture
def report():
    return Report()


@pytest.fixture
def read(tmp_path, report):
    def read(content):
        (tmp_path / "data.csv").write_bytes(content)
        return csv.read_table(tmp_path, "data.csv", COLUMNS, ("kode", "nama"), report)

    return read


def places(report):
    return [(problem.line, problem.column) for problem in report.problems]


def reason(report):
    (problem,) = report.problems
    return problem.reason


@pytest.mark.parametrize("ending", [b"\n", b"\r\n", b"\r"])
def test_lines_may_end_in_any_way_and_columns_stand_in_any_order(read, report, ending):
    table = read(b"jumlah,kode,nama" + ending + b'7,A,"satu, dua"' + ending)
    (row,) = table.rows
    assert row.cells == {"jumlah": "7", "kode": "A", "nama": "satu, dua"}
    assert table.complete
    assert not report.problems


def test_a_row_is_named_by_the_line_it_starts_on(read):
    table = read(HEADER + b'A,"satu\r\ndua\ntiga",1\n\nB,"kata ""kutip""",2\n')
    assert [(row.line, row.cells["kode"]) for row in table.rows] == [(2, "A"), (6, "B")]
    assert table.rows[1].cells["nama"] == 'kata "kutip"'


def test_ragged_rows_are_each_named_and_the_others_are_read(read, report):
    table = read(HEADER + b"A\nB,dua,2\nC,tiga,3,4\n")
    assert [row and row.cells["kode"] for row in table.rows] == [None, "B", None]
    assert not table.complete
    assert [str(problem) for problem in report.problems] == [
        "data.csv baris 2, kolom nama: baris berisi 1 sel, seharusnya 3",
        "data.csv baris 4: baris berisi 4 sel, seharusnya 3",
    ]


def test_missing_and_repeated_columns_are_refused_and_unknown_ones_noticed(read, report):
    assert read(b"kode,kode,nema\n") is None
    assert [(problem.column, problem.reason) for problem in report.problems] == [
        ("kode", "kolom tertulis 2 kali"),
        ("nama", "kolom tidak ada"),
    ]
    (notice,) = report.notices
    assert str(notice).endswith("kolom “nema”: kolom tidak dikenal, tidak dibaca; mungkin maksudnya “nama”")


def test_a_column_that_may_be_missing_reads_as_empty(read, report):
    (row,) = read(b"kode,nama,lain\nA,satu,x\n").rows
    assert (row.text("nama"), row.number("jumlah")) == ("satu", None)
    assert not report.problems


def test_what_a_spreadsheet_saves_with_semicolons_and_a_byte_order_mark_is_read(read, report):
    (row,) = read(b'\xef\xbb\xbfkode;nama;jumlah\r\nA;"satu; dua";7,5\r\n').rows
    assert row.cells == {"kode": "A", "nama": "satu; dua", "jumlah": "7,5"}
    assert not report.problems


@pytest.mark.parametrize(
    "content",
    [
        b"kode\tnama\tjumlah\nA\tsatu, dua; tiga\t7\n",
        "kode\tnama\tjumlah\r\nA\tsatu, dua; tiga\t7\r\n".encode("utf-16"),
        '\ufeff\ufeffkode\u200b; nama ;jumlah\nA;"satu, dua; tiga";7\n'.encode(),
    ],
)
def test_tabs_and_utf16_are_read_too(read, report, content):
    (row,) = read(content).rows
    assert row.cells == {"kode": "A", "nama": "satu, dua; tiga", "jumlah": "7"}
    assert not report.problems + report.notices


def test_a_list_of_years_without_quotes_is_one_cell_between_semicolons(read):
    (row,) = read(b"kode;nama;jumlah\nA; 2027=20;2028 = 25;7\n").rows
    assert row.cells == {"kode": "A", "nama": " 2027=20;2028 = 25", "jumlah": "7"}


def test_rows_of_nothing_but_separators_are_no_rows(read, report):
    table = read(HEADER + b",,\nA,satu,1\n , \t,\xc2\xa0\n,,,,\nB,dua,2\n,,\n" + b",,\n" * csv.MAX_ROWS)
    assert [(row.line, row.cells["kode"]) for row in table.rows] == [(3, "A"), (6, "B")]
    assert not report.problems
    assert [str(notice) for notice in report.notices] == [
        "data.csv baris 2: baris kosong, dilewati dan tidak dihitung",
        "data.csv baris 4: baris kosong, dilewati dan tidak dihitung",
    ]


def test_columns_without_a_name_are_ignored_and_told_when_they_hold_something(read, report):
    (first, second) = read(b"kode,,nama,jumlah,,\nA,,satu,1,,,,\nB,x,dua,2,y,\n").rows
    assert first.cells == {"kode": "A", "nama": "satu", "jumlah": "1"}
    assert second.cells == {"kode": "B", "nama": "dua", "jumlah": "2"}
    assert not report.problems
    assert [(notice.line, notice.column) for notice in report.notices] == [(3, "ke-2"), (3, "ke-5")]


def test_cells_left_out_at_the_end_of_a_row_are_empty_where_they_may_be(read, report):
    (row,) = read(HEADER + b"A,satu\n").rows
    assert (row.text("nama"), row.number("jumlah")) == ("satu", None)
    (notice,) = report.notices
    assert (
        str(notice)
        == "data.csv baris 2, kolom jumlah: baris berisi 2 sel, seharusnya 3; sisanya dibaca kosong"
    )


def test_broken_formulas_and_lost_letters_are_refused_in_their_cell(read, report):
    for row in read(HEADER + "A,#REF!,\nB,Layanan \ufffd air,#N/A\n".encode()).rows:
        row.text("nama"), row.number("jumlah")
    assert places(report) == [(2, "nama"), (3, "nama"), (3, "jumlah")]
    assert [problem.reason.partition(";")[0] for problem in report.problems] == [
        "memuat galat lembar kerja #REF!",
        "memuat tanda ganti huruf yang rusak (U+FFFD)",
        "memuat galat lembar kerja #N/A",
    ]


def test_marks_nobody_sees_are_removed_and_told_and_so_are_letters_of_no_font(read, report):
    (row,) = read(HEADER + "A,\u2068Ratna\u2069 \u2265 \U0001f1ee,2\u200b\n".encode()).rows
    assert (row.text("nama"), row.number("jumlah")) == ("Ratna \u2265 \U0001f1ee", 2)
    boxes = "tidak ada dalam huruf cetak buku, di sana menjadi kotak kosong: "
    assert [(notice.column, notice.reason) for notice in report.notices] == [
        ("nama", "tanda yang tidak terlihat dihapus (U+2068, U+2069)"),
        ("nama", f"{boxes}\u2265 (U+2265), \U0001f1ee (U+1F1EE)"),
        ("jumlah", "tanda yang tidak terlihat dihapus (U+200B)"),
    ]


def test_columns_are_limited(read, report, monkeypatch):
    monkeypatch.setattr(csv, "MAX_COLUMNS", 2)
    assert read(HEADER) is None
    assert reason(report) == "lebih dari 2 kolom"


@pytest.mark.parametrize(
    ("content", "line", "told"),
    [
        (b"", None, "berkas kosong"),
        (b" \r\n\n", None, "berkas kosong"),
        (b"\xff\xfe\n\x00", None, "berkas kosong"),
    ],
)
def test_a_file_that_cannot_be_used_at_all(read, report, content, line, told):
    assert read(content) is None
    assert report.problems[0].line == line
    assert reason(report).startswith(told)


def test_a_byte_that_is_no_utf8_is_named_by_line_and_place(read, report):
    assert read(HEADER + "A,\u00e9\u00e9,1\n".encode() + b"B,caf\xe9,2\n") is None
    remedy = "simpan ulang sebagai UTF-8 (di Excel: “CSV UTF-8”)"
    assert [str(problem) for problem in report.problems] == [
        f"data.csv baris 3: bukan UTF-8: bita ke-6 baris ini 0xE9; {remedy}"
    ]


@pytest.mark.parametrize(
    ("rows", "line", "told"),
    [
        (b'A,satu,1\nB,"dua,2\nC,tiga,3\n', 3, "tanda kutip dibuka tetapi tidak ditutup"),
        (b'A,"satu"dua,1\n', 2, "tanda kutip di tengah sel"),
        (b"A," + b"x" * 200_000 + b",1\n", 2, "sel terlalu panjang"),
    ],
)
def test_broken_quoting_is_named_where_it_begins(read, report, rows, line, told):
    assert not read(HEADER + rows).complete
    assert places(report) == [(line, "")]
    assert reason(report).startswith(told)
    assert reason(report).endswith("baris sesudahnya belum diperiksa")


def test_size_and_rows_are_limited(read, report, monkeypatch):
    monkeypatch.setattr(csv, "MAX_ROWS", 2)
    assert len(read(HEADER + b"A,a,1\nB,b,2\nC,c,3\n").rows) == 2
    assert (report.problems[0].line, report.problems[0].reason) == (4, "lebih dari 2 baris")
    monkeypatch.setattr(files, "MAX_BYTES", 20)
    assert read(HEADER + b"A,a,1\n") is None
    assert "berkas lebih besar dari" in report.problems[1].reason


def test_a_folder_or_nothing_in_place_of_the_file(tmp_path, report):
    (tmp_path / "data.csv").mkdir()
    assert csv.read_table(tmp_path, "data.csv", COLUMNS, (), report) is None
    assert reason(report) == "berkas tidak ada"


def test_ten_thousand_rows_are_read_in_a_moment(read, report):
    table = read(HEADER + b"A,satu,1\n" * csv.MAX_ROWS)
    assert len(table.rows) == csv.MAX_ROWS
    assert not report.problems
