"""Letters of commitment for tests. Files are stored as bytes, since rendering is tested elsewhere."""

from typing import Any

from bimtek.cycle.models import Cycle
from commitments.agreements.models import Agreement
from commitments.letters import services as letters
from commitments.letters.models import Commitment, CommitmentState, LetterTemplate, Signature, SignDecision
from commitments.signing import services as signing
from lib import clock
from lib.access import SYSTEM
from lib.audit import services as audit
from lib.files import storage
from masterplan.plan.models import Masterplan
from masterplan.versions.models import Revision
from opd.accounts.models import User
from opd.offices.models import Opd
from tests.masterplan import factories as masterplan

LETTER = b"%PDF-1.7 surat contoh"


class Proven:
    """A signing backend that believes everybody."""

    method = "uji"
    label = "TTE tidak tersertifikasi"

    def prove(self, user: User, secret: str, digest: str) -> dict[str, Any]:
        return {"digest": digest}


def templates(of: Masterplan) -> None:
    for pledge in ("programmes", "general"):
        LetterTemplate.objects.get_or_create(
            masterplan=of,
            pledge=pledge,
            defaults={
                "opening": "Yang bertanda tangan,",
                "statement": f"Kami berjanji ({pledge}).",
                "closing": "Demikian.",
            },
        )


def prepared(of: Masterplan, revision: Revision | None = None) -> list[Commitment]:
    """A letter for every OPD, its file not stored yet."""
    templates(of)
    return letters.issue_all(revision or masterplan.approved(of), actor=SYSTEM)


def issued(of: Masterplan, office: Opd, revision: Revision | None = None) -> Commitment:
    """The letters of all OPDs are out; returns the one of `office`."""
    for commitment in prepared(of, revision):
        deliver(commitment)
    return Commitment.objects.get(masterplan=of, opd=office, state=CommitmentState.ISSUED)


def deliver(commitment: Commitment, content: bytes = LETTER) -> None:
    digest = storage.put(content, storage.PDF)
    Commitment.objects.filter(pk=commitment.pk).update(
        letter_sha256=digest, state=CommitmentState.ISSUED, issued_at=clock.now()
    )
    audit.record(SYSTEM, "commitment.issued", commitment, {"letter_sha256": digest})


def signed(
    commitment: Commitment, by: User, decision: SignDecision = SignDecision.AGREE, note: str = ""
) -> Signature:
    return signing.sign(
        commitment,
        actor=by,
        decision=decision,
        note=note or ("" if decision == SignDecision.AGREE else "Biaya belum termasuk."),
        slice_sha256=commitment.slice_sha256,
        letter_sha256=commitment.letter_sha256,
        secret="",
        backend=Proven(),
    )


def scanned() -> dict[str, str]:
    """A stored scan, as fields of an agreement."""
    return {"scan_sha256": storage.put(LETTER, storage.PDF), "scan_name": "nota-kesepakatan-1.pdf"}


def agreement(of: Cycle, kind: str = "nota kesepakatan", **values: Any) -> Agreement:
    order = Agreement.objects.filter(cycle=of, kind=kind).count() + 1
    made = Agreement.objects.create(cycle=of, kind=kind, **{"order": order, **values})
    if made.scan_sha256:
        audit.record(SYSTEM, "agreement.scan_attached", made, {"sha256": made.scan_sha256})
    return made
