"""A stored body becomes numbered headings, paragraphs and lists; no word is lost."""

from masterplan.book.prose import prose
from tests.masterplan.book.documents import body


def text(content, *marks):
    return {"type": "text", "text": content, "marks": [{"type": mark} for mark in marks]}


def heading(level, content):
    return {"type": "heading", "attrs": {"id": "h", "level": level}, "content": [text(content)]}


def doc(*nodes):
    return {"type": "doc", "content": list(nodes)}


def test_headings_are_numbered_and_the_second_level_starts_again():
    blocks = prose(doc(heading(1, "A"), heading(2, "B"), heading(2, "C"), heading(1, "D"), heading(2, "E")))
    assert [block.number for block in blocks] == ["1.", "a.", "b.", "2.", "a."]


def test_a_paragraph_after_anything_but_a_paragraph_is_flush():
    blocks = prose(doc(heading(1, "A"), *body("satu", "dua")["content"]))
    assert [block.flush for block in blocks] == [False, True, False]


def test_marks_and_codes_cut_a_text_into_runs_without_losing_a_letter():
    paragraph = {
        "type": "paragraph",
        "content": [text("Lihat "), text("P-ENV-01 dan T-001", "strong"), text(" segera", "em")],
    }
    (block,) = prose(doc(paragraph))
    assert "".join(run.text for run in block.runs) == "Lihat P-ENV-01 dan T-001 segera"
    assert [run.text for run in block.runs if run.code] == ["P-ENV-01", "T-001"]
    assert [run.text for run in block.runs if run.strong] == ["P-ENV-01", " dan ", "T-001"]
    assert [run.text for run in block.runs if run.em] == [" segera"]


def test_items_of_an_ordered_list_are_numbered():
    items = [{"type": "list_item", "content": body(word)["content"]} for word in ("satu", "dua")]
    (block,) = prose(doc({"type": "ordered_list", "attrs": {"id": "l"}, "content": items}))
    assert [(item.number, item.runs[0].text) for item in block.items] == [("1)", "satu"), ("2)", "dua")]


def test_a_kind_of_block_nobody_knows_still_prints_its_words():
    unknown = {"type": "callout", "content": body("tetap tercetak")["content"]}
    (block,) = prose(doc(unknown))
    assert block.runs[0].text == "tetap tercetak"


def test_no_body_is_no_blocks():
    assert prose(None) == ()
