"""JSON files of a region folder: limits, cleaning, and errors that name path or line."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.tables import json_files, schemas
from lib.tables.json_files import read_json
from lib.tables.problems import Report

SCHEMA = schemas.group({"a": schemas.ANY}, {"b": schemas.text(), "n": schemas.NUMBER})


@pytest.fixture
def report():
    return Report()


@pytest.fixture
def read(tmp_path, report):
    def read(content, schema=SCHEMA, **options):
        tmp_path.joinpath("a.json").write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_json(tmp_path, "a.json", schema, report, **options).parts

    return read


@pytest.mark.parametrize(
    ("content", "line", "column", "reason"),
    [
        ('{\n "a": 1,\n}', 3, "1", "nama bagian harus diapit tanda kutip"),
        ('{"a" 1}', 1, "6", "seharusnya ada tanda “:”"),
        ('{"a": 1\n "b": 2}', 2, "2", "seharusnya ada tanda “,”"),
        ("[1,", 1, "4", "tidak ada nilai"),
        ('["a', 1, "2", "teks tidak ditutup"),
        ('["a\nb"]', 1, "4", "ganti baris"),
        (r'["\x"]', 1, "3", "garis miring terbalik"),
        ("{} {}", 1, "4", "ada isi sesudah akhir data"),
        ("[-Infinity]", None, "", "“-Infinity” bukan angka"),
        ("[1e999999999]", None, "", "terlalu panjang"),
        ("[" + "9" * 5000 + "]", None, "", "terlalu panjang"),
        ("[" * 100_000, None, "", "bersarang lebih dari 20 tingkat"),
        ("[" + '\\"' * 300_000, 1, "2", "tidak ada nilai"),
        ('["\\"' + "[" * 21 + '"', 1, "27", "seharusnya ada tanda “,”"),
        ('{"a": 1, "a": 2}', None, "", "bagian “a” tertulis dua kali"),
    ],
)
def test_bad_json_is_refused_by_line_and_column_where_they_are_known(
    read, report, content, line, column, reason
):
    assert read(content) == {}
    (problem,) = report.problems
    assert (problem.line, problem.column) == (line, column)
    assert problem.reason.startswith("bukan JSON yang sah: ")
    assert reason in problem.reason


def test_values_are_limited_in_number(read, report, monkeypatch):
    monkeypatch.setattr(json_files, "MAX_VALUES", 5)
    assert read("[1,2,3,4,5,6]") == {}
    assert "lebih dari 5 nilai" in report.problems[0].reason


def test_a_wrong_encoding_is_named_by_line_and_byte(read, report):
    assert read(b'{\n "a": "caf\xe9"}') == {}
    assert str(report.problems[0]).startswith("a.json baris 2: bukan UTF-8: bita ke-11 baris ini 0xE9")


@pytest.mark.parametrize("written", [r'"a\u0000b"', r'"\ud800"', '"a\u202eb"'])
def test_what_nobody_can_see_is_refused_once_in_values_and_names(read, report, written):
    assert read(f'{{"a": [{written}]}}') == {}
    assert read(f'{{"a": {{{written}: 1}}}}') == {}
    assert [problem.column for problem in report.problems] == ["a[1]", "a"]


def test_texts_are_cleaned_and_lose_their_breaks_but_where_lines_are_wanted(read):
    content = '{"a": [" Cafe\u0301\\ndi  tepi "], "b": "satu\\r\\ndua"}'
    assert read(content, lines=("b",)) == {"a": ["Caf\u00e9 di  tepi"], "b": "satu\ndua"}


def test_only_the_part_with_a_mistake_is_left_out_and_one_place_has_one_problem(read, report):
    assert read('{"a": 1, "b": 7, "n": "banyak"}') == {"a": 1}
    assert [str(problem) for problem in report.problems] == [
        "a.json, bagian b: harus teks",
        "a.json, bagian n: “banyak” bukan angka; tulis misalnya 1234567,5 tanpa pemisah ribuan",
    ]


def test_an_unknown_part_is_noticed_and_a_missing_one_refused(read, report):
    assert read('{"bb": 1}') == {"bb": 1}
    assert [(problem.column, problem.reason) for problem in report.problems] == [("a", "bagian tidak ada")]
    (notice,) = report.notices
    assert (notice.column, notice.reason) == ("bb", "bagian tidak dikenal, tidak dibaca")


@given(st.decimals(-(10**14) + 1, 10**14 - 1, places=6).map(lambda number: f"{number:f}"))
def test_a_number_keeps_every_digit(tmp_path_factory, digits):
    folder = tmp_path_factory.getbasetemp()
    folder.joinpath("n.json").write_text(f'{{"a": 1, "n": {digits}}}')
    file = read_json(folder, "n.json", SCHEMA, Report())
    assert schemas.decimal(file.parts["n"]) == Decimal(digits)


def test_a_repeated_value_is_refused_where_it_comes_again(tmp_path, report):
    file = json_files.JsonFile("a.json", {}, report)
    items = [{"code": "A"}, {"code": ""}, {"code": "a"}, {"code": ""}]
    file.refuse_repeated(json_files.numbered("list", items, "code"))
    assert [str(problem) for problem in report.problems] == [
        "a.json, bagian list[3].code: “a” sudah dipakai pada list[1].code"
    ]
