import pytest

from lib.tables.problems import MAX_SHOWN, ImportErrors, Problem, Report


@pytest.mark.parametrize(
    ("problem", "told"),
    [
        (Problem("opd.csv", 3, "kind", "tidak dikenal"), "opd.csv baris 3, kolom kind: tidak dikenal"),
        (Problem("cycle.json", 7, "cycle.deadline", "x"), "cycle.json baris 7, bagian cycle.deadline: x"),
        (Problem("cycle.json", 7, "12", "x"), "cycle.json baris 7, kolom 12: x"),
        (Problem("opd.csv", None, "", "berkas tidak ada"), "opd.csv: berkas tidak ada"),
    ],
)
def test_a_problem_names_its_place(problem, told):
    assert str(problem) == told


def test_a_long_list_is_cut_and_says_so():
    told = str(ImportErrors(Problem("opd.csv", line, "", "x") for line in range(MAX_SHOWN + 7)))
    assert told.startswith(f"{MAX_SHOWN + 7} masalah ditemukan, tidak ada yang disimpan:")
    assert told.count("opd.csv baris") == MAX_SHOWN
    assert told.endswith("- dan 7 lainnya")


def test_problems_are_told_file_by_file_from_top_to_bottom():
    report = Report()
    report.problem("b.csv", 2, "", "3")
    report.problem("a.csv", 9, "", "2")
    report.problem("a.csv", None, "", "1")
    with pytest.raises(ImportErrors) as caught:
        report.raise_if_bad(["a.csv", "b.csv"])
    assert [problem.reason for problem in caught.value.problems] == ["1", "2", "3"]


def test_notices_alone_stop_nothing():
    report = Report()
    report.notice("a.csv", 1, "", "x")
    report.raise_if_bad([])
