"""A region's whole folder: six files in, plain rows out, or every problem of all of them at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bimtek.imports import cycle, findings, framework
from bimtek.imports.cycle import CycleRow, SessionRow
from bimtek.imports.findings import FindingRow
from bimtek.imports.framework import DimensionRow
from commitments.imports import agreements
from commitments.imports.agreements import AgreementRow, read_agreements
from masterplan.imports import plan, programmes, sections, terms
from masterplan.imports.plan import MasterplanRow, read_masterplan
from masterplan.imports.programmes import ProgrammeContext, ProgrammeRow
from masterplan.imports.sections import BookRow
from masterplan.imports.terms import FundingSourceRow, HorizonRow, read_plan_terms
from opd.imports import offices
from opd.imports import region as region_part
from opd.imports.json_files import JsonFile, read_json
from opd.imports.offices import OpdRow
from opd.imports.problems import ImportErrors, Problem, Report
from opd.imports.region import RegionRow, read_region_row
from opd.imports.schemas import group

FILES = (offices.FILE, framework.FILE, cycle.FILE, findings.FILE, programmes.FILE, sections.FILE)
FRAMEWORK = group(framework.REQUIRED | terms.REQUIRED, framework.OPTIONAL | terms.OPTIONAL)
CYCLE = group(
    cycle.REQUIRED
    | {"region": region_part.SCHEMA, "masterplan": plan.SCHEMA, "agreements": agreements.SCHEMA},
    cycle.OPTIONAL,
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
    framework_file = read_json(path, framework.FILE, FRAMEWORK, report, lines=framework.LINES)
    cycle_file = read_json(path, cycle.FILE, CYCLE, report, lines=(*cycle.LINES, *plan.LINES))
    section_file = read_json(path, sections.FILE, sections.SCHEMA, report)
    opd_rows, directory = offices.read_offices(path, report)
    frame, plan_terms = framework.read_framework(framework_file), read_plan_terms(framework_file)
    dimensions = framework.index_dimensions(frame.dimensions)
    finding_rows, finding_index = findings.read_findings(
        path, report, directory=directory, dimensions=dimensions, kinds=frame.kinds
    )
    context = ProgrammeContext(directory, dimensions, finding_index, plan_terms)
    programme_rows = programmes.read_programmes(path, report, context)
    _refuse_foreign(opd_rows, cycle_file)
    leading_office = cycle.read_leading_office(cycle_file, directory)
    sessions = cycle.read_sessions(cycle_file)
    plan.check_period(cycle_file, plan_terms)
    books, sections_raw = sections.read_books(section_file)
    report.raise_if_bad(FILES)
    cycle_row = cycle.read_cycle(cycle_file, leading_office)
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
            told = f"{opd.region_code} bukan bagian dari daerah {code} di {cycle.FILE}"
            cycle_file.report.problem(offices.FILE, opd.line, "region_code", told)
