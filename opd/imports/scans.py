"""A scanned paper as it may be kept: PDF, JPEG or PNG, told by its bytes and never by its name.

Pictures are taken apart and put together again without being decoded, so no picture can be too large to look
at. What a paper does not need is left out of them: the place and device of a photograph, comments, animation,
and whatever stands behind the end. A PDF is kept as it came.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from struct import pack, unpack
from zlib import crc32

MAX_BYTES = 10 * 1024 * 1024
MAX_SIDE, MAX_PIXELS = 20_000, 50_000_000
EMPTY = "Berkas kosong."
UNKNOWN = "Bentuk berkas tidak dikenal. Unggah PDF, JPEG atau PNG."
BROKEN = "Berkas terpotong atau rusak. Pindai atau simpan ulang, lalu unggah lagi."
TOO_LARGE = "Gambar terlalu besar; paling banyak 50 juta titik. Pindai dengan resolusi lebih rendah."

PDF, PNG, JPEG = b"%PDF-", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
PDF_END, PDF_TAIL = b"%%EOF", 2048
PNG_KEPT = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"pHYs", b"sBIT", b"bKGD"}
SOF = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
SOS, EOI, ADOBE, EXIF = 0xDA, 0xD9, 0xEE, 0xE1
JPEG_KEPT = SOF | {SOS, 0xC4, 0xCC, 0xDB, 0xDD, 0xE0, ADOBE}
ORIENTATION = 0x0112
MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
"""Neither a stuffed byte nor a restart."""
FILLED = re.compile(rb"\xff*(?=\xff)")
"""Any number of 0xFF may stand before a marker (T.81, B.1.1.2)."""


@dataclass(frozen=True)
class Scan:
    content: bytes
    suffix: str


def clean_scan(content: bytes) -> Scan:
    """ValueError with the sentence for the field."""
    if not content:
        raise ValueError(EMPTY)
    if content.startswith(PDF):
        if PDF_END not in content[-PDF_TAIL:]:
            raise ValueError(BROKEN)
        return Scan(content, ".pdf")
    if content.startswith(PNG):
        return Scan(PNG + b"".join(_png(content)), ".png")
    if content.startswith(JPEG):
        return Scan(content[:2] + b"".join(_jpeg(content)), ".jpg")
    raise ValueError(UNKNOWN)


def _refuse_size(width: int, height: int) -> None:
    if not width or not height:
        raise ValueError(BROKEN)
    if max(width, height) > MAX_SIDE or width * height > MAX_PIXELS:
        raise ValueError(TOO_LARGE)


def _png(content: bytes) -> Iterator[bytes]:
    """The chunks that are kept, up to the end."""
    at, kind, has_data = len(PNG), b"", False
    while kind != b"IEND":
        head = content[at : at + 8]
        length = int.from_bytes(head[:4])
        chunk = content[at : at + 12 + length]
        before, kind = kind, head[4:]
        if len(chunk) < 12 or len(chunk) < 12 + length or int.from_bytes(chunk[-4:]) != crc32(chunk[4:-4]):
            raise ValueError(BROKEN)
        if not before:
            _read_header(kind, chunk[8:-4])
        elif kind == b"IHDR":  # what promises another size than the one that was looked at
            raise ValueError(BROKEN)
        has_data = has_data or kind == b"IDAT"
        if kind in PNG_KEPT:
            yield chunk
        at += len(chunk)
    if not has_data:
        raise ValueError(BROKEN)


def _read_header(kind: bytes, data: bytes) -> None:
    if kind != b"IHDR" or len(data) != 13:
        raise ValueError(BROKEN)
    width, height = unpack(">II", data[:8])
    _refuse_size(width, height)


def _jpeg(content: bytes) -> Iterator[bytes]:
    """The segments that are kept, up to the end. A photograph stays upright."""
    parts = list(_segments(content))
    if sum(marker in SOF for marker, _ in parts) != 1 or all(marker != SOS for marker, _ in parts):
        raise ValueError(BROKEN)
    for marker, segment in parts:
        if marker in SOF:
            _read_frame(segment)
        if marker == EXIF:
            yield _upright(segment)
        elif marker in JPEG_KEPT:
            yield segment
    yield b"\xff\xd9"


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Marker and bytes of each, the data of a scan with its segment. What only fills is left out."""
    at, marker = 2, 0
    while marker != EOI:
        if filled := FILLED.match(content, at):
            at = filled.end()
        marker, segment = _segment(content, at)
        at += len(segment)
        if marker == SOS:
            end = _end_of_data(content, at)
            segment, at = segment + content[at:end], end
        if marker != EOI:
            yield marker, segment


def _read_frame(segment: bytes) -> None:
    if len(segment) < 9:
        raise ValueError(BROKEN)
    height, width = unpack(">HH", segment[5:9])
    _refuse_size(width, height)


def _segment(content: bytes, at: int) -> tuple[int, bytes]:
    if content[at : at + 1] != b"\xff" or at + 1 >= len(content):
        raise ValueError(BROKEN)
    marker = content[at + 1]
    if marker == EOI:
        return marker, content[at : at + 2]
    length = int.from_bytes(content[at + 2 : at + 4])
    segment = content[at : at + 2 + length]
    if length < 2 or len(segment) < 2 + length:
        raise ValueError(BROKEN)
    return marker, segment


def _end_of_data(content: bytes, at: int) -> int:
    """Where the next marker begins."""
    found = MARKER.search(content, at)
    if not found:
        raise ValueError(BROKEN)
    return found.start()


def _orientation(segment: bytes) -> int:
    """How the camera was held: 2 to 8; 0 where it says nothing or nothing readable."""
    tiff = segment[10:]
    order = {b"II*\x00": "<", b"MM\x00*": ">"}.get(tiff[:4])
    if not segment[4:].startswith(b"Exif\x00\x00") or order is None or len(tiff) < 10:
        return 0
    (start,) = unpack(f"{order}I", tiff[4:8])
    (count,) = unpack(f"{order}H", tiff[start : start + 2].ljust(2, b"\x00"))
    for number in range(min(count, 100)):
        entry = tiff[start + 2 + 12 * number : start + 14 + 12 * number]
        if len(entry) == 12 and unpack(f"{order}H", entry[:2]) == (ORIENTATION,):
            (value,) = unpack(f"{order}H", entry[8:10])
            return value if 2 <= value <= 8 else 0
    return 0


def _upright(segment: bytes) -> bytes:
    """Nothing but how the camera was held, or nothing at all."""
    orientation = _orientation(segment)
    if not orientation:
        return b""
    entry = pack(">HHIHH", ORIENTATION, 3, 1, orientation, 0)
    tiff = b"MM\x00*" + pack(">IH", 8, 1) + entry + pack(">I", 0)
    return pack(">BBH", 0xFF, EXIF, 2 + 6 + len(tiff)) + b"Exif\x00\x00" + tiff
