"""What a template may not do. Each check is a function of one source, and is shown to fail on a bad one."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.template.engine import Engine

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
APPS = ("config", "portal", "opd", "bimtek", "masterplan", "commitments", "lib")
PRINTED = ("masterplan/book/print/", "commitments/letters/print/")  # go to the PDF renderer, not to a browser
SPRITE = (TEMPLATES.parent / "static/icons/sprite.svg").read_text()
SYMBOLS = frozenset(re.findall(r'<symbol id="([\w-]+)"', SPRITE))
BLOCK_ORDER = (
    *("title", "header", "ribbon", "main", "page_class", "content"),
    *("code", "heading", "text", "acts", "bar", "scripts"),
)
# Spelt out by no template and no Python string: allauth asks for its own, refusals are named by status.
FOUND_BY_NAME = {
    *("account/login.html", "account/logout.html", "account/account_inactive.html"),
    *("400.html", "403.html", "409.html", "429.html", "507.html"),
    "django/forms/widgets/select.html",
}
NUMBERS_WITHOUT_POINTS = re.compile(
    r"(?:^|\.)(?:pk|id|year|version|valid_from|valid_to|\w+_year|(?!auto_id\b)\w+_id)$"
)
TAG = re.compile(r"\{%-?\s*(\w+)([^%]*?)-?%\}")
VARIABLE = re.compile(r"\{\{\s*(.*?)\s*\}\}")


def line_count(source: str) -> list[str]:
    lines = source.count("\n")
    return [f"{lines} lines, at most 150"] if lines > 150 else []


def unsafe_output(source: str) -> list[str]:
    return re.findall(r"\|\s*safe\w*|\{%\s*autoescape\s+off.*?%\}", source)


def inline_code(source: str) -> list[str]:
    """The CSP of the pages would refuse it, silently for the person who looks at it."""
    bad = re.findall(r"<style\b|<script(?![^>]*\bsrc=)[^>]*>|\shx-on[\w:-]*\s*=|javascript:", source)
    return bad + [hit.strip() for hit in re.findall(r"<[a-z][^>]*?\s(style\s*=|on[a-z]+\s*=)", source)]


def localised_numbers(source: str) -> list[str]:
    """ "1.234" where 1234 is meant: in an address, an attribute or a year."""
    hits = []
    for expression in VARIABLE.findall(source):
        value, *filters = re.split(r"\s*\|\s*", expression)
        if NUMBERS_WITHOUT_POINTS.search(value) and not any(
            f.startswith(("stringformat", "unlocalize", "at:")) for f in filters
        ):
            hits.append(expression)
    return hits


def unused_loads(source: str) -> list[str]:
    libraries = Engine.get_default().template_libraries
    unused = []
    for name in [name for load in re.findall(r"\{%\s*load\s+(.*?)\s*%\}", source) for name in load.split()]:
        library = libraries[name]
        used = {tag for tag, _ in TAG.findall(source)} & set(library.tags)
        if not used and not any(re.search(rf"\|\s*{f}\b", source) for f in library.filters):
            unused.append(name)
    return unused


def block_order(source: str) -> list[str]:
    if "{% extends" not in source:
        return []
    known = [name for name in re.findall(r"\{%\s*block\s+(\w+)", source) if name in BLOCK_ORDER]
    return [] if known == sorted(known, key=BLOCK_ORDER.index) else known


def partial_roots(source: str) -> list[str]:
    """A partial is named like the id of its one root element, which is also its target."""
    wrong = []
    for name, body in re.findall(
        r"\{%\s*partialdef\s+([\w-]+)[^%]*%\}(.*?)\{%\s*endpartialdef", source, re.DOTALL
    ):
        root = re.search(r"<[a-z][^>]*>", body, re.DOTALL)
        if root is None or f'id="{name}"' not in root.group():
            wrong.append(name)
    return wrong


def incomplete_forms(source: str) -> list[str]:
    """A form works without JavaScript: it says how and where it is sent, and a POST carries its token."""
    wrong = []
    for opening, body in re.findall(r"(<form\b.*?>)\s*\n(.*?)</form>", source, re.DOTALL):
        if not re.search(r"\bmethod=", opening) or not re.search(r"\baction=", opening):
            wrong.append(opening)
        elif 'method="post"' in opening and "{% csrf_token %}" not in body:
            wrong.append(f"{opening} without its token")
    return wrong


def loose_htmx(source: str) -> list[str]:
    """Target and swap are written on the element itself, never inherited."""
    elements = re.findall(r"<[a-z][^<]*?\bhx-(?:get|post)=.*?>\s*\n", source, re.DOTALL)
    return [element for element in elements if "hx-target=" not in element or "hx-swap=" not in element]


def unknown_icons(source: str) -> list[str]:
    named = re.findall(r'\{%\s*icon\s+"([\w-]+)"', source) + re.findall(
        r'\{%\s*\w+[^%]*\bicon="([\w-]+)"', source
    )
    return [name for name in named if name not in SYMBOLS]


Check = Callable[[str], list[str]]
EVERYWHERE: tuple[Check, ...] = (line_count, unsafe_output, unused_loads, partial_roots)
ON_PAGES: tuple[Check, ...] = (
    *(inline_code, localised_numbers, block_order, incomplete_forms),
    *(loose_htmx, unknown_icons),
)

BAD: list[tuple[Check, str]] = [
    (line_count, "\n" * 151),
    (unsafe_output, "{{ body|safe }}"),
    (unsafe_output, "{{ body|safeseq }}"),
    (unsafe_output, "{% autoescape off %}{{ body }}{% endautoescape %}"),
    (inline_code, '<p style="color: red">'),
    (inline_code, '<button type="button" onclick="go()">'),
    (inline_code, "<script>go()</script>"),
    (inline_code, "<style>p {}</style>"),
    (inline_code, '<div hx-on:click="go()">'),
    (localised_numbers, '<li data-id="{{ row.pk }}">'),
    (localised_numbers, "{{ id }}"),
    (localised_numbers, "{{ day.year }}"),
    (localised_numbers, "{{ programme.start_year|default:'-' }}"),
    (localised_numbers, "{{ opd_id }}"),
    (unused_loads, "{% load portal %}<p>"),
    (unused_loads, "{% load static portal %}{% icon 'x' %}"),
    (
        block_order,
        '{% extends "base.html" %}{% block content %}{% endblock %}{% block title %}{% endblock %}',
    ),
    (partial_roots, '{% partialdef rows inline %}<ul id="list"></ul>{% endpartialdef %}'),
    (partial_roots, "{% partialdef rows inline %}text{% endpartialdef %}"),
    (incomplete_forms, '<form hx-post="/x/">\n</form>'),
    (incomplete_forms, '<form method="post">\n{% csrf_token %}</form>'),
    (incomplete_forms, '<form method="post" action="{% url "x" %}">\n</form>'),
    (loose_htmx, '<div hx-get="/x/" hx-target="#x">\n'),
    (unknown_icons, '{% icon "no-such-icon" %}'),
    (unknown_icons, '{% status "info" "Diundang" icon="no-such-icon" %}'),
]
GOOD: list[tuple[Check, str]] = [
    (inline_code, '<script type="module" src="{% static "js/app.js" %}"></script>'),
    (inline_code, '<p class="on" data-on="x">once = twice</p>'),
    (localised_numbers, '{{ row.pk|stringformat:"d" }}'),
    (localised_numbers, "{{ field.auto_id }} {{ field.id_for_label }} {{ widget }}"),
    (unused_loads, "{% load portal %}{{ amount|rupiah }}"),
    (unused_loads, "{% load portal %}{% icon 'x' %}"),
    (
        block_order,
        '{% extends "base.html" %}{% block title %}{% endblock %}{% block content %}{% endblock %}',
    ),
    (partial_roots, '{% partialdef rows inline %}\n<ul class="work" id="rows"></ul>{% endpartialdef %}'),
    (incomplete_forms, '<form method="post" action="{% url "x" %}">\n{% csrf_token %}</form>'),
    (incomplete_forms, '<form method="get" action="">\n</form>'),
    (loose_htmx, '<div hx-get="/x/" hx-target="#x" hx-swap="outerHTML">\n'),
    (unknown_icons, '{% icon "download" %}'),
]


def sources() -> list[tuple[str, str]]:
    return [
        (str(path.relative_to(TEMPLATES)), path.read_text()) for path in sorted(TEMPLATES.rglob("*.html"))
    ]


def is_page(name: str) -> bool:
    return not name.startswith(PRINTED)


@pytest.mark.parametrize(("name", "source"), sources(), ids=[name for name, _ in sources()])
def test_a_template_keeps_the_rules(name, source):
    checks = EVERYWHERE + ON_PAGES if is_page(name) else EVERYWHERE
    assert {check.__name__: found for check in checks if (found := check(source))} == {}


@pytest.mark.parametrize(("check", "source"), BAD, ids=lambda value: getattr(value, "__name__", None))
def test_a_check_sees_what_it_looks_for(check, source):
    assert check(source)


@pytest.mark.parametrize(("check", "source"), GOOD, ids=lambda value: getattr(value, "__name__", None))
def test_a_check_lets_good_things_pass(check, source):
    assert check(source) == []


def unused(names: set[str], texts: list[str]) -> set[str]:
    """Names in quotes, and families: "page/"|add:kind|add:".html" or f"annexes/{kind}.html"."""
    text = "\n".join(texts)
    mentioned = set(re.findall(r"[\"']([\w/.-]+\.html)[\"'#]", text))
    families = re.findall(r'"([\w/.-]+/)"\|add:', text) + re.findall(r'f"([\w/.-]+/)\{[\w.]+\}\.html"', text)
    return {name for name in names - mentioned if str(Path(name).parent) + "/" not in families}


def test_every_template_is_used():
    code = [path.read_text() for app in APPS for path in (ROOT / app).rglob("*.py")]
    names = {name for name, _ in sources()} - FOUND_BY_NAME
    assert unused(names, [text for _, text in sources()] + code) == set()


def test_a_template_nobody_names_is_seen():
    assert unused({"a.html", "b.html"}, ['{% include "a.html" %}']) == {"b.html"}
    assert unused({"a/b.html", "c/d.html"}, ['f"a/{kind}.html"']) == {"c/d.html"}


def test_the_style_sheets_name_colours_only_in_the_tokens():
    for sheet in ("base.css", "components.css"):
        assert re.findall(r"#[0-9a-f]{3,8}\b", (ROOT / "static/css" / sheet).read_text()) == []


def test_every_icon_that_python_names_exists():
    code = "".join(path.read_text() for app in APPS for path in (ROOT / app).rglob("*.py"))
    named = set(re.findall(r'icon="([\w-]+)"', code))
    assert named <= SYMBOLS
