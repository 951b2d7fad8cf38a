"""A whole region from its folder: all or nothing, and twice is once."""

from collections.abc import Sequence

from django.db import transaction

from bimtek.models import Cycle
from bimtek.services import loading as bimtek
from commitments.imports.agreements import AgreementRow
from commitments.imports.region_folder import RegionFolder
from commitments.models import Agreement, LetterTemplate
from commitments.slices import GENERAL, PROGRAMMES
from masterplan.models import Masterplan
from masterplan.services import loading as masterplan
from opd import audit
from opd.authorization import Actor, access, require
from opd.services import loading as opd
from opd.upserting import LoadReport, upsert

OPENING = "Yang bertanda tangan di bawah ini, pimpinan perangkat daerah, dengan ini menyatakan:"
CLOSING = (
    "Pernyataan ini dibuat dengan sadar dan bertanggung jawab, berlaku selama masa jabatan, dan "
    "menjadi bahan "
    "pemantauan pelaksanaan masterplan."
)
STATEMENTS = {
    PROGRAMMES: (
        "berkomitmen melaksanakan program yang tercantum dalam surat ini sesuai peran, target dan "
        "pagu tiap tahun, "
        "menyiapkan sarana yang diperlukan, dari telekomunikasi sampai digitalisasi, serta "
        "melaporkan kemajuannya."
    ),
    GENERAL: (
        "mendukung pelaksanaan masterplan smart city, menyiapkan sarana di lingkungan kerja, dari "
        "telekomunikasi "
        "sampai digitalisasi, membuka data yang diperlukan, dan bekerja sama dengan perangkat daerah lain."
    ),
}


@transaction.atomic
def load(
    folder: RegionFolder, *, actor: Actor, is_illustrative: bool = False
) -> tuple[Masterplan, LoadReport]:
    """Bring the portal up to date with a folder that was read without a problem."""
    require(access(actor).is_system, "Data daerah diisi melalui perintah load_region.")
    report = LoadReport()
    region = opd.load_region_row(folder.region, report, actor=actor)
    offices = opd.load_offices(region, folder.opds, report, actor=actor)
    slug = folder.masterplan.slug
    cycle = bimtek.load_cycle(region, slug, folder.cycle, folder.raw, offices, report, actor=actor)
    dimensions, subdimensions = bimtek.load_framework(
        cycle, folder.dimensions, folder.sessions, report, actor=actor
    )
    terms = bimtek.Terms(offices, dimensions, subdimensions)
    findings = bimtek.load_findings(cycle, folder.findings, terms, report, actor=actor)
    plan = masterplan.load_plan(
        cycle,
        folder.masterplan,
        folder.horizons,
        folder.funding_sources,
        report,
        actor=actor,
        is_illustrative=is_illustrative,
    )
    masterplan.load_books(plan, folder.books, report, actor=actor)
    masterplan.load_programmes(plan, folder.programmes, terms, findings, report, actor=actor)
    seed_letters(plan, actor=actor)
    load_agreements(cycle, folder.agreements, report, actor=actor)
    if report.has_changes:
        facts = {"made": len(report.made), "renewed": len(report.renewed), "skipped": report.skipped[:100]}
        audit.record(actor, "folder.loaded", plan, facts)
    return plan, report


@transaction.atomic
def seed_letters(plan: Masterplan, *, actor: Actor) -> None:
    """Give a new plan the words of its letters; words that are there stay as people left them."""
    require(access(actor).is_system)
    for pledge, statement in STATEMENTS.items():
        words = {"opening": OPENING, "statement": statement, "closing": CLOSING}
        _, made = LetterTemplate.objects.get_or_create(masterplan=plan, pledge=pledge, defaults=words)
        if made:
            audit.record(actor, "letter_text.seeded", plan, {"pledge": pledge})


@transaction.atomic
def load_agreements(cycle: Cycle, rows: Sequence[AgreementRow], report: LoadReport, *, actor: Actor) -> None:
    require(access(actor).is_system)
    known = {(row.kind, row.order): row for row in Agreement.objects.filter(cycle=cycle)}
    changes = len(report.made) + len(report.renewed)
    for row in rows:
        values = {
            "dated": row.date,
            "place": row.place,
            "parties": list(row.parties),
            "number": row.number,
            "source_url": row.source_url,
        }
        key = {"cycle": cycle, "kind": row.kind, "order": row.order}
        upsert(Agreement, key, values, report, existing=known.get((row.kind, row.order)))
    if len(report.made) + len(report.renewed) > changes:
        audit.record(actor, "agreements.loaded", cycle, {"count": len(rows)})
