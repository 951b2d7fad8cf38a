"""What the lists of a form offer."""

import re
from collections.abc import Sequence
from itertools import groupby
from typing import Any, cast

from django import forms

from bimtek.models import Dimension
from bimtek.selectors.findings import title_of
from opd.enums import OpdKind
from opd.models import Opd

Choices = list[tuple[str, Any]]
KECAMATAN = re.compile(r"kecamatan\s+(?=\S)", re.IGNORECASE)


def offer(form: forms.Form, name: str, choices: Choices) -> None:
    cast(forms.ChoiceField, form.fields[name]).choices = choices


def topics_of(dimension: Dimension) -> Choices:
    parts = [(f"{dimension.code}:{part.code}", title_of(part)) for part in dimension.subdimensions.all()]
    return [*parts, (dimension.code, f"{dimension.name}, tanpa subdimensi")]


def offices(opds: Sequence[Opd]) -> Choices:
    """Grouped by kind, so that the keyboard finds a short name quickly."""
    ranked = sorted(opds, key=lambda opd: OpdKind.values.index(opd.kind))
    return [
        (OpdKind(kind).label, [(opd.code, opd.short_name) for opd in inside])
        for kind, inside in groupby(ranked, key=lambda opd: opd.kind)
    ]


def area_name(opd: Opd) -> str:
    """*Tambun Utara* for Kecamatan Tambun Utara; nothing for an office that is no kecamatan."""
    return KECAMATAN.sub("", opd.official_name, count=1) if opd.kind == OpdKind.KECAMATAN else ""
