"""Hours are told in the zone of the region: no product file has one of its own."""

import re

from tests.structure.sources import APPS, ROOT, name_of, python_files, templates

ZONE = re.compile(r"\b(?:WIB|WITA|WIT)\b|Asia/")
HOUR = re.compile(r"%H[.:]%M|\blocaltime\b|\blocaldate\b|date\.today|datetime\.now|get_default_timezone")
NAMED_IN = {"lib/zones.py", "config/settings.py"}
TOLD_IN = {"lib/clock.py", "lib/text/formats.py", "lib/ui/templatetags/portal.py"}
# Not hours that people read: a folder's name on the server, a trail told in UTC.
MACHINES = {"portal/management/outdated.py", "lib/audit/chain.py", "lib/audit/inspection.py"}


def code(text: str) -> str:
    """Without docstrings and comments, which may give examples."""
    return re.sub(r'"""(?:(?!""").)*"""|#[^\n]*', "", text, flags=re.DOTALL)


def sources() -> dict[str, str]:
    scripts = sorted((ROOT / "static" / "js").glob("*.js"))
    files = [*python_files(*APPS), *templates(), *scripts]
    return {name_of(path): code(path.read_text(encoding="utf-8")) for path in files}


def test_no_file_names_a_zone_but_the_table_of_zones():
    assert {name for name, text in sources().items() if ZONE.search(text)} - NAMED_IN == set()


def test_no_file_makes_an_hour_but_the_ones_that_know_the_zone():
    assert {name for name, text in sources().items() if HOUR.search(text)} - TOLD_IN - MACHINES == set()


def test_such_a_line_is_seen():
    assert ZONE.search("{{ moment }} WIB")
    assert HOUR.search('f"{moment:%H.%M}"')
    assert not ZONE.search(code('"""16.05 WIB."""'))
