"""Reads of threads; a noun reaches them from its own rows."""

from typing import Any

from django.db.models import Prefetch

from lib.threads.models import Message, Thread


def messages(path: str = "messages") -> "Prefetch[Any, Any, Any]":
    """For prefetch_related: what stands at `path`, with its authors. One query."""
    return Prefetch(path, Message.objects.select_related("author"))


def locked(thread: Thread) -> Thread:
    """The thread as it is stored now, locked until the transaction ends, with its messages. Two queries."""
    rows = Thread.objects.select_for_update(of=("self",)).prefetch_related(messages())
    found: Thread = rows.get(pk=thread.pk)
    return found
