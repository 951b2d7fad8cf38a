"""Cycles, dimensions, workshops and findings for tests."""

from datetime import date
from itertools import count
from typing import Any

from bimtek.cycle.models import Cycle, Dimension, Subdimension
from bimtek.findings.models import Finding
from bimtek.sessions.models import BimtekSession
from opd.offices.models import Region
from tests.opd import factories as opd

_numbers = count(1)


def cycle(of: Region | None = None, **values: Any) -> Cycle:
    """A cycle with the dimensions GOV and ENV and their first subdimensions."""
    of = of or opd.region()
    slug = values.pop("slug", f"siklus-{next(_numbers)}")
    defaults = {"year": 2026, "name": f"Gerakan {slug}", "deadline": date(2026, 9, 30)}
    made = Cycle.objects.create(region=of, slug=slug, **{**defaults, **values})
    for order, (code, name) in enumerate([("GOV", "Smart Governance"), ("ENV", "Smart Environment")], 1):
        dimension = Dimension.objects.create(cycle=made, code=code, order=order, name=name)
        Subdimension.objects.create(dimension=dimension, code=f"{code}-1", order=1, tag=f"{code} satu")
    return made


def dimension(of: Cycle, code: str = "ENV") -> Dimension:
    return Dimension.objects.get(cycle=of, code=code)


def session(of: Cycle, stage: str = "I", **values: Any) -> BimtekSession:
    defaults = {"start": date(2026, 6, 6), "end": date(2026, 6, 7), "place": "Aula Contoh"}
    return BimtekSession.objects.create(cycle=of, stage=stage, **{**defaults, **values})


def finding(of: Cycle, **values: Any) -> Finding:
    of.last_finding_number += 1
    of.save(update_fields=["last_finding_number"])
    defaults = {
        "code": f"T-{of.last_finding_number:03d}",
        "kind": "masalah",
        "title": f"Sungai kotor {of.last_finding_number}",
        "root_cause": "Limbah tidak terpantau",
        "dimension": values.get("dimension") or dimension(of),
    }
    return Finding.objects.create(cycle=of, **{**defaults, **values})
