"""What is missing is named together with the one line to type."""

import shutil

from config import machine


def test_nothing_is_said_when_nothing_is_missing(monkeypatch):
    monkeypatch.setattr(machine, "PARTS", {"here": machine.Part(("package",), "something", lambda: True)})
    assert machine.advice(["here"]) == ""


def test_what_is_missing_is_named_with_one_line_for_all(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name, path=None: None)
    assert machine.missing(["chromium", "postgresql", "redis", "poppler", "qpdf"]) == [
        "chromium",
        "postgresql",
        "redis",
        "poppler",
        "qpdf",
    ]
    words, line = machine.advice(["chromium", "qpdf"]).splitlines()
    assert words == "Not on this machine: chromium (tests in a browser), qpdf (tests of PDF)."
    assert line.endswith("apt-get install -y --no-install-recommends chromium qpdf")


def test_the_newest_postgresql_is_used(tmp_path):
    homes = [tmp_path / version / "bin" for version in ("9.6", "15", "16")]
    assert max(homes, key=machine._version) == tmp_path / "16" / "bin"
