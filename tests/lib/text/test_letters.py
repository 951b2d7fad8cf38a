"""What the book's fonts can print, and what is told of the rest."""

import re

import pytest

from lib.text.letters import IN_FONTS, remarks_on, unprintable
from tests.place import ROOT


def test_the_list_is_what_the_fonts_have_together():
    fonts = pytest.importorskip("fontTools.ttLib")
    files = list((ROOT / "static/book/fonts").glob("*.woff2"))
    letters = {code for file in files for code in fonts.TTFont(file).getBestCmap()}
    listed = re.compile(f"[{IN_FONTS}]")
    assert len(files) == 10
    assert {code for code in range(0x110000) if listed.fullmatch(chr(code))} == letters


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("Rp2,9 miliar, 5 m\u00b2 \u2013 \u201ckafe\u0301\u201d \u20ac \u2026", []),
        ("\u0101 \u1e25 \u1e6d", []),
        ("spasi\u00a0\u202f\u2003 dan\nbaris\tbaru", []),
        ("\u2265 5 \u2192 \u2265 6", ["\u2265", "\u2192"]),
        ("\U0001f468\u200d\U0001f469\ufe0f", ["\U0001f468", "\U0001f469"]),
        ("tengah \uf0b7 kalimat", ["\uf0b7"]),
        ("\ua98f\ua9a0", ["\ua98f", "\ua9a0"]),
    ],
)
def test_a_letter_of_no_font_is_found_once(text, letters):
    assert unprintable(text) == letters


def test_bullets_that_are_replaced_and_plain_texts_are_not_told():
    assert list(remarks_on("\uf0b7 satu\n \uf0b7 dua")) == []
    assert list(remarks_on("biasa saja")) == []


def test_few_letters_are_named_and_of_the_private_ones_the_code_alone():
    (remark,) = remarks_on("a \uf0fc" + "".join(map(chr, range(0x4E00, 0x4E08))))
    assert remark.endswith("U+F0FC, \u4e00 (U+4E00), \u4e01 (U+4E01), \u4e02 (U+4E02), \u4e03 (U+4E03) …")
