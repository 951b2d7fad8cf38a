from collections.abc import Mapping
from typing import ClassVar

from django.apps import AppConfig

from commitments import workflow
from commitments.enums import CommitmentState


class CommitmentsConfig(AppConfig):
    name = "commitments"
    append_only: ClassVar[dict[str, tuple[str, ...]]] = {
        "commitments_signature": (),
        "commitments_commitment": (
            "masterplan_id",
            "revision_id",
            "opd_id",
            "number",
            "content",
            "slice_sha256",
            "letter",
            "letter_sha256",
            "token",
            "created_at",
            "issued_at",
            "opened_at",
            "ended_at",
            "end_reason",
        ),
    }
    one_way: ClassVar[dict[str, Mapping[str, frozenset[str]]]] = {"commitments_commitment": workflow.TOLD}
    set_with: ClassVar[dict[str, dict[str, tuple[str, ...]]]] = {
        "commitments_commitment": {
            "issued_at": (CommitmentState.ISSUED, *workflow.ANSWERED),
            "ended_at": workflow.ENDED,
            "end_reason": workflow.ENDED,
        }
    }
