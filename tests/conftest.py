"""What holds for every test: high ids, strict templates, clean caches, a flush past the audit trail."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.template.base import FilterExpression
from django.test import TransactionTestCase, override_settings
from pytest_django import DjangoDbBlocker

from opd.accounts.models import User
from tests import triggers
from tests import world as worlds
from tests.lib.rest.client import Api
from tests.world import World

FIRST_ID = 10_001


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Ids begin where Indonesian writes a thousands separator, so that "10.001" in an address is seen."""
    with django_db_blocker.unblock():
        start_ids_high()


def start_ids_high() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "INSERT INTO sqlite_sequence (name, seq) SELECT name, 0 FROM sqlite_master WHERE"
                " sql LIKE '%AUTOINCREMENT%' AND name NOT IN (SELECT name FROM sqlite_sequence)"
            )
            cursor.execute("UPDATE sqlite_sequence SET seq = %s WHERE seq < %s", [FIRST_ID - 1, FIRST_ID - 1])
        else:
            cursor.execute(
                "SELECT setval(format('%%I.%%I', schemaname, sequencename)::regclass,"
                " greatest(coalesce(last_value, 0), %s)) FROM pg_sequences",
                [FIRST_ID - 1],
            )


@pytest.fixture(scope="session", autouse=True)
def _flush_passes_append_only_tables() -> Iterator[None]:
    """Transactional tests empty every table; on PostgreSQL the triggers of the audit trail would refuse."""
    original: Callable[[TransactionTestCase], None] = vars(TransactionTestCase)["_fixture_teardown"]

    def teardown(self: TransactionTestCase) -> None:
        with triggers.disabled():
            original(self)
        caches["default"].clear()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", teardown)
        yield


@pytest.fixture(scope="session", autouse=True)
def _unknown_template_names_fail_everywhere() -> Iterator[None]:
    """--fail-on-template-vars sees {{ typo }}; this makes {% if typo %} and {% for x in typo %} fail too."""
    original = FilterExpression.resolve

    def resolve(self: FilterExpression, context: Any, ignore_failures: bool = False) -> Any:
        engine = context.template.engine if getattr(context, "template", None) else None
        is_strict = engine is not None and not isinstance(engine.string_if_invalid, str)
        return original(self, context, ignore_failures=ignore_failures and not is_strict)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(FilterExpression, "resolve", resolve)
        yield


@pytest.fixture(scope="session", autouse=True)
def _static_files_as_they_lie() -> Iterator[None]:
    """Tests render pages without collecting static files first."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES={**settings.STORAGES, "staticfiles": plain}):
        yield


@pytest.fixture(autouse=True)
def _clean_local_cache() -> Iterator[None]:
    yield
    caches["local"].clear()


@pytest.fixture
def world(db: None) -> World:
    """One small region with every kind of row; folders with many tests share one a module."""
    return worlds.build()


@pytest.fixture
def api() -> Callable[[User | None], Api]:
    """`api(person)` asks the API with that person's token, or as a stranger."""
    return Api
