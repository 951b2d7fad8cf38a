"""What the trail keeps of a change: the passage, its place, and nothing that stayed as it was."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masterplan.sections.body.text import body_from_text, passage, text_from_body

LINES = st.lists(st.sampled_from(["Satu.", "Dua.", "# Tiga", "- empat", "*lima* enam"]), max_size=7)


def body_of(lines):
    return body_from_text("\n\n".join(lines)) if lines else None


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ([], ["Satu."], (0, "", "Satu.")),
        (["Satu."], [], (0, "Satu.", "")),
        (["Satu.", "Dua."], ["Satu.", "Dua."], (2, "", "")),
        (["Satu.", "Dua."], ["Satu.", "# Tiga", "Dua."], (1, "", "# Tiga")),
        (["Satu.", "Satu."], ["Satu."], (1, "Satu.", "")),
        (["Satu.", "- empat", "Dua."], ["Satu.", "Dua."], (1, "- empat", "")),
        (
            ["Satu.", "Dua.", "Satu."],
            ["Dua.", "Dua.", "Dua."],
            (0, "Satu.\n\nDua.\n\nSatu.", "Dua.\n\nDua.\n\nDua."),
        ),
    ],
)
def test_a_passage_lies_between_what_stayed(before, after, expected):
    old = body_of(before)
    new = body_from_text("\n\n".join(after), old) if after else None
    assert passage(old, new) == expected


@given(LINES, LINES)
def test_from_the_new_text_a_passage_leads_back_to_the_old_one(before, after):
    old = body_of(before)
    new = body_from_text("\n\n".join(after), old) if after else None
    start, was, became = passage(old, new)
    blocks = (new or {}).get("content", [])
    ended = start + len(body_from_text(became)["content"])
    around: list[Any] = [{"content": blocks[:start]}, was, {"content": blocks[ended:]}]
    texts = [part if isinstance(part, str) else text_from_body(part) for part in around]
    assert "\n\n".join(text for text in texts if text) == text_from_body(old)
