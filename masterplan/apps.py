from typing import ClassVar

from django.apps import AppConfig


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
            "number",
            "section_id",
            "programme_id",
            "author_id",
            "text",
            "quote",
            "created_at",
        ),
        "masterplan_export": ("revision_id", "book", "is_final", "edition", "sha256", "finished_at"),
    }
