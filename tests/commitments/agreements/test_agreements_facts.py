"""What an agreement keeps, how they are counted, and what is shown when two disagree."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bimtek.cycle.models import Cycle
from commitments.agreements import services as agreements
from commitments.agreements.models import Agreement
from commitments.agreements.services import AgreementData
from lib import clock
from lib.audit.models import AuditEvent
from lib.errors import Forbidden, Invalid, StaleVersion
from opd.accounts.models import User
from tests.bimtek import factories as bimtek
from tests.commitments import factories
from tests.world import World

pytestmark = pytest.mark.both_databases

PDF = b"%PDF-1.7 isi %%EOF"
DATA = AgreementData(date(2026, 9, 29), "Graha Pariwisata", "119/KB/2026", ("Dirjen", "Bupati"))
KIND, OTHER = "nota kesepakatan", "komitmen bersama"


@pytest.fixture
def cycle(world: World) -> Cycle:
    return bimtek.cycle(world.region)


@pytest.fixture
def editor(world: World) -> User:
    return world.people["editor"]


def said(agreement: Agreement) -> AgreementData:
    row = Agreement.objects.get(pk=agreement.pk)
    return AgreementData(row.dated, row.place, row.number, tuple(row.parties))


def latest(act: str) -> Any:
    return AuditEvent.objects.filter(act=act).latest("pk")


def test_everything_said_is_kept(cycle: Cycle, editor: User):
    moment = clock.now().replace(year=2023)
    with clock.at(moment):
        made = agreements.record(cycle, KIND, DATA, actor=editor)
    assert said(made) == DATA
    stored = Agreement.objects.get(pk=made.pk)
    assert (stored.cycle, stored.kind, stored.order, stored.edited_at) == (cycle, KIND, 1, moment)
    event = latest("agreement.recorded")
    assert (event.object_id, event.changes) == (str(made.pk), {"kind": KIND})


def test_agreements_are_counted_within_their_kind_and_their_cycle(world: World, cycle: Cycle, editor: User):
    numbers = [("1", KIND), ("2", KIND), ("1", OTHER), ("3", KIND)]
    made = [agreements.record(cycle, kind, AgreementData(number=n), actor=editor) for n, kind in numbers]
    assert [row.order for row in made] == [1, 2, 1, 3]
    elsewhere = bimtek.cycle(world.region)
    assert agreements.record(elsewhere, KIND, AgreementData(number="3"), actor=editor).order == 1


def test_only_the_newest_of_a_kind_is_meant_by_the_same_words(cycle: Cycle, editor: User):
    first, second = AgreementData(number="1"), AgreementData(number="2")
    rows = [agreements.record(cycle, KIND, data, actor=editor).pk for data in (first, second, second, first)]
    assert rows[1] == rows[2]
    assert len(set(rows)) == 3


@pytest.mark.parametrize(
    "differs", [{"dated": date(2026, 9, 30)}, {"place": "Aula"}, {"number": "1"}, {"parties": ("Dirjen",)}]
)
def test_one_other_word_makes_another_agreement(cycle: Cycle, editor: User, differs: dict[str, Any]):
    first = agreements.record(cycle, KIND, DATA, actor=editor)
    assert agreements.record(cycle, KIND, replace(DATA, **differs), actor=editor) != first


def test_a_change_keeps_everything_said_and_when(cycle: Cycle, editor: User):
    made = agreements.record(cycle, KIND, AgreementData(place="Aula"), actor=editor)
    moment = clock.now().replace(year=2023)
    with clock.at(moment):
        agreements.update(made, DATA, actor=editor, expected_version=1)
    assert said(made) == DATA
    stored = Agreement.objects.get(pk=made.pk)
    assert (stored.version, stored.edited_at) == (2, moment)
    assert latest("agreement.changed").changes == {
        "dated": ["", "2026-09-29"],
        "place": ["Aula", "Graha Pariwisata"],
        "number": ["", "119/KB/2026"],
        "parties": ["", "Dirjen\nBupati"],
    }


def test_the_same_words_on_the_newest_version_are_a_save_like_any_other(cycle: Cycle, editor: User):
    made = agreements.record(cycle, KIND, DATA, actor=editor)
    assert agreements.update(made, DATA, actor=editor, expected_version=1).version == 2


def test_a_conflict_names_every_part_that_differs(cycle: Cycle, editor: User):
    made = agreements.record(cycle, KIND, AgreementData(place="Aula"), actor=editor)
    with pytest.raises(StaleVersion) as refusal:
        agreements.update(made, DATA, actor=editor, expected_version=9)
    told = refusal.value
    assert [(row.label, row.mine, row.theirs, row.field) for row in told.differences] == [
        ("Tanggal", "2026-09-29", "", "dated"),
        ("Tempat", "Graha Pariwisata", "Aula", "place"),
        ("Nomor", "119/KB/2026", "", "number"),
        ("Para pihak", "Dirjen\nBupati", "", "parties"),
    ]
    assert (told.version, told.changed_at) == (1, Agreement.objects.get(pk=made.pk).edited_at)


def test_only_the_editor_changes_an_agreement(world: World, cycle: Cycle, editor: User):
    made = agreements.record(cycle, KIND, AgreementData(), actor=editor)
    for name in ("admin", "leader", "facilitator", "operator.own", "head.own"):
        with pytest.raises(Forbidden):
            agreements.update(made, DATA, actor=world.people[name], expected_version=1)


class TestAScan:
    @pytest.fixture
    def agreement(self, cycle: Cycle) -> Agreement:
        return factories.agreement(cycle, KIND, edited_at=clock.now())

    def attach(self, agreement: Agreement, editor: User, **how: Any) -> Agreement:
        how = {"name": "a.pdf", "content": PDF, "expected_version": 1, **how}
        return agreements.attach_scan(agreement, actor=editor, **how)

    def test_it_is_kept_with_its_moment_and_its_name_in_the_trail(self, agreement: Agreement, editor: User):
        moment = clock.now().replace(year=2023)
        with clock.at(moment):
            self.attach(agreement, editor, name="x" * 200)
        stored = Agreement.objects.get(pk=agreement.pk)
        assert (stored.version, stored.edited_at) == (2, moment)
        assert stored.scan_name == "nota-kesepakatan-1.pdf"
        assert latest("agreement.scan_attached").changes == {"sha256": stored.scan_sha256, "name": "x" * 160}

    @pytest.mark.parametrize(("there", "told"), [("", "belum ada"), ("lama.pdf", "lama.pdf")])
    def test_one_on_an_old_page_is_shown_beside_the_one_that_is_there(
        self, agreement: Agreement, editor: User, there: str, told: str
    ):
        if there:
            Agreement.objects.filter(pk=agreement.pk).update(scan_sha256="a" * 64, scan_name=there)
        with pytest.raises(StaleVersion) as refusal:
            self.attach(agreement, editor, name="y" * 200, expected_version=7)
        said = refusal.value
        (row,) = said.differences
        assert (row.label, row.mine, row.theirs) == ("Pindaian", "y" * 160, told)
        assert (said.version, said.changed_at) == (1, agreement.edited_at)

    def test_it_may_be_exactly_as_large_as_is_said(
        self, agreement: Agreement, editor: User, monkeypatch: pytest.MonkeyPatch
    ):
        monkeypatch.setattr(agreements, "MAX_SCAN", len(PDF))
        with pytest.raises(Invalid, match="terlalu besar") as refusal:
            self.attach(agreement, editor, content=PDF + b"\n")
        assert refusal.value.fields == {"scan": "Paling besar 10 MB."}
        assert self.attach(agreement, editor).version == 2

    def test_only_the_editor_attaches_one(self, world: World, agreement: Agreement):
        for name in ("admin", "leader", "facilitator", "operator.own", "head.own"):
            with pytest.raises(Forbidden):
                self.attach(agreement, world.people[name])

    def test_what_is_no_paper_is_refused_at_its_field(self, agreement: Agreement, editor: User):
        with pytest.raises(Invalid) as refusal:
            self.attach(agreement, editor, content=b"MZ")
        assert set(refusal.value.fields) == {"scan"}

    def test_it_is_kept_with_the_agreement_that_is_meant(
        self, agreement: Agreement, cycle: Cycle, editor: User
    ):
        other = factories.agreement(cycle, KIND)
        self.attach(other, editor)
        assert Agreement.objects.get(pk=agreement.pk).scan_sha256 == ""
        assert Agreement.objects.get(pk=other.pk).scan_name == "nota-kesepakatan-2.pdf"
