"""What is shown is found, whichever of its kinds a space, an apostrophe or a dash is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.text.search import search_text, searchable

SAME = [
    ("Taman  baca   keliling", "taman baca keliling"),
    ("Taman\u00a0baca\u2009RW", "taman baca rw"),
    (" Taman\nbaca\t\r\nRW ", "taman baca rw"),
    ("Jum\u2019at \u02bcBersih\u2018", "jum'at 'bersih'"),
    ("Jum`at Jum\u00b4at", "jum'at jum'at"),
    ("2027\u20132031, 2027\u20112031 \u2212 3", "2027-2031, 2027-2031 - 3"),
    ("\u201cSatu Data\u201d", '"satu data"'),
    ("peng\u00adairan\u200b", "pengairan"),
    ("E\u0301mile Stra\u00dfe \uff21\uff22", "\u00e9mile strasse ab"),
    ("\u200b", ""),
]


@pytest.mark.parametrize(("stored", "plain"), SAME)
def test_kinds_of_one_sign_are_one_sign(stored: str, plain: str):
    assert searchable(stored) == plain
    assert searchable(plain) == plain


def test_values_of_a_row_do_not_run_into_each_other():
    assert search_text(["Aduan", "", None, "Warga"]) == "aduan\nwarga"


@given(st.text(st.characters(exclude_categories=["Mn", "Mc", "Me", "Cs"]), max_size=60))
def test_a_spelling_is_settled_after_one_reading(text: str):
    assert searchable(searchable(text)) == searchable(text)


@given(st.lists(st.from_regex(r"[a-z0-9'-]{1,8}", fullmatch=True), min_size=1), st.data())
def test_any_words_of_a_text_are_found_in_it(words: list[str], data: st.DataObject):
    spaces = st.sampled_from([" ", "  ", "\u00a0", "\n", "\u2003\t"])
    text = "".join(word.replace("'", "\u2019").upper() + data.draw(spaces) for word in words)
    first = data.draw(st.integers(0, len(words) - 1))
    assert searchable(" ".join(words[first:])) in search_text([text])


def test_too_many_marks_on_one_letter_are_refused():
    with pytest.raises(ValueError, match="tanda"):
        searchable("a" + "\u0301" * 40)
