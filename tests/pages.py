"""Reading pages as text, without Django."""

import re


def stored_text(page: str) -> str:
    """A page of two texts without the marks between them: the stored one as it stands there."""
    return re.sub(r"<del>.*?</del>|</?ins>", "", page, flags=re.DOTALL)
