"""JSON that knows its lines. What is good reads as the standard library reads it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opd.imports import json_source
from opd.imports.json_nodes import MISSING, check_keys
from opd.imports.problems import Report
from opd.imports.values import FORBIDDEN

TEXTS = st.text().filter(lambda text: not FORBIDDEN.search(text))
DATA = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**25), 10**25)
    | st.floats(-1e15, 1e15).filter(lambda number: number == 0 or abs(number) > 1e-20)
    | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=20,
)


@pytest.fixture
def report():
    return Report()


def parse(folder, content, report):
    folder.joinpath("a.json").write_bytes(content if isinstance(content, bytes) else content.encode())
    return json_source.read_json(folder, "a.json", report)


@given(DATA, st.sampled_from([None, 1]), st.booleans())
def test_good_json_reads_as_the_standard_library_reads_it(tmp_path_factory, data, indent, ascii_only):
    report = Report()
    node = parse(
        tmp_path_factory.getbasetemp(), json.dumps(data, indent=indent, ensure_ascii=ascii_only), report
    )
    assert not report.problems
    assert node.plain() == data


@pytest.mark.parametrize(
    ("content", "line", "column", "told"),
    [
        ('{\n "a": 1,\n}', 3, "1", "nama bagian harus diapit tanda kutip"),
        ('{"a" 1}', 1, "6", "seharusnya ada tanda “:”"),
        ('{"a": 1\n "b": 2}', 2, "2", "seharusnya ada tanda “,”"),
        ("[1, 2", 1, "6", "seharusnya ada tanda “,”"),
        ("[1,", 1, "4", "data terputus"),
        ('["a', 1, "2", "teks tidak ditutup"),
        ('["a\nb"]', 1, "2", "teks tidak ditutup"),
        (r'["\x"]', 1, "3", "garis miring terbalik"),
        ("[NaN]", 1, "2", "“NaN” tidak dikenal"),
        ("[-Infinity]", 1, "2", "“-” tidak dikenal"),
        ("[01]", 1, "3", "seharusnya ada tanda “,”"),
        ("[1e999999999]", 1, "2", "angka terlalu panjang"),
        ("[" + "9" * 41 + "]", 1, "2", "angka terlalu panjang"),
        ("{} {}", 1, "4", "ada isi sesudah akhir data"),
        ("'a'", 1, "1", "“'” tidak dikenal"),
        ("[" * 30 + "]" * 30, 1, "22", "bersarang lebih dari 20 tingkat"),
        ("[" * 100_000, 1, "22", "bersarang lebih dari 20 tingkat"),
    ],
)
def test_bad_json_is_named_by_line_and_column(tmp_path, report, content, line, column, told):
    assert parse(tmp_path, content, report) is None
    (problem,) = report.problems
    assert (problem.line, problem.column) == (line, column)
    assert told in problem.reason
    assert str(problem).startswith(f"a.json baris {line}, kolom {column}: bukan JSON yang sah")


def test_a_wrong_encoding_is_named_by_line_and_byte(tmp_path, report):
    assert parse(tmp_path, b'{\n "a": "caf\xe9"}', report) is None
    assert str(report.problems[0]) == "a.json baris 2: bukan UTF-8: bita ke-11 baris ini 0xE9"


def test_a_repeated_key_is_named(tmp_path, report):
    parse(tmp_path, '{"a": {"b": 1,\n"b": 2}}', report)
    assert str(report.problems[0]) == "a.json baris 2, bagian a.b: tertulis dua kali"


@pytest.mark.parametrize("written", [r'"a\u0000b"', r'"\ud800"', '"a\u202eb"'])
def test_what_nobody_can_see_is_refused_and_told_once(tmp_path, report, written):
    node = parse(tmp_path, f'{{"a": {written}}}', report)
    assert node.fields("a")["a"].text(required=True) == ""
    assert [problem.column for problem in report.problems] == ["a"]


def test_a_surrogate_pair_is_one_letter(tmp_path, report):
    node = parse(tmp_path, r'["\ud83c\udf0a"]', report)
    assert node.plain() == ["\U0001f30a"]


def test_values_are_limited_in_number(tmp_path, report, monkeypatch):
    monkeypatch.setattr(json_source, "MAX_NODES", 5)
    assert parse(tmp_path, "[1,2,3,4,5,6]", report) is None
    assert "lebih dari 5 nilai" in report.problems[0].reason


def test_an_absent_optional_key_is_null_and_an_absent_required_one_is_told_once(tmp_path, report):
    fields = parse(tmp_path, '{\n"a": 1}', report).fields("a b", "c")
    assert fields["c"].text() == ""
    assert fields["b"].value is MISSING
    assert fields["b"].text(required=True) == ""
    assert fields["b"].items() == []
    assert fields["b"].fields("x")["x"].code() == ""
    assert [str(problem) for problem in report.problems] == ["a.json baris 1, bagian b: bagian tidak ada"]


def test_keys_of_a_part_kept_word_for_word_are_checked(tmp_path, report):
    node = parse(tmp_path, '{"a": [{"b": {"c": 1}}, {"b": {"d": 1}}, {"e": 1}]}', report)
    check_keys(node, {"": "a", "a": "b", "a.b": "c"})
    assert [problem.column for problem in report.problems] == ["a[2].b.d", "a[3].e"]


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("1", 1),
        ("1.0", 1.0),
        ("1e2", 100),
        ("0.1", 0.1),
        ("0.12345678901234567890123", "0.12345678901234567890123"),
    ],
)
def test_a_fraction_that_no_float_can_hold_stays_the_text_it_was(tmp_path, report, written, plain):
    found = parse(tmp_path, written, report).plain()
    assert found == plain
    assert type(found) is type(plain)
