"""A small valid folder of another region, to be spoiled one thing at a time.

    write_region(tmp_path, programmes=cells(1, budget_idr="dua miliar"), cycle=part("cycle.deadline", None))

Teluk Damai has two offices, one of them renamed, other years and horizons than Bekasi, no vision and no
agreements.
"""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

from bimtek.findings.tables import COLUMNS as FINDING_COLUMNS
from masterplan.programmes.tables import COLUMNS as PROGRAMME_COLUMNS
from opd.offices.tables import COLUMNS as OPD_COLUMNS

Rows: TypeAlias = list[dict[str, str]]
Change: TypeAlias = Callable[[Any], Any]
Part: TypeAlias = bytes | str | Rows | dict[str, Any] | Change | None

COLUMNS = {"opd": OPD_COLUMNS, "findings": FINDING_COLUMNS, "programmes": PROGRAMME_COLUMNS}
FILES = {
    "opd": "opd.csv",
    "framework": "framework.json",
    "cycle": "cycle.json",
    "findings": "findings.csv",
    "programmes": "programmes.csv",
    "sections": "sections.json",
}


def write_region(path: Path, **parts: Part) -> Path:
    """Writes the folder and returns it. A part is the text or bytes of its file, rows or data, a change of
    the small region's rows or data, or None: that file is missing."""
    unknown = parts.keys() - FILES.keys()
    assert not unknown, f"no such part: {unknown}"
    path.mkdir(parents=True, exist_ok=True)
    for name, content in small_region().items():
        written = parts.get(name, content)
        if callable(written):
            changed = written(content)
            written = content if changed is None else changed
        if written is not None:
            (path / FILES[name]).write_bytes(encoded(name, written))
    return path


def encoded(name: str, content: bytes | str | Rows | dict[str, Any]) -> bytes:
    if isinstance(content, bytes):
        return content
    if isinstance(content, str):
        return content.encode()
    if name in COLUMNS:
        return csv_text(COLUMNS[name], content).encode()
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def csv_text(columns: tuple[str, ...], rows: Any) -> str:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def cells(number: int, **changes: str) -> Change:
    """Row `number` (1 = first after the header) with these cells."""

    def change(rows: Rows) -> None:
        rows[number - 1] |= changes

    return change


def part(path: str, value: Any) -> Change:
    """The value at a dotted path, list places counted from 0: `bimtek.0.end`. A new key is added."""

    def change(data: Any) -> None:
        *steps, last = (int(step) if step.isdigit() else step for step in path.split("."))
        for step in steps:
            data = data[step]
        data[last] = value

    return change


def without(path: str) -> Change:
    def change(data: Any) -> None:
        *steps, last = (int(step) if step.isdigit() else step for step in path.split("."))
        for step in steps:
            data = data[step]
        del data[last]

    return change


def small_region() -> dict[str, Any]:
    """Fresh on every call, so a change never meets another."""
    return {
        "opd": _offices(),
        "framework": _framework(),
        "cycle": _cycle(),
        "findings": _findings(),
        "programmes": _programmes(),
        "sections": _sections(),
    }


def _offices() -> Rows:
    return [
        {
            "code": "KOMDIGI",
            "official_name": "Dinas Komunikasi, Informatika dan Digital",
            "short_name": "Diskomdigi",
            "kind": "dinas",
            "head_title": "Kepala Dinas Komunikasi, Informatika dan Digital",
            "region_code": "99.07",
            "confirmed": "yes",
            "other_names": "Dinas Perhubungan, Komunikasi dan Informatika;Dishubkominfo",
            "valid_from": "2025-01-15",
        },
        {
            "code": "KEC-TANJUNG-BIRU",
            "official_name": "Kecamatan Tanjung Biru",
            "short_name": "Kec. Tanjung Biru",
            "kind": "kecamatan",
            "head_title": "Camat Tanjung Biru",
            "region_code": "99.07.01",
            "confirmed": "no",
            "other_names": "Kecamatan Tanjungbiru",
        },
    ]


def _framework() -> dict[str, Any]:
    def dimension(order: int, code: str, name: str) -> dict[str, Any]:
        parts = [{"code": f"{code}-{n}", "order": n, "tag": f"{name} {n}", "name_id": ""} for n in (1, 2)]
        return {
            "code": code,
            "order": order,
            "name": name,
            "name_id": "",
            "meaning": "",
            "subdimensions": parts,
        }

    return {
        "version": "2025-03-01",
        "base_year": 2025,
        "years": list(range(2026, 2036)),
        "dimensions": [dimension(1, "GOV", "Smart Governance"), dimension(2, "ENV", "Smart Environment")],
        "horizons": [
            {
                "code": "QW",
                "order": 1,
                "label": "Quick Win",
                "year_from": 2026,
                "year_to": 2026,
                "max_months": 12,
            },
            {
                "code": "T1",
                "order": 2,
                "label": "Tahap I",
                "year_from": 2026,
                "year_to": 2030,
                "max_months": None,
            },
            {
                "code": "T2",
                "order": 3,
                "label": "Tahap II",
                "year_from": 2031,
                "year_to": 2035,
                "max_months": None,
            },
        ],
        "funding_sources": [{"code": "APBD", "label": "APBD Kabupaten"}, {"code": "CSR", "label": "TJSLP"}],
        "finding_kinds": [
            {"code": "masalah", "label": "Permasalahan"},
            {"code": "keunggulan", "label": "Keunggulan"},
        ],
        "programme_statuses": [
            {"code": "rencana", "label": "Direncanakan"},
            {"code": "berjalan", "label": "Berjalan"},
            {"code": "selesai", "label": "Selesai"},
            {"code": "terhenti", "label": "Terhenti", "reason_required": True},
        ],
        "quick_win_criteria": [{"code": "UNGKIT", "label": "Daya ungkit besar"}],
        "evaluation_weights": [{"code": "A", "valid_from": None, "baseline": 10, "output": 20.5}],
    }


def _cycle() -> dict[str, Any]:
    return {
        "region": {
            "code": "99.07",
            "kind": "kabupaten",
            "name": "Kabupaten Teluk Damai",
            "province": "Provinsi Bahari",
            "capital": "Damai",
            "motto": None,
            "founded": None,
        },
        "masterplan": {
            "slug": "teluk-damai-2025",
            "title": "Masterplan Smart City Kabupaten Teluk Damai",
            "base_year": 2025,
            "valid_from": 2026,
            "valid_to": 2035,
            "vision": None,
            "keywords": [],
            "source_url": "https://example.org/masterplan",
        },
        "cycle": {
            "year": 2025,
            "name": "Gerakan Menuju Smart City 2025",
            "deadline": None,
            "leading_office": "dishubkominfo",
        },
        "bimtek": [
            {
                "stage": "I",
                "start": "2025-05-05",
                "end": "2025-05-06",
                "place": None,
                "purpose": "Mengenali masalah",
                "outputs": ["daftar masalah"],
                "participants": None,
                "source_url": None,
            }
        ],
        "ministry": {"name": "Kementerian Komunikasi dan Digital", "unit": None},
        "agreements": [],
    }


def _findings() -> Rows:
    return [
        {
            "kind": "masalah",
            "title": "Sampah pesisir, tidak terangkut",
            "description": "Sampah menumpuk\ndi tiga muara.",
            "root_cause": "Perahu pengangkut rusak",
            "dimension": "ENV",
            "subdimension": "ENV-2",
            "area": "Tanjung Biru",
            "owner_opd": "kecamatan tanjung biru",
            "evidence_value": "5,21",
            "evidence_unit": "ton per hari",
            "evidence_year": "2024",
            "source_url": "https://example.org/sampah",
        },
        {"kind": "keunggulan", "title": "Seluruh desa tersambung serat optik", "dimension": "GOV"},
    ]


def _programmes() -> Rows:
    return [
        {
            "code": "P-ENV-01",
            "name": "Perahu pengangkut sampah",
            "short_name": "Perahu Bersih",
            "dimension": "ENV",
            "subdimension": "ENV-2",
            "lead_opd": "KEC-TANJUNG-BIRU",
            "supporting_opds": "Dinas Perhubungan, Komunikasi dan Informatika",
            "start_year": "2026-2027",
            "horizon": "T1",
            "quick_win": "no",
            "indicator": "Sampah terangkut",
            "unit": "ton per hari",
            "baseline": "0",
            "targets": "2026=2,5;2027=5.21",
            "budget_idr": "Rp\u00a02,9\u00a0miliar",
            "funding_source": "APBD;CSR",
            "answers_findings": "Sampah pesisir, tidak terangkut;2",
            "status": "rencana",
            "source_url": "https://example.org/perahu",
            "note": "Anggaran dua tahun",
        },
        {
            "code": "P-GOV-01",
            "name": "Layanan desa daring",
            "dimension": "GOV",
            "lead_opd": "Diskomdigi",
            "horizon": "QW",
            "quick_win": "yes",
            "status": "berjalan",
        },
    ]


def _sections() -> dict[str, Any]:
    text = {
        "code": "B1-1-1",
        "title": "Latar Belakang",
        "kind": "text",
        "table": None,
        "paragraphs": ["Teluk Damai memiliki tiga muara.", "Seluruh desa tersambung."],
        "figures": [{"label": "Muara", "value": 3, "unit": "muara", "year": 2024, "source_url": None}],
    }
    table = {"code": "B1-2-1", "title": "Daftar Temuan", "kind": "table", "table": "findings"}
    return {
        "version": "2025-03-01",
        "books": [
            {
                "code": "B1",
                "order": 1,
                "title": "Buku 1",
                "chapters": [
                    {"no": "", "title": "Kata Pengantar", "sections": []},
                    {"no": "I", "title": "Pendahuluan", "sections": [text]},
                    {"no": "II", "title": "Kesenjangan", "sections": [table]},
                    {"no": "", "title": "Lampiran", "sections": []},
                ],
            }
        ],
    }
