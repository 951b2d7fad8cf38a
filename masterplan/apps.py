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
            "token",
        ),
        "masterplan_reviewround": (
            "revision_id",
            "number",
            "opened_at",
            "closed_at",
            "decision",
            "decided_at",
        ),
        "masterplan_comment": ("round_id", "author_id", "text", "quote", "created_at"),
        "masterplan_export": ("revision_id", "sha256", "edition"),
    }
