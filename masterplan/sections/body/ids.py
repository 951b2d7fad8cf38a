"""Which block of the new text is which of the old: comments and quotes hang on the ids."""

import hashlib
import uuid
from collections import Counter
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher

ALIKE = 0.5
REACH = 50  # how many removed blocks an edited one is compared with
PAIRS = 20_000  # the matcher looks at every pair of equal texts, again and again where they repeat


def derived_id(seed: str, taken: set[str]) -> str:
    """Always the same for the same seed; `taken` is added to."""
    return _fresh(lambda attempt: hashlib.sha256(f"{seed}{attempt}".encode()).hexdigest()[:8], taken)


def new_id(taken: set[str]) -> str:
    return _fresh(lambda _: uuid.uuid4().hex[:8], taken)


def _fresh(make: Callable[[str], str], taken: set[str]) -> str:
    attempt = 0
    while (found := make(f"+{attempt}" if attempt else "")) in taken:
        attempt += 1
    taken.add(found)
    return found


def reused_ids(old: Sequence[tuple[str, str]], new: Sequence[str]) -> list[str]:
    """An id for each new block text. `old` holds (id, text) pairs. An unchanged block keeps its id wherever
    other blocks come or go; one edited in place keeps it too; the rest get new ones."""
    matched = _matched([text for _, text in old], new)
    taken = {identity for identity, _ in old}
    return [old[matched[at]][0] if at in matched else new_id(taken) for at in range(len(new))]


def _matched(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """New position to old position. Equal ends are paired first: among repeated texts the matcher would be
    free to choose, and an edit elsewhere could move an id."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    pairs = {at: at for at in range(start)}
    pairs |= {len(new) - back: len(old) - back for back in range(1, end + 1)}
    old_middle, new_middle = old[start : len(old) - end], new[start : len(new) - end]
    matcher = SequenceMatcher(None, *_made_distinct(old_middle, new_middle), autojunk=False)
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if tag == "equal":
            pairs |= {start + new_from + step: start + old_from + step for step in range(old_to - old_from)}
        elif tag == "replace":
            inside = _edited(old_middle[old_from:old_to], new_middle[new_from:new_to])
            pairs |= {start + new_from + b: start + old_from + a for b, a in inside.items()}
    return pairs


def _made_distinct(old: Sequence[str], new: Sequence[str]) -> tuple[Sequence[object], Sequence[object]]:
    """A text that stands there a thousand times: the first of the old is the first of the new, and so on."""
    before, after = Counter(old), Counter(new)
    if sum(count * after[text] for text, count in before.items()) <= PAIRS:
        return old, new
    return _numbered(old), _numbered(new)


def _numbered(texts: Sequence[str]) -> list[tuple[str, int]]:
    seen: Counter[str] = Counter()
    numbered = []
    for text in texts:
        seen[text] += 1
        numbered.append((text, seen[text]))
    return numbered


def _edited(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """As many as before: each was edited in place. Otherwise the first remaining one that is alike."""
    if len(old) == len(new):
        return {at: at for at in range(len(new))}
    pairs: dict[int, int] = {}
    before, after = _words(old), _words(new)
    free = 0
    for at, words in enumerate(after):
        for candidate in range(free, min(free + REACH, len(old))):
            if _likeness(before[candidate], words) >= ALIKE:
                pairs[at] = candidate
                free = candidate + 1
                break
    return pairs


def _words(texts: Sequence[str]) -> list[frozenset[str]]:
    return [frozenset(text.split()) for text in texts]


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """The part of words both share; much cheaper than comparing letters."""
    return len(one & other) / max(len(one), len(other), 1)
