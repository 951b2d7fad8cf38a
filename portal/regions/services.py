"""A whole region from its folder: all or nothing, and twice is once."""

from bimtek.findings import services as findings_services
from bimtek.sessions import services as sessions
from commitments.agreements.services import load_agreements
from commitments.letters.services import seed_letters
from lib.access import Actor
from lib.tables.upsert import LoadReport
from masterplan.plan import services as plan_services
from masterplan.plan.models import Masterplan
from masterplan.programmes import services as programmes
from masterplan.sections import services as sections
from opd.offices import services as offices_services
from portal.regions import rules
from portal.regions.folder import RegionFolder


def load(
    folder: RegionFolder, *, actor: Actor, is_illustrative: bool = False
) -> tuple[Masterplan, LoadReport]:
    """Bring the portal up to date with a folder that was read without a problem."""
    with rules.LOAD.by(actor) as act:
        act.on(folder)
        report = LoadReport()
        plan = _store_parts(folder, report, actor, is_illustrative=is_illustrative)
        facts = {"made": len(report.made), "renewed": len(report.renewed), "skipped": report.skipped[:100]}
        act.record(facts, about=plan, if_changed=report.has_changes)
    return plan, report


def _store_parts(
    folder: RegionFolder, report: LoadReport, actor: Actor, *, is_illustrative: bool
) -> Masterplan:
    region = offices_services.load_region_row(folder.region, report, actor=actor)
    offices = offices_services.load_offices(region, folder.opds, report, actor=actor)
    slug = folder.masterplan.slug
    cycle = sessions.load_cycle(region, slug, folder.cycle, folder.raw, offices, report, actor=actor)
    dimensions, subdimensions = sessions.load_framework(
        cycle, folder.dimensions, folder.sessions, report, actor=actor
    )
    terms = findings_services.Terms(offices, dimensions, subdimensions)
    findings = findings_services.load_findings(cycle, folder.findings, terms, report, actor=actor)
    plan = plan_services.load_plan(
        cycle,
        folder.masterplan,
        folder.horizons,
        folder.funding_sources,
        report,
        actor=actor,
        is_illustrative=is_illustrative,
    )
    sections.load_books(plan, folder.books, report, actor=actor)
    programmes.load_programmes(plan, folder.programmes, terms, findings, report, actor=actor)
    seed_letters(plan, actor=actor)
    load_agreements(cycle, folder.agreements, report, actor=actor)
    return plan
