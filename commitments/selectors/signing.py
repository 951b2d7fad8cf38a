"""What the signing page must know before anybody signs."""

from commitments.models import Commitment
from opd import clock
from opd.models import OfficeHolder, Opd

VACANT = (
    "Jabatan ini kosong, jadi lembarnya tidak dapat ditandatangani. "
    "Mintalah lembar baru kepada editor setelah pejabatnya dicatat."
)
REPLACED = "Pejabat yang tertulis pada surat sudah berganti. Mintalah lembar baru kepada editor."
NAMED = ("name", "nip", "rank", "capacity", "title")


def holder_now(opd: Opd) -> OfficeHolder | None:
    holder: OfficeHolder | None = OfficeHolder.objects.filter(opd=opd).on(clock.today()).first()
    return holder


def obstacle(commitment: Commitment, holder: OfficeHolder | None) -> str:
    """Why the letter cannot be signed today although it waits for an answer; empty when it can."""
    named = commitment.letter.get("holder")
    if named is None or holder is None:
        return VACANT
    if any(getattr(holder, name) != named[name] for name in NAMED):
        return REPLACED
    return ""
