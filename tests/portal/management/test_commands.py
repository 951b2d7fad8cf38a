"""freeze and export from the command line: no broker, no half file, the same bytes."""

import hashlib
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from commitments.decisions import services as decisions
from lib.access import SYSTEM
from lib.audit.models import AuditEvent
from lib.files import storage
from lib.jobs.models import Job
from masterplan.versions.files import formats
from masterplan.versions.files.models import Export
from masterplan.versions.models import Revision
from tests.bimtek import factories as bimtek
from tests.masterplan import factories as masterplan
from tests.world import World


def run(name: str, *words: str) -> str:
    out = StringIO()
    call_command(name, *words, stdout=out)
    return out.getvalue()


def export(world: World, out: Path, form: str, *more: str, number: int | None = None) -> str:
    number = number or world.revision_approved.number
    return run(
        "export", world.plan.slug, "--revision", str(number), "--format", form, "--out", str(out), *more
    )


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pages that were sent to the printer, which is tested elsewhere."""
    pages: list[str] = []

    def render(html: str) -> Any:
        pages.append(html)
        return SimpleNamespace(content=b"%PDF cetakan", pages=1, anchors={})

    monkeypatch.setattr(formats, "render_pdf", render)
    return pages


def test_freeze_prints_number_and_hash(world: World):
    said = run("freeze", world.plan.slug)
    made = Revision.objects.filter(masterplan=world.plan).latest("number")
    assert said == f"nomor {made.number} ({made.label})\nSHA-256 {made.sha256}\n"
    event = AuditEvent.objects.filter(act="revision.frozen").latest("pk")
    assert event.actor_label == "Sistem"


def test_freeze_takes_a_label_once(world: World):
    assert "(v1.0)" in run("freeze", world.plan.slug, "--label", "v1.0")
    with pytest.raises(CommandError, match=r"v1\.0 sudah ada"):
        run("freeze", world.plan.slug, "--label", "v1.0")


def test_freeze_names_the_plans_there_are(world: World):
    with pytest.raises(CommandError, match=world.plan.slug):
        run("freeze", "entah")


def test_the_json_has_the_hash_that_freeze_printed(world: World, tmp_path: Path):
    said = run("freeze", world.plan.slug)
    number = Revision.objects.filter(masterplan=world.plan).latest("number").number
    target = tmp_path / "plan.json"
    export(world, target, "json", number=number)
    assert hashlib.sha256(target.read_bytes()).hexdigest() in said


def test_the_pdf_is_printed_at_once_without_a_job(world: World, tmp_path: Path, printed: list[str]):
    before = Job.objects.count()
    target = tmp_path / "buku.pdf"
    said = export(world, target, "pdf")
    assert target.read_bytes() == b"%PDF cetakan"
    assert world.revision_approved.label in said
    assert world.programme.name in printed[0]
    assert Job.objects.count() == before
    assert list(tmp_path.iterdir()) == [target]


def test_one_book_can_be_printed(world: World, tmp_path: Path, printed: list[str]):
    export(world, tmp_path / "b1.pdf", "pdf", "--book", "B1")
    with pytest.raises(CommandError, match="Buku B9 tidak ada"):
        export(world, tmp_path / "b9.pdf", "pdf", "--book", "B9")
    with pytest.raises(CommandError, match="JSON selalu memuat seluruh versi"):
        export(world, tmp_path / "b1.json", "json", "--book", "B1")


def test_the_final_book_is_the_stored_one(world: World, tmp_path: Path, printed: list[str]):
    revision = Revision.objects.get(pk=world.revision_approved.pk)
    decisions.finalise(revision, actor=SYSTEM, seen_sha256=revision.sha256, missing_reason="menyusul")
    export(world, tmp_path / "awal.pdf", "pdf")
    Export.objects.filter(is_final=True).update(sha256=storage.put(b"%PDF final", storage.PDF))
    export(world, tmp_path / "final.pdf", "pdf")
    assert (tmp_path / "final.pdf").read_bytes() == b"%PDF final"
    assert len(printed) == 1


def test_a_form_that_is_not_in_the_register_is_refused_with_those_that_are(world: World, tmp_path: Path):
    with pytest.raises(CommandError, match=r"invalid choice: 'docx'.*pdf.*json"):
        export(world, tmp_path / "x", "docx")
    assert not list(tmp_path.iterdir())


def test_an_unknown_version_names_those_there_are(world: World, tmp_path: Path):
    with pytest.raises(CommandError, match="Nomor yang ada: 1, 2, 3, 4"):
        export(world, tmp_path / "x.json", "json", number=99)
    with pytest.raises(CommandError, match="Belum ada versi beku"):
        run("export", "entah", "--revision", "1", "--format", "json", "--out", str(tmp_path / "x"))


def test_a_version_without_content_is_refused(world: World, tmp_path: Path, printed: list[str]):
    plan = masterplan.plan(bimtek.cycle(world.region))
    revision = masterplan.frozen(plan)
    words = ("export", plan.slug, "--revision", str(revision.number), "--format", "pdf")
    with pytest.raises(CommandError, match="belum berisi"):
        run(*words, "--out", str(tmp_path / "x.pdf"))


def test_a_folder_that_is_not_there_is_a_clear_sentence(world: World, tmp_path: Path):
    with pytest.raises(CommandError, match="tidak dapat ditulis"):
        export(world, tmp_path / "tidak" / "ada.json", "json")
