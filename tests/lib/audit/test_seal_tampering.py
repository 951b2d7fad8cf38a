"""The trail against who may write to the database past its triggers: found and named."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lib import clock
from lib.access import SYSTEM
from lib.audit import sealing
from lib.audit import services as audit
from lib.audit.inspection import BACKDATED, Break, Head, inspect
from lib.audit.models import AuditEvent, AuditSeal
from tests.lib.audit import chains
from tests.opd import factories

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
COUNT = 9


@pytest.fixture
def trail():
    return chains.sealed(COUNT)


def event(number):
    """The event of a link."""
    return AuditSeal.objects.get(pk=number).event_id


class TestWithoutTriggers:
    """As somebody who owns the database: each tampering is found, and the first entry it broke is named."""

    def test_nothing_done_is_nothing_found(self, trail):
        report = chains.after(lambda: None, heads=(chains.head(),))
        assert (report.fault, report.count, report.head) == (None, COUNT, chains.head().sha256)

    @pytest.mark.parametrize(
        ("column", "value"),
        [
            ("act", "'region.loaded'"),
            ("at", "'2020-01-01 00:00:00+00:00'"),
            ("actor_label", "'Orang lain'"),
            ("object_id", "'5'"),
            ("object_label", "'Lain'"),
            ("object_type", "'opd.opd'"),
            ("region_id", "NULL"),
            ("changes", "'{}'"),
        ],
    )
    def test_a_changed_event_is_named(self, trail, column, value):
        pk = event(4)
        report = chains.after(
            lambda: chains.sql(f"UPDATE audit_auditevent SET {column} = {value} WHERE id = {pk}")
        )
        assert (report.fault.kind, report.fault.number) == (Break.CHANGED, 4)
        assert f"Mata rantai 4 (kejadian {pk}" in report.fault.words

    @pytest.mark.parametrize(
        "change",
        ["sha256 = 'ff'", "sealed_at = '2020-01-01 00:00:00+00:00'", "event_id = {other}"],
    )
    def test_a_changed_link_is_named(self, trail, change):
        other = chains.events(1)[0].pk
        statement = f"UPDATE audit_auditseal SET {change.format(other=other)} WHERE id = 4"
        report = chains.after(lambda: chains.sql(statement))
        assert (report.fault.kind, report.fault.number) == (Break.CHANGED, 4)

    @pytest.mark.parametrize("number", [1, 4, COUNT])
    def test_a_removed_event_is_named(self, trail, number):
        pk = event(number)
        report = chains.after(lambda: chains.sql("DELETE FROM audit_auditevent WHERE id = %s", pk))
        assert (report.fault.kind, report.fault.number) == (Break.REMOVED, number)
        assert f"kejadian {pk} hilang" in report.fault.words

    def test_a_removed_link_is_named(self, trail):
        report = chains.after(lambda: chains.sql("DELETE FROM audit_auditseal WHERE id = 4"))
        assert (report.fault.kind, report.fault.number) == (Break.REMOVED, 4)
        assert report.fault.words == "Mata rantai 4 hilang."

    def test_a_removed_event_is_named_although_the_gap_was_closed(self, trail):
        def remove():
            pk = event(4)
            chains.sql("DELETE FROM audit_auditseal WHERE id = 4")
            chains.sql("DELETE FROM audit_auditevent WHERE id = %s", pk)
            for number in range(5, COUNT + 1):
                chains.sql("UPDATE audit_auditseal SET id = %s WHERE id = %s", number - 1, number)

        assert chains.after(remove).fault.number == 4

    def test_a_link_inserted_in_the_middle_is_named(self, trail):
        def insert():
            made = AuditEvent.objects.create(at=clock.now(), act="x", object_type="x", object_id="1")
            for number in range(COUNT, 3, -1):
                chains.sql("UPDATE audit_auditseal SET id = %s WHERE id = %s", number + 1, number)
            AuditSeal.objects.create(pk=4, event=made, sealed_at=clock.now(), sha256="f" * 64)

        assert chains.after(insert).fault.number == 4

    def test_the_end_cut_off_is_found_by_a_head_that_was_kept(self, trail):
        def cut():
            chains.sql("DELETE FROM audit_auditseal WHERE id > 6")
            chains.sql("DELETE FROM audit_auditevent WHERE id > %s", event(6))

        assert chains.after(cut).fault is None  # nothing here can tell; hence heads are kept elsewhere
        fault = chains.after(cut, heads=(chains.head("kepala bagian hukum"),)).fault
        assert (fault.kind, fault.number) == (Break.CUT, 7)
        assert "kepala bagian hukum" in fault.words

    def test_a_chain_made_anew_from_somewhere_is_found_by_a_head_that_was_kept(self, trail):
        def forge():
            chains.sql("UPDATE audit_auditevent SET act = 'x' WHERE id = %s", event(4))
            chains.chain_anew(4)

        assert chains.after(forge).fault is None
        assert chains.after(forge, heads=(chains.head(),)).fault.kind == Break.CUT

    def test_everything_emptied_is_found_by_a_head_that_was_kept(self, trail):
        def empty():
            chains.sql("DELETE FROM audit_auditseal")
            chains.sql("DELETE FROM audit_auditevent")

        assert chains.after(empty, heads=(chains.head(),)).fault.kind == Break.CUT

    def test_a_head_of_another_number_or_about_another_thing_is_named(self, trail):
        kept = chains.head()
        elsewhere = (
            Head(kept.sha256, "buku", number=3),
            Head(kept.sha256, "buku", about=("masterplan.revision", "1")),
        )
        for head in elsewhere:
            fault = inspect([head]).fault
            assert (fault.kind, fault.number) == (Break.CHANGED, COUNT)

    def test_several_heads_of_one_link_are_all_found(self, trail):
        assert inspect([chains.head("a"), chains.head("b")]).fault is None


class TestInserted:
    """The portal's account may add events, so it may invent one. What it cannot is give it an old place."""

    def invent(self, age):
        region = factories.region()
        with clock.at(clock.now() - age):
            return audit.record(SYSTEM, "commitment.signed", region)

    @pytest.fixture
    def long_ago(self):
        chains.sealed(3)
        return 2 * BACKDATED

    def test_an_event_that_tells_of_long_before_what_was_sealed_is_named(self, long_ago):
        made = self.invent(long_ago)
        sealing.seal()
        fault = inspect().fault
        assert (fault.kind, fault.number) == (Break.INSERTED, 4)
        assert f"kejadian {made.pk}" in fault.words

    def test_it_is_named_before_it_is_sealed_too(self, long_ago):
        made = self.invent(long_ago)
        report = inspect()
        assert (report.fault.kind, report.fault.number, report.unsealed) == (Break.INSERTED, None, 1)
        assert str(made.pk) in report.fault.words

    def test_a_transaction_of_some_hours_is_no_forgery(self, long_ago):
        self.invent(BACKDATED - timedelta(hours=1))
        assert inspect().unsealed == 1
        sealing.seal()
        assert inspect().fault is None

    def test_what_was_not_sealed_for_days_is_sealed_without_suspicion(self):
        for days in (9, 5, 3):
            self.invent(timedelta(days=days))
        sealing.seal()
        assert inspect().fault is None

    def test_an_illustrative_plan_tells_of_earlier_days_and_is_counted(self, long_ago):
        self.invent(long_ago)
        assert inspect(allow_backdated=True).fault is None
        sealing.seal()
        report = inspect(allow_backdated=True)
        assert (report.fault, report.backdated) == (None, 1)


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=6)
VALUES = st.recursive(st.none() | st.booleans() | st.integers() | TEXTS, st.lists, max_leaves=4)


def change_text(number):
    chains.sql("UPDATE audit_auditevent SET object_label = object_label || 'x' WHERE id = %s", event(number))


def remove_both(number):
    pk = event(number)
    chains.sql("DELETE FROM audit_auditseal WHERE id = %s", number)
    chains.sql("DELETE FROM audit_auditevent WHERE id = %s", pk)


def remove_and_close_the_gap(number):
    remove_both(number)
    for later in range(number + 1, AuditSeal.objects.latest("pk").pk + 1):
        chains.sql("UPDATE audit_auditseal SET id = %s WHERE id = %s", later - 1, later)


def cut_here(number):
    chains.sql("DELETE FROM audit_auditevent WHERE id >= %s", event(number))
    chains.sql("DELETE FROM audit_auditseal WHERE id >= %s", number)


def swap_with_the_first(number):
    first, other = event(1), event(number)
    chains.sql("UPDATE audit_auditseal SET event_id = 0 WHERE id = 1")
    chains.sql("UPDATE audit_auditseal SET event_id = %s WHERE id = %s", first, number)
    chains.sql("UPDATE audit_auditseal SET event_id = %s WHERE id = 1", other)


def change_and_chain_anew(number):
    change_text(number)
    chains.chain_anew(number)


TAMPERINGS = [
    change_text,
    remove_both,
    remove_and_close_the_gap,
    cut_here,
    swap_with_the_first,
    change_and_chain_anew,
]


@given(
    changes=st.lists(st.dictionaries(TEXTS, VALUES, max_size=3), min_size=2, max_size=5),
    place=st.floats(0, 1),
    tamper=st.sampled_from(TAMPERINGS),
)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_done_to_whatever_was_sealed_is_found(changes, place, tamper):
    """The trail grows with each example; one head was kept elsewhere."""
    region = factories.region()
    for change in changes:
        audit.record(SYSTEM, "region.changed", region, change)
    sealing.seal()
    head = chains.head()
    assert inspect([head]).fault is None
    number = 2 + round(place * (chains.length() - 2))
    report = chains.after(lambda: tamper(number), heads=(head,))
    assert report.fault is not None
    assert report.count < chains.length() or report.fault.kind == Break.CUT
    if tamper in (change_text, remove_both):
        assert report.fault.number == number
