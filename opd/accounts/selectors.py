"""Reads about who somebody is."""

from django.db.models import Q

from lib.access import Actor
from opd.accounts.models import Membership
from opd.accounts.roles import Can, Role, who_can


def office_and_capacity(
    actor: Actor, region_id: int, capability: Can, opd_id: int | None = None
) -> dict[str, str]:
    """{office, capacity}: short name and role in which the actor has the capability in the whole region, or
    for the office `opd_id`; empty strings where there is none, as for a command. One query."""
    rows = Membership.objects.filter(user=getattr(actor, "pk", None), region=region_id)
    rows = rows.filter(Q(opd=None) | Q(opd=opd_id), role__in=who_can(capability))
    row = rows.values_list("opd__short_name", "role").first()
    short_name, role = row or ("", None)
    return {"office": short_name or "", "capacity": Role(role).label if role else ""}
