"""Acts of loading a folder and of the parts it is made of."""

from dataclasses import replace
from typing import Any

from django.conf import settings

from bimtek.services import loading as bimtek
from commitments.imports.region_folder import RegionFolder, read_region
from commitments.services import regions
from masterplan.services import loading as masterplan
from opd.authorization import SYSTEM
from opd.models import Opd
from opd.services import loading as opd
from opd.upserting import LoadReport
from tests.structure.acts import Act
from tests.world import World


def folder() -> RegionFolder:
    return read_region(settings.BASE_DIR / "data" / "bekasi")


def loaded() -> Any:
    plan, _ = regions.load(folder(), actor=SYSTEM)
    return plan


def offices(plan: Any) -> dict[str, Opd]:
    return {row.code: row for row in Opd.objects.filter(region_id=plan.region_id)}


def terms(plan: Any) -> bimtek.Terms:
    dimensions = {row.code: row for row in plan.cycle.dimensions.all()}
    children = {row.code: row for parent in dimensions.values() for row in parent.subdimensions.all()}
    return bimtek.Terms(offices(plan), dimensions, children)


def load_cycle(world: World) -> None:
    plan = loaded()
    row = replace(folder().cycle, name="Nama baru")
    bimtek.load_cycle(plan.cycle.region, plan.slug, row, {}, offices(plan), LoadReport(), actor=SYSTEM)


def load_framework(world: World) -> None:
    rows = [replace(folder().dimensions[0], meaning="Makna baru")]
    bimtek.load_framework(loaded().cycle, rows, [], LoadReport(), actor=SYSTEM)


def load_findings(world: World) -> None:
    plan = loaded()
    rows = [replace(folder().findings[0], title="Judul baru")]
    bimtek.load_findings(plan.cycle, rows, terms(plan), LoadReport(), actor=SYSTEM)


def load_plan(world: World) -> None:
    row = replace(folder().masterplan, title="Judul baru")
    masterplan.load_plan(loaded().cycle, row, [], [], LoadReport(), actor=SYSTEM)


def load_books(world: World) -> None:
    rows = [replace(folder().books[0], title="Buku baru")]
    masterplan.load_books(loaded(), rows, LoadReport(), actor=SYSTEM)


def load_programmes(world: World) -> None:
    plan = loaded()
    rows = [replace(folder().programmes[0], name="Nama baru")]
    findings = {row.code: row for row in plan.cycle.findings.all()}
    masterplan.load_programmes(plan, rows, terms(plan), findings, LoadReport(), actor=SYSTEM)


def load_agreements(world: World) -> None:
    regions.load_agreements(world.cycle, folder().agreements, LoadReport(), actor=SYSTEM)


def seed_letters(world: World) -> None:
    world.plan.letter_templates.all().delete()
    regions.seed_letters(world.plan, actor=SYSTEM)


ACTS = [
    Act(
        "opd.services.loading.load_region_row",
        lambda w: opd.load_region_row(folder().region, LoadReport(), actor=SYSTEM),
    ),
    Act(
        "opd.services.loading.load_offices",
        lambda w: opd.load_offices(w.region, folder().opds, LoadReport(), actor=SYSTEM),
    ),
    Act("bimtek.services.loading.load_cycle", load_cycle),
    Act("bimtek.services.loading.load_framework", load_framework),
    Act("bimtek.services.loading.load_findings", load_findings),
    Act("masterplan.services.loading.load_plan", load_plan),
    Act("masterplan.services.loading.load_books", load_books),
    Act("masterplan.services.loading.load_programmes", load_programmes),
    Act("commitments.services.regions.load", lambda w: regions.load(folder(), actor=SYSTEM)),
    Act("commitments.services.regions.load_agreements", load_agreements),
    Act("commitments.services.regions.seed_letters", seed_letters),
]
