"""A region's whole folder: six files in, plain rows out, or every problem of all of them at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bimtek.imports import cycle, findings, framework
from bimtek.imports.cycle import CycleRow, SessionRow
from bimtek.imports.findings import FindingRow
from bimtek.imports.framework import DimensionRow
from commitments.imports.agreements import AgreementRow, read_agreements
from masterplan.imports import programmes, sections
from masterplan.imports.plan import MasterplanRow, read_masterplan
from masterplan.imports.programmes import ProgrammeContext, ProgrammeRow
from masterplan.imports.sections import BookRow
from masterplan.imports.terms import FundingSourceRow, HorizonRow, read_plan_terms
from opd.imports import offices
from opd.imports.json_nodes import Node
from opd.imports.json_source import absent, read_json
from opd.imports.offices import OpdRow
from opd.imports.problems import ImportErrors, Problem, Report
from opd.imports.region import RegionRow, read_region_row

FILES = (offices.FILE, framework.FILE, cycle.FILE, findings.FILE, programmes.FILE, sections.FILE)


@dataclass(frozen=True, slots=True)
class RegionFolder:
    """Everything resolved: offices, dimensions and findings are named by code only. Rows stand in file order,
    ordered things in their order. `raw` holds, by file, what no table needs, word for word. `notices` tell
    what was read in a way the person should know of."""

    region: RegionRow
    opds: tuple[OpdRow, ...]
    cycle: CycleRow
    dimensions: tuple[DimensionRow, ...]
    sessions: tuple[SessionRow, ...]
    findings: tuple[FindingRow, ...]
    masterplan: MasterplanRow
    horizons: tuple[HorizonRow, ...]
    funding_sources: tuple[FundingSourceRow, ...]
    books: tuple[BookRow, ...]
    programmes: tuple[ProgrammeRow, ...]
    agreements: tuple[AgreementRow, ...]
    raw: dict[str, Any]
    notices: tuple[Problem, ...]


def read_region(path: Path) -> RegionFolder:
    """Reads and checks every file; ImportErrors names all that is wrong, and then nothing is returned."""
    if not path.is_dir():
        raise ImportErrors([Problem(str(path), None, "", "folder tidak ada")])
    report = Report()
    folder = _read(path, report)
    report.raise_if_bad(FILES)
    return folder


def _read(path: Path, report: Report) -> RegionFolder:
    framework_file = framework.open_framework(_json(path, framework.FILE, report))
    cycle_file = cycle.open_cycle_file(_json(path, cycle.FILE, report))
    opd_rows, directory = offices.read_offices(path, report)
    frame, terms = framework.read_framework(framework_file), read_plan_terms(framework_file)
    dimensions = framework.index_dimensions(frame.dimensions)
    finding_rows, finding_index = findings.read_findings(
        path, report, directory=directory, dimensions=dimensions, kinds=frame.kinds
    )
    context = ProgrammeContext(directory, dimensions, finding_index, terms)
    region = read_region_row(cycle_file["region"])
    _refuse_foreign(opd_rows, region, report)
    cycle_row = cycle.read_cycle(cycle_file, directory)
    books, sections_raw = sections.read_books(_json(path, sections.FILE, report))
    return RegionFolder(
        region=region,
        opds=opd_rows,
        cycle=cycle_row,
        dimensions=frame.dimensions,
        sessions=cycle.read_sessions(cycle_file),
        findings=finding_rows,
        masterplan=read_masterplan(cycle_file["masterplan"], terms),
        horizons=terms.horizons,
        funding_sources=terms.funding_sources,
        books=books,
        programmes=programmes.read_programmes(path, report, context),
        agreements=read_agreements(cycle_file),
        raw={"framework": frame.raw, "cycle": cycle_row.raw, "sections": sections_raw},
        notices=tuple(report.notices),
    )


def _json(path: Path, name: str, report: Report) -> Node:
    return read_json(path, name, report) or absent(report, name)


def _refuse_foreign(opds: Sequence[OpdRow], region: RegionRow, report: Report) -> None:
    """An office of another region: most likely the wrong folder."""
    for opd in opds:
        if opd.region_code and region.code and not f"{opd.region_code}.".startswith(f"{region.code}."):
            told = f"{opd.region_code} bukan bagian dari daerah {region.code} di {cycle.FILE}"
            report.problem(offices.FILE, opd.line, "region_code", told)
