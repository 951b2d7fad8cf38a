"""Sentences that say nothing, always the same ones for the same seed, in the shape people write sections."""

import random
from collections.abc import Iterator

from masterplan.sections.body.ids import derived_id
from masterplan.sections.body.schema import Doc
from masterplan.sections.body.text import body_from_text

WORDS = (
    *("layanan", "data", "warga", "kecamatan", "jaringan", "aplikasi", "anggaran", "kebijakan", "pelatihan"),
    *("sungai", "pasar", "sekolah", "puskesmas", "jalan", "sampah", "pajak", "wisata", "usaha", "aparatur"),
    *("membangun", "menata", "memantau", "menghubungkan", "melayani", "mengukur", "membuka", "mendampingi"),
    *("terpadu", "digital", "terbuka", "bersama", "berkelanjutan", "merata", "cepat", "aman", "tepat"),
    *("dengan", "untuk", "pada", "dari", "serta", "agar", "melalui", "antara", "setiap", "seluruh"),
)


def sentence(chance: random.Random) -> str:
    words = chance.choices(WORDS, k=chance.randint(9, 18))
    if chance.random() < 0.05:
        words[2] = f"**{words[2]}**"
    if chance.random() < 0.1:
        words[5] = f"*{words[5]}*"
    return " ".join(words).capitalize() + "."


def paragraph(chance: random.Random, letters: int) -> str:
    found = sentence(chance)
    while len(found) < letters:
        found += " " + sentence(chance)
    return found


def text(seed: str, letters: int = 8000) -> str:
    """What the plain form of a section holds: headings, paragraphs and a list, about `letters` long."""
    return "\n\n".join(_blocks(random.Random(seed), letters))  # noqa: S311 -- must be the same every time


def _blocks(chance: random.Random, letters: int) -> Iterator[str]:
    written = number = 0
    while written < letters:
        number += 1
        if number % 6 == 1:
            block = f"# {' '.join(chance.choices(WORDS, k=4)).capitalize()}"
        elif number % 6 == 4:
            block = "\n".join(f"- {sentence(chance)}" for _ in range(5))
        else:
            block = paragraph(chance, min(700, letters - written))
        written += len(block) + 2
        yield block


def body(seed: str, letters: int = 8000) -> Doc:
    """The same ids every time, so that the plan has the same hash every time."""
    made = body_from_text(text(seed, letters))
    taken: set[str] = set()
    for number, block in enumerate(made["content"]):
        block["attrs"]["id"] = derived_id(f"{seed}/{number}", taken)
    return made
