"""What a body may hold, one row per thing it may not."""

import json
import re

import pytest

from masterplan.sections.body import schema
from masterplan.sections.body.schema import check_body, is_empty, plain_text


def text(letters="Isi", *marks):
    node = {"type": "text", "text": letters}
    return node | ({"marks": [{"type": mark} for mark in marks]} if marks else {})


def paragraph(*inline, id="0000000a"):
    return {"type": "paragraph", "attrs": {"id": id}, "content": list(inline) or [text()]}


def heading(level=1, id="0000000b"):
    return {"type": "heading", "attrs": {"id": id, "level": level}, "content": [text("Judul")]}


def listing(kind="bullet_list", *lines, id="0000000c"):
    items = [
        {"type": "list_item", "content": [{"type": "paragraph", "content": [text(x)]}]}
        for x in lines or ["Butir"]
    ]
    return {"type": kind, "attrs": {"id": id}, "content": items}


def doc(*blocks):
    return {"type": "doc", "content": list(blocks)}


GOOD = [
    doc(),
    {"type": "doc"},
    doc(paragraph(), heading(2), listing(), listing("ordered_list", "a", "b", id="0000000d")),
    doc(paragraph(text("kuat", "strong"), text("miring", "em"), text("dua-duanya", "strong", "em"))),
    doc({"type": "paragraph", "attrs": {"id": "0000000a"}}),
    doc(paragraph(text("NBSP\u00a0dan – tanda 🌊"))),
]

BAD = [
    (None, "bentuk tidak dikenal"),
    ([], "bentuk tidak dikenal"),
    ("teks", "bentuk tidak dikenal"),
    ({"type": "paragraph"}, "jenis “paragraph” tidak boleh di sini"),
    ({"type": "doc", "content": {}}, "isi harus berupa daftar"),
    ({"type": "doc", "content": [], "attrs": {}}, "bagian “attrs” tidak dikenal"),
    (doc("teks"), "blok 1: jenis “NoneType” tidak dikenal"),
    (doc({"type": "table"}), "blok 1: jenis “table” tidak dikenal"),
    (doc({"type": ["doc"]}), "blok 1: jenis “list” tidak dikenal"),
    (doc(paragraph() | {"style": "x"}), "bagian “style” tidak dikenal"),
    (doc({"type": "paragraph", "content": []}), "atribut harus tepat id"),
    (doc(paragraph() | {"attrs": {"id": "0000000a", "class": "x"}}), "atribut harus tepat id"),
    (doc(paragraph(id="0000000A")), "id harus delapan angka heksadesimal"),
    (doc(paragraph(id="0a")), "id harus delapan"),
    (doc(paragraph(id=10)), "id harus delapan"),
    (doc(paragraph(), paragraph()), "blok 2: id 0000000a dipakai dua kali"),
    (doc(heading(3)), "tingkat judul harus 1 atau 2"),
    (doc(heading(True)), "tingkat judul harus 1 atau 2"),
    (doc(heading("1")), "tingkat judul harus 1 atau 2"),
    (doc(listing() | {"content": []}), "daftar tanpa butir"),
    (doc(listing() | {"content": [paragraph()]}), "jenis “paragraph” tidak boleh di sini"),
    (doc(listing() | {"content": [{"type": "list_item", "content": []}]}), "tepat satu paragraf"),
    (doc(listing() | {"content": [{"type": "list_item", "content": [listing()]}]}), "jenis “bullet_list”"),
    (
        doc(listing() | {"content": [{"type": "list_item", "content": [paragraph()]}]}),
        "“attrs” tidak dikenal",
    ),
    (doc(paragraph({"type": "image", "src": "x"})), "jenis “image” tidak boleh di sini"),
    (doc(paragraph({"type": "text"})), "teks kosong"),
    (doc(paragraph(text(""))), "teks kosong"),
    (doc(paragraph({"type": "text", "text": 7})), "teks kosong"),
    (doc(paragraph(text("a\x00b"))), "U+0000"),
    (doc(paragraph(text("a\nb"))), "U+000A"),
    (doc(paragraph(text("a\ud800b"))), "U+D800"),
    (doc(paragraph(text("a\u202eb"))), "U+202E"),
    (doc(paragraph(text("e\u0301"))), "NFC"),
    (doc(paragraph(text("a", "link"))), "penanda “link” tidak dikenal"),
    (doc(paragraph(text("a", "em", "em"))), "penanda tertulis dua kali"),
    (doc(paragraph(text() | {"marks": []})), "daftar penanda kosong"),
    (doc(paragraph(text() | {"marks": [{"type": "em", "attrs": {}}]})), "bagian “attrs” tidak dikenal"),
    (doc(paragraph(text() | {"marks": ["em"]})), "bentuk tidak dikenal"),
    (doc(paragraph(text() | {"href": "x"})), "bagian “href” tidak dikenal"),
    (doc(*(paragraph(id=f"{n:08x}") for n in range(1001))), "lebih dari 1000 blok"),
    (doc(paragraph(text("x" * 200_001))), "lebih panjang dari 200000 huruf"),
    (doc(listing("bullet_list", *["x"] * 7000)), "lebih dari 20000 bagian"),
]


@pytest.mark.parametrize("body", GOOD)
def test_what_the_schema_allows(body):
    check_body(body)
    check_body(json.loads(json.dumps(body)))


@pytest.mark.parametrize(("body", "reason"), BAD, ids=[reason for _, reason in BAD])
def test_what_the_schema_refuses(body, reason):
    with pytest.raises(ValueError, match=re.escape(reason)):
        check_body(body)


def test_nesting_as_deep_as_it_likes_is_refused_quietly():
    deep = listing()
    for _ in range(100_000):
        deep = {"type": "bullet_list", "attrs": {"id": "0000000c"}, "content": [deep]}
    with pytest.raises(ValueError, match="tidak boleh di sini"):
        check_body(doc(deep))


def test_plain_text_is_a_line_per_block_or_item_without_marks():
    body = doc(heading(), paragraph(text("dua "), text("kata", "strong")), listing("ordered_list", "a", "b"))
    assert plain_text(body) == "Judul\ndua kata\na\nb"
    assert plain_text(None) == ""


@pytest.mark.parametrize(
    "body",
    [
        None,
        doc(),
        {"type": "doc"},
        doc({"type": "paragraph", "attrs": {"id": "0000000a"}}),
        doc(paragraph(text("\u00a0 "))),
    ],
)
def test_a_body_without_a_letter_is_empty(body):
    assert is_empty(body)


def test_a_body_with_a_letter_is_not():
    assert not is_empty(doc(paragraph(text("."))))
    assert schema.block_text(paragraph(text("."))) == "."
