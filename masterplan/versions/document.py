"""compile_plan: the living rows as one ordered, plain document, made of the parts of all nouns.

Everything that leaves the portal is a pure function of this document. It costs one query for the plan and
those of its parts, whatever the plan's size. The shape is described in docs/document.md; keys are codes,
never database ids.
"""

from collections.abc import Iterable

from bimtek.cycle.document import CYCLE, DIMENSIONS
from bimtek.findings.document import FINDINGS
from bimtek.sessions.document import SESSIONS
from lib.documents import Document, Json
from masterplan.plan.document import FUNDING_SOURCES, HORIZONS, MASTERPLAN, YEARS
from masterplan.plan.models import Masterplan
from masterplan.programmes.document import PROGRAMMES
from masterplan.sections.document import BOOKS
from masterplan.versions.models import SCHEMAS
from opd.offices.document import OPDS, REGION

PARTS = (
    *(REGION, CYCLE, MASTERPLAN, YEARS, DIMENSIONS, HORIZONS, FUNDING_SOURCES, OPDS, SESSIONS),
    *(FINDINGS, PROGRAMMES, BOOKS),
)
# Keys of schema 1 for what the portal did not have yet.
EMPTY: Json = {"swot": [], "readiness": [], "gap": [], "assets": []}
DOCUMENT = Document(SCHEMAS, PARTS, EMPTY)


def compile_plan(masterplan: Masterplan, keys: Iterable[str] | None = None) -> Json:
    """Read the plan as it stands now, or only `keys` of it. Call inside one snapshot to freeze the result."""
    plan = Masterplan.objects.select_related("cycle__region", "cycle__leading_office").get(pk=masterplan.pk)
    document = DOCUMENT.compile(
        {"region": plan.cycle.region, "cycle": plan.cycle, "plan": plan},
        keys,
    )
    _answer(document)
    return document


def _answer(document: Json) -> None:
    """Which programmes answer a finding follows from what they say, where both are there."""
    findings = {row["code"]: row for row in document.get("findings", [])}
    for programme in document.get("programmes", []) if findings else []:
        for code in programme["answers"]:
            if code in findings:  # one recorded while the parts were read is in none of them
                findings[code]["answered_by"].append(programme["code"])
