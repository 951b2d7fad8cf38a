"""Agreements beside the plan: dated records, and the scanned paper."""

import hashlib
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from bimtek.cycle.models import Cycle
from commitments.agreements import services as agreements
from commitments.agreements.models import Agreement
from commitments.agreements.services import AgreementData
from lib.audit.models import AuditEvent
from lib.errors import Forbidden, Invalid, StaleVersion
from lib.files.scans import clean_scan
from lib.versioned.services import NOT_SENT
from opd.accounts.models import User
from tests.attacks.pictures import picture
from tests.commitments import factories
from tests.commitments.conftest import SignIn
from tests.world import World

PDF = b"%PDF-1.7 isi %%EOF"
JPEG, PNG = (clean_scan(picture(kind)).content for kind in ("JPEG", "PNG"))
DATA = AgreementData(date(2026, 9, 29), "Graha Pariwisata", "119/KB/2026", ["Direktur Jenderal", "Bupati"])
KIND = "nota kesepakatan"


@pytest.fixture(autouse=True)
def _nothing_recorded(world: World) -> None:
    Agreement.objects.all().delete()


@pytest.fixture
def editor(sign_in: SignIn) -> Client:
    return sign_in("editor")


@pytest.fixture
def agreement(world: World) -> Agreement:
    return factories.agreement(world.cycle, KIND)


def record(cycle: Cycle, actor: User, data: AgreementData = DATA) -> Agreement:
    return agreements.record(cycle, KIND, data, actor=actor)


def url(name: str, agreement: Agreement) -> str:
    return reverse(f"commitments:agreement_{name}", args=[agreement.pk])


def upload(content: bytes, name: str = "pindaian.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_a_record_leaves_a_trace_and_counts_within_its_kind(world: World):
    first = record(world.cycle, world.people["editor"])
    second = record(world.cycle, world.people["editor"], AgreementData(number="120"))
    assert (first.order, second.order) == (1, 2)
    assert first.parties == ["Direktur Jenderal", "Bupati"]
    assert AuditEvent.objects.filter(act="agreement.recorded").count() == 2


def test_the_same_words_twice_are_one_agreement(world: World):
    first = record(world.cycle, world.people["editor"])
    assert record(world.cycle, world.people["editor"]) == first


def test_only_editors_record(world: World):
    for name in ("admin", "leader", "facilitator", "operator.own", "head.own"):
        with pytest.raises(Forbidden):
            record(world.cycle, world.people[name])


def test_a_change_names_what_changed(world: World, agreement: Agreement):
    changed = agreements.update(agreement, DATA, actor=world.people["editor"], expected_version=1)
    assert (changed.version, changed.number) == (2, "119/KB/2026")
    assert AuditEvent.objects.get(act="agreement.changed").changes["number"] == ["", "119/KB/2026"]


@pytest.mark.parametrize("version", [NOT_SENT, 0, 9])
def test_an_old_or_missing_version_carries_both_texts(world: World, agreement: Agreement, version: int):
    with pytest.raises(StaleVersion) as stale:
        agreements.update(agreement, DATA, actor=world.people["editor"], expected_version=version)
    texts = {each.field: (each.mine, each.theirs) for each in stale.value.differences}
    assert texts["number"] == ("119/KB/2026", "")
    assert texts["parties"] == ("Direktur Jenderal\nBupati", "")
    assert Agreement.objects.get(pk=agreement.pk).number == ""


@pytest.mark.parametrize(("content", "suffix"), [(PDF, ".pdf"), (JPEG, ".jpg"), (PNG, ".png")])
def test_a_scan_is_told_by_its_first_bytes(world: World, agreement: Agreement, content: bytes, suffix: str):
    stored = agreements.attach_scan(
        agreement, actor=world.people["editor"], name="x.exe", content=content, expected_version=1
    )
    assert stored.scan_name == f"nota-kesepakatan-1{suffix}"
    assert stored.scan_sha256 == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize("content", [b"MZ\x90", b"<svg onload=alert(1)>", b"", b"%PDX"])
def test_anything_else_is_refused(world: World, agreement: Agreement, content: bytes):
    with pytest.raises(Invalid, match=r"tidak dikenal|Berkas kosong"):
        agreements.attach_scan(
            agreement, actor=world.people["editor"], name="a.pdf", content=content, expected_version=1
        )


def test_nothing_is_locked_while_a_paper_is_looked_through(
    world: World, agreement: Agreement, monkeypatch: pytest.MonkeyPatch
):
    order: list[str] = []

    def noted(name: str) -> Any:
        original = getattr(agreements, name)

        def called(given: Any) -> Any:
            order.append(name)
            return original(given)

        return called

    for name in ("clean_scan", "_locked"):
        monkeypatch.setattr(agreements, name, noted(name))
    agreements.attach_scan(
        agreement, actor=world.people["editor"], name="a.pdf", content=PDF, expected_version=1
    )
    assert order == ["clean_scan", "_locked"]


def test_the_list_is_for_everyone_of_the_region_and_the_acts_for_the_editor(
    sign_in: SignIn, agreement: Agreement
):
    add = reverse("commitments:agreement_add")
    for name in ("editor", "leader", "head.own", "operator.other"):
        page = sign_in(name).get(reverse("commitments:agreement_list")).content.decode()
        assert "Nota kesepakatan" in page
        assert (url("edit", agreement) in page) == (add in page) == (name == "editor")


def test_an_agreement_is_added_with_as_little_as_its_kind(editor: Client, world: World):
    answer = editor.post(reverse("commitments:agreement_add"), {"kind": "komitmen bersama"})
    assert answer.status_code == 302
    made = Agreement.objects.get(cycle=world.cycle)
    assert (made.dated, made.number, made.parties) == (None, "", [])
    page = editor.get(answer["Location"]).content.decode()
    assert "Belum bertanggal" in page
    assert f'data-saved="agreement:new:{world.cycle.pk}"' in page


def test_what_is_typed_wrong_is_named_and_kept(editor: Client, world: World):
    form = {"kind": "perjanjian", "dated": "31-02-2026", "number": "119", "parties": "Bupati"}
    answer = editor.post(reverse("commitments:agreement_add"), form)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Pilih salah satu jenis." in page
    assert "Tulis tanggal seperti" in page
    assert 'value="119"' in page
    assert not Agreement.objects.exists()


def test_parties_are_typed_one_to_a_line(editor: Client, agreement: Agreement):
    form = {"parties": " Bupati \n\n Dirjen", "dated": "2026-09-29", "version": "1"}
    assert editor.post(url("edit", agreement), form).status_code == 302
    stored = Agreement.objects.get(pk=agreement.pk)
    assert (stored.parties, stored.dated) == (["Bupati", "Dirjen"], date(2026, 9, 29))


def test_a_stale_form_gets_both_texts(editor: Client, agreement: Agreement):
    Agreement.objects.filter(pk=agreement.pk).update(version=2, number="lama")
    answer = editor.post(url("edit", agreement), {"number": "119", "version": "1"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "119" in page
    assert "lama" in page


def test_a_scan_is_uploaded_and_downloaded_as_an_attachment(
    editor: Client, sign_in: SignIn, agreement: Agreement
):
    assert editor.get(url("scan", agreement)).status_code == 404
    answer = editor.post(url("scan", agreement), {"scan": upload(PDF), "version": "1"})
    assert answer.status_code == 302
    download = sign_in("head.own").get(url("scan", agreement))
    assert download.content == PDF
    assert download["Content-Disposition"] == 'attachment; filename="nota-kesepakatan-1.pdf"'
    assert download["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in download["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({}, "Pilih berkasnya lebih dahulu."),
        ({"scan": upload(b"MZ\x90")}, "Unggah PDF, JPEG atau PNG."),
        ({"scan": upload(b"")}, "Berkas ini kosong."),
    ],
)
def test_a_bad_scan_is_refused_at_its_field(editor: Client, agreement: Agreement, form: Any, sentence: str):
    answer = editor.post(url("scan", agreement), form | {"version": "1"})
    assert answer.status_code == 400
    assert sentence in answer.content.decode()
    assert Agreement.objects.get(pk=agreement.pk).scan_sha256 == ""


def test_a_scan_of_more_than_ten_megabytes_is_too_large(editor: Client, agreement: Agreement):
    big = upload(PDF + b"0" * agreements.MAX_SCAN)
    answer = editor.post(url("scan", agreement), {"scan": big, "version": "1"})
    assert answer.status_code == 413
    assert "terlalu besar" in answer.content.decode()


def test_a_scan_based_on_an_old_page_is_stale(editor: Client, agreement: Agreement):
    assert editor.post(url("scan", agreement), {"scan": upload(PDF), "version": "7"}).status_code == 409
