"""The net itself: what tests/conftest.py promises, each promise able to fail."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.template import engines

from opd import audit
from opd.authorization import SYSTEM
from opd.models import AuditEvent, Region

UNKNOWN = [
    "{{ typo }}",
    "{% if typo %}x{% endif %}",
    "{% for a in typo %}x{% endfor %}",
    "{% if known.typo %}x{% endif %}",
]


def make_region():
    return Region.objects.create(code="99.01", kind="kabupaten", name="Kabupaten Contoh", province="Contoh")


@pytest.mark.parametrize("source", UNKNOWN)
def test_an_unknown_name_in_a_template_fails(source):
    with pytest.raises(pytest.fail.Exception, match="typo"):
        engines["django"].from_string(source).render({"known": {}})


def test_a_known_name_in_a_template_passes():
    source = "{% if known %}{{ known.a }}{% endif %}"
    assert engines["django"].from_string(source).render({"known": {"a": 1}}) == "1"


@pytest.mark.django_db
def test_ids_have_a_thousands_separator():
    assert make_region().pk >= 10_001


@pytest.mark.django_db(transaction=True)
class TestFlush:
    """Two tests in a row: the second sees the tables empty and, on PostgreSQL, the triggers on."""

    def test_the_audit_trail_is_written(self):
        audit.record(SYSTEM, "region.made", make_region())
        assert AuditEvent.objects.count() == 1

    def test_the_audit_trail_was_emptied_and_refuses_again(self):
        assert not AuditEvent.objects.exists()
        audit.record(SYSTEM, "region.made", make_region())
        if connection.vendor == "postgresql":
            with pytest.raises(DatabaseError), transaction.atomic():
                AuditEvent.objects.all().delete()
