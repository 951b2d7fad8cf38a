from collections.abc import Mapping
from typing import ClassVar

from django.apps import AppConfig

from masterplan import workflow
from masterplan.enums import RevisionState
from opd.guards import Closing


class MasterplanConfig(AppConfig):
    name = "masterplan"
    append_only: ClassVar[dict[str, tuple[str, ...]]] = {
        "masterplan_revision": (
            "masterplan_id",
            "number",
            "label",
            "content",
            "sha256",
            "frozen_at",
            "frozen_by_id",
            "token",
            "chain_head",
            "final_at",
            "final_by_id",
            "missing_reason",
        ),
        "masterplan_reviewround": (
            "revision_id",
            "number",
            "opened_at",
            "opened_by_id",
            "closed_at",
            "closed_by_id",
            "decision",
            "reason",
            "decided_at",
            "decided_by_id",
        ),
        "masterplan_comment": (
            "round_id",
            "uid",
            "number",
            "section_id",
            "programme_id",
            "author_id",
            "text",
            "quote",
            "block",
            "created_at",
        ),
        "masterplan_export": (
            "revision_id",
            "format",
            "book",
            "is_final",
            "edition",
            "sha256",
            "size",
            "pages",
            "page_map",
            "requested_by_id",
            "requested_at",
            "finished_at",
        ),
    }
    one_way: ClassVar[dict[str, Mapping[str, frozenset[str]]]] = {"masterplan_revision": workflow.NEXT}
    set_with: ClassVar[dict[str, dict[str, tuple[str, ...]]]] = {
        "masterplan_revision": {
            "final_at": (RevisionState.FINAL,),
            "final_by_id": (RevisionState.FINAL,),
            "missing_reason": (RevisionState.FINAL,),
        }
    }
    # What the facilitator decided on: answers may be bettered and comments added only while the round is
    # open; a decided round takes nothing more.
    closed_by: ClassVar[dict[str, Closing]] = {
        "masterplan_reviewround": Closing(
            ("due", "opened_by_id", "closed_at", "closed_by_id", "reason", "decided_by_id"),
            key="id",
            table="masterplan_reviewround",
            column="decided_at",
        ),
        "masterplan_comment": Closing(
            ("answer", "answer_text", "answered_at", "answered_by_id"),
            key="round_id",
            table="masterplan_reviewround",
            column="closed_at",
        ),
    }
