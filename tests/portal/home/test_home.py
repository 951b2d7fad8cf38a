"""Home: what to do first, for each role, on the illustrative plan."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django import DjangoAssertNumQueries, DjangoDbBlocker

from commitments.decisions import services as decisions
from lib import clock
from lib.audit import services as audit
from lib.files.models import StoredFile
from lib.files.storage import PDF
from masterplan.plan.models import Masterplan
from masterplan.versions.files.models import Export
from masterplan.versions.models import Revision
from opd.accounts import services as accounts
from opd.accounts.models import User
from opd.accounts.roles import Role
from tests.opd import factories as opd
from tests.portal.home.pages import page
from tests.world import undone

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def _loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with undone(django_db_blocker):
        call_command("load_demo", verbosity=0)
        yield


@pytest.fixture
def demo(_loaded: None, db: None) -> Masterplan:
    return Masterplan.objects.get(slug="bekasi-contoh")


def test_the_editor_is_told_of_open_comments_first(client: Client, demo: Masterplan) -> None:
    shown = page(client, "editor")
    first = shown.index("work--first")
    assert "Jawab 3 komentar fasilitator pada v0.3" in shown[first : first + 600]


def test_the_editor_sees_gaps_of_the_thread_and_offices(client: Client, demo: Masterplan) -> None:
    shown = page(client, "editor")
    assert "Tanggapi 1 jawaban tidak setuju" in shown
    assert "belum dijawab program" in shown
    assert "<b>70</b> temuan" in shown
    assert "OPD yang perlu perhatian" in shown


def test_the_head_sees_the_own_letters_and_no_numbers_of_others(client: Client, demo: Masterplan) -> None:
    demo.commitments.filter(opd__code="DLH", state="preparing").update(
        state="issued", issued_at=clock.now(), letter_sha256="a" * 64
    )
    shown = page(client, "head.dlh")
    assert "Satu lembar menunggu tanda tangan Anda" in shown
    assert "Komitmen Dinas Lingkungan Hidup" in shown
    assert "Tanda terima Anda" in shown
    assert "Kepala Dinas Ketahanan Pangan" in shown
    assert "Benang merah" not in shown
    assert "Bimtek</a>" not in shown


def test_the_leader_sees_what_is_signed_and_each_dimension(client: Client, demo: Masterplan) -> None:
    shown = page(client, "leader")
    assert "Tetapkan v0.2 sebagai versi final" in shown
    assert "OPD belum menandatangani" in shown
    assert "Smart Environment" in shown
    assert "600 dari 600 terisi" in shown


def test_the_facilitator_sees_which_region_and_round_waits_since_when(
    client: Client, demo: Masterplan
) -> None:
    shown = page(client, "facilitator")
    assert "Kabupaten Bekasi: 3 dari 6 komentar terjawab" in shown
    assert "menunggu sejak" in shown
    assert "putuskan" not in shown


def test_the_facilitator_sees_what_changed_since_the_last_visit(client: Client, demo: Masterplan) -> None:
    facilitator = User.objects.get(username="facilitator")
    assert "kunjungan pertama" in page(client, "facilitator")
    accounts.note_sign_in(facilitator, actor=facilitator)
    shown = page(client, "facilitator")
    assert "komentar dijawab" in shown
    assert "kunjungan pertama" not in shown


def test_the_operator_sees_the_own_office_only(client: Client, demo: Masterplan) -> None:
    shown = page(client, "operator.dlh")
    assert "Jawab 1 komentar" in shown
    assert "OPD yang perlu perhatian" not in shown


def test_the_admin_is_told_of_the_vacant_office_and_of_what_comes_later(
    client: Client, demo: Masterplan
) -> None:
    shown = page(client, "admin")
    assert "Catat pejabat 1 OPD" in shown
    assert "belum dapat diubah di portal" in shown


def test_the_admin_is_told_of_stored_files_that_the_nightly_check_missed(
    client: Client, demo: Masterplan
) -> None:
    StoredFile.objects.create(
        sha256="a" * 64, size=1, media_type=PDF, path="aa", stored_at=clock.now(), result="missing"
    )
    shown = page(client, "admin")
    assert "Pulihkan 1 berkas yang hilang atau berubah" in shown
    assert "Pulihkan" not in page(client, "editor")


def test_the_countdown_names_what_comes_before_the_deadline(client: Client, demo: Masterplan) -> None:
    shown = page(client, "editor")
    assert "<b>10</b>" in shown
    assert "Putaran tinjauan 3 ditutup" in shown
    assert "Bimtek IV" in shown
    assert "Komitmen bersama" in shown


def test_an_illustrative_plan_says_so_on_every_page(client: Client, demo: Masterplan) -> None:
    assert "data ilustrasi" in page(client, "editor")


@pytest.mark.parametrize("name", ["admin", "editor", "operator.dlh", "head.dlh", "leader", "facilitator"])
def test_it_costs_few_queries(
    client: Client,
    demo: Masterplan,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    name: str,
) -> None:
    user = User.objects.get(username=name)
    for visit in range(2):  # the second time something has changed since the first
        accounts.note_sign_in(user, actor=user)
        client.force_login(user)
        # The admin is told of damaged files, too.
        with django_assert_max_num_queries(13 if name == "admin" else 12):
            client.get("/")
        if not visit:
            audit.record(user, "section.written", demo)


def test_every_role_together_gets_every_list(client: Client, demo: Masterplan) -> None:
    both: Any = User.objects.get(username="editor")
    opd.grant(both, Role.FACILITATOR, demo.cycle.region)
    shown = page(client, "editor")
    assert "Kabupaten Bekasi: 3 dari 6 komentar terjawab" in shown
    assert "Jawab 3 komentar" in shown


def test_after_the_final_version_everybody_finds_its_book(client: Client, demo: Masterplan) -> None:
    revision = Revision.objects.get(masterplan=demo, label="v0.2")
    decisions.finalise(
        revision,
        actor=User.objects.get(username="leader"),
        seen_sha256=revision.sha256,
        missing_reason="Menunggu pejabat baru.",
    )
    for name in ("leader", "editor", "head.dlh", "operator.dlh"):
        shown = page(client, name)
        assert "Masterplan final" in shown
        assert "sedang dicetak" in shown
        assert "hari lagi ke" not in shown
    Export.objects.filter(revision=revision, is_final=True).update(sha256="a" * 64, pages=92)
    assert "Unduh PDF" in page(client, "head.dlh")
