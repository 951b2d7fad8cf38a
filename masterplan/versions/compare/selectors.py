"""The plain list of what changed between two versions, with the place where each thing is read."""

from dataclasses import dataclass

from django.urls import reverse

from masterplan.versions.compare.document import Change
from masterplan.versions.models import Revision
from masterplan.versions.reading.selectors import Overview, changes, overview

KINDS = (("section", "Naskah"), ("programme", "Program"), ("finding", "Temuan"))


@dataclass(frozen=True)
class ChangeLine:
    code: str
    title: str
    change: str
    fields: str
    office: str
    url: str
    target: str
    """What a comment would be about; findings have none."""


@dataclass(frozen=True)
class ChangeGroup:
    kind: str
    name: str
    lines: list[ChangeLine]

    def tally(self, change: str) -> int:
        return sum(line.change == change for line in self.lines)

    @property
    def new(self) -> int:
        return self.tally("baru")

    @property
    def changed(self) -> int:
        return self.tally("diubah")

    @property
    def gone(self) -> int:
        return self.tally("dihapus")


WORDS = ("baru", "diubah", "dihapus")


def change_groups(revision: Revision, before: Revision, kind: str = "", word: str = "") -> list[ChangeGroup]:
    """The three kinds, so that an empty one is said too; or the one asked for, and of it what is `word`."""
    seen, found = overview(revision), changes(before, revision)
    return [
        ChangeGroup(
            one,
            name,
            [
                _line(revision, seen, change)
                for change in found
                if change.kind == one and word in ("", change.change)
            ],
        )
        for one, name in KINDS
        if kind in ("", one)
    ]


def _line(revision: Revision, seen: Overview, change: Change) -> ChangeLine:
    gone = change.change == "dihapus"
    place = None if gone else seen.place(change.kind, change.code)
    page = reverse("masterplan:revision_read", args=[revision.pk])
    is_section = change.kind == "section"
    return ChangeLine(
        code="" if is_section else change.code,
        title=place.label if place and is_section else change.title,
        change=change.change,
        fields=", ".join(change.fields),
        office=seen.programme_leads.get(change.code, "") if change.kind == "programme" else "",
        url=page + place.address if place else "",
        target="" if gone or change.kind == "finding" else f"{change.kind}:{change.code}",
    )
