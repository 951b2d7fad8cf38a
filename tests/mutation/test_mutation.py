"""The tool that breaks things must really break them, one at a time, and undo nothing by accident."""

import importlib.util
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from tests.mutation.coverage import Map, Ran
from tests.mutation.finding import mutants_of
from tests.mutation.planting import NotHere, plant
from tests.mutation.record import KILLED, SURVIVED, Record, accepted, table

SAMPLE = '''
"""Words."""
from functools import wraps

LIMITS = {"low": 1, "high": 5}


def loud(function):
    @wraps(function)
    def inner(*args, **kwargs):
        return function(*args, **kwargs)
    return inner


@loud
def fits(value: int, *, limit: int = LIMITS["high"]) -> bool:
    """Whether it fits."""
    if value > limit:
        raise ValueError("terlalu besar")
    return value == 1 or value == 2


class Box:
    size = 3

    def holds(self, value):
        return value <= self.size
'''


@pytest.fixture
def sample(tmp_path):
    """A module of its own in a folder of its own; gone from the interpreter afterwards."""
    path = tmp_path / "sample.py"
    path.write_text(dedent(SAMPLE))
    spec = importlib.util.spec_from_file_location("mutation_sample", path)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["mutation_sample"] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules["mutation_sample"]


def found(text, tmp_path):
    (tmp_path / "text.py").write_text(dedent(text))
    return {mutant.change for mutant in mutants_of("text.py", tmp_path)}


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("x = a == b", {"Eq becomes NotEq"}),
        ("x = a < b", {"Lt becomes LtE"}),
        ("x = a and b", {"And becomes Or"}),
        ("x = not a", {"not is dropped"}),
        ("x = a + b", {"Add becomes Sub"}),
        ("x += y", {"Add= becomes Sub="}),
        ("x = True", {"True becomes False"}),
        ("x = 7", {"7 becomes 8"}),
        ("x = 'kind'", {"'kind' becomes 'kind~'"}),
        ("x = 'Kalimat untuk orang.'", set()),
        ("x = a if c else b", {"the branches of `if c` are swapped"}),
        ("if a:\n    b()", {"`if a` is turned round", "b is not called"}),
        ("x = [a for a in b if a]", {"`if a` is turned round", "`if a` always holds"}),
        ("x = f(a, b=c)", {"without b=c"}),
        ("x = has(a, Role.HEAD)", {"without Role.HEAD"}),
        ("x = {S.DONE, S.LATE}", {"without S.DONE", "without S.LATE"}),
        ("def f() -> bool:\n    return a", {"returns True", "returns False"}),
        ("def f() -> int:\n    return a", {"returns None"}),
        ("def f():\n    return None", set()),
        ("raise Conflict(words)", {"no Conflict is raised"}),
        ("row.state = state", {"row.state is not set"}),
        ("state = row.state", set()),
        ("logger.info(words)", set()),
        ("list(rows.select_for_update())", set()),
        ("x: 'Name' = y", set()),
        ("class A(models.Model):\n    size = 3", set()),
    ],
)
def test_every_kind_of_change_is_found(text, changes, tmp_path):
    assert found(text, tmp_path) == changes


def test_every_mutant_is_a_program(tmp_path):
    (tmp_path / "text.py").write_text(dedent(SAMPLE))
    mutants = mutants_of("text.py", tmp_path)
    for mutant in mutants:
        compile(mutant.planted((tmp_path / "text.py").read_bytes()), "text.py", "exec")
    assert len({mutant.key for mutant in mutants}) == len(mutants)


def plant_change(sample, change):
    folder = Path(sample.__spec__.origin).parent
    plant(next(m for m in mutants_of("sample.py", folder) if m.change == change), folder)


def test_a_decorated_function_gets_other_code_under_every_name(sample):
    elsewhere = sample.fits
    plant_change(sample, "no ValueError is raised")
    assert elsewhere(9) is False


def test_a_table_and_the_default_values_made_from_it_are_worked_out_anew(sample):
    plant_change(sample, "5 becomes 6")
    assert sample.LIMITS == {"low": 1, "high": 6}
    assert sample.fits(6) is False  # within the limit now


def test_the_body_of_a_class_needs_a_fresh_interpreter(sample):
    with pytest.raises(NotHere):
        plant_change(sample, "3 becomes 4")


def test_a_mutant_asks_the_quick_tests_that_run_its_line_the_near_ones_first(tmp_path):
    (tmp_path / "jobs").mkdir()
    (tmp_path / "jobs/services.py").write_text("def f():\n    return a == b\n")
    mutant = next(m for m in mutants_of("jobs/services.py", tmp_path) if m.change == "Eq becomes NotEq")
    tests = {
        "tests/opd/test_c.py::far": Ran(0.1, {"jobs/services.py": [2]}),
        "tests/rules/test_a.py::one": Ran(0.2, {"jobs/services.py": [2]}),
        "tests/jobs/test_b.py::slow": Ran(9.0, {"jobs/services.py": [2]}),
        "tests/jobs/test_b.py::quick": Ran(0.1, {"jobs/services.py": [2]}),
        "tests/jobs/test_b.py::other": Ran(0.1, {"jobs/services.py": [1]}),
    }
    covered = Map(tmp_path / "covered.json", tmp_path)
    covered.tests = tests
    assert covered.covering(mutant) == [
        "tests/jobs/test_b.py::quick",
        "tests/rules/test_a.py::one",
        "tests/opd/test_c.py::far",
    ]


def test_only_what_changed_is_measured_again(tmp_path):
    for name in ("test_a.py", "test_b.py", "rules.py"):
        (tmp_path / name).write_text("1\n")
    names, path = ["test_a.py::one", "test_b.py::two", "test_b.py::three"], tmp_path / "covered.json"
    measured = {"test_a.py::one": Ran(0.1, {"rules.py": [1]}), "test_b.py::two": Ran(0.1)}
    Map(path, tmp_path).keep(measured, names, ["rules.py"], names)
    assert Map(path, tmp_path).stale(names, ["rules.py"]) == ["test_b.py::three"]  # it had failed
    (tmp_path / "rules.py").write_text("2\n")
    assert Map(path, tmp_path).stale(names, ["rules.py"]) == ["test_a.py::one", "test_b.py::three"]


def test_a_change_elsewhere_in_the_file_asks_for_no_second_look(tmp_path):
    """And neither does one above it, for the text of the function around it is what counts."""
    first, second = "def f():\n    return a == b\n", "@loud\ndef g():\n    return a < b\n"
    (tmp_path / "text.py").write_text(first + second)
    record = Record(tmp_path / "results.jsonl")
    for mutant in mutants_of("text.py", tmp_path):
        record.note(mutant, KILLED)
    for text, settled in [
        ("x = 1\n" + second, {"g"}),
        (first + second.replace("<", "<="), {"f"}),
        (first + second.replace("@loud\n", ""), {"f"}),
    ]:
        (tmp_path / "text.py").write_text(text)
        later = Record(tmp_path / "results.jsonl")
        assert {m.scope for m in mutants_of("text.py", tmp_path) if later.is_settled(m)} == settled


def test_a_survivor_is_tried_again_unless_a_reason_was_accepted(tmp_path):
    (tmp_path / "text.py").write_text("def f():\n    return a == b\n")
    record = Record(tmp_path / "results.jsonl")
    mutant = mutants_of("text.py", tmp_path)[0]
    assert not record.is_settled(mutant, accepted=True)  # never tried
    record.note(mutant, SURVIVED)
    assert record.is_settled(mutant, accepted=True)
    assert not record.is_settled(mutant)


def test_every_accepted_survivor_has_a_reason():
    assert all(len(reason) > 20 for reason in accepted().values())


def test_the_table_counts_by_module(tmp_path):
    (tmp_path / "text.py").write_text("x = a == b\ny = a < b\n")
    mutants = mutants_of("text.py", tmp_path)
    record = Record(tmp_path / "results.jsonl")
    for mutant in mutants[:1]:
        record.states[mutant.key] = SURVIVED
    head, row, total = table(mutants, record.states).splitlines()
    assert head.split()[:4] == ["module", "mutants", "killed", "timeout"]
    assert row.split() == ["text.py", "2", "0", "0", "1", "0", "1"]
    assert total.split()[0] == "all"
