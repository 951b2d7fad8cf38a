"""People who work on while machines die: each presses, waits for the answer, and notes what was acknowledged.

When there is no answer, or a 5xx, they do what a person does: load the page again and send it once more.
"""

import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg2

from qa.chaos import work
from qa.chaos.journal import Journal
from qa.chaos.production_set import ProductionSet
from qa.chaos.visitor import Answer, Visitor, hidden

BREATH = 0.15
UNDECIDED = (0, 500, 502, 503, 504)


class Writer(threading.Thread):
    """`act` is done again and again until the crowd goes home."""

    def __init__(self, over: threading.Event, journal: Journal) -> None:
        super().__init__(daemon=True)
        self.over = over
        self.journal = journal
        self.failed: Exception | None = None

    def run(self) -> None:
        try:
            while not self.over.is_set():
                self.act()
                self.over.wait(BREATH)
        except Exception as reason:  # told by the crowd; a thread that ends in silence would prove nothing
            self.failed = reason

    def act(self) -> None:
        raise NotImplementedError

    def get(self, visitor: Visitor, act: str, path: str) -> Answer:
        return self.journal.note(act, time.monotonic(), visitor.get(path))

    def post(self, visitor: Visitor, act: str, path: str, form: dict[str, str]) -> Answer:
        return self.journal.note(act, time.monotonic(), visitor.post(path, form))


class SectionWriter(Writer):
    """Writes one section over and over, every time with a mark of its own."""

    def __init__(self, over: threading.Event, journal: Journal, visitor: Visitor, section: int) -> None:
        super().__init__(over, journal)
        self.visitor = visitor
        self.path = f"/sections/{section}/edit/"

    def act(self) -> None:
        page = self.get(self.visitor, "read", self.path)
        if page.status != 200:
            return
        mark = f"tanda{uuid.uuid4().hex}"
        form = {"text": f"Kalimat dengan {mark}.", "version": hidden(page.text)["version"]}
        if self.post(self.visitor, "save", self.path, form).status == 302:
            self.journal.keep("save", mark)


class Recorder(Writer):
    """Writes findings down in the room; what got no answer is sent again with the same uid."""

    def __init__(self, over: threading.Event, journal: Journal, visitor: Visitor, session: int) -> None:
        super().__init__(over, journal)
        self.visitor = visitor
        self.page = f"/bimtek/sessions/{session}/"
        self.topic = ""

    def act(self) -> None:
        mark = str(uuid.uuid4())
        form = {
            "uid": mark,
            "kind": "masalah",
            "topic": self._topic(),
            "title": f"Temuan {mark}",
            "root_cause": "Belum diketahui",
        }
        for _ in range(20):
            answer = self.post(self.visitor, "record", f"{self.page}findings/add/", form)
            if answer.status not in UNDECIDED:
                break
            self.over.wait(0.5)
        if answer.status == 302:
            self.journal.keep("finding", mark)

    def _topic(self) -> str:
        while not self.topic:
            page = self.get(self.visitor, "read", self.page)
            found = page.text.partition('name="topic"')[2].partition("</select>")[0].split('value="')
            self.topic = next((part.partition('"')[0] for part in found[1:] if part[0] != '"'), "")
            self.over.wait(BREATH)
        return self.topic


class Office(Writer):
    """A head who answers the letter, an editor who asks again: every round is a signature and a render."""

    def __init__(
        self,
        over: threading.Event,
        journal: Journal,
        people: tuple[Visitor, Visitor],
        portal: ProductionSet,
        opd: str,
    ) -> None:
        super().__init__(over, journal)
        self.head, self.editor = people
        self.portal = portal
        self.letter = (
            "SELECT c.id, c.state, c.slice_sha256, c.letter_sha256 FROM commitments_commitment c"
            f" JOIN opd_opd o ON o.id = c.opd_id WHERE o.code = '{opd}' ORDER BY c.id DESC LIMIT 1"
        )

    def act(self) -> None:
        try:
            pk, state, *seen = self.portal.rows(self.letter)[0]
        except psycopg2.OperationalError:
            return
        if state == "issued":
            self._answer(pk, *seen)
        elif state != "preparing":
            self.post(self.editor, "ask again", f"/commitments/{pk}/ask-again/", {})

    def _answer(self, pk: int, slice_sha256: str, letter_sha256: str) -> None:
        mark = f"tanda{uuid.uuid4().hex}"
        form = {
            "decision": "decline",
            "note": f"Belum dianggarkan ({mark}).",
            "has_read": "on",
            "password": self.portal.password,
            "slice_sha256": slice_sha256,
            "letter_sha256": letter_sha256,
        }
        for _ in range(20):
            answer = self.post(self.head, "sign", f"/commitments/{pk}/sign/", form)
            if answer.status not in UNDECIDED:
                break
            self.over.wait(0.5)
        if answer.status == 302 and "receipt" in answer.location:
            self.journal.keep("signature", mark)


class Reader(Writer):
    """Opens pages one after the other."""

    def __init__(self, over: threading.Event, journal: Journal, visitor: Visitor, *paths: str) -> None:
        super().__init__(over, journal)
        self.visitor = visitor
        self.paths = paths

    def act(self) -> None:
        for path in self.paths:
            self.get(self.visitor, "page", path)


@contextmanager
def crowd(portal: ProductionSet, *, sections: int = 3, offices: int = 3) -> Iterator[Journal]:
    """Everybody at work; the journal is complete when the block ends."""
    ((since,),) = portal.rows("SELECT max(id) FROM opd_auditevent")
    over, journal = threading.Event(), Journal(since)
    everybody = writers(portal, over, journal, sections, offices)
    for one in everybody:
        one.start()
    try:
        yield journal
    finally:
        over.set()
        for one in everybody:
            one.join(timeout=60)
    for one in everybody:
        if one.failed:
            raise one.failed
        if one.is_alive():
            raise AssertionError(f"{type(one).__name__} still waits for an answer")


def writers(
    portal: ProductionSet, over: threading.Event, journal: Journal, sections: int, offices: int
) -> list[Writer]:
    editor = portal.visitor("editor")
    found: list[Writer] = [
        SectionWriter(over, journal, editor, pk) for (pk,) in portal.rows(work.SECTION.format(count=sections))
    ]
    ((session,),) = portal.rows("SELECT min(id) FROM bimtek_bimteksession WHERE stage = 'IV'")
    found.append(Recorder(over, journal, editor, session))
    found.append(Reader(over, journal, editor, "/", "/sections/", "/programmes/"))
    for (code,) in portal.rows(WAITING.format(limit=offices)):
        head = portal.visitor(f"head.{code.lower()}")
        found.append(Office(over, journal, (head, editor), portal, code))
    return found


WAITING = (
    "SELECT o.code FROM commitments_commitment c JOIN opd_opd o ON o.id = c.opd_id"
    f" WHERE c.state IN ('issued', 'preparing') AND NOT c.is_vacant AND c.masterplan_id = {work.PLAN}"
    " ORDER BY o.code LIMIT {limit}"
)


def lost(portal: ProductionSet, journal: Journal) -> dict[str, int]:
    """Of what was acknowledged: how much is not there, by kind."""
    written = _marks(portal, "SELECT changes::text FROM opd_auditevent WHERE act = 'section.written'")
    signed = _marks(portal, "SELECT note FROM commitments_signature")
    recorded = {str(uid) for (uid,) in portal.rows("SELECT uid FROM bimtek_finding WHERE uid IS NOT NULL")}
    stored: dict[str, Any] = {"save": written, "signature": signed, "finding": recorded}
    return {kind: len(set(marks) - set(stored[kind])) for kind, marks in journal.kept.items()}


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
        "SELECT object_id FROM opd_auditevent WHERE act = 'commitment.issued' AND id > {since} GROUP BY 1"
    ),
    "live letters of one office": (
        "SELECT opd_id FROM commitments_commitment WHERE state IN ('preparing', 'issued', 'signed',"
        " 'signed_with_note') GROUP BY masterplan_id, opd_id"
    ),
}


def _marks(portal: ProductionSet, query: str) -> list[str]:
    return [
        word.strip(").\"',]}")
        for (text,) in portal.rows(query)
        for word in text.replace("(", " ").replace("\\n", " ").split()
        if word.startswith("tanda")
    ]
