"""What an event holds, and how events are read."""

import pytest
from django.db import DatabaseError, transaction

from lib.access import SYSTEM
from lib.audit import services as audit
from lib.audit.selectors import events_of
from tests.opd import factories as opd

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def event():
    return audit.record(opd.user(label="Editor Contoh"), "region.changed", opd.region(), {"name": ["a", "b"]})


def test_an_event_names_actor_act_object_region_and_change(event):
    assert (event.actor_label, event.act, event.object_type) == (
        "Editor Contoh",
        "region.changed",
        "opd.region",
    )
    assert event.region_id == int(event.object_id)
    assert event.changes == {"name": ["a", "b"]}
    assert audit.record(SYSTEM, "region.loaded", event.region).actor is None


def test_the_trail_outlives_the_name_of_who_acted(event):
    with pytest.raises(DatabaseError), transaction.atomic():
        event.actor.delete()


def test_a_change_is_told_as_before_and_after_of_what_differs():
    told = audit.changed({"a": 1, "b": "x", "c": None}, {"a": 1, "b": "y", "c": (2, 3)})
    assert told == {"b": ["x", "y"], "c": [None, "(2, 3)"]}


def test_the_newest_events_of_one_row_come_first(event):
    region = event.region
    audit.record(SYSTEM, "region.loaded", region)
    audit.record(SYSTEM, "region.loaded", opd.region())
    assert [found.act for found in events_of(region)] == ["region.loaded", "region.changed"]
    assert len(events_of(region, limit=1)) == 1
