"""Columns of rows that several people edit, and of rows that came from a file."""

import uuid
from collections.abc import Iterable
from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from lib.text.search import search_text


class Versioned(models.Model):
    """`version` rises by one with every stored change; a form and the API send back the one they showed."""

    version = models.PositiveIntegerField(default=1)
    edited_at = models.DateTimeField(null=True, blank=True)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        abstract = True


class SetAside(Versioned):
    """Taken out of the plan with a reason, still to be read; what a frozen version holds is never deleted."""

    set_aside_at = models.DateTimeField("dikesampingkan pada", null=True, blank=True)
    set_aside_reason = models.CharField("alasan dikesampingkan", max_length=500, blank=True)
    is_frozen = models.BooleanField("tercatat dalam versi beku", default=False)

    class Meta:
        abstract = True

    @property
    def is_set_aside(self) -> bool:
        return self.set_aside_at is not None


class CarriedOver(models.Model):
    """A row that a later plan may take over: `uid` is its own, `origin` that of the earlier row."""

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    origin = models.UUIDField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True


class Loaded(models.Model):
    """`loaded_hash`: digest of the file's row it came from (lib.tables.upsert), empty when made here."""

    loaded_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        abstract = True


class Searchable(models.Model):
    """`search_text`: the columns of SEARCHED in the spelling of `lib.text.search`, renewed by every save."""

    SEARCHED: ClassVar[tuple[str, ...]] = ()

    search_text = models.TextField(editable=False, blank=True, default="")

    class Meta:
        abstract = True

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **options: Any) -> None:
        if update_fields is None or not set(self.SEARCHED).isdisjoint(update_fields):
            self.search_text = search_text(self._searched())
            update_fields = None if update_fields is None else {*update_fields, "search_text"}
        super().save(*args, update_fields=update_fields, **options)

    def _searched(self) -> Iterable[object]:
        for name in self.SEARCHED:
            value = getattr(self, name)
            yield from value if isinstance(value, list) else (value,)
