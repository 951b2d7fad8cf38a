"""What a programme can be joined to, read once for each form."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q

from bimtek.enums import FindingKind
from bimtek.models import Dimension, Finding
from masterplan.models import Masterplan, Programme
from opd.models import Opd

Option = tuple[str, str]
KINDS = dict(FindingKind.choices)
LISTED = ("code", "title", "kind", "set_aside_at", "dimension_id", "cycle_id")


class Tick(NamedTuple):
    """One checkbox of a long list; a template takes it apart."""

    value: str
    code: str
    label: str
    hint: str
    is_on: bool


@dataclass(frozen=True)
class TickGroup:
    """Checkboxes under one heading, folded until one of them is ticked."""

    label: str
    ticks: list[Tick]
    is_open: bool = False

    @property
    def chosen(self) -> int:
        return sum(tick.is_on for tick in self.ticks)


class ProgrammeOptions:
    """`programme` keeps the findings it answers on the list, also those set aside since."""

    def __init__(self, plan: Masterplan, programme: Programme | None = None) -> None:
        dimensions = list(Dimension.objects.filter(cycle_id=plan.cycle_id).prefetch_related("subdimensions"))
        offices = _marked(Opd.objects.filter(region_id=plan.region_id), "supporting_opds", programme)
        funds = _marked(plan.funding_sources.all(), "funding_sources", programme)
        findings = _marked(Finding.objects.filter(cycle_id=plan.cycle_id), "findings", programme)
        listed = Q(set_aside_at__isnull=True, merged_into__isnull=True) | Q(is_joined=True)
        findings = findings.filter(listed).only(*LISTED)
        self.findings = list(findings.order_by("dimension__order", "dimension__code", "code"))
        self.dimensions = {row.code: row for row in dimensions}
        self.subdimensions = {str(part.pk): part for row in dimensions for part in row.subdimensions.all()}
        self.offices = {row.code: row for row in offices}
        self.horizons = {row.code: row for row in plan.horizons.all()}
        self.funds = {row.code: row for row in funds}
        self.finding_of = {row.code: row for row in self.findings}

    @property
    def dimension_options(self) -> list[Option]:
        return [(code, row.name) for code, row in self.dimensions.items()]

    @property
    def subdimension_options(self) -> list[tuple[str, list[Option]]]:
        """Under the name of their dimension, so that the list explains itself without a script."""
        return [
            (
                row.name,
                [(str(part.pk), f"{part.tag} {part.name_id}".strip()) for part in row.subdimensions.all()],
            )
            for row in self.dimensions.values()
        ]

    @property
    def horizon_options(self) -> list[Option]:
        return [(code, row.label) for code, row in self.horizons.items()]

    @property
    def fund_options(self) -> list[Option]:
        return [(code, row.label) for code, row in self.funds.items()]

    def office_options(self, offered: Collection[int] | None = None) -> list[Option]:
        """All offices, or those with the keys that are offered."""
        rows = [row for row in self.offices.values() if offered is None or row.pk in offered]
        return [(row.code, f"{row.short_name} ({row.official_name})") for row in rows]

    @property
    def joined(self) -> dict[str, list[str]]:
        """The codes of what the programme is joined to, by name of the form's field."""
        rows: dict[str, Mapping[str, Any]] = {
            "supporting_opds": self.offices,
            "funding_sources": self.funds,
            "findings": self.finding_of,
        }
        return {name: [code for code, row in of.items() if row.is_joined] for name, of in rows.items()}

    def finding_groups(self, chosen: Sequence[str]) -> list[TickGroup]:
        """By dimension; the groups that hold a chosen finding are open."""
        names = {row.pk: row.name for row in self.dimensions.values()}
        groups = []
        for dimension, rows in groupby(self.findings, key=lambda row: row.dimension_id):
            ticks = [Tick(r.code, r.code, r.title, _kind(r), r.code in chosen) for r in rows]
            groups.append(TickGroup(names[dimension], ticks, any(tick.is_on for tick in ticks)))
        return groups

    def office_groups(self, chosen: Sequence[str]) -> list[TickGroup]:
        """By kind of office, in the order of the region's own list."""
        rows: list[Any] = sorted(self.offices.values(), key=lambda row: (row.order, row.code))
        kinds: dict[str, list[Tick]] = {}
        for row in rows:
            kinds.setdefault(row.get_kind_display(), []).append(_office(row, chosen))
        return [TickGroup(kind, ticks) for kind, ticks in kinds.items()]


def _marked(rows: Any, link: str, programme: Programme | None) -> Any:
    """Each with `is_joined`: whether this is one of the rows behind that link of the programme."""
    pk = programme.pk if programme else None
    return rows.annotate(is_joined=Exists(Programme.objects.filter(**{"pk": pk, link: OuterRef("pk")})))


def _kind(finding: Finding) -> str:
    return "Dikesampingkan" if finding.is_set_aside else str(KINDS[finding.kind])


def _office(row: Opd, chosen: Sequence[str]) -> Tick:
    return Tick(row.code, "", row.short_name, row.official_name, row.code in chosen)
