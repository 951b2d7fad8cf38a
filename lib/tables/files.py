"""The text of one file of the folder, with the limits that come before any parsing."""

import codecs
from pathlib import Path

from lib.tables.problems import Report

MAX_BYTES = 10 * 1024 * 1024
UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_text(folder: Path, name: str, report: Report) -> str | None:
    """UTF-8, with or without byte order mark, or UTF-16 with one; None after a problem was reported."""
    data = _fetched(folder / name, name, report)
    if data is None:
        return None
    if data.startswith(UTF16):
        data = data.decode("utf-16", errors="replace").encode()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as refusal:
        line = data.count(b"\n", 0, refusal.start) + 1
        place = refusal.start - data.rfind(b"\n", 0, refusal.start)
        where = f"bita ke-{place} baris ini 0x{data[refusal.start]:02X}"
        report.problem(
            name, line, "", f"bukan UTF-8: {where}; simpan ulang sebagai UTF-8 (di Excel: “CSV UTF-8”)"
        )
        return None
    if not text.strip():
        report.problem(name, None, "", "berkas kosong")
        return None
    return text


def _fetched(path: Path, name: str, report: Report) -> bytes | None:
    if not path.is_file():  # also keeps a pipe or device from blocking the reader
        report.problem(name, None, "", "berkas tidak ada")
        return None
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as refusal:
        report.problem(name, None, "", f"berkas tidak dapat dibaca ({refusal.strerror})")
        return None
    if len(data) > MAX_BYTES:
        report.problem(name, None, "", f"berkas lebih besar dari {MAX_BYTES // 1024 // 1024} MB")
        return None
    return data
