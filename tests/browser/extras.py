"""What the demo does not tell but a screen can show. Runs inside the place: `manage.py shell -c …`."""

import uuid

from django.conf import settings

from bimtek.findings import services as findings
from bimtek.findings.document import FindingData
from bimtek.findings.models import Finding, FindingKind
from commitments.letters import services as letters
from commitments.letters.models import Commitment
from lib.versioned.services import ANY
from masterplan.plan.models import Masterplan
from masterplan.programmes import services as programmes
from masterplan.programmes.document import ProgrammeData
from masterplan.programmes.models import Programme
from opd.accounts.models import User

COMMAND = "from tests.browser import extras; extras.tell()"
REASON = "Sudah tercakup pada butir lain."


def tell() -> None:
    """A finding and a programme set aside, new ones that can still be deleted, a letter withdrawn, a person
    without a role."""
    editor = User.objects.get(username="editor")
    plan = Masterplan.objects.get(slug="bekasi-contoh")
    found = Finding.objects.get(cycle=plan.cycle, code="T-069")
    findings.set_aside(found, actor=editor, expected_version=found.version, reason=REASON)
    stopped = Programme.objects.get(masterplan=plan, code="P-BRA-05")
    programmes.set_aside(stopped, actor=editor, reason=REASON, expected_version=ANY)
    letter = Commitment.objects.get(
        masterplan=plan, opd__code="KEC-BOJONGMANGU", state__in=["preparing", "issued"]
    )
    letters.withdraw(letter, actor=editor, reason=REASON)
    make_new_rows(plan, stopped, editor)
    User.objects.create_user("nobody", password=settings.DEMO_PASSWORD, label="Belum Berperan")


def make_new_rows(plan: Masterplan, like: Programme, editor: User) -> None:
    said = FindingData(FindingKind.MASALAH, "Belum ada peta titik sampah liar.", like.dimension)
    findings.record(plan.cycle, said, actor=editor, uid=uuid.uuid4())
    meant = ProgrammeData("Peta titik sampah", like.dimension, like.lead_opd, like.horizon, code="P-BRA-90")
    programmes.create(plan, meant, actor=editor, uid=uuid.uuid4())
