"""The text of a section: written with a version, marked ready by its writer."""

from typing import Any

from django.db import transaction

from masterplan import rules, workflow
from masterplan.body import check_body, is_empty, passage, text_from_body
from masterplan.models import Section
from opd import audit, clock
from opd.authorization import Actor, require
from opd.errors import Conflict, Difference, Invalid, StaleVersion
from opd.models import Opd

NOT_YOURS = "Bagian ini tidak ditugaskan kepada Anda. Editor dan operator OPD penyusun dapat mengubahnya."
NOT_ASSIGNING = "Hanya editor yang dapat menugaskan bagian naskah."


@transaction.atomic
def write(section: Section, *, actor: Actor, body: dict[str, Any] | None, version: int | None) -> Section:
    """Store the text based on `version`. Any change takes the mark "siap" away."""
    section = _locked(section)
    require(rules.can_edit_section(actor, section), NOT_YOURS)
    workflow.require_prose(section.kind)
    if version is not None and version < section.version and _checked(body) == section.body:
        return section  # stored already; only the answer was lost
    if version != section.version:
        raise StaleVersion(
            [Difference("Teks", _text(_checked(body)), _text(section.body), "text")],
            version=section.version,
            changed_by=str(section.edited_by or ""),
            changed_at=section.edited_at,
        )
    body = _checked(body)
    changes: dict[str, Any] = {}
    if body != section.body:
        changes = _changes(section, body)
        section.body, section.is_ready = body, False
        _save(section, actor)
    audit.record(actor, "section.written", section, changes)
    return section


def _changes(section: Section, body: dict[str, Any] | None) -> dict[str, Any]:
    """The passage and its place, not twice the whole text: a trail of those would soon outgrow the plan, and
    from the text of today the passages lead back to every text before."""
    block, before, after = passage(section.body, body)
    mark = {"ready": [True, False]} if section.is_ready else {}
    return {"body": [before, after], "block": block, **mark}


@transaction.atomic
def mark_ready(section: Section, *, actor: Actor, is_ready: bool, version: int | None) -> Section:
    """The writer's own mark; it says that the text with this version may be read as finished."""
    section = _locked(section)
    require(rules.can_edit_section(actor, section), NOT_YOURS)
    workflow.require_prose(section.kind)
    if version != section.version:
        raise Conflict("Teksnya sudah diubah sejak Anda membacanya. Baca lagi, baru beri tanda.")
    if is_ready and not section.body:
        raise Conflict("Bagian ini belum berisi teks, jadi belum dapat ditandai siap.")
    section.is_ready = is_ready
    _save(section, actor)
    audit.record(actor, "section.marked", section, {"ready": is_ready})
    return section


@transaction.atomic
def assign(section: Section, *, actor: Actor, opd: Opd | None, version: int | None) -> Section:
    """Let an OPD's operators write this section, or take it back to the editors."""
    section = _locked(section)
    require(rules.can_assign_section(actor, section), NOT_ASSIGNING)
    workflow.require_prose(section.kind)
    if version != section.version:
        raise Conflict("Bagian ini sudah diubah sejak Anda membukanya. Baca lagi, baru tugaskan.")
    if opd is not None and opd.region_id != section.region_id:
        raise Invalid("OPD ini bukan bagian dari daerah.", {"opd": "Pilih OPD dari daerah ini."})
    before = section.assigned_opd.code if section.assigned_opd else ""
    section.assigned_opd = opd
    section.version += 1
    section.save(update_fields=["assigned_opd", "version"])
    audit.record(actor, "section.assigned", section, {"opd": [before, opd.code if opd else ""]})
    return section


def _save(section: Section, actor: Actor) -> None:
    section.edited_at, section.edited_by_id = clock.now(), getattr(actor, "pk", None)
    section.version += 1
    section.save(update_fields=["body", "is_ready", "version", "edited_at", "edited_by"])


def _locked(section: Section) -> Section:
    """Only the row itself is read again: its place in the plan is what the caller has found it by."""
    locked: Section = Section.objects.select_for_update().get(pk=section.pk)
    if locked.chapter_id == section.chapter_id:
        locked.chapter = section.chapter
    return locked


def _checked(body: dict[str, Any] | None) -> dict[str, Any] | None:
    """The body as it may be stored; one without a letter is no text at all."""
    if body is None:
        return None
    try:
        check_body(body)
    except ValueError as reason:
        sentence = f"Teks belum dapat disimpan: {reason}."
        raise Invalid(sentence, {"text": sentence}) from reason
    return None if is_empty(body) else body


def _text(body: dict[str, Any] | None) -> str:
    return text_from_body(body) if body else ""
