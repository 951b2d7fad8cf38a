"""How far a job is, in the words of a page."""

from typing import Any

from jobs.models import MAX_ATTEMPTS, Job, JobState


def making(job: Job | None) -> dict[str, Any]:
    """Fields for the tag `job`. A job nobody has queued yet counts as waiting."""
    if job is None:
        return {"state": JobState.QUEUED.value, "note": "Menunggu giliran.", "step": 0, "steps": 0}
    note = job.message or ("Menunggu giliran." if job.state == JobState.QUEUED else "")
    if job.is_repeated:
        note = f"Dimulai lagi setelah terhenti, percobaan {job.attempts} dari {MAX_ATTEMPTS}. {note}"
    if job.state == JobState.FAILED:
        note = job.error
    return {"state": job.state, "note": note, "step": job.step, "steps": job.steps}
