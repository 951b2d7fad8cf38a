"""Two texts of one field: the page marks where they part and loses nothing of either."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.ui.templatetags import conflicts
from lib.ui.templatetags.conflicts import marked, rows, runs

TEXTS = st.text(alphabet="ab .\n<", max_size=60)


@pytest.mark.parametrize(
    ("mine", "theirs", "drawn"),
    [
        ("sama", "sama", "sama"),
        (
            "dalam satu jam",
            "dalam dua jam kerja",
            "dalam <del>satu</del><ins>dua</ins> jam<ins> kerja</ins>",
        ),
        ("satu dua", "tiga empat", "<del>satu dua</del><ins>tiga empat</ins>"),
        ("satu", "satu <b>", "satu<ins> &lt;b&gt;</ins>"),
        ("baris\r\nlain", "baris\nlain", "baris\nlain"),
    ],
)
def test_what_differs_is_marked_by_words(mine, theirs, drawn):
    assert marked(theirs, mine) == drawn


@pytest.mark.parametrize("most", [0, conflicts.MOST])
@given(mine=TEXTS, theirs=TEXTS)
def test_nothing_of_either_text_is_lost(most, mine, theirs):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(conflicts, "MOST", most)
        found = runs(mine, theirs)
    assert "".join(run[0] for run in found) == mine
    assert "".join(run[1] for run in found) == theirs


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 1), ("satu kata", 1), ("x" * 49, 2), ("a\nb\n\nc", 4), ("x" * 9000, conflicts.MOST_ROWS)],
)
def test_a_box_is_as_large_as_its_text(text, count):
    assert rows(text) == count
