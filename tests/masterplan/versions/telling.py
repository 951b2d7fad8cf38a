"""A plan with something in every column, and the document it compiles to, word by word."""

from datetime import date
from decimal import Decimal

from bimtek.cycle.models import Dimension, Subdimension
from masterplan.programmes.models import Indicator, Money, Target
from masterplan.sections.models import Book, Chapter
from tests.bimtek import factories as bimtek
from tests.masterplan import factories
from tests.opd import factories as opd

BODY = factories.BODY


def told(tag):
    """A plan with something in every column; another `tag` is another region with the same codes."""
    region = opd.region(
        name=f"Kabupaten {tag}",
        province=f"Provinsi {tag}",
        motto=f"Semboyan {tag}",
        founded=date(1950, 8, 15),
    )
    own = opd.opd(region, "DLH", order=1, official_name=f"Dinas {tag}")
    other = opd.opd(region, "DISDIK", order=2)
    opd.holder(own, name=f"Lama {tag}", since=date(2020, 1, 1), until=date(2199, 12, 31))
    opd.holder(own, name=f"Kini {tag}", since=date(2021, 1, 1), capacity="plt")
    opd.holder(other, name="Dahulu", until=date(2020, 12, 31))
    cycle = bimtek.cycle(
        region, leading_office=own, ministry_name=f"Kementerian {tag}", ministry_unit=f"Unit {tag}"
    )
    Dimension.objects.create(
        cycle=cycle, code="LIV", order=3, name="Smart Living", name_id=f"Hidup {tag}", meaning=f"Makna {tag}"
    )
    env = bimtek.dimension(cycle)
    Subdimension.objects.create(dimension=env, code="ENV-2", order=2, tag="ENV dua", name_id=f"Dua {tag}")
    plan = factories.plan(
        cycle,
        vision=f"Visi {tag}",
        keywords=[{"letter": "D", "keyword": tag}],
        is_illustrative=True,
        valid_to=2028,
    )
    _findings(plan, own, env, tag)
    _programmes(plan, own, other, env, tag)
    _books(plan, tag)
    return plan


def _findings(plan, own, env, tag):
    session = bimtek.session(
        plan.cycle, purpose=f"Tujuan {tag}", outputs=[f"Hasil {tag}"], participants=f"Peserta {tag}"
    )
    bimtek.finding(
        plan.cycle,
        code="T-002",
        kind="keunggulan",
        title=f"Judul {tag}",
        description=f"Uraian {tag}",
        subdimension=env.subdimensions.get(code="ENV-2"),
        area=[f"Wilayah {tag}"],
        owner_opd=own,
        session=session,
        evidence_value=Decimal("5.50"),
        evidence_unit="ton",
        evidence_year=2024,
        source_url="https://example.org/temuan",
    )
    bimtek.finding(plan.cycle, code="T-001", title=f"Kosong {tag}", root_cause="")


def _programmes(plan, own, other, env, tag):
    made = factories.programme(
        plan,
        own,
        code="P-ENV-02",
        name=f"Program {tag}",
        short_name=f"Pendek {tag}",
        description=f"Uraian {tag}",
        subdimension=env.subdimensions.get(code="ENV-2"),
        quick_win=True,
        start_year=2027,
        end_year=2028,
        source_amount=2_900_000_000,
        status="terhenti",
        status_reason=f"Alasan {tag}",
        source_url="https://example.org/program",
        note=f"Catatan {tag}",
        cells={2026: ("1", None), 2028: ("6.50", 2_100)} if tag == "A" else {2027: ("9", 9), 2028: ("9", 9)},
    )
    factories.achieved(made, 2026)
    _further(plan, made)
    factories.programme(plan, other, code="P-ENV-01", name=f"Kosong {tag}")
    made.findings.set(plan.cycle.findings.all())
    made.supporting_opds.set([other, own])
    made.funding_sources.set(plan.funding_sources.all())


def _further(plan, made):
    """A second indicator, and a share of one source."""
    second = Indicator.objects.create(
        programme=made, number=2, name="Kedua", direction="turun", baseline_year=2025
    )
    Target.objects.create(indicator=second, year=2027, value="1.50")
    Money.objects.create(programme=made, year=2028, source=plan.funding_sources.get(code="CSR"), rupiah=7)
    Money.objects.create(programme=made, year=2026, rupiah=3)


def _books(plan, tag):
    factories.section(
        plan,
        code="B1-1-1",
        title=f"Bagian {tag}",
        is_ready=True,
        figures=[{"label": "Muara", "value": "3", "unit": "muara", "year": 2024, "source_url": ""}],
    )
    factories.section(plan, code="B1-1-2", title="Daftar", kind="table", table="findings", body=None)
    book = Book.objects.get(masterplan=plan)
    Chapter.objects.create(book=book, order=2, number="II", title=f"Bab {tag}")
    Book.objects.create(masterplan=plan, code="B2", order=2, title=f"Buku {tag}")


def written(plan):
    """What `told("A")` says."""
    region = plan.cycle.region
    return {
        "schema": "masterplan/2",
        "region": {
            "code": region.code,
            "kind": "kabupaten",
            "name": "Kabupaten A",
            "province": "Provinsi A",
            "capital": "Kota Contoh",
            "motto": "Semboyan A",
            "founded": "1950-08-15",
        },
        "cycle": {
            "year": 2026,
            "name": plan.cycle.name,
            "deadline": "2026-09-30",
            "leading_office": "DLH",
            "ministry": {"name": "Kementerian A", "unit": "Unit A"},
        },
        "masterplan": {
            "slug": plan.slug,
            "title": "Masterplan Contoh",
            "base_year": 2026,
            "valid_from": 2027,
            "valid_to": 2028,
            "vision": "Visi A",
            "keywords": [{"letter": "D", "keyword": "A"}],
            "illustrative": True,
        },
        "years": [2027, 2028],
        "dimensions": [
            {
                "code": "GOV",
                "name": "Smart Governance",
                "name_id": "",
                "meaning": "",
                "subdimensions": [{"code": "GOV-1", "tag": "GOV satu", "name_id": ""}],
            },
            {
                "code": "ENV",
                "name": "Smart Environment",
                "name_id": "",
                "meaning": "",
                "subdimensions": [
                    {"code": "ENV-1", "tag": "ENV satu", "name_id": ""},
                    {"code": "ENV-2", "tag": "ENV dua", "name_id": "Dua A"},
                ],
            },
            {
                "code": "LIV",
                "name": "Smart Living",
                "name_id": "Hidup A",
                "meaning": "Makna A",
                "subdimensions": [],
            },
        ],
        "horizons": [
            {"code": "QW", "label": "Quick Win", "year_from": 2027, "year_to": 2027, "max_months": 12},
            {
                "code": "JP",
                "label": "Jangka Pendek",
                "year_from": 2027,
                "year_to": 2031,
                "max_months": None,
            },
            {
                "code": "JPJ",
                "label": "Jangka Panjang",
                "year_from": 2027,
                "year_to": 2036,
                "max_months": None,
            },
        ],
        "funding_sources": [{"code": "APBD-KAB", "label": "APBD-KAB"}, {"code": "CSR", "label": "CSR"}],
        "opds": [
            {
                "code": "DLH",
                "official_name": "Dinas A",
                "short_name": "Dlh",
                "kind": "dinas",
                "head_title": "Kepala Dinas Dlh",
                "holder": {"name": "Kini A", "capacity": "plt", "since": "2021-01-01"},
            },
            {
                "code": "DISDIK",
                "official_name": "Dinas Disdik",
                "short_name": "Disdik",
                "kind": "dinas",
                "head_title": "Kepala Dinas Disdik",
                "holder": None,
            },
        ],
        "sessions": [
            {
                "stage": "I",
                "start": "2026-06-06",
                "end": "2026-06-07",
                "place": "Aula Contoh",
                "purpose": "Tujuan A",
                "outputs": ["Hasil A"],
                "participants": "Peserta A",
            }
        ],
        "findings": [
            {
                "code": "T-001",
                "kind": "masalah",
                "title": "Kosong A",
                "description": "",
                "root_cause": "",
                "area": [],
                "source_url": "",
                "evidence": None,
                "dimension": "ENV",
                "subdimension": None,
                "owner_opd": None,
                "session": None,
                "answered_by": ["P-ENV-02"],
            },
            {
                "code": "T-002",
                "kind": "keunggulan",
                "title": "Judul A",
                "description": "Uraian A",
                "root_cause": "Limbah tidak terpantau",
                "area": ["Wilayah A"],
                "source_url": "https://example.org/temuan",
                "evidence": {"value": "5.5", "unit": "ton", "year": 2024},
                "dimension": "ENV",
                "subdimension": "ENV-2",
                "owner_opd": "DLH",
                "session": "I",
                "answered_by": ["P-ENV-02"],
            },
        ],
        "programmes": [
            {
                "code": "P-ENV-01",
                "name": "Kosong A",
                "short_name": "",
                "description": "",
                "quick_win": False,
                "start_year": None,
                "end_year": None,
                "source_amount": None,
                "status": "rencana",
                "status_reason": "",
                "source_url": "",
                "note": "",
                "dimension": "ENV",
                "subdimension": None,
                "lead_opd": "DISDIK",
                "horizon": "JPJ",
                "funding_sources": [],
                "supporting_opds": [],
                "answers": [],
                "indicators": [],
                "money": [],
                "money_outside": [],
            },
            {
                "code": "P-ENV-02",
                "name": "Program A",
                "short_name": "Pendek A",
                "description": "Uraian A",
                "quick_win": True,
                "start_year": 2027,
                "end_year": 2028,
                "source_amount": "2900000000",
                "status": "terhenti",
                "status_reason": "Alasan A",
                "source_url": "https://example.org/program",
                "note": "Catatan A",
                "dimension": "ENV",
                "subdimension": "ENV-2",
                "lead_opd": "DLH",
                "horizon": "JPJ",
                "funding_sources": ["APBD-KAB", "CSR"],
                "supporting_opds": ["DLH", "DISDIK"],
                "answers": ["T-001", "T-002"],
                "indicators": [
                    {
                        "number": 1,
                        "name": "Titik pantau",
                        "unit": "titik",
                        "direction": "",
                        "baseline": "2",
                        "baseline_year": None,
                        "targets": [{"year": 2028, "value": "6.5", "achieved": False}],
                        "targets_outside": [{"year": 2026, "value": "1", "achieved": True}],
                    },
                    {
                        "number": 2,
                        "name": "Kedua",
                        "unit": "",
                        "direction": "turun",
                        "baseline": None,
                        "baseline_year": 2025,
                        "targets": [{"year": 2027, "value": "1.5", "achieved": False}],
                        "targets_outside": [],
                    },
                ],
                "money": [
                    {"year": 2028, "source": "CSR", "rupiah": "7"},
                    {"year": 2028, "source": None, "rupiah": "2100"},
                ],
                "money_outside": [{"year": 2026, "source": None, "rupiah": "3"}],
            },
        ],
        "books": [
            {
                "code": "B1",
                "title": "Buku 1 - Analisis",
                "chapters": [
                    {"number": "I", "title": "Pendahuluan", "sections": _sections()},
                    {"number": "II", "title": "Bab A", "sections": []},
                ],
            },
            {"code": "B2", "title": "Buku A", "chapters": []},
        ],
        **{name: [] for name in ("swot", "readiness", "gap", "assets")},
    }


def _sections():
    figure = {"label": "Muara", "value": "3", "unit": "muara", "year": 2024, "source_url": ""}
    return [
        {
            "code": "B1-1-1",
            "letter": "A",
            "title": "Bagian A",
            "kind": "text",
            "table": None,
            "body": BODY,
            "figures": [figure],
            "ready": True,
        },
        {
            "code": "B1-1-2",
            "letter": "B",
            "title": "Daftar",
            "kind": "table",
            "table": "findings",
            "body": None,
            "figures": [],
            "ready": False,
        },
    ]
