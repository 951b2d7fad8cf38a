"""Acts of loading a folder and of the parts it is made of."""

from dataclasses import replace
from typing import Any

from django.conf import settings

from bimtek.findings import services as findings_services
from bimtek.sessions import services as sessions
from commitments.agreements import services as agreements
from commitments.letters import services as letters
from lib.access import SYSTEM
from lib.tables.upsert import LoadReport
from masterplan.plan import services as plan_services
from masterplan.programmes import services as programmes
from masterplan.sections import services as sections
from opd.offices import services as offices_services
from opd.offices.models import Opd
from portal.regions import services as regions
from portal.regions.folder import RegionFolder, read_region
from tests.structure.acts import Act
from tests.world import World


def renamed(row: Any, **said: str) -> Any:
    return replace(row, plain={**row.plain, **said})


def folder() -> RegionFolder:
    return read_region(settings.BASE_DIR / "data" / "bekasi")


def loaded() -> Any:
    plan, _ = regions.load(folder(), actor=SYSTEM)
    return plan


def offices(plan: Any) -> dict[str, Opd]:
    return {row.code: row for row in Opd.objects.filter(region_id=plan.region_id)}


def terms(plan: Any) -> findings_services.Terms:
    dimensions = {row.code: row for row in plan.cycle.dimensions.all()}
    children = {row.code: row for parent in dimensions.values() for row in parent.subdimensions.all()}
    return findings_services.Terms(offices(plan), dimensions, children)


def load_cycle(world: World) -> None:
    plan = loaded()
    row = replace(folder().cycle, name="Nama baru")
    sessions.load_cycle(plan.cycle.region, plan.slug, row, {}, offices(plan), LoadReport(), actor=SYSTEM)


def load_framework(world: World) -> None:
    rows = [replace(folder().dimensions[0], meaning="Makna baru")]
    sessions.load_framework(loaded().cycle, rows, [], LoadReport(), actor=SYSTEM)


def load_findings(world: World) -> None:
    plan = loaded()
    rows = [renamed(folder().findings[0], title="Judul baru")]
    findings_services.load_findings(plan.cycle, rows, terms(plan), LoadReport(), actor=SYSTEM)


def load_plan(world: World) -> None:
    row = replace(folder().masterplan, title="Judul baru")
    plan_services.load_plan(loaded().cycle, row, [], [], LoadReport(), actor=SYSTEM)


def load_books(world: World) -> None:
    rows = [replace(folder().books[0], title="Buku baru")]
    sections.load_books(loaded(), rows, LoadReport(), actor=SYSTEM)


def load_programmes(world: World) -> None:
    plan = loaded()
    rows = [renamed(folder().programmes[0], name="Nama baru")]
    findings = {row.code: row for row in plan.cycle.findings.all()}
    programmes.load_programmes(plan, rows, terms(plan), findings, LoadReport(), actor=SYSTEM)


def load_agreements(world: World) -> None:
    agreements.load_agreements(world.cycle, folder().agreements, LoadReport(), actor=SYSTEM)


def seed_letters(world: World) -> None:
    world.plan.letter_templates.all().delete()
    letters.seed_letters(world.plan, actor=SYSTEM)


ACTS = [
    Act(
        "opd.offices.services.load_region_row",
        lambda w: offices_services.load_region_row(folder().region, LoadReport(), actor=SYSTEM),
    ),
    Act(
        "opd.offices.services.load_offices",
        lambda w: offices_services.load_offices(w.region, folder().opds, LoadReport(), actor=SYSTEM),
    ),
    Act("bimtek.sessions.services.load_cycle", load_cycle),
    Act("bimtek.sessions.services.load_framework", load_framework),
    Act("bimtek.findings.services.load_findings", load_findings),
    Act("masterplan.plan.services.load_plan", load_plan),
    Act("masterplan.sections.services.load_books", load_books),
    Act("masterplan.programmes.services.load_programmes", load_programmes),
    Act("portal.regions.services.load", lambda w: regions.load(folder(), actor=SYSTEM)),
    Act("commitments.agreements.services.load_agreements", load_agreements),
    Act("commitments.letters.services.seed_letters", seed_letters),
]
