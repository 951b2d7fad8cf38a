"""Compiled documents, editions and their rows for tests that know no database."""

import copy
from typing import Any

Json = dict[str, Any]
YEARS = list(range(2027, 2037))
DIMENSIONS = (("GOV", "Smart Governance"), ("ENV", "Smart Environment"))


def body(*texts: str) -> Json:
    paragraphs = [
        {"type": "paragraph", "attrs": {"id": f"p{n:07}"}, "content": [{"type": "text", "text": text}]}
        for n, text in enumerate(texts)
    ]
    return {"type": "doc", "content": paragraphs}


def finding(number: int, **values: Any) -> Json:
    row: Json = {
        "code": f"T-{number:03}",
        "kind": "masalah",
        "title": f"Temuan nomor {number}",
        "description": "",
        "root_cause": "",
        "dimension": DIMENSIONS[number % 2][0],
        "subdimension": None,
        "area": [],
        "owner_opd": "DLH",
        "session": "I",
        "evidence": None,
        "source_url": "",
        "answered_by": [],
    }
    return {**row, **values}


def programme(number: int, **values: Any) -> Json:
    """Nothing known but name and office; cells={year: (target, rupiah)} fills years."""
    cells = values.pop("cells", {})
    targets = [target_row(year, cell[0]) for year, cell in sorted(cells.items()) if cell[0] is not None]
    money = [money_row(year, cell[1]) for year, cell in sorted(cells.items()) if cell[1] is not None]
    dimension = values.pop("dimension", DIMENSIONS[number % 2][0])
    row = {
        "code": f"P-{dimension}-{number:02}",
        "name": f"Program nomor {number}",
        "short_name": "",
        "description": "",
        "dimension": dimension,
        "subdimension": None,
        "lead_opd": "DLH",
        "supporting_opds": [],
        "horizon": "JP",
        "quick_win": False,
        "start_year": None,
        "end_year": None,
        "indicators": [indicator(targets=targets)],
        "money": money,
        "money_outside": [],
        "source_amount": None,
        "funding_sources": [],
        "status": "rencana",
        "status_reason": "",
        "answers": [],
        "source_url": "",
        "note": "",
    }
    return {**row, **values}


def indicator(**values: Any) -> Json:
    row = {
        "number": 1,
        "name": "Titik pantau",
        "unit": "titik",
        "direction": "",
        "baseline": None,
        "baseline_year": None,
        "targets": [],
        "targets_outside": [],
    }
    return {**row, **values}


def target_row(year: int, value: str, achieved: bool = False) -> Json:
    return {"year": year, "value": value, "achieved": achieved}


def money_row(year: int, rupiah: str, source: str | None = None) -> Json:
    return {"year": year, "source": source, "rupiah": rupiah}


def section(code: str, title: str, *, table: str | None = None, **values: Any) -> Json:
    kind = "table" if table else "text"
    row = {"code": code, "letter": "A", "title": title, "kind": kind, "table": table}
    return {**row, "body": None, "figures": [], "ready": False, **values}


def chapter(number: str, title: str, *sections: Json) -> Json:
    lettered = [{**row, "letter": "ABCDEFGH"[position]} for position, row in enumerate(sections)]
    return {"number": number, "title": title, "sections": lettered}


def books() -> list[Json]:
    """Three small books with every kind of table."""
    tables = ("readiness", "gap", "swot", "attendance")
    first = [
        chapter("", "Kata Pengantar", section("B1-0-1", "Sambutan", body=body("Dengan hormat."))),
        chapter(
            "I", "Pendahuluan", section("B1-1-1", "Latar", body=body("Air mengalir."), figures=[figure()])
        ),
        chapter("II", "Masalah", section("B1-2-1", "Daftar Temuan", table="findings")),
        chapter("III", "Belum Ada", *(section(f"B1-3-{t}", t.title(), table=t) for t in tables)),
    ]
    second = [
        chapter("I", "Sasaran", section("B2-1-1", "Sasaran", table="targets")),
        chapter("II", "Aksi", section("B2-2-1", "Matriks", table="programmes")),
        chapter("III", "Jalan", section("B2-3-1", "Peta Jalan", table="roadmap")),
        chapter("IV", "Penutup", section("B2-4-1", "Komitmen", table="commitments")),
    ]
    third = [
        chapter(
            "I",
            "Ringkasan",
            section("B3-1-1", "Dimensi", table="dimension_summary"),
            section("B3-1-2", "Peta Ringkas", table="roadmap"),
            section("B3-1-3", "Kata Kunci", table="vision_keywords"),
            section("B3-1-4", "Unggulan", table="quick_wins"),
        )
    ]
    titles = ("Buku 1 - Analisis", "Buku 2 - Masterplan", "Buku 3 - Ringkasan")
    return [
        {"code": f"B{number}", "title": title, "chapters": chapters}
        for number, (title, chapters) in enumerate(zip(titles, (first, second, third), strict=True), start=1)
    ]


def figure(**values: Any) -> Json:
    row = {"label": "Penduduk", "value": "3113017", "unit": "jiwa", "year": 2020}
    return {**row, "source_url": "https://www.contoh.example/data", **values}


def opd(code: str, name: str) -> Json:
    return {
        "code": code,
        "official_name": name,
        "short_name": code.title(),
        "kind": "dinas",
        "head_title": f"Kepala {name}",
        "holder": None,
    }


def document(**values: Any) -> Json:
    """Two dimensions, ten years, two offices, the three small books; no finding and no programme."""
    row = {
        "schema": "masterplan/2",
        "region": {
            "code": "99.01",
            "kind": "kabupaten",
            "name": "Kabupaten Contoh",
            "province": "Jawa Tengah",
            "capital": "Kota Contoh",
            "motto": "",
            "founded": None,
        },
        "cycle": {
            "year": 2026,
            "name": "Siklus 2026",
            "deadline": "2026-09-30",
            "leading_office": "KOMINFO",
            "ministry": {"name": "Kementerian", "unit": "Direktorat"},
        },
        "masterplan": {
            "slug": "contoh",
            "title": "Masterplan Smart City Kabupaten Contoh",
            "base_year": 2026,
            "valid_from": 2027,
            "valid_to": 2036,
            "vision": "Contoh yang tenteram",
            "keywords": [{"letter": "T", "keyword": "Tenteram"}, {"letter": "R", "keyword": "Rukun"}],
            "illustrative": False,
        },
        "years": list(YEARS),
        "dimensions": [
            {"code": code, "name": name, "name_id": name, "meaning": "", "subdimensions": []}
            for code, name in DIMENSIONS
        ],
        "horizons": [
            {"code": "QW", "label": "Quick Win", "year_from": 2027, "year_to": 2027, "max_months": 12},
            {"code": "JP", "label": "Jangka Pendek", "year_from": 2027, "year_to": 2031, "max_months": None},
            {
                "code": "JPJ",
                "label": "Jangka Panjang",
                "year_from": 2027,
                "year_to": 2036,
                "max_months": None,
            },
        ],
        "funding_sources": [{"code": "APBD", "label": "APBD Kabupaten"}],
        "opds": [opd("DLH", "Dinas Lingkungan Hidup"), opd("KOMINFO", "Dinas Komunikasi")],
        "sessions": [],
        "findings": [],
        "programmes": [],
        "books": books(),
        "swot": [],
        "readiness": [],
        "gap": [],
        "assets": [],
    }
    return copy.deepcopy({**row, **values})


def full_document() -> Json:
    """Findings answered, open and unused; programmes complete, partial, empty, earlier and halted."""
    programmes = [
        programme(
            1,
            quick_win=True,
            start_year=2027,
            end_year=2036,
            answers=["T-001"],
            cells={year: (str(year - 2020), "2500000000") for year in YEARS},
            source_amount="80000000000",
            note="Anggaran lahan",
            funding_sources=["APBD"],
        ),
        programme(
            2, cells={2028: ("5.21", "300000000")}, supporting_opds=["KOMINFO"], answers=["T-001", "T-003"]
        ),
        programme(
            3,
            start_year=2024,
            end_year=2025,
            status="selesai",
            indicators=[indicator(targets_outside=[target_row(2025, "10", achieved=True)])],
        ),
        programme(4, status="terhenti", status_reason="Lahan belum bebas", indicators=[]),
    ]
    findings = [
        finding(
            1,
            answered_by=["P-ENV-01", "P-GOV-02"],
            description="Limbah dibuang malam hari.",
            evidence={"value": "1.71", "unit": "indeks", "year": 2026},
            area=["Cikarang"],
        ),
        finding(2, evidence={"value": None, "unit": "", "year": 2026}),
        finding(3, kind="keunggulan", answered_by=["P-GOV-02"]),
        finding(4, kind="keunggulan"),
    ]
    return document(findings=findings, programmes=programmes)


def edition(**values: Any) -> Json:
    row = {
        "label": "v0.3",
        "number": 3,
        "frozen_at": "2026-09-12T16:05:00+07:00",
        "sha256": "5e7d19b2" * 8,
        "is_final": False,
        "final_on": None,
        "missing_reason": "",
        "token": "M4VX-8TQK-2C7H-9RPW",
        "verify_url": "HTTPS://PORTAL.EXAMPLE/V/M4VX-8TQK-2C7H-9RPW",
        "chain_head": "c41e07aa" * 8,
        "illustrative": False,
        "book": None,
        "commitments": [],
    }
    return {**row, **values}


def commitment(code: str, **values: Any) -> Json:
    row = {
        "opd": code,
        "official_name": code,
        "state": "signed",
        "state_label": "setuju",
        "signer": "Kepala Dinas",
        "capacity": "definitif",
        "signed_at": "2026-09-15T02:12:00+00:00",
        "note": "",
        "code": "7Q2K-9DHM-4TX0-8KV2",
    }
    return {**row, **values}
