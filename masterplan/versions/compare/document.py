"""What changed between two compiled documents, as a plain list. Pure functions."""

from dataclasses import dataclass
from typing import Any, Literal

Json = dict[str, Any]
Kind = Literal["section", "programme", "finding"]

FIELD_LABELS = {
    "name": "nama",
    "title": "judul",
    "description": "uraian",
    "root_cause": "penyebab",
    "dimension": "dimensi",
    "subdimension": "subdimensi",
    "lead_opd": "OPD penanggung jawab",
    "supporting_opds": "OPD pendukung",
    "horizon": "jangka waktu",
    "quick_win": "calon quick win",
    "start_year": "tahun mulai",
    "end_year": "tahun selesai",
    "indicator": "indikator",
    "years": "target dan rupiah",
    "earlier": "target sebelum masterplan",
    "source_amount": "jumlah menurut sumber",
    "funding_sources": "sumber dana",
    "status": "keadaan",
    "answers": "temuan yang dijawab",
    "answered_by": "program yang menjawab",
    "body": "teks",
    "figures": "angka kunci",
    "ready": "tanda siap",
    "evidence": "data pendukung",
    "note": "catatan",
    "kind": "jenis",
    "letter": "urutan",
    "table": "tabel",
    "short_name": "nama pendek",
    "status_reason": "alasan",
    "source_url": "sumber",
    "area": "wilayah",
    "owner_opd": "OPD terkait",
    "session": "Bimtek",
}


@dataclass(frozen=True)
class Change:
    """One section, programme or finding that is new, gone or different."""

    kind: Kind
    code: str
    title: str
    change: Literal["baru", "diubah", "dihapus"]
    fields: tuple[str, ...] = ()


def compare(before: Json | None, after: Json) -> list[Change]:
    """All changes, sections first in the order of the book, then programmes, then findings."""
    old = before or {}
    return [
        *_changes("section", sections_of(old), sections_of(after), "title"),
        *_changes("programme", _by_code(old.get("programmes", [])), _by_code(after["programmes"]), "name"),
        *_changes("finding", _by_code(old.get("findings", [])), _by_code(after["findings"]), "title"),
    ]


def _by_code(rows: list[Json]) -> dict[str, Json]:
    return {row["code"]: row for row in rows}


def sections_of(document: Json) -> dict[str, Json]:
    """Every section by its code, in the order of the books."""
    return {
        section["code"]: section
        for book in document.get("books", [])
        for chapter in book["chapters"]
        for section in chapter["sections"]
    }


def _changes(kind: Kind, before: dict[str, Json], after: dict[str, Json], title: str) -> list[Change]:
    found = []
    for code, row in after.items():
        if code not in before:
            found.append(Change(kind, code, row[title], "baru"))
        elif row != before[code]:
            found.append(Change(kind, code, row[title], "diubah", _differing(before[code], row)))
    found += [Change(kind, code, row[title], "dihapus") for code, row in before.items() if code not in after]
    return found


def _differing(before: Json, after: Json) -> tuple[str, ...]:
    return tuple(FIELD_LABELS.get(name, name) for name in after if after[name] != before.get(name))
