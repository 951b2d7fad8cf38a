"""The services of findings: who, when, what, and the trail they leave."""

import uuid
from decimal import Decimal
from functools import partial

import pytest
from django.contrib.auth.models import AnonymousUser

from bimtek.findings import services as findings
from bimtek.findings.document import FindingData
from bimtek.findings.models import Finding
from lib import clock
from lib.access import SYSTEM
from lib.audit.models import AuditEvent
from lib.errors import Conflict, Forbidden, Invalid, StaleVersion
from lib.versioned.services import NOT_SENT
from opd.accounts.roles import Role
from tests.bimtek import factories as bimtek
from tests.masterplan import factories as masterplan
from tests.opd import factories as opd
from tests.parallel import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def room():
    return Room()


class Room:
    """A region with two offices, a cycle, and people who write in it."""

    def __init__(self):
        self.region = opd.region()
        self.own, self.other = opd.opd(self.region, "DLH"), opd.opd(self.region, "DISDIK")
        self.cycle = bimtek.cycle(self.region)
        self.editor = opd.user(Role.EDITOR, self.region)
        self.facilitator = opd.user(Role.FACILITATOR, self.region)
        self.operator = opd.user(Role.OPERATOR, self.own)

    def data(self, **values):
        plain = {"kind": "masalah", "title": "Sungai kotor", "dimension": bimtek.dimension(self.cycle)}
        return FindingData(**{**plain, **values})

    def record(self, actor=None, uid=None, **values):
        uid = uid or uuid.uuid4()
        return findings.record(self.cycle, self.data(**values), actor=actor or self.editor, uid=uid)


def acts(finding):
    trail = AuditEvent.objects.filter(object_type="bimtek.finding", object_id=str(finding.pk))
    return list(trail.values_list("act", flat=True))


def test_a_finding_gets_the_next_code_and_leaves_a_trace(room):
    first, second = room.record(), room.record(title="Jalan rusak")
    assert (first.code, second.code) == ("T-001", "T-002")
    assert first.edited_by == room.editor
    assert acts(first) == ["finding.recorded"]


def test_the_same_uid_twice_gives_one_finding(room):
    uid = uuid.uuid4()
    assert room.record(uid=uid) == room.record(uid=uid)
    assert Finding.objects.count() == 1
    assert AuditEvent.objects.filter(act="finding.recorded").count() == 1


def test_another_text_under_a_used_uid_is_refused_and_not_lost_in_silence(room):
    uid = uuid.uuid4()
    room.record(uid=uid)
    with pytest.raises(Conflict, match="T-001"):
        room.record(uid=uid, title="Jalan rusak")


def test_a_facilitator_records_in_the_room(room):
    assert room.record(actor=room.facilitator).code == "T-001"


def test_an_operator_records_for_the_own_office_only(room):
    assert room.record(actor=room.operator, owner_opd=room.own).owner_opd == room.own
    for owner in (room.other, None):
        with pytest.raises(Forbidden):
            room.record(actor=room.operator, owner_opd=owner)


@pytest.mark.parametrize("role", [Role.ADMIN, Role.LEADER])
def test_others_record_nothing(room, role):
    with pytest.raises(Forbidden):
        room.record(actor=opd.user(role, room.region))
    with pytest.raises(Forbidden):
        room.record(actor=AnonymousUser())


def test_an_editor_of_another_region_records_nothing_here(room):
    with pytest.raises(Forbidden):
        room.record(actor=opd.user(Role.EDITOR, opd.region()))


def test_every_part_must_belong_to_the_cycle(room):
    elsewhere = bimtek.cycle()
    foreign = {
        "dimension": bimtek.dimension(elsewhere),
        "session": bimtek.session(elsewhere),
        "subdimension": bimtek.dimension(room.cycle, "GOV").subdimensions.get(),
        "owner_opd": opd.opd(elsewhere.region),
    }
    for name, value in foreign.items():
        with pytest.raises(Invalid) as refusal:
            room.record(**{name: value})
        assert name in refusal.value.fields
    assert not Finding.objects.exists()


@pytest.mark.parametrize("wrong", [{"title": "  "}, {"kind": "ancaman"}])
def test_a_finding_needs_a_sentence_and_a_kind(room, wrong):
    with pytest.raises(Invalid) as refusal:
        room.record(**wrong)
    assert set(refusal.value.fields) == set(wrong)


def test_a_change_raises_the_version_and_tells_what_changed(room):
    finding = room.record(evidence_value=Decimal("1250.5"))
    changed = room.data(title="Sungai hitam", evidence_value=Decimal("1300"))
    findings.update(finding, changed, actor=room.editor, expected_version=1)
    finding.refresh_from_db()
    assert (finding.title, finding.version) == ("Sungai hitam", 2)
    event = AuditEvent.objects.get(act="finding.changed")
    assert event.changes == {
        "title": ["Sungai kotor", "Sungai hitam"],
        "evidence_value": ["1.250,5", "1.300"],
    }


@pytest.mark.parametrize("version", [NOT_SENT, 0, 2])
def test_a_stale_save_is_refused_with_both_texts(room, version):
    finding = room.record()
    findings.update(finding, room.data(title="Kali hitam"), actor=room.editor, expected_version=1)
    findings.update(finding, room.data(title="Kali biru"), actor=room.editor, expected_version=2)
    with pytest.raises(StaleVersion) as refusal:
        findings.update(finding, room.data(title="Kali merah"), actor=room.editor, expected_version=version)
    (difference,) = refusal.value.differences
    assert (difference.mine, difference.theirs, difference.field) == ("Kali merah", "Kali biru", "title")
    assert (refusal.value.version, refusal.value.changed_by) == (3, str(room.editor))
    finding.refresh_from_db()
    assert finding.title == "Kali biru"


def test_choices_are_shown_in_a_conflict_but_cannot_be_typed_over(room):
    finding = room.record()
    with pytest.raises(StaleVersion) as refusal:
        findings.update(finding, room.data(kind="keunggulan"), actor=room.editor, expected_version=9)
    (difference,) = refusal.value.differences
    assert difference.field == ""


def test_an_operator_betters_the_own_finding_and_cannot_hand_it_over(room):
    finding = room.record(owner_opd=room.own)
    findings.update(finding, room.data(owner_opd=room.own), actor=room.operator, expected_version=1)
    with pytest.raises(Forbidden):
        findings.update(finding, room.data(owner_opd=room.other), actor=room.operator, expected_version=2)


def test_only_the_editor_and_the_owner_change_a_finding(room):
    finding = room.record(owner_opd=room.own)
    stranger = opd.user(Role.OPERATOR, room.other)
    for actor in (room.facilitator, stranger, opd.user(Role.HEAD, room.own)):
        with pytest.raises(Forbidden):
            findings.update(finding, room.data(), actor=actor, expected_version=1)
        with pytest.raises(Forbidden):
            findings.set_aside(finding, actor=actor, expected_version=1, reason="Keliru")
        with pytest.raises(Forbidden):
            findings.restore(finding, actor=actor, expected_version=1)
        with pytest.raises(Forbidden):
            findings.delete(finding, actor=actor, expected_version=1)


def test_set_aside_and_taken_back(room):
    finding = room.record()
    finding = findings.set_aside(finding, actor=room.editor, expected_version=1, reason=" Ganda ")
    assert finding.set_aside_reason == "Ganda"
    assert finding not in Finding.objects.live()
    finding = findings.restore(finding, actor=room.editor, expected_version=2)
    assert (finding.set_aside_at, finding.set_aside_reason, finding.version) == (None, "", 3)
    assert acts(finding) == ["finding.recorded", "finding.set_aside", "finding.restored"]


def test_setting_aside_needs_a_reason(room):
    with pytest.raises(Invalid) as refusal:
        findings.set_aside(room.record(), actor=room.editor, expected_version=1, reason=" \n")
    assert "reason" in refusal.value.fields


def test_an_act_happens_once(room):
    finding = room.record()
    with pytest.raises(Conflict):
        findings.restore(finding, actor=room.editor, expected_version=1)
    findings.set_aside(finding, actor=room.editor, expected_version=1, reason="Ganda")
    with pytest.raises(Conflict):
        findings.set_aside(finding, actor=room.editor, expected_version=2, reason="Ganda")


def test_an_act_is_about_the_text_that_was_seen(room):
    finding = room.record()
    findings.update(finding, room.data(title="Kali hitam"), actor=room.editor, expected_version=1)
    for act in (
        lambda: findings.set_aside(finding, actor=room.editor, expected_version=1, reason="Keliru"),
        lambda: findings.delete(finding, actor=room.editor, expected_version=NOT_SENT),
    ):
        with pytest.raises(Conflict, match="diubah"):
            act()
    assert Finding.objects.live().filter(pk=finding.pk).exists()


def test_a_deleted_finding_is_gone_but_its_code_and_trace_stay(room):
    finding = room.record()
    findings.delete(finding, actor=room.editor, expected_version=1)
    assert not Finding.objects.exists()
    event = AuditEvent.objects.get(act="finding.deleted")
    assert (event.object_label, event.changes) == ("T-001 Sungai kotor", {"title": "Sungai kotor"})
    assert room.record(title="Jalan rusak").code == "T-002"


def test_what_a_frozen_version_holds_is_not_deleted(room):
    finding = room.record()
    masterplan.frozen(masterplan.plan(room.cycle))
    with pytest.raises(Conflict, match="versi beku"):
        findings.delete(finding, actor=room.editor, expected_version=1)
    assert Finding.objects.filter(pk=finding.pk).exists()


def test_what_holds_merged_findings_is_not_deleted(room):
    finding, other = room.record(), room.record(title="Kali kotor")
    Finding.objects.filter(pk=other.pk).update(merged_into=finding)
    with pytest.raises(Conflict, match="digabungkan"):
        findings.delete(finding, actor=room.editor, expected_version=1)


def test_deleting_a_finding_takes_its_links_and_leaves_the_programme(room):
    plan = masterplan.plan(room.cycle)
    finding, programme = room.record(), masterplan.programme(plan, room.own)
    programme.findings.add(finding)
    findings.delete(finding, actor=room.editor, expected_version=1)
    assert list(programme.findings.all()) == []


def test_what_somebody_deleted_meanwhile_is_a_conflict_and_no_failure(room):
    finding = room.record()
    findings.delete(finding, actor=room.editor, expected_version=1)
    with pytest.raises(Conflict, match="sudah dihapus"):
        findings.update(Finding(pk=10**6), room.data(), actor=room.editor, expected_version=1)


def test_the_time_of_a_change_is_the_portals_time(room):
    moment = clock.now().replace(year=2022)
    with clock.at(moment):
        assert room.record(actor=SYSTEM).edited_at == moment


@pytest.mark.django_db(transaction=True)
def test_many_people_at_once_get_many_codes_and_a_double_click_gets_one():
    room = Room()
    forms = [{"uid": uuid.uuid4(), "title": f"Temuan {number}"} for number in range(3)]
    found = at_once([partial(room.record, **form) for form in (*forms, *forms)])
    assert sorted(finding.code for finding in found) == sorted(["T-001", "T-002", "T-003"] * 2)
    assert Finding.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_of_two_saves_at_once_one_is_refused_and_told_whose_the_other_was():
    room = Room()
    one = room.record()
    people = [opd.user(Role.EDITOR, room.region) for _ in range(2)]
    calls = [
        partial(
            findings.update, one, room.data(title=str(person)), actor=person, expected_version=one.version
        )
        for person in people
    ]
    (refused,) = [result for result in at_once(calls) if isinstance(result, StaleVersion)]
    one.refresh_from_db()
    assert refused.changed_by == str(one.edited_by) == one.title


def test_a_form_that_arrived_without_its_mark_is_refused_and_nothing_is_written(room):
    with pytest.raises(Invalid, match="Formulir tidak lengkap"):
        findings.record(room.cycle, room.data(), actor=room.editor, uid=None)
    assert not Finding.objects.exists()
