"""Two people who write beside each other do not wait for each other."""

import pytest
from django.db import connection, transaction

from lib.access import SYSTEM
from masterplan.sections import services as sections
from masterplan.sections.body.text import body_from_text
from masterplan.sections.models import Section
from tests import services
from tests.masterplan import factories
from tests.parallel import at_once

BODY = body_from_text("Teks baru.")


@pytest.mark.skipif(not services.is_real, reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_a_text_is_stored_while_the_one_beside_it_is_being_stored():
    one = factories.section(factories.plan())
    beside = Section.objects.create(chapter=one.chapter, code="L", order=one.order + 1, title="Lain")

    def impatient() -> Section:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '2s'")
        return sections.write(beside, actor=SYSTEM, body=BODY, expected_version=1)

    with transaction.atomic():
        sections.write(one, actor=SYSTEM, body=BODY, expected_version=1)
        (stored,) = at_once([impatient])
    assert (stored.pk, stored.version) == (beside.pk, 2)
