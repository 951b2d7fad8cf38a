"""What was done to a row, in words; the trail outlives the code that wrote it."""

from datetime import UTC, datetime

import pytest

from lib import clock
from lib.audit.models import AuditEvent
from lib.history import history
from masterplan.programmes import rules
from masterplan.programmes.document import label
from tests.masterplan import factories

pytestmark = pytest.mark.django_db

AT = datetime(2026, 8, 1, 9, tzinfo=UTC)


@pytest.fixture
def programme():
    return factories.programme(factories.plan())


def told(row, act, **changes):
    AuditEvent.objects.create(
        at=AT,
        actor_label="Operator DLH",
        act=act,
        object_type="masterplan.programme",
        object_id=str(row.pk),
        object_label=str(row),
        changes=changes,
    )
    newest = history(row, rules.CREATE, label)[0]
    return newest.by, newest.what


@pytest.mark.parametrize(
    ("act", "changes", "what"),
    [
        ("programme.set_aside", {"reason": "Ganda"}, "mengesampingkan"),
        (
            "programme.changed",
            {"name": ["a", "b"], "target_2027": ["", "6"]},
            "mengubah nama program, target 2027",
        ),
        ("programme.changed", {"supporting_opds": ["", "Dlh"]}, "mengubah OPD pendukung"),
        ("programme.changed", {}, "mengubah isian"),
        (
            "programme.changed",
            {f"target_{year}": ["", "6"] for year in range(2027, 2032)},
            "mengubah target 2027, target 2028, target 2029, dan 2 isian lain",
        ),
        ("programme.changed", {"gone_since": ["a", "b"]}, "mengubah gone_since"),
        ("programme.painted", {"colour": "merah"}, "programme.painted"),
    ],
)
def test_an_event_in_words(programme, act, changes, what):
    assert told(programme, act, **changes) == ("Operator DLH", what)


def test_what_came_with_a_folder_says_so_and_what_was_made_here_does_not(programme):
    assert [moment.what for moment in history(programme, rules.CREATE, label)] == [
        "memuat dari berkas daerah"
    ]
    told(programme, "programme.created")
    assert [moment.what for moment in history(programme, rules.CREATE, label)] == ["menambah program ini"]


def test_the_newest_stand_first_and_no_more_than_twelve():
    with clock.at(AT):
        programme = factories.programme(factories.plan())
    for number in range(14):
        told(programme, "programme.changed", **{f"field {number}": ["", "x"]})
    moments = history(programme, rules.CREATE, label)
    assert (len(moments), moments[0].what) == (12, "mengubah field 13")
