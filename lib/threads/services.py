"""Threads grow by messages. Callers hold the transaction, have asked who may, and record the act."""

from django.db.models import Max

from lib import clock
from lib.access import Actor
from lib.threads.models import Message, Thread, ThreadState


def start(thread: Thread, *, actor: Actor, office: str, capacity: str, text: str) -> Thread:
    """Store the thread under the next number, with its first message. Three queries.

    Callers hold a lock on what it is about, so that no other one takes the number.
    """
    same = Thread.objects.filter(region=thread.region_id, kind=thread.kind, revision=thread.revision)
    thread.number = (same.aggregate(last=Max("number"))["last"] or 0) + 1
    thread.save(force_insert=True)
    add_message(thread, actor=actor, office=office, capacity=capacity, text=text)
    return thread


def add_message(
    thread: Thread, *, actor: Actor, office: str, capacity: str, text: str, verdict: str = ""
) -> Message:
    """Store one more message; the first verdict closes the thread."""
    message = Message.objects.create(
        thread=thread,
        author_id=getattr(actor, "pk", None),
        office=office,
        capacity=capacity,
        text=text,
        verdict=verdict,
        at=clock.now(),
    )
    if verdict and thread.is_open:
        thread.state = ThreadState.CLOSED
        thread.save(update_fields=["state"])
    return message
