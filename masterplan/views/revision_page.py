"""What the page of a version shows, put together for the views that answer with it."""

from dataclasses import dataclass
from typing import Any

from django.template.defaultfilters import filesizeformat

from masterplan import rules
from masterplan.enums import RevisionState
from masterplan.file_names import file_name
from masterplan.forms.reviews import RoundForm
from masterplan.frozen import Overview, overview
from masterplan.models import ReviewRound, Revision
from masterplan.selectors.reviews import Answered
from masterplan.selectors.revisions import book_files, last_round, overtaken_by, previous, version_rows
from masterplan.views.change_list import ChangeGroup, change_groups
from masterplan.views.files import file_lines
from masterplan.views.path import path_of
from opd import clock
from opd.codes import printed
from opd.http import SignedInRequest
from opd.models import User


@dataclass(frozen=True)
class ChangeCount:
    """One line of the table of changes, and what it leads to."""

    group: ChangeGroup
    effect: str


def revision_context(
    request: SignedInRequest, revision: Revision, round_form: RoundForm | None = None
) -> dict[str, Any]:
    user, seen = request.user, overview(revision)
    before = previous(revision, user)
    round_, rows = last_round(revision, user), version_rows(revision.masterplan, user)
    lines_of_rounds = (line for row in rows for line in row.rounds)
    answered = next(
        (line.answered for line in lines_of_rounds if round_ and line.pk == round_.pk), Answered()
    )
    can_export = rules.can_export(user, revision)
    lines = file_lines(revision, book_files(revision, seen.books), can_export=can_export)
    return {
        "revision": revision,
        "plan": revision.masterplan,
        "seen": seen,
        "before": before,
        "counts": change_counts(change_groups(revision, before), seen) if before else [],
        "round": round_,
        "answered": answered,
        "lines": lines,
        "path": path_of(revision, round_, answered, next((row for row in lines if row.is_final), None)),
        "json_name": file_name(revision, "", "json"),
        "json_note": f"{filesizeformat(seen.size)}. SHA-256 berkas ini sama dengan yang di atas.",
        "token": printed(revision.token),
        "others": [row for row in rows if row.pk != revision.pk],
        "round_form": round_form or RoundForm(initial={"due": None}),
        "today": clock.today(),
        **acts(user, revision, round_, answered),
    }


def acts(user: User, revision: Revision, round_: ReviewRound | None, answered: Answered) -> dict[str, Any]:
    """What this person may do here, and what of it waits for something else."""
    state = revision.state
    undecided = round_ is not None and not round_.decision
    return {
        "can_open_round": rules.can_open_round(user, revision) and state == RevisionState.FROZEN,
        "can_issue": rules.can_open_round(user, revision) and state == RevisionState.APPROVED,
        "can_finalise": rules.can_finalise(user, revision) and state == RevisionState.APPROVED,
        "can_decide": undecided and round_ is not None and rules.can_decide(user, round_),
        "why_not_decide": why_not_decide(round_, answered),
        "waiting": waiting_version(revision) if state == RevisionState.FROZEN else None,
        "overtaken_by": overtaken_by(revision) if state == RevisionState.FROZEN else None,
    }


def why_not_decide(round_: ReviewRound | None, answered: Answered) -> str:
    """Why the decision has to wait, for the facilitator; empty when it need not."""
    if round_ is None or not round_.is_open:
        return ""
    if answered.open:
        return f"Menunggu {answered.open} komentar dijawab, lalu editor menutup putaran."
    return "Menunggu editor menutup putaran."


def waiting_version(revision: Revision) -> Revision | None:
    """Another version under review, which has to be decided first."""
    others = Revision.objects.filter(masterplan=revision.masterplan_id, state=RevisionState.IN_REVIEW)
    found: Revision | None = others.exclude(pk=revision.pk).defer("content").first()
    return found


def change_counts(groups: list[ChangeGroup], seen: Overview) -> list[ChangeCount]:
    return [ChangeCount(group, _effect(group, seen)) for group in groups]


def _effect(group: ChangeGroup, seen: Overview) -> str:
    if group.kind == "section":
        missing = seen.sections - seen.written
        return f"{missing} bagian belum disusun" if missing else "Semua bagian sudah tersusun"
    if group.kind == "finding":
        open_ones = seen.unanswered
        return f"{open_ones} masalah belum ditindaklanjuti" if open_ones else "Semua masalah terjawab"
    offices = sorted({line.office for line in group.lines if line.office})
    return f"Menyangkut {', '.join(offices[:4])}{_and_more(len(offices) - 4)}" if offices else ""


def _and_more(count: int) -> str:
    return f" dan {count} OPD lain" if count > 0 else ""
