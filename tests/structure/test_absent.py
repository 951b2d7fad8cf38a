"""What the portal does without, so that nobody has to defend it. docs/security.md counts on it."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.structure.sources import APPS, ROOT, name_of, python_files

SCRIPTS = sorted((ROOT / "static/js").glob("*.js"))
ABSENT = {
    "XML": ("xml", "lxml", "defusedxml"),
    "mail": ("smtplib", "imaplib", "email.mime", "django.core.mail"),
    "requests to addresses outside": ("urllib.request", "requests", "httpx", "aiohttp", "http.client"),
    "other people's objects": ("pickle", "marshal", "shelve", "yaml"),
    "archives": ("zipfile", "tarfile", "gzip", "bz2", "lzma"),
    "other directories and languages": ("ldap", "ldap3", "pymemcache", "graphene", "channels", "jwt"),
}
ASKS_THIS_MACHINE = "tools/probe.py"
DANGEROUS = re.compile(
    r"\b(?:innerHTML|outerHTML|insertAdjacentHTML|createContextualFragment|document\.write|eval|new Function"
    r"|postMessage|onmessage|WebSocket|RTCPeerConnection|__proto__)\b"
)


def imported(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def is_of(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


def found_of(what: str, source: str) -> set[str]:
    return {name for name in imported(source) if any(is_of(name, package) for package in ABSENT[what])}


@pytest.mark.parametrize("what", ABSENT)
def test_no_module_of_the_portal_uses(what: str):
    paths = [path for path in python_files(*APPS) if name_of(path) != ASKS_THIS_MACHINE]
    found = {name_of(path): found_of(what, path.read_text(encoding="utf-8")) for path in paths}
    assert {path: names for path, names in found.items() if names} == {}


@pytest.mark.parametrize(
    ("what", "source"),
    [
        ("XML", "import xml.etree.ElementTree as tree"),
        ("mail", "from django.core import mail"),
        ("requests to addresses outside", "from urllib import request"),
        ("archives", "def f():\n    import zipfile"),
    ],
)
def test_an_import_is_seen_however_it_is_written(what: str, source: str):
    assert found_of(what, source)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_no_script_writes_markup_or_listens_to_other_windows(script):
    assert DANGEROUS.findall(script.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("line", ["a.innerHTML = b", "window.onmessage = f", 'eval("a")', "new Function(a)"])
def test_such_a_script_is_seen(line: str):
    assert DANGEROUS.search(line)
