"""Row 25: what is written into a section or anywhere else is text, stays text, and costs what it weighs."""

import cProfile
import os
import pstats
import re
import resource
import subprocess
import sys
from html.parser import HTMLParser
from typing import Any, cast

import pytest
from django.test import Client
from django.urls import reverse

from lib.errors import Invalid
from lib.text.spelling import MOST_MARKS, nfc
from masterplan.book.book import book_html
from masterplan.sections import services as sections
from masterplan.sections.body.schema import check_body
from masterplan.sections.body.text import body_from_text, text_from_body
from masterplan.sections.models import Section
from tests.attacks.awkward import LETTERS, texts
from tests.masterplan.book.documents import edition, full_document
from tests.place import ROOT

PAYLOADS = [
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    '"><svg/onload=alert(1)>',
    "<math><mtext></mtext><mglyph><style></math><img src onerror=alert(1)>",
    "</textarea></title></style></script><script>alert(1)</script>",
    "<a href='javascript:alert(1)'>x</a> [x](javascript:alert(1)) ![x](//evil.test/x)",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe><object data=//evil.test>",
    "<td colspan=1000000 style='background:url(//evil.test/x)'>",
    "&lt;script&gt;alert(1)&lt;/script&gt; &#60;b&#62;",
    "{{ 7|add:7 }} {% debug %} ${7*7} #{7*7}",
    "<!--#include file='/etc/passwd'--> <?php phpinfo(); ?> <![CDATA[<script>]]>",
]
ALLOWED = {*("p", "h2", "h3", "h4", "h5", "ul", "ol", "li", "strong", "em", "span", "div", "section", "a")}


class Elements(HTMLParser):
    """Names, attributes and addresses of what stands in the sheet of a section."""

    def __init__(self, html):
        super().__init__()
        self.names, self.attributes, self.addresses = set(), set(), set()
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.addresses |= {value for name, value in attrs if name in ("href", "src", "action")}


@pytest.fixture
def desk(world):
    client = Client()
    client.force_login(world.people["editor"])
    return client


@pytest.mark.parametrize("payload", PAYLOADS)
def test_markup_in_a_section_is_read_as_the_letters_it_is(payload, desk, world):
    version = Section.objects.get(pk=world.section.pk).version
    edit = reverse("masterplan:section_edit", args=[world.section.pk])
    clean = desk.get(reverse("masterplan:section_detail", args=[world.section.pk])).content.decode()
    answer = desk.post(edit, {"text": payload, "version": version}, follow=True)
    page = answer.content.decode()
    seen, before = Elements(page), Elements(clean)
    assert seen.names - before.names <= ALLOWED
    assert not {name for name in seen.attributes if name.startswith("on") or name == "style"}
    assert not {
        url for url in seen.addresses if re.match(r"(?i)\s*(javascript|data|vbscript):|//", url or "")
    }
    written = desk.get(edit).content.decode()
    assert Elements(written).names - before.names <= {"textarea", "code", "form", "dl", "dt", "dd", "details"}


@pytest.mark.parametrize("payload", PAYLOADS)
def test_markup_in_a_section_prints_as_the_letters_it_is(payload):
    document = full_document()
    before = Elements(book_html(document, edition()))
    for book in document["books"]:
        for chapter in book["chapters"]:
            for section in chapter["sections"]:
                section["title"] = payload
                section["body"] = body_from_text(f"# {payload}\n\n{payload}\n\n- {payload}")
    printed = Elements(book_html(document, edition()))
    assert printed.names <= before.names | {"p", "h3", "h4", "ul", "li", "span", "em", "strong"}
    assert printed.attributes <= before.attributes | {"class"}


def nested(levels):
    body: dict[str, Any] = {"type": "doc", "content": []}
    inner = body
    for _ in range(levels):
        child = {"type": "bullet_list", "attrs": {"id": "a" * 8}, "content": []}
        inner["content"].append(child)
        inner = child
    return body


def block(kind="paragraph", text="a", **more):
    inline = {"type": "text", "text": text, **more.pop("inline", {})}
    return {"type": kind, "attrs": {"id": "a" * 8, **more.pop("attrs", {})}, "content": [inline], **more}


BODIES = [
    nested(900),
    nested(100_000),
    block("html"),
    block("image", attrs={"src": "//evil.test/x"}),
    block("table"),
    block("iframe"),
    block(attrs={"style": "position:fixed"}),
    block(attrs={"onclick": "alert(1)"}),
    block(attrs={"id": '"><b>'}),
    block(inline={"marks": [{"type": "link", "attrs": {"href": "javascript:alert(1)"}}]}),
    block(inline={"marks": [{"type": "strong", "attrs": {"class": "x"}}]}),
    block(inline={"href": "//evil.test"}),
    block(text="a\x00b"),
    block(text="\u202egnp.exe"),
    block(text="\u2066x\u2069"),
    block(text="\ud800"),
    block(text="a\u0301"),  # not composed: the same letter would have two hashes
    block(text="a" + "\u0323\u0301" * 100_000),
    block(text="a" * 5_000_000),
    block("heading", attrs={"level": 9}),
    block("heading", attrs={"level": True}),
    *(None, [], "doc", 1, {"type": "doc", "content": {}}, {"type": "doc", "content": [None]}),
]


@pytest.mark.parametrize("body", BODIES, ids=range(len(BODIES)))
def test_a_body_of_any_other_shape_is_refused_in_words(body, world):
    doc = body if not isinstance(body, dict) or body["type"] == "doc" else {"type": "doc", "content": [body]}
    with pytest.raises(ValueError, match=r"\w{3}"):
        check_body(doc)
    if isinstance(doc, dict):
        section = Section.objects.get(pk=world.section.pk)
        with pytest.raises(Invalid, match="Teks belum dapat disimpan"):
            sections.write(section, actor=world.people["editor"], body=doc, expected_version=section.version)


@pytest.mark.parametrize("letter", ["\x00", "\u202e", "\u2066", "\ufeff", "\x1b", "\u0085"])
def test_what_nobody_can_see_is_not_stored(letter):
    assert text_from_body(body_from_text(f"satu{letter}dua")) in ("satudua", "satu dua")


def test_more_than_a_form_may_hold_is_refused_before_it_is_read(desk, world):
    answer = desk.post(
        reverse("masterplan:section_edit", args=[world.section.pk]), {"text": "a" * 5_000_000, "version": "1"}
    )
    assert answer.status_code == 413


class TestWhatItCosts:
    CALLS = 900_000  # of Python functions: a tenth of a second on a slow machine

    @pytest.mark.parametrize("name", texts(1))
    def test_the_longest_text_that_is_read_costs_little_more_than_a_plain_one(self, name):
        """Longer ones are refused before they are read; this is counted, not timed."""
        text = texts(LETTERS)[name]
        profile = cProfile.Profile()
        try:
            profile.runcall(body_from_text, text, body_from_text("a\n\n" * 900))
        except ValueError as reason:
            assert str(reason)  # noqa: PT017 -- refused or read, it is what it costs that is asked
        assert cast(Any, pstats.Stats(profile)).total_calls < self.CALLS

    def test_repeated_blocks_are_told_apart_in_a_moment(self):
        before = body_from_text("a\n\nb\n\n" * 499)
        profile = cProfile.Profile()
        after = profile.runcall(body_from_text, "a\n\n" * 999, before)
        assert cast(Any, pstats.Stats(profile)).total_calls < self.CALLS
        ids = [one["attrs"]["id"] for one in after["content"]]
        assert len(set(ids)) == len(ids)

    def test_marks_piled_on_one_letter_are_refused(self):
        assert nfc("a" + "\u0301" * MOST_MARKS)
        assert nfc("\u6c34" * 100)
        with pytest.raises(ValueError, match="tanda pada satu huruf"):
            nfc("a" + "\u0323\u0301" * MOST_MARKS)

    def test_every_reader_of_what_people_type_takes_long_texts_in_a_moment(self):
        """In a process that is ended when one of them takes minutes, as careless ones did."""
        done = subprocess.run(
            [sys.executable, "-m", "tests.attacks.awkward"],
            cwd=ROOT,
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"},
            capture_output=True,
            text=True,
            check=False,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CORE, (0, 0)),
        )
        assert done.returncode == 0, done.stderr[-500:] or "it took too long"
        assert done.stdout.endswith("read\n")
