"""The text of the simple form and the body it stands for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masterplan.sections.body.schema import check_body, is_empty, plain_text
from masterplan.sections.body.text import body_from_paragraphs, body_from_text, text_from_body

# Dense in everything the syntax knows, so that short examples meet it.
SIGNS = st.text(alphabet="ab *#-1.\\ \n\t\u00a0e\u0301", max_size=60)
TEXTS = SIGNS | st.text(max_size=200)


def blocks(text):
    """Kind and plain text of each block."""
    kinds = []
    for block in body_from_text(text)["content"]:
        level = block["attrs"].get("level", "")
        kinds.append((f"{block['type']}{level}", plain_text({"content": [block]})))
    return kinds


def runs(text):
    """The marked runs of a one-paragraph text."""
    (block,) = body_from_text(text)["content"]
    return [
        (node["text"], "+".join(mark["type"] for mark in node.get("marks", []))) for node in block["content"]
    ]


def bare(body):
    """Without ids."""
    return [{**block, "attrs": {**block["attrs"], "id": ""}} for block in body["content"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Satu\nbaris.\n\n\nDua.", [("paragraph", "Satu baris."), ("paragraph", "Dua.")]),
        ("# Judul\nIsi", [("heading1", "Judul"), ("paragraph", "Isi")]),
        ("## Anak judul", [("heading2", "Anak judul")]),
        ("# Satu\n# Dua", [("heading1", "Satu"), ("heading1", "Dua")]),
        ("### Bukan judul", [("paragraph", "### Bukan judul")]),
        ("#Bukan judul", [("paragraph", "#Bukan judul")]),
        ("- a\n- b", [("bullet_list", "a\nb")]),
        ("- a\n\n- b", [("bullet_list", "a"), ("bullet_list", "b")]),
        ("1. a\n1. b\n7. c", [("ordered_list", "a\nb\nc")]),
        (
            "Daftar:\n- a\n  lanjutan\n- b\nSelesai",
            [("paragraph", "Daftar:"), ("bullet_list", "a lanjutan\nb"), ("paragraph", "Selesai")],
        ),
        ("- a\n1. b", [("bullet_list", "a"), ("ordered_list", "b")]),
        ("-5 derajat", [("paragraph", "-5 derajat")]),
        ("- ", [("paragraph", "-")]),
        ("2022. Tahun itu", [("paragraph", "2022. Tahun itu")]),
        (r"\# bukan judul", [("paragraph", "# bukan judul")]),
        (r"\- bukan butir", [("paragraph", "- bukan butir")]),
        (r"12\. bukan butir", [("paragraph", "12. bukan butir")]),
        ("a\r\n\r\nb\u2029c", [("paragraph", "a"), ("paragraph", "b c")]),
        ("a\x00b\ud800c\u202ed", [("paragraph", "abcd")]),
        ("  \n\u00a0\n", []),
    ],
)
def test_blocks(text, expected):
    assert blocks(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kata **kuat** dan *miring*", [("kata ", ""), ("kuat", "strong"), (" dan ", ""), ("miring", "em")]),
        ("***dua-duanya***", [("dua-duanya", "strong+em")]),
        ("**kuat *dan miring***", [("kuat ", "strong"), ("dan miring", "strong+em")]),
        ("**kuat***miring*", [("kuat", "strong"), ("miring", "em")]),
        ("5 * 3 = 15", [("5 * 3 = 15", "")]),
        ("catatan kaki*", [("catatan kaki*", "")]),
        ("**tidak ditutup", [("**tidak ditutup", "")]),
        ("** bukan ** kuat", [("** bukan ** kuat", "")]),
        ("****", [("****", "")]),
        (r"\*bukan\*", [("*bukan*", "")]),
        (r"C:\data", [("C:\\data", "")]),
        ("se**te**ngah", [("se", ""), ("te", "strong"), ("ngah", "")]),
        ("*a* *b*", [("a b", "em")]),
        ("Rp\u00a02 miliar", [("Rp\u00a02 miliar", "")]),
        ("Cafe\u0301", [("Caf\u00e9", "")]),
    ],
)
def test_marks(text, expected):
    assert runs(text) == expected


@given(TEXTS)
def test_any_text_becomes_a_body_the_schema_allows(text):
    check_body(body_from_text(text))


@given(TEXTS)
def test_a_written_body_reads_back_as_the_same_body(text):
    body = body_from_text(text)
    written = text_from_body(body)
    again = body_from_text(written)
    assert bare(again) == bare(body)
    assert text_from_body(again) == written


RUN = st.fixed_dictionaries(
    {"type": st.just("text"), "text": st.text(alphabet="ab *#-1.\\\u00a0\u00e9", min_size=1, max_size=20)},
    optional={
        "marks": st.sampled_from([["em"], ["strong"], ["strong", "em"]]).map(
            lambda x: [{"type": y} for y in x]
        )
    },
)


@given(st.lists(st.lists(RUN), max_size=4))
def test_a_body_of_any_marked_runs_keeps_its_letters_and_settles_at_once(paragraphs):
    """What another editor stored: runs that begin with a space, empty paragraphs, signs like ours."""
    content = [
        {"type": "paragraph", "attrs": {"id": f"{number:08x}"}, "content": inline}
        for number, inline in enumerate(paragraphs)
    ]
    stored = {"type": "doc", "content": content}
    check_body(stored)
    written = text_from_body(stored)
    body = body_from_text(written, stored)
    assert text_from_body(body) == written
    assert "".join(plain_text(body).split()) == "".join(plain_text(stored).split())


@given(st.lists(st.text(alphabet="ab *#-1.\\\u00a0", min_size=1).filter(str.strip), max_size=5))
def test_plain_paragraphs_are_taken_literally_and_survive_the_form(paragraphs):
    body = body_from_paragraphs(paragraphs, "B1-1-1")
    letters = ["".join(paragraph.split()) for paragraph in paragraphs]
    assert ["".join(line.split()) for line in plain_text(body).split("\n") if line] == letters
    if body:
        assert body_from_text(text_from_body(body), body) == body


def test_an_empty_text_is_an_empty_body():
    assert body_from_text(" \n ") == {"type": "doc", "content": []}
    assert is_empty(body_from_text(""))
    assert text_from_body(None) == ""


def test_a_text_beyond_the_limits_is_refused_with_the_reason():
    with pytest.raises(ValueError, match="lebih panjang dari 200000 huruf"):
        body_from_text("x" * 200_001)
    with pytest.raises(ValueError, match="lebih dari 1000 blok"):
        body_from_text("x\n\n" * 1001)


@pytest.mark.parametrize("text", ["*" * 90_000, "*a " * 9_000, "a\n\n" * 1000, "\\" * 90_000, "- a\n" * 6000])
def test_long_awkward_texts_are_read_in_a_moment(text):
    body = body_from_text(text)
    body_from_text(text_from_body(body), body)
