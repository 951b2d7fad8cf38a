"""Page-shaped reads: the board of all OPDs, and what a code stands for."""

from dataclasses import dataclass

from commitments.enums import CommitmentState, SignDecision, Verdict
from commitments.models import Commitment, Signature
from masterplan.enums import RevisionState
from masterplan.models import Export, Masterplan, Revision
from opd.codes import typed
from opd.models import Opd

NONE = "none"
LABELS = {
    NONE: "belum",
    CommitmentState.PREPARING: "disiapkan",
    CommitmentState.ISSUED: "diundang",
    CommitmentState.SIGNED: "setuju",
    CommitmentState.SIGNED_WITH_NOTE: "dengan catatan",
    CommitmentState.DECLINED: "tidak setuju",
    CommitmentState.WITHDRAWN: "dicabut",
    CommitmentState.SUPERSEDED: "perlu tanda tangan ulang",
}


@dataclass(frozen=True)
class BoardRow:
    """One OPD and the letter that counts for it: the newest one."""

    opd: Opd
    commitment: Commitment | None
    signature: Signature | None

    @property
    def state(self) -> str:
        return self.commitment.state if self.commitment else NONE

    @property
    def state_label(self) -> str:
        """The words of the board; *dibuka* is a time, not a state."""
        if self.commitment and self.state == CommitmentState.ISSUED and self.commitment.opened_at:
            return "dibuka"
        return LABELS[self.state]

    @property
    def is_signed(self) -> bool:
        return self.commitment is not None and self.commitment.is_signed

    @property
    def is_vacant(self) -> bool:
        return self.commitment is not None and self.commitment.is_vacant and not self.is_signed


def board(plan: Masterplan, *, revision: Revision | None = None) -> list[BoardRow]:
    """Every OPD of the region with its newest letter, in the order of the offices. Three queries."""
    newest: dict[int, Commitment] = {}
    rows = Commitment.objects.filter(masterplan=plan).select_related("revision").order_by("pk")
    if revision is not None:
        rows = rows.filter(revision__number__lte=revision.number)
    for commitment in rows.defer("content", "revision__content"):
        newest[commitment.opd_id] = commitment
    signatures = {s.commitment_id: s for s in Signature.objects.filter(commitment__in=newest.values())}
    return [
        BoardRow(opd, found := newest.get(opd.pk), signatures.get(found.pk) if found else None)
        for opd in Opd.objects.filter(region_id=plan.region_id)
    ]


@dataclass(frozen=True)
class Verification:
    """What anyone may know of a code: no address, no NIP, no account."""

    verdict: Verdict
    code: str
    commitment: Commitment | None = None
    signature: Signature | None = None
    revision: Revision | None = None
    export: Export | None = None
    newer: Commitment | Revision | None = None


COMMITMENT_VERDICTS = {
    CommitmentState.SIGNED: Verdict.VALID,
    CommitmentState.SIGNED_WITH_NOTE: Verdict.VALID,
    CommitmentState.SUPERSEDED: Verdict.SUPERSEDED,
    CommitmentState.WITHDRAWN: Verdict.WITHDRAWN,
    CommitmentState.PREPARING: Verdict.RECORDED,
    CommitmentState.ISSUED: Verdict.RECORDED,
    CommitmentState.DECLINED: Verdict.RECORDED,
}
REVISION_VERDICTS = {
    RevisionState.APPROVED: Verdict.VALID,
    RevisionState.FINAL: Verdict.VALID,
    RevisionState.SUPERSEDED: Verdict.SUPERSEDED,
    RevisionState.FROZEN: Verdict.RECORDED,
    RevisionState.IN_REVIEW: Verdict.RECORDED,
    RevisionState.RETURNED: Verdict.RECORDED,
}


def verify(code: str) -> Verification:
    """Look a printed code up; case, dashes and spaces do not matter."""
    token = typed(code)
    commitment = (
        Commitment.objects.filter(token=token)
        .select_related("opd__region", "revision__masterplan", "signature")
        .first()
    )
    if commitment:
        return _verify_commitment(commitment)
    revision = Revision.objects.filter(token=token).select_related("masterplan__cycle__region").first()
    if revision:
        return _verify_revision(revision)
    return Verification(Verdict.UNKNOWN, code)


def _verify_commitment(commitment: Commitment) -> Verification:
    signature = getattr(commitment, "signature", None)
    newer = Commitment.objects.filter(
        masterplan=commitment.masterplan_id, opd=commitment.opd_id, pk__gt=commitment.pk
    ).last()
    verdict = COMMITMENT_VERDICTS[CommitmentState(commitment.state)]
    if signature and signature.decision == SignDecision.DECLINE:
        verdict = Verdict.RECORDED
    return Verification(
        verdict, commitment.token, commitment=commitment, signature=signature, revision=commitment.revision, newer=newer
    )


def _verify_revision(revision: Revision) -> Verification:
    export = Export.objects.filter(revision=revision, is_final=True).exclude(sha256="").first()
    newer = (
        Revision.objects.filter(
            masterplan=revision.masterplan_id,
            number__gt=revision.number,
            state__in=[RevisionState.APPROVED, RevisionState.FINAL],
        )
        .order_by("number")
        .last()
    )
    verdict = REVISION_VERDICTS[RevisionState(revision.state)]
    return Verification(verdict, revision.token, revision=revision, export=export, newer=newer)
