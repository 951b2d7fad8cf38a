"""What the addresses of a plan need: who looks at it, and the rows that are looked at."""

from dataclasses import dataclass, field

from django.db.models import Count

from commitments.letters.models import Commitment, CommitmentState
from masterplan.plan.models import Masterplan
from masterplan.programmes.models import Programme
from masterplan.sections.models import Section
from masterplan.versions.models import Revision, RevisionState
from opd.accounts.models import Membership
from opd.accounts.roles import OPD_ROLES, Role


@dataclass(frozen=True)
class Handles:
    """`people` by role; `rows` are the words an address may hold, like {programme}."""

    slug: str
    people: dict[str, str] = field(default_factory=dict)
    rows: dict[str, str] = field(default_factory=dict)


def find(slug: str) -> Handles:
    plan = Masterplan.objects.get(slug=slug)
    return Handles(slug, _people(plan), {name: str(value) for name, value in _rows(plan).items()})


def _people(plan: Masterplan) -> dict[str, str]:
    """An office with programmes whose letter waits, so that its people have something to do."""
    members = Membership.objects.filter(region_id=plan.region_id).order_by("pk")
    people = {
        role: members.filter(role=role).values_list("user__username", flat=True)[0]
        for role in Role.values
        if role not in OPD_ROLES
    }
    waiting = Commitment.objects.filter(
        masterplan=plan, state__in=[CommitmentState.ISSUED, CommitmentState.PREPARING]
    ).values("opd")
    offices = Programme.objects.filter(masterplan=plan, lead_opd__in=waiting).values("lead_opd")
    busiest = offices.annotate(n=Count("pk")).order_by("-n", "lead_opd").values_list("lead_opd", flat=True)[0]
    for role in OPD_ROLES:
        people[role] = members.filter(role=role, opd=busiest).values_list("user__username", flat=True)[0]
    return people


def _rows(plan: Masterplan) -> dict[str, object]:
    programmes = Programme.objects.filter(masterplan=plan).live().order_by("code")
    prose = Section.objects.filter(chapter__book__masterplan=plan, body__isnull=False, kind="text")
    tables = Section.objects.filter(chapter__book__masterplan=plan, kind="table", table="programmes")
    approved = Revision.objects.filter(masterplan=plan, state=RevisionState.APPROVED)
    signed = Commitment.objects.filter(masterplan=plan, state=CommitmentState.SIGNED)
    return {
        "programme": programmes.values_list("pk", flat=True)[0],
        "section": prose.order_by("pk").values_list("pk", flat=True)[0],
        "table": tables.values_list("pk", flat=True)[0],
        "revision": approved.values_list("pk", flat=True)[0],
        "book_token": approved.values_list("token", flat=True)[0],
        "letter_token": signed.order_by("pk").values_list("token", flat=True)[0],
    }
