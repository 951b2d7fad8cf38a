"""One payload in every text of every row that a person, a folder or a frozen version could bring.

The fields are read from the models: a new one is planted the day it is made, or stands in KEPT with a reason.
"""

import json
import re
import sys
from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import CharField, Field, JSONField, Model, TextField, Value
from django.db.models.functions import Cast, Concat

from tests import triggers

OURS = ("opd", "bimtek", "masterplan", "commitments")
ROOM_FOR_ID = 7

# What the portal makes or checks itself, so that nothing else can stand there.
KEPT = {
    "code": "its shape is checked (lib.tables.values.parse_code)",
    "slug": "a slug",
    "number": "a numeral of the table of contents, eight letters",
    "stage": "one of four",
    "table": "the name of a table the portal draws",
    "book": "a code",
    "block": "an id",
    "pledge": "one of two, by the portal",
    "signer_capacity": "one of four, by the portal",
    "valid_from": "a year",
    "kemendagri_code": "its shape is checked",
    "nip": "its shape is checked",
    "signer_nip": "its shape is checked",
    "key": "asked for by programs, shown to nobody",
    "fingerprint": "a hash",
    "token": "made by the portal",
    "chain_head": "a hash",
    "sha256": "a hash",
    "act": "named in the code",
    "object_type": "named in the code",
    "object_id": "an id",
    "username": "typed at the door, checked by Django",
    "password": "a hash",
    "scan_name": "made by the portal",
    "page_map": "made by the printer",
}
KEPT_ENDINGS = ("_sha256", "_hash")
JSON_TEXTS = {"content"}  # columns of text that hold JSON
# Names inside JSON whose value leads somewhere: to a row, a template, a number, a day.
STRUCTURE = {
    *("id", "type", "code", "kind", "schema", "slug", "table", "stage", "status", "session", "state", "book"),
    *("dimension", "subdimension", "horizon", "owner_opd", "lead_opd", "supporting_opds", "leading_office"),
    *("funding_sources", "answered_by", "answers", "opd", "pledge", "region", "letter", "capacity", "number"),
    *("token", "verify_url", "nip", "founded", "answer", "decision", "level", "ready", "role"),
}
FIXED_SHAPE = re.compile(r"-?\d+(\.\d+)?|\d{4}-\d{2}-\d{2}(T.*)?|[0-9a-f]{64}|")
ADDRESSES = "source_url"

Payload = Callable[[int | None], str]


def plant(payload: Payload, address: str) -> list[str]:
    """The names of the fields that now hold it. `payload` is asked with the letters there is room for."""
    models = [model for app in OURS for model in apps.get_app_config(app).get_models()]
    with triggers.disabled():  # what is signed and logged is planted as well
        return [
            f"{model.__name__}.{field.name}"
            for model in models
            for field in fields_of(model)
            if _plant(model, field, payload, address)
        ]


def fields_of(model: type[Model]) -> list[Field]:
    return [field for field in model._meta.concrete_fields if takes_words(field)]


def takes_words(field: Field) -> bool:
    if not isinstance(field, CharField | TextField | JSONField) or field.choices or field.primary_key:
        return False
    return field.name not in KEPT and not field.name.endswith(KEPT_ENDINGS)


def _plant(model: type[Model], field: Field, payload: Payload, address: str) -> int:
    """How many rows hold it now."""
    rows = model._base_manager.all()
    if isinstance(field, JSONField) or field.name in JSON_TEXTS:
        for row in rows.only(field.name):
            held = getattr(row, field.name)
            text = isinstance(held, str)
            there = planted_json(json.loads(held or "null") if text else held, payload(None), address)
            rows.filter(pk=row.pk).update(**{field.name: json.dumps(there) if text else there})
        return rows.count()
    room = field.max_length and field.max_length - ROOM_FOR_ID
    words = address if field.name.endswith(ADDRESSES) else payload(room)
    written = {field.name: Concat(Value(words), Cast("pk", CharField()))}
    try:
        with transaction.atomic():
            return rows.update(**written)
    except IntegrityError:  # words that go with a state stand only where the state is
        return rows.exclude(**{field.name: ""}).update(**written)


def planted_json(value: Any, words: str, address: str, name: str = "") -> Any:
    if isinstance(value, dict):
        return {key: planted_json(held, words, address, key) for key, held in value.items()}
    if isinstance(value, list):
        return [planted_json(held, words, address, name) for held in value]
    if not isinstance(value, str) or name in STRUCTURE or FIXED_SHAPE.fullmatch(value):
        return value
    return address if name.endswith(ADDRESSES) else words


# What would show that a text became markup: a dialog, a question to another host, a breach of the policy.
PAYLOADS = (
    """"'></textarea></title><script>alert(1)</script><img src=//evil.test/x onerror=alert(1)>{{7*7}}""",
    """"><img src=//evil.test/x onerror=alert(1)>""",
    "<img src=//e.test>",
    "<img src=//e>",
)
ADDRESS = "javascript:alert(1)//https://evil.test/"


def fitting(room: int | None) -> str:
    return next((words for words in PAYLOADS if room is None or len(words) <= room), "<b>")


def plant_everywhere() -> None:
    """Inside a place: `manage.py shell -c …`. A field that could not be planted is said on the way out."""
    planted = plant(fitting, ADDRESS)
    models = [model for app in OURS for model in apps.get_app_config(app).get_models()]
    wanted = {f"{model.__name__}.{field.name}" for model in models for field in fields_of(model)}
    sys.stdout.write(" ".join(sorted(wanted - set(planted))) + "\n")
