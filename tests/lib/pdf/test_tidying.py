"""Spaces at the edge of a block are dropped; spaces between words stay."""

from xml.etree import ElementTree

import pytest

from lib.pdf.tidying import part_endless_words, trim_blocks


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("<p>\n  satu dua\n</p>", "<p>satu dua</p>"),
        ("<td> satu <b>dua</b> tiga </td>", "<td>satu <b>dua</b> tiga</td>"),
        ("<p>satu\n<br /> dua <i>tiga</i> <br />empat</p>", "<p>satu<br />dua <i>tiga</i><br />empat</p>"),
        ("<td>satu\n <small> dua </small>\n</td>", "<td>satu<small>dua</small></td>"),
        ("<b> satu </b>", "<b> satu </b>"),
    ],
)
def test_only_spaces_that_html_ignores_are_dropped(given, kept):
    root = ElementTree.fromstring(given)  # noqa: S314 - the sentences above
    trim_blocks(root)
    assert ElementTree.tostring(root, encoding="unicode") == kept


def test_a_word_without_end_may_break_and_every_other_text_stays():
    whole = "a" * 64 + " " + "b" * 100
    root = ElementTree.fromstring(f"<p>{whole} <b>{'x' * 130}</b>{'y' * 101} z</p>")  # noqa: S314
    part_endless_words(root)
    parts = ("x" * 60 + "\u200b" + "x" * 60 + "\u200b" + "x" * 10, "y" * 60 + "\u200b" + "y" * 41 + " z")
    assert (root.text, root[0].text, root[0].tail) == (f"{whole} ", *parts)
