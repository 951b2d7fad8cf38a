from typing import ClassVar

from django.apps import AppConfig


class CommitmentsConfig(AppConfig):
    name = "commitments"
    append_only: ClassVar[dict[str, tuple[str, ...]]] = {
        "commitments_signature": (
            "commitment_id",
            "decision",
            "note",
            "signed_at",
            "signer_name",
            "signer_title",
            "slice_sha256",
            "letter_sha256",
        ),
        "commitments_commitment": (
            "masterplan_id",
            "opd_id",
            "content",
            "slice_sha256",
            "letter",
            "letter_sha256",
            "token",
        ),
    }
