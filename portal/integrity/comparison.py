"""What is frozen, signed or stored, recomputed and compared with the hash in its audit event.

Living rows are not compared. Rows are read before the events that must record them, and events before the
rows that must be there still: an act that commits in between is no difference, and no lock is held.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from operator import attrgetter
from typing import Any, NamedTuple

from django.db.models import CharField, Exists, F, Model, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat

from commitments.agreements import rules as agreements_rules
from commitments.agreements.models import Agreement
from commitments.letters import rules as letters_rules
from commitments.letters.models import Commitment, CommitmentState, Signature
from commitments.signing import rules as signing_rules
from lib.acts import Act
from lib.audit.models import AuditEvent
from lib.files import checks
from lib.files.models import CheckResult, StoredFile
from lib.text.canonical import sha256
from masterplan.versions import rules as versions_rules
from masterplan.versions.files import rules as files_rules
from masterplan.versions.files.models import Export
from masterplan.versions.models import Revision, RevisionState

# A frozen document may have a megabyte.
ROWS_AT_A_TIME = 20


class Recorded(NamedTuple):
    """Rows whose hash an event with one of `acts` holds under `key`.

    subject: the model and the column of a row that the event's object_type and object_id name.
    """

    rows: QuerySet[Any]
    acts: Sequence[Act]
    key: str
    recompute: Callable[[Any], str]
    subject: tuple[type[Model], str]
    is_once: bool = True

    @property
    def events(self) -> QuerySet[AuditEvent]:
        names = [act.name for act in self.acts]
        return AuditEvent.objects.filter(object_type=self.subject[0]._meta.label_lower, act__in=names)


LETTERS = Commitment.objects.select_related("opd", "revision").defer("revision__content", "letter")
RECORDED = (
    Recorded(
        Revision.objects.all(),
        [versions_rules.FREEZE],
        "sha256",
        lambda row: sha256(row.content),
        (Revision, "pk"),
    ),
    Recorded(
        LETTERS,
        [letters_rules.PREPARE],
        "slice_sha256",
        lambda row: sha256(row.content),
        (Commitment, "pk"),
    ),
    Recorded(
        Signature.objects.all(),
        list(signing_rules.ANSWERS.values()),
        "evidence_sha256",
        attrgetter("evidence_sha256"),
        (Commitment, "commitment_id"),
    ),
    Recorded(
        LETTERS.exclude(letter_sha256=""),
        [letters_rules.ISSUE, letters_rules.STORE],
        "letter_sha256",
        attrgetter("letter_sha256"),
        (Commitment, "pk"),
    ),
    Recorded(
        Export.objects.exclude(sha256="").select_related("revision").defer("revision__content"),
        [files_rules.FINISH],
        "sha256",
        attrgetter("sha256"),
        (Export, "pk"),
    ),
    Recorded(
        Agreement.objects.exclude(scan_sha256=""),
        [agreements_rules.ATTACH],
        "sha256",
        attrgetter("scan_sha256"),
        (Agreement, "pk"),
        is_once=False,
    ),
)
STORED: tuple[tuple[type[Model], str], ...] = (
    (Commitment, "letter_sha256"),
    (Export, "sha256"),
    (Agreement, "scan_sha256"),
)
FIRST_STATES = ((Revision, RevisionState.FROZEN), (Commitment, CommitmentState.PREPARING))


def differences() -> Iterator[str]:
    """Sentences in Indonesian: rows that no event records as they are, and events without their row."""
    for recorded in RECORDED:
        yield from _changed(recorded)
        yield from _lost(recorded)
    for model, first in FIRST_STATES:
        yield from _states_without_event(model, first)


def damaged_files() -> Iterator[str]:
    """Every stored file is read: a sentence for each row that names a missing or changed one, or one that was
    never stored."""
    for file, result in checks.results():
        if result != CheckResult.OK:
            for owner in _owners(file.sha256) or ["Berkas yang sudah diganti"]:
                yield f"{owner}: berkas {file.sha256} {result.label}."
    stored = StoredFile.objects.filter(sha256=OuterRef("named"))
    for model, column in STORED:
        rows = model._default_manager.exclude(**{column: ""}).annotate(named=F(column))
        for pk, name in rows.filter(~Exists(stored)).order_by("pk").values_list("pk", column):
            yield f"{_name(model)} {pk}: berkas {name} tidak pernah disimpan."


def _owners(sha256: str) -> list[str]:
    """The rows that name the file; none names a scan that another one replaced."""
    found = ((model, model._default_manager.filter(**{column: sha256})) for model, column in STORED)
    return [
        f"{_name(model)} {pk}"
        for model, rows in found
        for pk in rows.order_by("pk").values_list("pk", flat=True)
    ]


def _changed(recorded: Recorded) -> Iterator[str]:
    _, column = recorded.subject
    for rows in _some_at_a_time(recorded.rows):
        hashes: dict[str, list[Any]] = {}
        events = recorded.events.filter(object_id__in=[str(getattr(row, column)) for row in rows])
        for object_id, changes in events.values_list("object_id", "changes"):
            hashes.setdefault(object_id, []).append(changes.get(recorded.key))
        for row in rows:
            known = hashes.get(str(getattr(row, column)), [])
            if recorded.recompute(row) not in known:
                words = "isinya bukan yang dicatat jejak audit" if known else "tidak dicatat jejak audit"
                yield f"{_name(type(row))} {row.pk} ({row}): {words}."


def _some_at_a_time(rows: QuerySet[Any]) -> Iterator[list[Any]]:
    """By key, since a pooled PostgreSQL keeps no cursor open."""
    found = list(rows.order_by("pk")[:ROWS_AT_A_TIME])
    while found:
        yield found
        found = list(rows.filter(pk__gt=found[-1].pk).order_by("pk")[:ROWS_AT_A_TIME])


def _lost(recorded: Recorded) -> Iterator[str]:
    """Fewer rows than events: one answer of a letter is one signature."""
    events = recorded.events.order_by("pk").values_list("object_id", flat=True)
    wanted = Counter(events if recorded.is_once else set(events))
    there = Counter(map(str, recorded.rows.order_by().values_list(recorded.subject[1], flat=True)))
    for object_id in wanted - there:
        what = f"{wanted[object_id]} {recorded.rows.model._meta.verbose_name} dicatat jejak audit"
        yield f"{_name(recorded.subject[0])} {object_id}: {what}, {there[object_id]} ada di tabel."


def _states_without_event(model: type[Model], first: str) -> Iterator[str]:
    event = AuditEvent.objects.filter(
        object_type=model._meta.label_lower,
        object_id=Cast(OuterRef("pk"), CharField()),
        act=Concat(Value(f"{model._meta.model_name}."), OuterRef("state")),
    )
    rows = model._default_manager.exclude(state=first).filter(~Exists(event)).order_by("pk")
    for pk, state in rows.values_list("pk", "state"):
        yield f"{_name(model)} {pk}: keadaan {state} tidak dicatat jejak audit."


def _name(model: type[Model]) -> str:
    return str(model._meta.verbose_name).capitalize()
