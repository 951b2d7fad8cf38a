"""Texts that cost much more than their letters where somebody was careless. `python -m tests.attacks.awkward`
reads long ones with everything that reads what people type, and may not take longer than a moment of work."""

import resource
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

MOMENT_S = 30  # of processor time for all of them; one careless reader alone takes hours
LETTERS = 200_000


def texts(size: int) -> dict[str, str]:
    """Each about `size` letters long."""

    def filled(piece: str) -> str:
        return (piece * (size // len(piece) + 1))[:size]

    return {
        "stars": filled("*"),
        "stars apart": filled("* "),
        "openings": filled("*a "),
        "closings": filled("a* "),
        "pairs": filled("*a* "),
        "pairs without spaces": filled("*a*b"),
        "both marks": filled("***a** b* "),
        "four stars": filled("****a"),
        "backslashes": filled("\\"),
        "escapes": filled("\\*"),
        "spaces": f"a{filled(' ')}b",
        "tabs": f"a{filled(chr(9))}b",
        "spaces and lines": filled(" \n"),
        "lines": filled("a\n"),
        "paragraphs": filled("a\n\n"),
        "headings": filled("# a\n"),
        "bullets": filled("- a\n"),
        "numbers": filled("1. a\n"),
        "mixed lists": filled("- a\n1. b\n"),
        "indented": "- a\n" + filled(" b\n"),
        "one word": filled("a"),
        "words": filled("kata "),
        "no-break spaces": filled("kata\u00a0"),
        "marks in order": "a" + filled("\u0301"),
        "marks out of order": "a" + filled("\u0323\u0301"),
        "marks everywhere": filled("a\u0323\u0301"),
        "syllables": filled("\u1100\u1161"),
        "controls": filled("\x01"),
        "overrides": filled("\u202e"),
        "half letters": filled("\ud800"),
        "digits": filled("1"),
        "groups": filled("1."),
        "points": filled("1.000"),
        "commas": filled(","),
        "signs": filled("-"),
        "kecamatan": filled("kecamatan "),
        "address": "https://" + filled("a."),
        "address of dots": "https://" + filled(".\u0301"),
    }


def readers() -> Iterator[tuple[str, Callable[[str], Any]]]:
    # The limit comes first.
    from lib.forms import fields  # noqa: PLC0415
    from lib.pdf.tidying import ENDLESS  # noqa: PLC0415
    from lib.tables import values  # noqa: PLC0415
    from lib.text import numbers  # noqa: PLC0415
    from masterplan.sections.body.text import body_from_paragraphs, body_from_text, text_from_body  # noqa: PLC0415

    yield "section", lambda text: text_from_body(body_from_text(text))
    yield "paragraph", lambda text: body_from_paragraphs([text], "x")
    for field in (fields.TextField, fields.ProseField, fields.LinkField, fields.NumberField):
        yield field.__name__, field().clean
    for other in (fields.YearField, fields.DayField, fields.RupiahField, fields.TargetField):
        yield other.__name__, other().clean
    yield "reference", values.reference_key
    yield "date", values.parse_date
    yield "decimal", numbers.parse_machine
    yield "print", lambda text: ENDLESS.sub("", text)


def read_all() -> int:
    from django.core.exceptions import ValidationError  # noqa: PLC0415

    count = 0
    for _, read in readers():
        for text in texts(LETTERS).values():
            with suppress(ValueError, ValidationError):  # refused in words
                read(text)
            count += 1
    return count


if __name__ == "__main__":
    import django

    resource.setrlimit(resource.RLIMIT_CPU, (MOMENT_S, MOMENT_S))
    django.setup()
    sys.stdout.write(f"{read_all()} read\n")
