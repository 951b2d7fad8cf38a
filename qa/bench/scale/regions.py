"""More regions: the rows of the first one written again, straight in the database (PostgreSQL).

Every id moves by STEP for each region, so every reference keeps pointing into its own. What must be unique
gets the region's number. Frozen texts are left out of the copies: nobody reads them there.
"""

from collections.abc import Iterator
from typing import Any, cast

from django.apps import apps
from django.db import connection, models

from bimtek.cycle import models as cycle
from bimtek.findings import models as findings
from bimtek.sessions import models as sessions
from commitments.agreements import models as agreements
from commitments.letters import models as letters
from lib.audit.models import AuditEvent
from lib.jobs.models import Job
from lib.threads import models as threads
from masterplan.plan import models as plan
from masterplan.programmes import models as programmes
from masterplan.sections import models as sections
from masterplan.versions import models as versions
from masterplan.versions.files import models as files
from masterplan.versions.rounds import models as rounds
from opd.accounts.models import Membership, User
from opd.offices.models import OfficeHolder, Opd, Region

STEP = 1_000_000
COPIED: tuple[type[models.Model], ...] = (
    *(Region, Opd, User, Membership, OfficeHolder),
    *(cycle.Cycle, cycle.Dimension, cycle.Subdimension, sessions.BimtekSession, findings.Finding),
    *(
        plan.Masterplan,
        plan.Horizon,
        plan.FundingSource,
        sections.Book,
        sections.Chapter,
    ),
    *(sections.Section, programmes.Programme, programmes.Indicator),
    *(programmes.Target, programmes.Money),
    *(
        Job,
        versions.Revision,
        rounds.ReviewRound,
        threads.Thread,
        threads.Message,
        rounds.Comment,
        files.Export,
    ),
    *(letters.LetterTemplate, letters.Commitment, letters.Signature, agreements.Agreement),
    AuditEvent,
)
LINKS = (
    programmes.Programme.supporting_opds,
    programmes.Programme.funding_sources,
    programmes.Programme.findings,
)
OWN = {
    "opd_region.code": "t.code || '.' || n",
    "opd_region.name": "t.name || ' ' || n",
    "opd_user.username": "t.username || '-' || n",
    "bimtek_cycle.slug": "t.slug || '-' || n",
    "masterplan_masterplan.slug": "t.slug || '-' || n",
    "masterplan_revision.token": "upper(substr(md5(t.token || n), 1, 16))",
    "threads_thread.revision": "upper(substr(md5(t.revision || n), 1, 16))",
    "masterplan_revision.content": "'{}'",
    "commitments_commitment.token": "upper(substr(md5(t.token || n), 1, 16))",
    "commitments_commitment.letter": "'{}'::jsonb",
    "jobs_job.key": "t.key || '-' || n",
}
HISTORY = """
INSERT INTO audit_auditevent
    (at, actor_id, actor_label, act, object_type, object_id, object_label, region_id, changes)
SELECT now() - (g || ' hours')::interval, NULL, 'Editor', 'section.written', 'masterplan.section', s.id,
       s.code, s.region_id, '{"body": ["Kalimat yang lama.", "Kalimat yang baru, sedikit lebih panjang."]}'
FROM generate_series(1, %s) AS g
JOIN (
    SELECT s.id, s.code, y.region_id, row_number() OVER (ORDER BY s.id) AS place, count(*) OVER () AS whole
    FROM masterplan_section s
    JOIN masterplan_chapter c ON c.id = s.chapter_id
    JOIN masterplan_book b ON b.id = c.book_id
    JOIN masterplan_masterplan p ON p.id = b.masterplan_id
    JOIN bimtek_cycle y ON y.id = p.cycle_id
) AS s ON s.place = 1 + g %% s.whole
"""


def add_history(events: int) -> None:
    """So many saves of texts in the trail of the one region there is; its copies get them with all else."""
    with connection.cursor() as cursor:
        cursor.execute(HISTORY, [events])


def multiply(regions: int) -> None:
    """The first region and `regions` - 1 more like it. As superuser, past triggers and foreign keys."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for statement in _copies():
            cursor.execute(statement, [regions])
        cursor.execute("SET session_replication_role = DEFAULT")
        for table, column in _sequences():
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', '{column}'), max({column})) FROM {table}"
            )
        cursor.execute("ANALYZE")


def _copies() -> Iterator[str]:
    tables: list[Any] = [model._meta for model in COPIED]
    tables += [link.through._meta for link in LINKS]
    copied = {meta.db_table for meta in tables}
    for meta in tables:
        columns = [field.column for field in meta.concrete_fields]
        values = [_value(meta.db_table, field, copied) for field in meta.concrete_fields]
        names = ", ".join(f'"{column}"' for column in columns)
        yield (
            f"INSERT INTO {meta.db_table} ({names}) SELECT {', '.join(values)}"
            f" FROM {meta.db_table} t CROSS JOIN generate_series(1, %s - 1) AS n"
        )


def _value(table: str, field: Any, copied: set[str]) -> str:
    column = f't."{field.column}"'
    if own := OWN.get(f"{table}.{field.column}"):
        return own
    related: Any = field.related_model
    points_inside = bool(related) and related._meta.db_table in copied
    if field.primary_key or points_inside:
        return f"{column} + n * {STEP}"
    if isinstance(field, models.UUIDField):
        return f"md5({column}::text || n)::uuid"
    return column


def _sequences() -> Iterator[tuple[str, str]]:
    for model in apps.get_models(include_auto_created=True):
        field = cast(Any, model._meta.pk)
        if isinstance(field, models.AutoField | models.BigAutoField):
            yield model._meta.db_table, str(field.column)
