"""The letter's file: rendered once by a job, stored by its hash, never again."""

from commitments.exports.letter import letter_html
from commitments.models import Commitment
from commitments.services.commitments import publish_letter
from jobs import services as jobs
from jobs.models import Job
from masterplan.services.exports import Renderer
from opd import files
from opd.authorization import SYSTEM


def render(job: Job, *, renderer: Renderer) -> None:
    """Make the letter of the claimed job; its publication needs the job's token."""
    commitment = Commitment.objects.get(pk=job.args["commitment"])
    if commitment.letter_sha256:
        jobs.finish(job, lambda: None)
        return
    jobs.report(job, 1, 2, "Mencetak surat")
    rendered = renderer(letter_html(commitment.letter))
    publish_letter(job, actor=SYSTEM, letter_sha256=files.put(rendered.content))
