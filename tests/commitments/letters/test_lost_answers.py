"""When only the answer is lost, what is sent again is stored once and is no conflict with itself; whatever
differs from what is stored is told and never swallowed."""

import uuid
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from bimtek.findings import services as findings
from bimtek.findings.document import FindingData
from bimtek.findings.models import Finding
from commitments.agreements import services as agreements
from commitments.agreements.models import Agreement
from commitments.agreements.services import AgreementData
from lib.audit.models import AuditEvent
from lib.errors import Conflict, Invalid, StaleVersion
from lib.threads.models import Answer
from lib.versioned.services import ANY, NOT_SENT
from masterplan.programmes import services as programmes
from masterplan.programmes.document import ProgrammeData
from masterplan.programmes.models import Programme
from masterplan.sections import services as sections
from masterplan.sections.body.text import body_from_text
from masterplan.sections.models import Section
from masterplan.versions.rounds import services as rounds
from tests.masterplan import factories
from tests.masterplan.factories import Cell

pytestmark = pytest.mark.both_databases


def finding_of(world: Any, **said: Any) -> FindingData:
    plain: dict[str, Any] = {"kind": "masalah", "title": "Sungai kotor", "dimension": world.finding.dimension}
    return FindingData(**plain | said)


def programme_of(world: Any, **said: Any) -> ProgrammeData:
    one = world.programme
    return ProgrammeData(
        **{
            "name": "Pantau sungai",
            "dimension": one.dimension,
            "lead_opd": one.lead_opd,
            "horizon": one.horizon,
        }
        | said
    )


# What edits: the row, what is said first and in another way, and the act.
EDITS: dict[str, Any] = {
    "finding": (
        Finding,
        lambda world: (finding_of(world, description="Busa putih."), finding_of(world, description="Busa.")),
        findings.update,
    ),
    "programme": (
        Programme,
        lambda world: (programme_of(world, note="satu"), programme_of(world, note="dua")),
        programmes.update,
    ),
    "section": (
        Section,
        lambda world: (body_from_text("Satu alinea."), body_from_text("Alinea lain.")),
        lambda row, body, **how: sections.write(row, body=body, **how),
    ),
    "agreement": (
        Agreement,
        lambda world: (
            AgreementData(date(2026, 9, 29), "Bekasi"),
            AgreementData(date(2026, 9, 29), "Cikarang"),
        ),
        agreements.update,
    ),
}


@pytest.mark.parametrize("name", EDITS)
class TestAnEdit:
    @pytest.fixture
    def case(self, name, world):
        model, said, act = EDITS[name]
        row = model.objects.get(pk=world.rows[name].pk)
        one, other = said(world)
        opened = row.version
        act(row, one, actor=world.people["editor"], expected_version=opened)

        def send(data, version, actor="editor"):
            return act(
                model.objects.get(pk=row.pk), data, actor=world.people[actor], expected_version=version
            )

        return model, row.pk, one, other, opened, send

    def test_sent_again_is_stored_once_and_no_conflict(self, case):
        model, pk, one, _, opened, send = case
        events, version = AuditEvent.objects.count(), model.objects.get(pk=pk).version
        assert send(one, opened).pk == pk
        assert (AuditEvent.objects.count(), model.objects.get(pk=pk).version) == (events, version)

    def test_another_text_on_the_old_version_is_shown_beside_the_stored_one(self, case):
        _, _, _, other, opened, send = case
        with pytest.raises(StaleVersion):
            send(other, opened)

    @pytest.mark.parametrize("version", [NOT_SENT, 99])
    def test_a_version_nobody_can_have_read_is_stale_even_for_the_same_text(self, version, case):
        _, _, one, _, _, send = case
        with pytest.raises(StaleVersion):
            send(one, version)


class TestACreation:
    @pytest.mark.parametrize(
        "said",
        [
            {"description": "Busa putih."},
            {"kind": "keunggulan"},
            {"area": ["Babelan"]},
            {"evidence_value": Decimal("1.5")},
            {"evidence_year": 2022},
            {"title": "Sungai jernih"},
        ],
    )
    def test_a_finding_said_otherwise_under_the_same_id_is_told(self, said, world):
        uid, editor = uuid.uuid4(), world.people["editor"]
        made = findings.record(world.cycle, finding_of(world), actor=editor, uid=uid)
        assert findings.record(world.cycle, finding_of(world), actor=editor, uid=uid) == made
        with pytest.raises(Conflict, match=made.code):
            findings.record(world.cycle, finding_of(world, **said), actor=editor, uid=uid)

    @pytest.mark.parametrize(
        "said", [{"note": "lain"}, factories.numbers({2027: Cell(Decimal(3))}), {"quick_win": True}]
    )
    def test_a_programme_said_otherwise_under_the_same_id_is_told(self, said, world):
        uid, editor, data = uuid.uuid4(), world.people["editor"], programme_of(world)
        made = programmes.create(world.plan, data, actor=editor, uid=uid)
        assert programmes.create(world.plan, data, actor=editor, uid=uid) == made
        with pytest.raises(Conflict, match=made.code):
            programmes.create(world.plan, replace(data, **said), actor=editor, uid=uid)

    @pytest.mark.parametrize("said", [{"text": "Lain."}, {"quote": "kutipan"}, {"section": "section_other"}])
    def test_a_comment_said_otherwise_under_the_same_id_is_told(self, said, world):
        uid, facilitator = uuid.uuid4(), world.people["facilitator"]
        plain: dict[str, Any] = {
            "text": "Sumbernya?",
            "section": world.section,
            "actor": facilitator,
            "uid": uid,
        }
        made = rounds.add_comment(world.round, **plain)
        assert rounds.add_comment(world.round, **plain) == made
        other = {name: world.rows.get(value, value) for name, value in said.items()}
        with pytest.raises(Conflict, match="sudah dipakai"):
            rounds.add_comment(world.round, **plain | other)


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "//evil.test", "data:text/html,x", "ftp://x/", "x"]
)
def test_only_an_address_of_the_web_is_stored_as_one(address, world):
    editor = world.people["editor"]
    with pytest.raises(Invalid) as refused:
        findings.record(world.cycle, finding_of(world, source_url=address), actor=editor, uid=uuid.uuid4())
    assert "http" in refused.value.fields["source_url"]
    said = programme_of(world, source_url=address)
    with pytest.raises(Invalid) as refused:
        programmes.create(world.plan, said, actor=editor, uid=uuid.uuid4())
    assert "http" in refused.value.fields["source_url"]


# Acts with a reason: what is sent, to where, and the mark by which the browser forgets the reason.
ACTS = [
    ("editor", "commitments:commitment_withdraw", "commitment", {"reason": "Salah OPD."}, "withdraw"),
    ("editor", "masterplan:programme_set_aside", "programme", {"reason": "Digabung."}, "programme:aside"),
    ("editor", "bimtek:finding_set_aside", "finding", {"reason": "Sama."}, "finding:aside"),
]


@pytest.mark.parametrize(("who", "address", "name", "sent", "mark"), ACTS, ids=[act[1] for act in ACTS])
def test_the_page_after_an_act_forgets_its_reason_in_the_browser(
    who, address, name, sent, mark, sign_in, world
):
    row = type(world.rows[name]).objects.get(pk=world.rows[name].pk)
    version = getattr(row, "version", "")
    page = sign_in(who).post(reverse(address, args=[row.pk]), {**sent, "version": version}, follow=True)
    assert f'data-saved="{mark}:{row.pk}"' in page.content.decode()


def test_the_page_after_a_decision_forgets_its_reason_as_well(sign_in, world):
    for comment in world.round.comments.unanswered():
        rounds.answer(
            comment, actor=world.people["editor"], answer=Answer.ACCEPTED, text="", expected_version=0
        )
    rounds.close_round(world.round, actor=world.people["editor"], expected_comments=ANY)
    sent = {"decision": "returned", "reason": "Perbaiki.", "seen_sha256": world.revision_in_review.sha256}
    address = reverse("commitments:round_decide", args=[world.round.pk])
    page = sign_in("facilitator").post(address, sent, follow=True).content.decode()
    assert f'data-saved="decide:{world.round.pk}"' in page


def test_the_page_after_freezing_forgets_the_name_as_well(sign_in, world):
    sent = {"plan": world.plan.slug, "label": "v1.0", "seen": str(world.revision.number)}
    page = sign_in("editor").post(reverse("masterplan:revision_freeze"), sent, follow=True).content.decode()
    assert f'data-saved="freeze:{world.plan.slug}"' in page
