"""A region's folder: all or nothing, twice is once, and what people touched stays."""

import csv
import json
import uuid
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from bimtek.cycle.models import Cycle
from bimtek.findings import services as findings
from bimtek.findings.document import FindingData
from bimtek.findings.models import Finding
from commitments.agreements.models import Agreement
from commitments.letters.models import LetterTemplate
from lib import clock
from lib.access import SYSTEM
from lib.audit.models import AuditEvent
from lib.tables.problems import ImportErrors
from lib.text.canonical import canonical, sha256
from masterplan.plan.models import Masterplan
from masterplan.programmes.models import Money, Programme, Target
from masterplan.sections.models import Section
from masterplan.versions.document import compile_plan
from opd.offices.models import Opd, Region
from portal.regions import services as regions
from portal.regions.folder import read_region
from tests.region_folder import cells, small_region, write_region

BEKASI = settings.BASE_DIR / "data" / "bekasi"
BEKASI_SHA256 = "9c13c59980bb8d944cba71a29489140b9a2e5349145eb5c739c0b1e5abcc3677"
pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def load() -> Masterplan:
    plan, _ = regions.load(read_region(BEKASI), actor=SYSTEM)
    return plan


def test_the_real_folder_fills_the_portal() -> None:
    plan = load()
    assert plan.slug == "bekasi-2022"
    assert Opd.objects.count() == 59
    assert Finding.objects.filter(cycle=plan.cycle).count() == 70
    assert Programme.objects.filter(masterplan=plan).count() == 60
    assert Section.objects.filter(chapter__book__masterplan=plan).count() == 40
    assert Agreement.objects.filter(cycle=plan.cycle).count() == 2


def test_loading_twice_changes_nothing() -> None:
    plan = load()
    before = compile_plan(plan), AuditEvent.objects.count()
    _, report = regions.load(read_region(BEKASI), actor=SYSTEM)
    assert not report.has_changes
    assert (compile_plan(plan), AuditEvent.objects.count()) == before


def test_the_plan_of_bekasi_is_the_same_to_the_last_byte() -> None:
    assert sha256(canonical(compile_plan(load()))) == BEKASI_SHA256


def test_unknown_stays_unknown_and_the_source_amount_is_not_spread() -> None:
    plan = load()
    mpp = Programme.objects.get(masterplan=plan, code="P-GOV-02")
    assert mpp.source_amount == 2_900_000_000
    assert not Target.objects.filter(indicator__programme=mpp).exists()
    assert not Money.objects.exists()


def test_targets_of_earlier_years_stand_outside_the_plan() -> None:
    document = compile_plan(load())
    drainage = next(row for row in document["programmes"] if row["code"] == "P-LIV-11")
    (indicator,) = drainage["indicators"]
    assert indicator["targets_outside"] == [{"year": 2022, "value": "20", "achieved": True}]
    assert indicator["targets"] == []


def test_a_finished_programmes_target_is_stored_as_achieved() -> None:
    load()
    finished = Target.objects.filter(indicator__programme__status="selesai")
    assert set(finished.values_list("is_achieved", flat=True)) == {True}
    others = Target.objects.exclude(indicator__programme__status="selesai")
    assert not others.filter(is_achieved=True).exists()


def test_quick_win_horizon_and_candidate_are_independent() -> None:
    load()
    assert Programme.objects.filter(horizon__code="QW", quick_win=False).exists()
    assert Programme.objects.filter(quick_win=True).count() == 5


def test_what_no_table_needs_is_kept_word_for_word() -> None:
    framework = json.loads((BEKASI / "framework.json").read_text(encoding="utf-8"))
    kept = load().cycle.framework["framework"]
    for name in ("swot", "readiness"):
        assert kept[name] == framework[name]


def test_a_row_edited_in_the_portal_is_skipped_and_told(tmp_path: Path) -> None:
    folder = write_region(tmp_path)
    plan, _ = regions.load(read_region(folder), actor=SYSTEM)
    finding = Finding.objects.filter(cycle=plan.cycle).earliest("code")
    finding.title, finding.edited_at = "Diubah di ruang Bimtek", clock.now()
    finding.save()
    change_cell(folder / "findings.csv", 0, "description", "Uraian dari berkas baru")
    _, report = regions.load(read_region(folder), actor=SYSTEM)
    finding.refresh_from_db()
    assert finding.title == "Diubah di ruang Bimtek"
    assert finding.description != "Uraian dari berkas baru"
    assert report.skipped == [str(finding)]


def test_a_later_load_renews_untouched_rows_and_deletes_none(tmp_path: Path) -> None:
    folder = write_region(tmp_path)
    plan, _ = regions.load(read_region(folder), actor=SYSTEM)
    before = Finding.objects.filter(cycle=plan.cycle).count()
    change_cell(folder / "findings.csv", 0, "description", "Uraian dari berkas baru")
    _, report = regions.load(read_region(folder), actor=SYSTEM)
    first = Finding.objects.filter(cycle=plan.cycle).earliest("code")
    assert first.description == "Uraian dari berkas baru"
    assert report.renewed == [str(first)]
    assert Finding.objects.filter(cycle=plan.cycle).count() == before


def change_cell(path: Path, index: int, column: str, value: str) -> None:
    with path.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    rows[index][column] = value
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def test_a_bad_row_is_named_and_nothing_is_stored(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_region(tmp_path)
    change_cell(folder / "findings.csv", 0, "dimension", "XYZ")
    with pytest.raises(SystemExit) as ended:
        call_command("load_region", str(folder))
    assert ended.value.code == 1
    assert "findings.csv baris 2, kolom dimension" in capsys.readouterr().err
    assert not Region.objects.exists()
    assert not Cycle.objects.exists()


def test_another_region_with_null_vision_and_no_agreements_loads_beside_the_first(tmp_path: Path) -> None:
    load()
    plan, _ = regions.load(read_region(write_region(tmp_path)), actor=SYSTEM)
    assert plan.vision == ""
    assert Region.objects.count() == 2
    assert compile_plan(plan)["masterplan"]["vision"] is None


def test_letter_texts_are_rows_that_people_may_change() -> None:
    plan = load()
    LetterTemplate.objects.filter(masterplan=plan, pledge="general").update(statement="Kalimat kami sendiri.")
    load()
    assert LetterTemplate.objects.get(masterplan=plan, pledge="general").statement == "Kalimat kami sendiri."


def test_a_new_row_never_meets_a_finding_recorded_in_the_room(tmp_path: Path) -> None:
    folder = write_region(tmp_path)
    plan, _ = regions.load(read_region(folder), actor=SYSTEM)
    before = plan.cycle.findings.count()
    dimension = plan.cycle.dimensions.earliest("order")
    data = FindingData(kind="masalah", title="Dicatat di ruang", dimension=dimension)
    said = findings.record(plan.cycle, data, actor=SYSTEM, uid=uuid.uuid4())
    with (folder / "findings.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    rows.append({**rows[0], "title": "Baris baru dalam berkas"})
    with (folder / "findings.csv").open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    for _ in range(2):
        regions.load(read_region(folder), actor=SYSTEM)
    said.refresh_from_db()
    added = Finding.objects.get(title="Baris baru dalam berkas")
    assert (said.title, said.code, added.code) == (
        "Dicatat di ruang",
        f"T-{before + 1:03d}",
        f"T-{before + 2:03d}",
    )
    assert plan.cycle.findings.count() == before + 2


def load_small(path: Path, *references: str) -> tuple[list[str], list[str]]:
    """The codes that the first programme answers and what the load told, for these references."""
    write_region(path, programmes=cells(1, answers_findings=";".join(references)))
    plan, report = regions.load(read_region(path), actor=SYSTEM)
    first = Programme.objects.filter(masterplan=plan).order_by("pk").first()
    assert first is not None
    told = [str(notice) for notice in report.notices if notice.column == "answers_findings"]
    return sorted(first.findings.values_list("code", flat=True)), told


def add_in_the_room() -> None:
    cycle = Cycle.objects.get()
    said = FindingData("masalah", "Disebut di ruangan", cycle.dimensions.all()[0])
    findings.record(cycle, said, actor=SYSTEM, uid=uuid.uuid4())


def test_a_written_code_is_the_finding_of_the_portal_and_its_number_the_row(tmp_path: Path) -> None:
    assert load_small(tmp_path) == ([], [])
    add_in_the_room()
    more = small_region()["findings"] + small_region()["findings"][:1]
    more[-1] = more[-1] | {"title": "Baris baru"}
    own = f"T-{len(more):03d}"
    write_region(tmp_path, findings=more, programmes=cells(1, answers_findings=own))
    for _ in range(2):
        plan, report = regions.load(read_region(tmp_path), actor=SYSTEM)
        (answered,) = Programme.objects.filter(masterplan=plan, code=read_region(tmp_path).programmes[0].code)
        assert [finding.title for finding in answered.findings.all()] == ["Disebut di ruangan"]
        (told,) = [str(notice) for notice in report.notices]
        assert f"{own} dibaca sebagai temuan “Disebut di ruangan” yang ada di portal" in told
        assert f"bukan baris {len(more)} findings.csv" in told
    write_region(tmp_path, findings=more, programmes=cells(1, answers_findings=str(len(more))))
    regions.load(read_region(tmp_path), actor=SYSTEM)
    assert [finding.title for finding in answered.findings.all()] == ["Baris baru"]


def test_a_code_beyond_the_rows_of_the_file_is_looked_for_in_the_portal(tmp_path: Path) -> None:
    load_small(tmp_path)
    add_in_the_room()
    newest = Finding.objects.latest("pk").code
    assert load_small(tmp_path, newest) == ([newest], [])
    with pytest.raises(ImportErrors, match=r"temuan “T-099” tidak ada di .* dan tidak ada di portal"):
        load_small(tmp_path, "T-099")
    assert load_small(tmp_path, newest) == ([newest], [])
