"""A folder's rows become the portal's: every column, in their own region only, and the trail names the part
that changed."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict, is_dataclass
from typing import Any

import pytest
from django.db.models import Model

from bimtek.cycle.models import Cycle, Dimension, Subdimension
from bimtek.findings import document as findings
from bimtek.findings.models import Finding
from bimtek.sessions.models import BimtekSession
from commitments.agreements.models import Agreement
from commitments.letters import services as letters
from commitments.letters.models import LetterTemplate
from lib import clock
from lib.access import SYSTEM
from lib.audit.models import AuditEvent
from lib.declared import Field, Kind
from lib.tables.problems import ImportErrors
from lib.tables.upsert import LoadReport
from masterplan.plan import services as plan_services
from masterplan.plan.models import FundingSource, Horizon, Masterplan
from masterplan.programmes import document as programmes
from masterplan.programmes.models import Indicator, Programme, Target
from masterplan.sections.models import Book, Chapter, Section
from masterplan.versions.document import compile_plan
from opd.offices.models import Opd, Region
from portal.regions import services as regions
from portal.regions.folder import RegionFolder, read_region
from tests.region_folder import Change, part, write_region

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

Rows = Callable[[RegionFolder], Sequence[Any]]

# What the small folder leaves empty, so that a column that is not loaded is seen.
FILLED: dict[str, dict[str, Any]] = {
    "framework": {
        "dimensions.0.name_id": "Tata kelola",
        "dimensions.0.meaning": "Layanan yang dekat",
        "dimensions.0.subdimensions.1.name_id": "Layanan",
    },
    "cycle": {
        "region.motto": "Selalu damai",
        "region.founded": "1950-08-15",
        "masterplan.vision": "Teluk yang tumbuh",
        "masterplan.keywords": [{"letter": "D", "keyword": "Damai"}],
        "cycle.deadline": "2025-09-30",
        "bimtek.0.place": "Aula Damai",
        "bimtek.0.participants": "Semua OPD",
        "bimtek.0.source_url": "https://example.org/bimtek",
        "ministry.unit": "Direktorat Contoh",
        "agreements": [
            {
                "kind": "nota kesepakatan",
                "date": "2025-05-07",
                "parties": ["Bupati", "Direktur"],
                "place": "Damai",
                "number": "1/KB/2025",
                "source_url": "https://example.org/nota",
            }
        ],
    },
    "programmes": {
        "0.description": "Tiga perahu",
        "0.status": "selesai",
        "0.baseline": "1,5",
        "1.status": "terhenti",
        "1.note": "Menunggu anggaran",
    },
}


def changed(*changes: Change) -> Change:
    def change(data: Any) -> None:
        for one in changes:
            one(data)

    return change


NOWHERE = changed(part("0.region_code", ""), part("1.region_code", ""))
"""Offices whose codes fit into any region."""


def filled(name: str, *more: Change) -> Change:
    said = [part(path, value) for path, value in FILLED.get(name, {}).items()]
    return changed(*said, *[texts(plain) for of, plain in PLAIN.items() if of == name], *more)


PLAIN = {"findings": findings.PLAIN, "programmes": programmes.PLAIN}


def texts(plain: Collection[Field]) -> Change:
    """Declared texts that the small folder does not fill get a word."""

    def change(rows: Any) -> None:
        for one in plain:
            if one.column and one.kind in (Kind.TEXT, Kind.PROSE):
                rows[0][one.column] = rows[0].get(one.column) or f"Kata {one.name}"

    return change


def folder(path: Any, **changes: Change) -> RegionFolder:
    """The small folder, filled, with one more change to some of its files."""
    names = {*FILLED, *PLAIN, *changes}
    return read_region(
        write_region(path, **{name: filled(name, *filter(None, [changes.get(name)])) for name in names})
    )


def load(path: Any, **changes: Change) -> tuple[Masterplan, LoadReport]:
    return regions.load(folder(path, **changes), actor=SYSTEM)


def chapters(rows: RegionFolder) -> list[Any]:
    return [chapter for book in rows.books for chapter in book.chapters]


# Each row of the file, the model it becomes, and `column` or `column:attribute of the row`.
COLUMNS: list[tuple[Rows, type[Model], str]] = [
    (lambda f: [f.region], Region, "code kind name province capital motto founded"),
    (
        lambda f: f.opds,
        Opd,
        "code official_name short_name kind head_title other_names valid_from is_confirmed:confirmed"
        " kemendagri_code:region_code",
    ),
    (
        lambda f: [f.cycle],
        Cycle,
        "year name deadline leading_office__code:leading_office ministry_name ministry_unit",
    ),
    (lambda f: f.dimensions, Dimension, "code order name name_id meaning"),
    (
        lambda f: [child for row in f.dimensions for child in row.subdimensions],
        Subdimension,
        "code order tag name_id",
    ),
    (lambda f: f.sessions, BimtekSession, "stage start end place purpose outputs participants source_url"),
    (
        lambda f: f.findings,
        Finding,
        f"code area {' '.join(one.name for one in findings.PLAIN)}"
        " dimension__code:dimension subdimension__code:subdimension owner_opd__code:owner_opd",
    ),
    (
        lambda f: [f.masterplan],
        Masterplan,
        "slug title base_year valid_from valid_to vision keywords source_url",
    ),
    (lambda f: f.horizons, Horizon, "code order label year_from year_to max_months"),
    (lambda f: f.funding_sources, FundingSource, "code order label"),
    (lambda f: f.books, Book, "code order title"),
    (chapters, Chapter, "order number title"),
    (
        lambda f: [section for chapter in chapters(f) for section in chapter.sections],
        Section,
        "code order title kind table body figures",
    ),
    (
        lambda f: f.programmes,
        Programme,
        f"code {' '.join(one.name for one in programmes.PLAIN if one.column or one.name == 'status_reason')}"
        " dimension__code:dimension subdimension__code:subdimension lead_opd__code:lead_opd"
        " horizon__code:horizon",
    ),
    (
        lambda f: [row.indicator for row in f.programmes if row.indicator],
        Indicator,
        "name unit baseline",
    ),
    (
        lambda f: [cell for row in f.programmes for cell in row.targets],
        Target,
        "year value is_achieved:achieved",
    ),
    (lambda f: f.agreements, Agreement, "kind order dated:date place parties number source_url"),
]


def content(row: Any, name: str) -> Any:
    """An attribute of the row, or one of its declared fields."""
    declared = getattr(row, "plain", {})
    return declared[name] if name in declared else getattr(row, name)


def plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    return None if value == "" else value


def test_every_column_of_every_row_is_stored(tmp_path):
    rows = folder(tmp_path)
    regions.load(rows, actor=SYSTEM)
    for of, model, names in COLUMNS:
        pairs = [(name, *name.split(":"))[-2:] for name in names.split()]
        columns = [column.split(":")[0] for column, _ in pairs]
        stored = [
            list(map(plain, row)) for row in model._default_manager.order_by("pk").values_list(*columns)
        ]
        told = [[plain(content(row, name)) for _, name in pairs] for row in of(rows)]
        assert stored == told, model
        filled = zip(columns, map(any, zip(*told, strict=True)), strict=True)
        empty = [column for column, is_filled in filled if not is_filled]
        assert empty == [], model


def test_what_is_joined_to_a_row_is_joined_in_the_portal(tmp_path):
    rows = folder(tmp_path)
    plan, _ = regions.load(rows, actor=SYSTEM)
    for row in rows.programmes:
        one = Programme.objects.get(masterplan=plan, code=row.code)
        assert {office.code for office in one.supporting_opds.all()} == set(row.supporting_opds)
        assert {finding.code for finding in one.findings.all()} == set(row.answers)
        assert {source.code for source in one.funding_sources.all()} == set(row.funding_sources)
        assert one.indicators.count() == bool(row.indicator)
    finding = Finding.objects.order_by("pk")[0]
    assert (finding.code, finding.source_row, str(finding.session)) == ("T-001", 1, "Bimtek I")
    assert plan.cycle.framework == rows.raw
    assert Section.objects.get(code="B1-2-1").chapter.title == "Kesenjangan"
    assert list(Opd.objects.order_by("pk").values_list("order", flat=True)) == [1, 2]


def test_only_a_plan_that_is_loaded_as_an_example_is_one(tmp_path):
    rows, report = folder(tmp_path), LoadReport()
    plan, _ = regions.load(rows, actor=SYSTEM)
    assert plan.is_illustrative is False
    parts = rows.masterplan, rows.horizons, rows.funding_sources
    assert plan_services.load_plan(plan.cycle, *parts, report, actor=SYSTEM).is_illustrative is False
    assert not report.has_changes
    plan, _ = regions.load(rows, actor=SYSTEM, is_illustrative=True)
    assert plan.is_illustrative is True


def test_a_new_plan_gets_the_words_of_its_letters(tmp_path):
    plan, _ = load(tmp_path)
    words = LetterTemplate.objects.filter(masterplan=plan).values_list("pledge", "statement")
    assert dict(words) == letters.STATEMENTS
    assert set(LetterTemplate.objects.values_list("opening", "closing")) == {
        (letters.OPENING, letters.CLOSING)
    }


def test_the_trail_says_how_many_rows_came(tmp_path):
    _, report = load(tmp_path)
    facts = dict(AuditEvent.objects.exclude(act="letter_text.seeded").values_list("act", "changes"))
    assert {act: said for act, said in facts.items() if said} == {
        "offices.loaded": {"count": 2},
        "findings.loaded": {"count": 2},
        "programmes.loaded": {"count": 2},
        "agreements.loaded": {"count": 1},
        "folder.loaded": {"made": len(report.made), "renewed": 0, "skipped": []},
    }


def elsewhere(path: Any) -> tuple[Masterplan, LoadReport]:
    """The same rows for another region."""
    return load(
        path,
        cycle=changed(part("region.code", "99.08"), part("masterplan.slug", "teluk-lain-2025")),
        opd=NOWHERE,
    )


def test_two_regions_with_the_same_rows_share_none(tmp_path):
    plan, first = load(tmp_path / "one")
    before = compile_plan(plan)
    other, second = elsewhere(tmp_path / "two")
    assert (second.renewed, second.skipped, len(second.made)) == ([], [], len(first.made))
    assert compile_plan(plan) == before
    assert compile_plan(other) == before | {
        "region": before["region"] | {"code": "99.08"},
        "masterplan": before["masterplan"] | {"slug": "teluk-lain-2025"},
    }
    assert set(other.cycle.findings.values_list("session__cycle", flat=True)) == {other.cycle_id}
    assert {plan.letter_templates.count(), other.letter_templates.count()} == {2}


def test_neither_of_two_regions_changes_when_its_folder_is_read_again(tmp_path):
    load(tmp_path / "one")
    elsewhere(tmp_path / "two")
    assert not load(tmp_path / "one")[1].has_changes
    assert not elsewhere(tmp_path / "two")[1].has_changes


def cell(name: str, value: str) -> Change:
    return lambda rows: rows[1].update({name: value})


PARTS: list[tuple[str, Change, str]] = [
    ("cycle", part("region.motto", "Lain"), "region.loaded"),
    ("opd", cell("short_name", "Kec. TB"), "offices.loaded"),
    ("cycle", part("cycle.name", "Gerakan lain"), "cycle.loaded"),
    ("framework", part("dimensions.1.meaning", "Lain"), "framework.loaded"),
    ("framework", part("dimensions.1.subdimensions.1.tag", "Lain"), "framework.loaded"),
    ("cycle", part("bimtek.0.purpose", "Lain"), "framework.loaded"),
    ("findings", cell("description", "Lain"), "findings.loaded"),
    ("cycle", part("masterplan.title", "Masterplan lain"), "plan.loaded"),
    ("framework", part("horizons.1.label", "Tahap lain"), "plan.loaded"),
    ("framework", part("funding_sources.1.label", "Lain"), "plan.loaded"),
    ("sections", part("books.0.title", "Buku lain"), "books.loaded"),
    ("sections", part("books.0.chapters.1.title", "Bab lain"), "books.loaded"),
    ("sections", part("books.0.chapters.1.sections.0.title", "Bagian lain"), "books.loaded"),
    ("programmes", cell("note", "Lain"), "programmes.loaded"),
    ("programmes", part("0.supporting_opds", ""), "programmes.loaded"),
    ("programmes", part("0.answers_findings", "2"), "programmes.loaded"),
    ("programmes", part("0.funding_source", "CSR"), "programmes.loaded"),
    ("programmes", part("0.indicator", "Lain"), "programmes.loaded"),
    ("programmes", part("0.targets", "2026=3"), "programmes.loaded"),
    ("cycle", part("agreements.0.number", "2/KB/2025"), "agreements.loaded"),
]


@pytest.mark.parametrize(("file", "change", "act"), PARTS)
def test_a_later_load_says_which_part_changed_and_no_other(tmp_path, file, change, act):
    load(tmp_path)
    before = AuditEvent.objects.latest("pk").pk
    _, report = load(tmp_path, **{file: change})
    assert (report.made, len(report.renewed)) == ([], 1)
    left = AuditEvent.objects.filter(pk__gt=before)
    assert sorted(left.values_list("act", flat=True)) == sorted([act, "folder.loaded"])


def test_a_plan_of_another_region_is_not_taken_over_and_the_place_in_the_file_is_named(tmp_path):
    load(tmp_path / "one")
    with pytest.raises(ImportErrors) as refusal:
        load(tmp_path / "two", cycle=part("region.code", "99.08"), opd=NOWHERE)
    (problem,) = refusal.value.problems
    assert (problem.file, problem.line, problem.column) == ("cycle.json", None, "masterplan.slug")


def test_a_folder_read_again_leaves_no_trace(tmp_path):
    load(tmp_path)
    before = AuditEvent.objects.count()
    _, report = load(tmp_path)
    assert (report.made, report.renewed, AuditEvent.objects.count()) == ([], [], before)


def test_the_trail_names_a_hundred_rows_that_people_had_edited_and_no_more(tmp_path):
    def many(rows):
        rows += [rows[1] | {"title": f"Temuan {number}"} for number in range(99)]

    load(tmp_path, findings=many)
    Finding.objects.update(edited_at=clock.now())
    _, report = load(tmp_path, findings=many, cycle=part("region.motto", "Lain"))
    assert len(report.skipped) == 101
    event = AuditEvent.objects.filter(act="folder.loaded").latest("pk")
    assert event.changes == {"made": 0, "renewed": 1, "skipped": report.skipped[:100]}
