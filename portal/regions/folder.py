"""A region's whole folder: six files in, plain rows out, or every problem of all of them at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bimtek.cycle import tables as cycle
from bimtek.cycle.tables import DimensionRow
from bimtek.findings import tables as findings
from bimtek.findings.tables import FindingRow
from bimtek.sessions import tables as sessions_tables
from bimtek.sessions.tables import CycleRow, SessionRow
from commitments.agreements import tables as agreements
from commitments.agreements.tables import AgreementRow, read_agreements
from lib.tables.json_files import JsonFile, read_json
from lib.tables.problems import ImportErrors, Problem, Report
from lib.tables.schemas import group
from masterplan.plan import tables as plan
from masterplan.plan.tables import (
    FundingSourceRow,
    HorizonRow,
    MasterplanRow,
    read_masterplan,
    read_plan_terms,
)
from masterplan.programmes import tables as programmes
from masterplan.programmes.tables import ProgrammeContext, ProgrammeRow
from masterplan.sections import tables as sections
from masterplan.sections.tables import BookRow
from opd.offices import tables as offices
from opd.offices.tables import OpdRow, RegionRow, read_region_row

FILES = (offices.FILE, cycle.FILE, sessions_tables.FILE, findings.FILE, programmes.FILE, sections.FILE)
FRAMEWORK = group(cycle.REQUIRED | plan.REQUIRED, cycle.OPTIONAL | plan.OPTIONAL)
CYCLE = group(
    sessions_tables.REQUIRED
    | {"region": offices.SCHEMA, "masterplan": plan.SCHEMA, "agreements": agreements.SCHEMA},
    sessions_tables.OPTIONAL,
)


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
    return _read(path, Report())


def _read(path: Path, report: Report) -> RegionFolder:
    framework_file = read_json(path, cycle.FILE, FRAMEWORK, report, lines=cycle.LINES)
    cycle_file = read_json(
        path, sessions_tables.FILE, CYCLE, report, lines=(*sessions_tables.LINES, *plan.LINES)
    )
    section_file = read_json(path, sections.FILE, sections.SCHEMA, report)
    opd_rows, directory = offices.read_offices(path, report)
    frame, plan_terms = cycle.read_framework(framework_file), read_plan_terms(framework_file)
    dimensions = cycle.index_dimensions(frame.dimensions)
    finding_rows, finding_index = findings.read_findings(
        path, report, directory=directory, dimensions=dimensions, kinds=frame.kinds
    )
    context = ProgrammeContext(directory, dimensions, finding_index, plan_terms)
    programme_rows = programmes.read_programmes(path, report, context)
    _refuse_foreign(opd_rows, cycle_file)
    leading_office = sessions_tables.read_leading_office(cycle_file, directory)
    sessions = sessions_tables.read_sessions(cycle_file)
    plan.check_period(cycle_file, plan_terms)
    books, sections_raw = sections.read_books(section_file)
    report.raise_if_bad(FILES)
    cycle_row = sessions_tables.read_cycle(cycle_file, leading_office)
    return RegionFolder(
        region=read_region_row(cycle_file.parts["region"]),
        opds=opd_rows,
        cycle=cycle_row,
        dimensions=frame.dimensions,
        sessions=sessions,
        findings=finding_rows,
        masterplan=read_masterplan(cycle_file.parts["masterplan"]),
        horizons=plan_terms.horizons,
        funding_sources=plan_terms.funding_sources,
        books=books,
        programmes=programme_rows,
        agreements=read_agreements(cycle_file.parts["agreements"]),
        raw={"framework": frame.raw, "cycle": cycle_row.raw, "sections": sections_raw},
        notices=tuple(report.notices),
    )


def _refuse_foreign(opds: Sequence[OpdRow], cycle_file: JsonFile) -> None:
    """An office of another region: most likely the wrong folder."""
    code = cycle_file.group("region").get("code")
    for opd in opds:
        if opd.region_code and code and not f"{opd.region_code}.".startswith(f"{code}."):
            listed = f"{opd.region_code} bukan bagian dari daerah {code} di {sessions_tables.FILE}"
            cycle_file.report.problem(offices.FILE, opd.line, "region_code", listed)
