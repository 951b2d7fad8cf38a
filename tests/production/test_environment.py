""".env.example names all that can be said and nothing more, with what holds when nothing is said."""

import re

import pytest

from tests.production.files import COMPOSE, NAME, TLS, example
from tests.structure.sources import ROOT

ASKED = re.compile(r'\benv\("([A-Z_]+)"')
TEXTS = {file.name: file.read_text(encoding="utf-8") for file in (COMPOSE, TLS)}
# Without these there is none of what they name: no TLS at this proxy, no database of one's own.
MADE_WHEN_UNSAID = {"CERTIFICATES_DIR"}


def names_of_compose():
    return {found[1] for text in TEXTS.values() for found in NAME.finditer(text)}


def names_of_settings():
    return set(ASKED.findall((ROOT / "config" / "settings.py").read_text(encoding="utf-8")))


def test_the_example_names_what_compose_and_the_settings_read_and_nothing_more():
    assert set(example()) == names_of_compose() | names_of_settings()


def test_every_name_in_compose_has_a_value_when_nothing_is_said():
    unsaid = {found[1] for text in TEXTS.values() for found in NAME.finditer(text) if found[2] != "-"}
    assert unsaid == MADE_WHEN_UNSAID
    bare = re.compile(r"\$[A-Z_]|\$\{[^}]*$|\$\{[a-z]")
    assert not [line for text in TEXTS.values() for line in text.splitlines() if bare.search(line)]


@pytest.mark.parametrize(
    ("name", "value"),
    sorted(
        {
            (found[1], found[3])
            for text in TEXTS.values()
            for found in NAME.finditer(text)
            if found[3] and found[2] == "-"
        }
    ),
)
def test_the_example_says_what_holds_without_it(name, value):
    assert example()[name] == value


def test_the_example_holds_no_secret():
    assert not [
        name for name, value in example().items() if ("SECRET_KEY" in name or "PASSWORD" in name) and value
    ]


def test_what_production_looks_at_before_it_starts_reaches_every_program():
    text = COMPOSE.read_text(encoding="utf-8")
    for name in ("PORTAL_MODE", "ALLOWED_HOSTS", "PUBLIC_URL", "DEBUG"):
        assert f"\n  {name}: ${{{name}:-" in text
