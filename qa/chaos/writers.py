"""People who work on while machines die: each presses, waits for the answer, and notes what was acknowledged.

When there is no answer, or a 5xx, they do what a person does: load the page again and send it once more.
"""

import threading
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial

import psycopg2

from qa.chaos import work
from qa.chaos.journal import Journal
from qa.chaos.production_set import ProductionSet
from qa.chaos.visitor import Answer, Visitor, hidden

BREATH = 0.15
UNDECIDED = (0, 500, 502, 503, 504)
WAITING = (
    "SELECT o.code FROM commitments_commitment c JOIN opd_opd o ON o.id = c.opd_id"
    f" WHERE c.state IN ('issued', 'preparing') AND NOT c.is_vacant AND c.masterplan_id = {work.PLAN}"
    " ORDER BY o.code LIMIT {limit}"
)
LETTER = (
    "SELECT c.id, c.state, c.slice_sha256, c.letter_sha256 FROM commitments_commitment c"
    " JOIN opd_opd o ON o.id = c.opd_id WHERE o.code = '{opd}' ORDER BY c.id DESC LIMIT 1"
)


class Pen:
    """What one person writes with: every request is noted."""

    def __init__(self, visitor: Visitor, journal: Journal) -> None:
        self.visitor, self.journal = visitor, journal

    def get(self, act: str, path: str) -> Answer:
        return self.journal.note(act, time.monotonic(), self.visitor.get(path))

    def post(self, act: str, path: str, form: dict[str, str], *, again: int = 0) -> Answer:
        """Sent up to `again` times more while nobody can say whether it was carried out."""
        answer = self.journal.note(act, time.monotonic(), self.visitor.post(path, form))
        while answer.status in UNDECIDED and again:
            time.sleep(0.5)
            again -= 1
            answer = self.journal.note(act, time.monotonic(), self.visitor.post(path, form))
        return answer


def write_section(pen: Pen, section: int) -> None:
    """Every time with a mark of its own."""
    path = f"/sections/{section}/edit/"
    page = pen.get("read", path)
    if page.status != 200:
        return
    mark = f"tanda{uuid.uuid4().hex}"
    form = {"text": f"Kalimat dengan {mark}.", "version": hidden(page.text)["version"]}
    if pen.post("save", path, form).status == 302:
        pen.journal.keep("save", mark)


def record_finding(pen: Pen, session: int) -> None:
    """What got no answer is sent again with the same uid."""
    page = pen.get("read", f"/bimtek/sessions/{session}/")
    found = page.text.partition('name="topic"')[2].partition("</select>")[0].split('value="')
    topic = next((part.partition('"')[0] for part in found[1:] if part[0] != '"'), "")
    if page.status != 200 or not topic:
        return
    mark = str(uuid.uuid4())
    form = {"uid": mark, "kind": "masalah", "topic": topic, "title": f"Temuan {mark}", "root_cause": "-"}
    if pen.post("record", f"/bimtek/sessions/{session}/findings/add/", form, again=20).status == 302:
        pen.journal.keep("finding", mark)


def answer_letter(head: Pen, editor: Pen, portal: ProductionSet, opd: str) -> None:
    """A head who declines, an editor who asks again: every round is a signature and a render."""
    try:
        pk, state, slice_sha256, letter_sha256 = portal.rows(LETTER.format(opd=opd))[0]
    except psycopg2.OperationalError:
        return
    if state not in ("issued", "preparing"):
        editor.post("ask again", f"/commitments/{pk}/ask-again/", {})
    if state != "issued":
        return
    mark = f"tanda{uuid.uuid4().hex}"
    form = {"decision": "decline", "note": f"Belum dianggarkan ({mark}).", "has_read": "on"}
    form |= {"password": portal.password, "slice_sha256": slice_sha256, "letter_sha256": letter_sha256}
    answer = head.post("sign", f"/commitments/{pk}/sign/", form, again=20)
    if answer.status == 302 and "receipt" in answer.headers["location"]:
        head.journal.keep("signature", mark)


@contextmanager
def crowd(portal: ProductionSet, *, sections: int = 3, offices: int = 3) -> Iterator[Journal]:
    """Everybody at work; the journal is complete when the block ends."""
    ((since,),) = portal.rows("SELECT max(id) FROM audit_auditevent")
    over, journal = threading.Event(), Journal(since)
    everybody = list(_people(portal, journal, sections, offices))
    with ThreadPoolExecutor(len(everybody)) as pool:
        done = [pool.submit(_again, act, over) for act in everybody]
        try:
            yield journal
        finally:
            over.set()
    for one in done:
        one.result()  # a thread that ended in silence would prove nothing


def _again(act: Callable[[], None], over: threading.Event) -> None:
    while not over.wait(BREATH):
        act()


def _people(
    portal: ProductionSet, journal: Journal, sections: int, offices: int
) -> Iterator[Callable[[], None]]:
    editor = Pen(portal.visitor("editor"), journal)
    for (pk,) in portal.rows(work.SECTION.format(count=sections)):
        yield partial(write_section, editor, pk)
    ((session,),) = portal.rows("SELECT min(id) FROM bimtek_bimteksession WHERE stage = 'IV'")
    yield partial(record_finding, editor, session)
    for page in ("/", "/sections/", "/programmes/"):
        yield partial(editor.get, "page", page)  # type: ignore[misc]
    for (opd,) in portal.rows(WAITING.format(limit=offices)):
        head = Pen(portal.visitor(f"head.{opd.lower()}"), journal)
        yield partial(answer_letter, head, editor, portal, opd)


def lost(portal: ProductionSet, journal: Journal) -> dict[str, int]:
    """Of what was acknowledged: how much is not there, by kind."""
    stored = {
        "save": _marks(portal, "SELECT changes::text FROM audit_auditevent WHERE act = 'section.written'"),
        "signature": _marks(portal, "SELECT note FROM commitments_signature"),
        "finding": [
            str(uid) for (uid,) in portal.rows("SELECT uid FROM bimtek_finding WHERE uid IS NOT NULL")
        ],
    }
    return {kind: len(set(marks) - set(stored[kind])) for kind, marks in journal.kept.items()}


def _marks(portal: ProductionSet, query: str) -> list[str]:
    return [
        word.strip(").\"',]}")
        for (text,) in portal.rows(query)
        for word in text.replace("(", " ").replace("\\n", " ").split()
        if word.startswith("tanda")
    ]


def doubled(portal: ProductionSet, journal: Journal) -> dict[str, int]:
    """What is there more than once although it was pressed once."""
    return {
        name: len(portal.rows(f"{query.format(since=journal.since)} HAVING count(*) > 1"))
        for name, query in TWICE.items()
    }


TWICE = {
    "signatures of one letter": "SELECT commitment_id FROM commitments_signature GROUP BY 1",
    "findings of one uid": "SELECT uid FROM bimtek_finding WHERE uid IS NOT NULL GROUP BY 1",
    "letters stored twice": (
        "SELECT object_id FROM audit_auditevent WHERE act = 'commitment.issued' AND id > {since} GROUP BY 1"
    ),
    "live letters of one office": (
        "SELECT opd_id FROM commitments_commitment WHERE state IN ('preparing', 'issued', 'signed',"
        " 'signed_with_note') GROUP BY masterplan_id, opd_id"
    ),
}
