"""Who holds an office. Periods follow one another; the past is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError

from lib import declared
from lib.access import Actor
from lib.errors import Conflict, Invalid
from lib.tables.upsert import LoadReport, upsert
from lib.text.spelling import shown
from opd.offices import rules
from opd.offices.models import Capacity, OfficeHolder, Opd, Region
from opd.offices.tables import OpdRow, RegionRow, beside_stored

ENDED = "Masa jabatan ini sudah mempunyai tanggal akhir."


@dataclass(frozen=True)
class HolderData:
    name: str
    capacity: str
    since: date
    nip: str = ""
    rank: str = ""
    decree: str = ""
    until: date | None = None


PLAIN = declared.plain_fields(HolderData, OfficeHolder)


def appoint(opd: Opd, data: HolderData, *, actor: Actor) -> OfficeHolder:
    """Put a person into the office; an open period ends on the day before. Said twice, done once."""
    with rules.APPOINT.by(actor) as act:
        opd = act.on(Opd.objects.select_for_update().get(pk=opd.pk))
        if same := opd.holders.filter(**asdict(data)).first():
            return act.unchanged(same)
        _check(data)
        _end_open_period(opd, data)
        _refuse_overlap(opd, data)
        holder = OfficeHolder(opd=opd, **asdict(data))
        _store(holder)
        facts = {"capacity": data.capacity, "since": data.since.isoformat()}
        act.record(facts, about=holder)
    return holder


def end_term(holder: OfficeHolder, *, actor: Actor, until: date) -> OfficeHolder:
    """The office is vacant from the day after."""
    with rules.END_TERM.by(actor) as act:
        Opd.objects.select_for_update().get(pk=holder.opd_id)  # before the period, as whoever appoints does
        holder = OfficeHolder.objects.select_for_update(of=("self",)).select_related("opd").get(pk=holder.pk)
        act.on(holder.opd)
        if holder.until is not None:
            raise Conflict(ENDED)
        holder.until = until
        _store(holder)
        act.record({"until": until.isoformat()}, about=holder)
    return holder


def _check(data: HolderData) -> None:
    wrong: dict[str, str] = {}
    if not shown(data.name):
        wrong["name"] = "Nama dan gelar wajib diisi; nama ini tercetak dalam surat komitmen."
    if data.capacity not in Capacity.values:
        wrong["capacity"] = "Pilih kapasitas pejabat."
    if data.until and data.until < data.since:
        wrong["until"] = "Tanggal sampai tidak boleh sebelum tanggal sejak."
    if wrong:
        raise Invalid("Pejabat belum dapat disimpan. Periksa isian yang ditandai.", wrong)


def _end_open_period(opd: Opd, data: HolderData) -> None:
    """Only for what follows it; a period of the past may be written down later."""
    open_one: OfficeHolder | None = opd.holders.filter(until__isnull=True).first()
    if open_one is None or (data.until and data.until < open_one.since):
        return
    if open_one.since >= data.since:
        raise Invalid(
            "Pejabat sebelumnya mulai pada tanggal yang sama atau sesudahnya.",
            {"since": f"Pilih tanggal sesudah {open_one.since:%d-%m-%Y}, hari mulai {open_one.name}."},
        )
    open_one.until = data.since - timedelta(days=1)
    open_one.save(update_fields=["until"])


def _refuse_overlap(opd: Opd, data: HolderData) -> None:
    """`opd.holders` is ordered by the newest first, so the one named is the one in the way."""
    for other in opd.holders.filter(since__lte=data.until or date.max):
        if other.until is None or other.until >= data.since:
            period = f"{other.since:%d-%m-%Y} sampai {other.until or data.since:%d-%m-%Y}"
            raise Invalid(
                "Masa jabatan bertumpuk dengan pejabat lain.",
                {"since": f"Bertumpuk dengan masa jabatan {other.name}, {period}."},
            )


def _store(holder: OfficeHolder) -> None:
    try:
        holder.validate_constraints()
    except ValidationError as reason:
        sentence = " ".join(reason.messages)
        raise Invalid(sentence, {"until": sentence}) from reason
    holder.save()


def load_region_row(row: RegionRow, report: LoadReport, *, actor: Actor) -> Region:
    """Find or make the region by its code."""
    with rules.LOAD_REGION.by(actor) as act:
        act.on(row)
        existing = Region.objects.filter(code=row.code).first()
        before = report.changes
        values = {name: value for name, value in asdict(row).items() if name != "code"}
        region: Region = upsert(Region, {"code": row.code}, values, report, existing=existing)
        act.record(about=region, if_changed=report.changes > before)
    return region


def load_offices(
    region: Region, rows: Sequence[OpdRow], report: LoadReport, *, actor: Actor
) -> dict[str, Opd]:
    """Every office by its code. One that is not in the file any more stays, with its short name."""
    with rules.LOAD_OFFICES.by(actor) as act:
        act.on(region)
        before = report.changes
        found = _store_offices(region, rows, report)
        act.record({"count": len(rows)}, if_changed=report.changes > before)
    return found


def _store_offices(region: Region, rows: Sequence[OpdRow], report: LoadReport) -> dict[str, Opd]:
    known = {opd.code: opd for opd in Opd.objects.filter(region=region)}
    rows, notices = beside_stored(rows, {code: opd.short_name for code, opd in known.items()})
    report.notices += notices
    for order, row in enumerate(rows, 1):
        values = {
            "official_name": row.official_name,
            "short_name": row.short_name,
            "kind": row.kind,
            "head_title": row.head_title,
            "order": order,
            "other_names": list(row.other_names),
            "valid_from": row.valid_from,
            "is_confirmed": row.confirmed,
            "kemendagri_code": row.region_code,
        }
        key = {"region": region, "code": row.code}
        existing, parent = known.get(row.code), row.parent or None
        known[row.code] = upsert(Opd, key, values, report, existing=existing, extra=parent)
    _place(rows, known)
    return known


def _place(rows: Sequence[OpdRow], known: Mapping[str, Opd]) -> None:
    """Put each office under its parent, which may stand below it in the file."""
    for row in rows:
        office, parent = known[row.code], known.get(row.parent)
        if office.parent_id != (parent.pk if parent else None):
            office.parent = parent
            office.save(update_fields=["parent"])
