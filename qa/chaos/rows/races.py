"""Two people at the same moment: two texts for one section; a signature and a new version."""

import hashlib
from collections import Counter
from functools import partial

from qa.chaos import work, worlds
from qa.chaos.outcome import Outcome
from qa.chaos.production_set import ProductionSet
from qa.chaos.rows.doubles import at_once, printers_off
from qa.chaos.visitor import Answer, Visitor, hidden
from tests.pages import stored_text


def two_editors(portal: ProductionSet, n: int) -> Outcome:
    seen = Outcome("17", "two people save different texts based on the same version, at once", n)
    ((section,),) = portal.rows(work.SECTION.format(count=1))
    path = f"/sections/{section}/edit/"
    one = portal.visitor("editor")
    two = portal.visitor("editor")
    wrong: Counter[str] = Counter()
    for number in range(n):
        texts = (f"Kalimat pertama {number}a.", f"Kalimat kedua {number}b.")
        version = hidden(one.get(path).text)["version"]
        presses = [
            partial(_saved, who, path, text, version) for who, text in zip((one, two), texts, strict=True)
        ]
        answers = dict(at_once(presses))
        codes = sorted(answer.status for answer in answers.values())
        if codes != [302, 409]:
            wrong[f"answers {codes}"] += 1
            continue
        refused = next(answer for answer in answers.values() if answer.status == 409)
        if not all(text in refused.text or text in stored_text(refused.text) for text in texts):
            wrong["the refusal does not show both texts"] += 1
        stored = next(text for text, answer in answers.items() if answer.status == 302)
        if stored not in one.get(path).text:
            wrong["another text is stored"] += 1
    seen.demand(not wrong, f"one is stored, the other sees both texts {dict(wrong) or ''}".strip())
    return seen


def _saved(who: Visitor, path: str, text: str, version: str) -> tuple[str, Answer]:
    return text, who.post(path, {"text": text, "version": version})


SIGNED = (
    "SELECT c.content, c.slice_sha256, c.letter_sha256, c.state, s.slice_sha256, s.letter_sha256"
    " FROM commitments_commitment c LEFT JOIN commitments_signature s ON s.commitment_id = c.id"
    " WHERE c.id = {pk}"
)


def sign_or_new_version(portal: ProductionSet, n: int) -> Outcome:
    """A head signs while the facilitator approves a version in which the promise is another one."""
    seen = Outcome("18", "a signature and the approval of a changed version, at once", n)
    ends: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    with printers_off(portal):
        for region in worlds.build(portal, n):
            pk, sign = _letter_out(region)
            decide = _changed_version(region)
            answers = at_once([sign, decide])
            content, slice_sha256, letter, state, signed_slice, signed_letter = portal.rows(
                SIGNED.format(pk=pk)
            )[0]
            codes = sorted(answer.status for answer in answers)
            ends[f"{state}, {codes}"] += 1
            if hashlib.sha256(content.encode()).hexdigest() != slice_sha256:
                wrong["the letter is another than it says"] += 1
            if signed_slice is not None and (signed_slice, signed_letter) != (slice_sha256, letter):
                wrong["signed something that was not shown"] += 1
            if (signed_slice is None, state) not in {(True, "withdrawn"), (False, "superseded")}:
                wrong[f"{state}, signed: {signed_slice is not None}"] += 1
            if {code for code in codes if code == 0 or code >= 500}:
                wrong[f"answers {codes}"] += 1
    seen.demand(not wrong, f"bound to what was shown, or refused {dict(wrong) or ''}".strip())
    seen.tell(f"ends {dict(ends)}")
    return seen


def _letter_out(region: worlds.World):
    """Version 1 approved, its letter printed: the press that signs it."""
    for act in worlds.ACTS[:3]:
        act.presses(region, 1)[0]()
    path, form = worlds.signing(region)
    return int(path.split("/")[2]), partial(region.visitor("head").post, path, form)


def _changed_version(region: worlds.World):
    """Version 2 with another target, its round closed: the press that approves it."""
    region.portal.change(
        "UPDATE masterplan_programmeyear SET target = '7' WHERE year = 2027 AND programme_id IN"
        f" (SELECT id FROM masterplan_programme WHERE masterplan_id = {region.facts['plan']})"
    )
    editor = region.visitor("editor")
    editor.post("/revisions/freeze/", {"plan": region.facts["slug"], "label": "", "seen": "1"})
    path, form = worlds.approving(region)
    return partial(region.visitor("facilitator").post, path, form)
