"""What is stored of a programme in all its tables: what a save starts from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bimtek.models import Finding
from masterplan.models import FundingSource, Indicator, Programme, ProgrammeYear
from masterplan.programme_data import LINKS, ProgrammeData, YearCell
from opd.models import Opd


@dataclass(frozen=True)
class Links:
    """The rows of other tables; a programme that is not stored yet has none."""

    indicator: Indicator | None = None
    years: Mapping[int, ProgrammeYear] = field(default_factory=dict)
    supporting_opds: Sequence[Opd] = ()
    findings: Sequence[Finding] = ()
    funding_sources: Sequence[FundingSource] = ()


def links_of(programme: Programme) -> Links:
    """Five queries, also where something was read before: a save asks once it has the lock."""
    return Links(
        indicator=programme.indicators.filter(order=1).first(),
        years={row.year: row for row in programme.years.all()},
        supporting_opds=list(programme.supporting_opds.all()),
        findings=list(programme.findings.all()),
        funding_sources=list(programme.funding_sources.all()),
    )


def data_of(programme: Programme, links: Links) -> ProgrammeData:
    """The same as a person would say it."""
    columns = [name for name in ProgrammeData.__dataclass_fields__ if name not in LINKS]
    indicator, years = links.indicator, links.years
    return ProgrammeData(
        **{name: getattr(programme, name) for name in columns},
        supporting_opds=links.supporting_opds,
        findings=links.findings,
        funding_sources=links.funding_sources,
        indicator=indicator.name if indicator else "",
        unit=indicator.unit if indicator else "",
        baseline=indicator.baseline if indicator else None,
        years={
            year: YearCell(years[year].target, years[year].rupiah) if year in years else YearCell()
            for year in programme.masterplan.years
        },
    )
