"""What a finding keeps of what was said, by whom and when; and what is shown when two disagree."""

import uuid
from dataclasses import fields, replace
from decimal import Decimal
from typing import Any

import pytest

from bimtek.cycle.models import Cycle
from bimtek.findings import services as findings
from bimtek.findings.document import FindingData
from bimtek.findings.models import Finding
from lib import clock
from lib.access import SYSTEM
from lib.audit.models import AuditEvent
from lib.errors import Conflict, Invalid, StaleVersion
from opd.accounts.roles import Role
from tests.bimtek import factories as bimtek
from tests.bimtek.findings.test_findings import Room
from tests.opd import factories as opd

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def room():
    return Room()


def whole(room, cycle: Cycle | None = None) -> FindingData:
    """Everything that can be said."""
    dimension = bimtek.dimension(cycle or room.cycle)
    return FindingData(
        kind="keunggulan",
        title="Kali jernih",
        dimension=dimension,
        session=bimtek.session(cycle or room.cycle),
        description="Sudah dua tahun.",
        root_cause="Dirawat warga",
        subdimension=dimension.subdimensions.get(),
        area=("Babelan", "Tarumajaya"),
        owner_opd=room.own,
        evidence_value=Decimal("12.5"),
        evidence_unit="km",
        evidence_year=2024,
        source_url="https://contoh.go.id/kali",
    )


def record(room, data: FindingData, **how: Any) -> Finding:
    how = {"actor": room.editor, "uid": uuid.uuid4(), **how}
    return findings.record(room.cycle, data, **how)


def said(finding: Finding) -> FindingData:
    stored = Finding.objects.get(pk=finding.pk)
    data = FindingData(**{field.name: getattr(stored, field.name) for field in fields(FindingData)})
    return replace(data, area=tuple(data.area))


def latest(act: str) -> AuditEvent:
    return AuditEvent.objects.filter(act=act).latest("pk")


def test_everything_said_is_kept_with_who_said_it_and_when(room):
    moment = clock.now().replace(year=2023)
    with clock.at(moment):
        made = record(room, data := whole(room))
    assert said(made) == data
    stored = Finding.objects.get(pk=made.pk)
    assert (stored.cycle, stored.edited_by, stored.edited_at) == (room.cycle, room.editor, moment)


def test_a_change_keeps_everything_said_and_its_author(room):
    made = record(room, room.data(), actor=SYSTEM)
    assert made.edited_by is None
    findings.update(made, data := whole(room), actor=room.editor, expected_version=1)
    assert said(made) == data
    assert Finding.objects.get(pk=made.pk).edited_by == room.editor


def test_the_same_words_on_the_newest_version_are_a_save_like_any_other(room):
    made = record(room, room.data())
    assert findings.update(made, room.data(), actor=room.editor, expected_version=1).version == 2


def test_a_conflict_names_every_part_that_differs_and_what_can_be_typed_over(room):
    made = record(room, room.data())
    with pytest.raises(StaleVersion) as refusal:
        findings.update(
            made, replace(whole(room), dimension=room.data().dimension), actor=SYSTEM, expected_version=9
        )
    told = refusal.value
    assert [(row.label, row.mine, row.theirs, row.field) for row in told.differences] == [
        ("Jenis", "Keunggulan", "Permasalahan", ""),
        ("Judul", "Kali jernih", "Sungai kotor", "title"),
        ("Uraian", "Sudah dua tahun.", "", "description"),
        ("Penyebab", "Dirawat warga", "", "root_cause"),
        ("Nilai data", "12,5", "", ""),
        ("Satuan data", "km", "", "evidence_unit"),
        ("Tahun data", "2024", "", ""),
        ("Alamat sumber", "https://contoh.go.id/kali", "", "source_url"),
        ("Bimtek", "Bimtek I", "", ""),
        ("Subdimensi", "ENV satu", "", ""),
        ("OPD terkait", str(room.own), "", ""),
        ("Wilayah", "Babelan, Tarumajaya", "", ""),
    ]
    assert (told.version, told.changed_by, told.changed_at) == (1, str(room.editor), made.edited_at)


def test_the_mark_of_a_form_belongs_to_one_cycle(room):
    """The same words in another region are another finding; a mark used there is not used again here."""
    elsewhere, uid = bimtek.cycle(), uuid.uuid4()
    opd.grant(room.editor, Role.EDITOR, elsewhere.region)
    record(room, room.data(), uid=uid)
    twin = FindingData(kind="masalah", title="Sungai kotor", dimension=bimtek.dimension(elsewhere))
    with pytest.raises(Conflict, match="T-001"):
        findings.record(elsewhere, twin, actor=room.editor, uid=uid)
    made = findings.record(elsewhere, twin, actor=room.editor, uid=uuid.uuid4())
    assert (made.code, made.cycle) == ("T-001", elsewhere)


def test_an_address_that_is_none_is_refused_at_its_field_on_both_ways_in(room):
    wrong = room.data(source_url="bukan alamat")
    made = record(room, room.data())
    for act in (
        lambda: record(room, wrong),
        lambda: findings.update(made, wrong, actor=room.editor, expected_version=1),
    ):
        with pytest.raises(Invalid) as refusal:
            act()
        assert set(refusal.value.fields) == {"source_url"}
    assert said(made).source_url == ""


def test_setting_aside_keeps_its_moment_its_reason_and_its_author(room):
    made = record(room, room.data(), actor=SYSTEM)
    moment = clock.now().replace(year=2023)
    with clock.at(moment):
        findings.set_aside(made, actor=room.editor, expected_version=1, reason=" Ganda ")
    stored = Finding.objects.get(pk=made.pk)
    assert (stored.set_aside_at, stored.set_aside_reason, stored.version) == (moment, "Ganda", 2)
    assert (stored.edited_by, stored.edited_at) == (room.editor, moment)
    assert latest("finding.set_aside").changes == {"reason": "Ganda"}
    findings.restore(made, actor=room.editor, expected_version=2)
    stored.refresh_from_db()
    assert (stored.set_aside_at, stored.set_aside_reason, stored.version) == (None, "", 3)


@pytest.mark.parametrize(("by", "words"), [("editor", "diubah oleh Orang"), ("", "diubah sejak Anda")])
def test_an_act_on_an_old_page_hears_who_changed_the_finding(room, by, words):
    made = record(room, room.data(), actor=room.editor if by else SYSTEM)
    with pytest.raises(Conflict, match=words):
        findings.set_aside(made, actor=SYSTEM, expected_version=7, reason="Keliru")
    findings.set_aside(made, actor=room.editor if by else SYSTEM, expected_version=1, reason="Keliru")
    with pytest.raises(Conflict, match=words):
        findings.restore(made, actor=SYSTEM, expected_version=1)
    assert Finding.objects.get(pk=made.pk).is_set_aside


def test_an_act_is_on_the_finding_that_is_meant(room):
    first, second = record(room, room.data()), record(room, room.data(title="Kali hitam"))
    findings.delete(second, actor=room.editor, expected_version=1)
    assert list(Finding.objects.all()) == [first]
    assert latest("finding.deleted").object_id == str(second.pk)
