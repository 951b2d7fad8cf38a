"""The letter's file: rendered once by a job, stored by its hash, never again."""

from django.db import transaction

from commitments import rules
from commitments.exports.letter import letter_html
from commitments.models import Commitment
from commitments.services.commitments import enqueue_letter, locked, publish_letter
from jobs import services as jobs
from jobs.models import Job
from masterplan.services.exports import Renderer
from opd import audit, files
from opd.authorization import SYSTEM, Actor, require
from opd.errors import Conflict


@transaction.atomic
def try_again(commitment: Commitment, *, actor: Actor) -> Commitment:
    """After three failed attempts a person may have the letter made once more."""
    require(rules.can_withdraw(actor, commitment), "Hanya editor yang dapat meminta surat dibuat lagi.")
    commitment = locked(commitment)
    if commitment.letter_sha256 or not commitment.is_live:
        raise Conflict("Surat ini tidak lagi menunggu dibuat.")
    if commitment.letter_job is not None and commitment.letter_job.is_live:
        raise Conflict("Surat ini masih dikerjakan.")
    enqueue_letter(commitment, actor)
    audit.record(actor, "commitment.letter_retried", commitment)
    return commitment


def render(job: Job, *, renderer: Renderer) -> None:
    """Make the letter of the claimed job; its publication needs the job's token."""
    commitment = Commitment.objects.get(pk=job.args["commitment"])
    if commitment.letter_sha256:
        jobs.finish(job, lambda: None)
        return
    jobs.report(job, 1, 2, "Mencetak surat")
    rendered = renderer(letter_html(commitment.letter))
    publish_letter(job, actor=SYSTEM, letter_sha256=files.put(rendered.content))
