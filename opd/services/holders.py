"""Who holds an office. Periods follow one another; the past is kept."""

from dataclasses import asdict, dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from opd import audit, rules
from opd.authorization import Actor, require
from opd.errors import Conflict, Invalid
from opd.models import OfficeHolder, Opd


@dataclass(frozen=True)
class HolderData:
    name: str
    capacity: str
    since: date
    nip: str = ""
    rank: str = ""
    decree: str = ""
    until: date | None = None


@transaction.atomic
def appoint(opd: Opd, data: HolderData, *, actor: Actor) -> OfficeHolder:
    """Put a person into the office; an open period before it ends on the day before."""
    opd = Opd.objects.select_for_update().get(pk=opd.pk)
    require(rules.can_appoint(actor, opd), "Hanya admin yang dapat mengubah pejabat.")
    open_one: OfficeHolder | None = opd.holders.filter(until__isnull=True).first()
    if open_one and open_one.since >= data.since:
        raise Invalid(
            "Pejabat sebelumnya mulai pada tanggal yang sama atau sesudahnya.",
            {"since": f"Pilih tanggal sesudah {open_one.since:%d-%m-%Y}."},
        )
    if open_one:
        open_one.until = data.since - timedelta(days=1)
        open_one.save(update_fields=["until"])
    _refuse_overlap(opd, data)
    holder = OfficeHolder(opd=opd, **asdict(data))
    _store(holder)
    audit.record(actor, "holder.appointed", holder, {"capacity": data.capacity, "since": data.since.isoformat()})
    return holder


@transaction.atomic
def end_term(holder: OfficeHolder, *, actor: Actor, until: date) -> OfficeHolder:
    """The office is vacant from the day after."""
    holder = OfficeHolder.objects.select_for_update(of=("self",)).select_related("opd").get(pk=holder.pk)
    require(rules.can_appoint(actor, holder.opd), "Hanya admin yang dapat mengubah pejabat.")
    if holder.until is not None:
        raise Conflict("Masa jabatan ini sudah berakhir.")
    holder.until = until
    _store(holder)
    audit.record(actor, "holder.ended", holder, {"until": until.isoformat()})
    return holder


def _refuse_overlap(opd: Opd, data: HolderData) -> None:
    later = opd.holders.filter(since__lte=data.until or date.max)
    if any(other.until is None or other.until >= data.since for other in later):
        raise Invalid("Masa jabatan bertumpuk dengan pejabat lain.", {"since": "Masa jabatan bertumpuk."})


def _store(holder: OfficeHolder) -> None:
    try:
        holder.validate_constraints()
    except ValidationError as reason:
        sentence = " ".join(reason.messages)
        raise Invalid(sentence, {"until": sentence}) from reason
    holder.save()
