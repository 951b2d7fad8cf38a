"""The bytes of one file of the folder, with the limits that come before any parsing."""

import codecs
from pathlib import Path

from opd.imports.problems import Report

MAX_BYTES = 10 * 1024 * 1024
UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_bytes(folder: Path, name: str, report: Report) -> bytes | None:
    """The file without a byte order mark in front; None after a problem was reported."""
    data = _fetched(folder / name, name, report)
    if data is None:
        return None
    if data.startswith(UTF16):
        report.problem(name, 1, "", "disimpan sebagai UTF-16; simpan ulang sebagai UTF-8 tanpa BOM")
    elif data.startswith(codecs.BOM_UTF8):
        report.problem(name, 1, "", "diawali tanda BOM; simpan ulang sebagai UTF-8 tanpa BOM")
    elif not data.strip():
        report.problem(name, None, "", "berkas kosong")
    else:
        return data
    return None


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
