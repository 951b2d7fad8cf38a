"""How frozen versions, their files and what changed in them look as JSON."""

from typing import Any

from rest_framework import serializers

from masterplan.enums import Decision, ExportFormat, RevisionState
from masterplan.models import Export
from opd.codes import printed
from opd.rest.fields import Body, Text, Whole


class AnsweredOut(serializers.Serializer[Any]):
    """Of the comments one may see."""

    total = serializers.IntegerField()
    answered = serializers.IntegerField()


class RoundLineOut(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="pk")
    number = serializers.IntegerField()
    due = serializers.DateField()
    closed_at = serializers.DateTimeField(allow_null=True)
    decision = serializers.ChoiceField(choices=Decision.choices, allow_blank=True)
    comments = AnsweredOut(source="answered")


class RevisionRowOut(serializers.Serializer[Any]):
    """`book`: the file of all books that is ready, see /exports/."""

    id = serializers.IntegerField(source="pk")
    number = serializers.IntegerField()
    label = serializers.CharField()  # type: ignore[assignment]
    state = serializers.ChoiceField(choices=RevisionState.choices)
    sha256 = serializers.CharField()
    frozen_at = serializers.DateTimeField()
    rounds = RoundLineOut(many=True)
    book = serializers.IntegerField(source="book_pk", allow_null=True)


class ExportOut(serializers.Serializer[Any]):
    """`state` is that of the job that makes the file. While it runs, `step` of `steps` says how far it is;
    `error` says why the last attempt failed. Size, pages and SHA-256 come with the finished file."""

    id = serializers.IntegerField(source="pk")
    revision = serializers.IntegerField(source="revision_id")
    format = serializers.ChoiceField(choices=ExportFormat.choices)
    book = serializers.CharField(help_text="Code of one book; empty for all.")
    is_final = serializers.BooleanField()
    state = serializers.ChoiceField(choices=["queued", "running", "done", "failed"])
    step = serializers.IntegerField(source="job.step", default=0)
    steps = serializers.IntegerField(source="job.steps", default=0)
    message = serializers.CharField(source="job.message", default="")
    attempts = serializers.IntegerField(source="job.attempts", default=0)
    error = serializers.SerializerMethodField()
    pages = serializers.IntegerField(allow_null=True)
    size = serializers.IntegerField(allow_null=True)
    sha256 = serializers.CharField()
    requested_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)

    def get_error(self, row: Export) -> str:
        return row.job.error if row.job and not row.is_ready else ""


class RevisionOut(serializers.Serializer[Any]):
    """`code` is the printed code of verification; `chain_head` the head of the audit chain at the freeze."""

    id = serializers.IntegerField(source="pk")
    plan = serializers.CharField(source="masterplan.slug")
    number = serializers.IntegerField()
    label = serializers.CharField()  # type: ignore[assignment]
    state = serializers.ChoiceField(choices=RevisionState.choices)
    sha256 = serializers.CharField()
    code = serializers.SerializerMethodField()
    chain_head = serializers.CharField()
    frozen_at = serializers.DateTimeField()
    final_at = serializers.DateTimeField(allow_null=True)
    missing_reason = serializers.CharField()
    rounds = RoundLineOut(many=True)
    exports = ExportOut(many=True)

    def get_code(self, row: dict[str, Any]) -> str:
        return printed(row["token"])


class ChangeOut(serializers.Serializer[Any]):
    """`fields` names in words what is different."""

    kind = serializers.ChoiceField(choices=["section", "programme", "finding"])
    code = serializers.CharField()
    title = serializers.CharField()
    change = serializers.ChoiceField(choices=["baru", "diubah", "dihapus"])
    fields = serializers.ListField(child=serializers.CharField())  # type: ignore[assignment]


class ChangesOut(serializers.Serializer[Any]):
    """`against` is the number of the earlier version, null when there is none to compare with."""

    revision = serializers.IntegerField()
    against = serializers.IntegerField(allow_null=True)
    changes = ChangeOut(many=True)


class FreezeIn(Body):
    """`seen_number`: the newest version one knows, 0 when there is none; the label is v0.N when left out."""

    label = Text(required=False, default="")  # type: ignore[assignment]
    seen_number = Whole()
