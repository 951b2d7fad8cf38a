"""The acts that may happen once: how each is pressed many times at once, and how its effects are counted."""

import json
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from qa.chaos.production_set import ProductionSet
from qa.chaos.visitor import Answer, Visitor

Press = Callable[[], Answer]


@dataclass
class World:
    """One region of the set, with a session for everybody in it."""

    portal: ProductionSet
    facts: Mapping[str, Any]

    def visitor(self, who: str) -> Visitor:
        visitor = self.portal.visitor(timeout=60)
        visitor.cookies.update(self.facts["cookies"][who])
        return visitor

    def number(self, query: str) -> int:
        return int(self.portal.rows(query.format(**self.facts))[0][0])

    @property
    def revision(self) -> tuple[int, str]:
        """The newest version."""
        found = (
            "SELECT id, sha256 FROM masterplan_revision WHERE masterplan_id = {plan} ORDER BY id DESC LIMIT 1"
        )
        pk, sha256 = self.portal.rows(found.format(**self.facts))[0]
        return pk, sha256


def build(portal: ProductionSet, count: int) -> list[World]:
    told = portal.python(f"from qa.chaos import making; making.make({count})")
    return [World(portal, json.loads(line)) for line in told.splitlines() if line.startswith("{")]


@dataclass(frozen=True)
class Act:
    """`form` gives the address and what is sent; it may first bring the region to where the act is due."""

    name: str
    who: str
    form: Callable[[World], tuple[str, dict[str, str]]]
    counted: str

    def presses(self, world: World, count: int) -> list[Press]:
        path, form = self.form(world)
        return [partial(world.visitor(self.who).post, path, form) for _ in range(count)]

    def effects(self, world: World) -> int:
        return world.number(self.counted)


def _recording(world: World) -> tuple[str, dict[str, str]]:
    form = {"kind": "masalah", "topic": "ENV", "title": "Sungai kotor", "root_cause": "Limbah"}
    return f"/bimtek/sessions/{world.facts['session']}/findings/add/", {**form, "uid": str(uuid.uuid4())}


def _freezing(world: World) -> tuple[str, dict[str, str]]:
    return "/revisions/freeze/", {"plan": world.facts["slug"], "label": "", "seen": "0"}


def approving(world: World) -> tuple[str, dict[str, str]]:
    revision, sha256 = world.revision
    editor = world.visitor("editor")
    due = (date.today() + timedelta(days=7)).isoformat()  # noqa: DTZ011 -- a day ahead is enough anywhere
    opened = editor.post(f"/revisions/{revision}/round/", {"due": due})
    number = opened.location.rstrip("/").rpartition("/")[2]
    editor.post(f"/rounds/{number}/close/", {"seen": "0"})
    return f"/commitments/rounds/{number}/decide/", {
        "decision": "approved",
        "reason": "",
        "seen_sha256": sha256,
    }


PRINTED = (
    "UPDATE commitments_commitment SET state = 'issued', issued_at = now(), letter_sha256 ="
    " (SELECT letter_sha256 FROM commitments_commitment WHERE letter_sha256 <> '' LIMIT 1)"
    " WHERE masterplan_id = {plan} AND state = 'preparing'"
)


SHOWN = "SELECT id, slice_sha256, letter_sha256 FROM commitments_commitment WHERE masterplan_id = {plan}"


def signing(world: World) -> tuple[str, dict[str, str]]:
    revision, _ = world.revision
    world.visitor("editor").post(f"/commitments/issue/{revision}/", {})
    world.portal.change(PRINTED.format(**world.facts))  # printing is another row's matter
    ((pk, slice_sha256, letter_sha256),) = world.portal.rows(SHOWN.format(**world.facts))
    seen = {"slice_sha256": slice_sha256, "letter_sha256": letter_sha256}
    answer = {"decision": "agree", "has_read": "on", "password": world.facts["password"]}
    return f"/commitments/{pk}/sign/", {**answer, **seen}


def _finalising(world: World) -> tuple[str, dict[str, str]]:
    revision, sha256 = world.revision
    return f"/commitments/revisions/{revision}/finalise/", {"seen_sha256": sha256, "seen_missing": "0"}


EVENTS = (
    "SELECT count(*) FROM opd_auditevent WHERE act = '{act}' AND object_id IN"
    " (SELECT id::text FROM masterplan_revision WHERE masterplan_id = {{plan}})"
)
ACTS = (
    Act(
        "record",
        "editor",
        _recording,
        "SELECT count(*) FROM bimtek_finding WHERE cycle_id = {cycle} AND title = 'Sungai kotor'",
    ),
    Act("freeze", "editor", _freezing, EVENTS.format(act="revision.frozen")),
    Act("approve", "facilitator", approving, EVENTS.format(act="revision.approved")),
    Act(
        "sign",
        "head",
        signing,
        "SELECT count(*) FROM commitments_signature s JOIN commitments_commitment c ON c.id = s.commitment_id"
        " WHERE c.masterplan_id = {plan}",
    ),
    Act("make final", "leader", _finalising, EVENTS.format(act="plan.finalised")),
)


def all_presses(worlds: list[World]) -> Iterator[tuple[World, Act]]:
    return ((world, act) for world in worlds for act in ACTS)
