"""A scanned paper as it may be stored: PDF, JPEG or PNG, recognised by its bytes, never by its name.

A picture is decoded and saved anew: what is left are its pixels, dots per inch and orientation. Place and
device of a photograph, comments, further frames and what stands behind the end are gone. A PDF is stored as
it came.
"""

from dataclasses import dataclass
from io import BytesIO
from threading import Lock
from typing import Any

from PIL import Image, ImageFile

MAX_BYTES = 10 * 1024 * 1024
MAX_SIDE, MAX_PIXELS = 20_000, 50_000_000
MAX_JPEG_SCANS = 30
EMPTY = "Berkas kosong."
UNKNOWN = "Bentuk berkas tidak dikenal. Unggah PDF, JPEG atau PNG."
BROKEN = "Berkas terpotong atau rusak. Pindai atau simpan ulang, lalu unggah lagi."
TOO_LARGE = "Gambar terlalu besar; paling banyak 50 juta titik. Pindai dengan resolusi lebih rendah."

MEDIA_TYPES = {".pdf": "application/pdf", ".jpg": "image/jpeg", ".png": "image/png"}
PDF, PDF_END, PDF_TAIL = b"%PDF-", b"%%EOF", 2048
PNG, JPEG, START_OF_SCAN = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"\xff\xda"
ORIENTATION = 0x0112
# 50 million pixels take 150 MB: one picture at a time in each process.
DECODING = Lock()


@dataclass(frozen=True)
class Scan:
    content: bytes
    suffix: str

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[self.suffix]


def clean_scan(content: bytes) -> Scan:
    """The paper without what it does not need. ValueError with the sentence for the form's field."""
    if not content:
        raise ValueError(EMPTY)
    if content.startswith(PDF):
        if PDF_END not in content[-PDF_TAIL:]:
            raise ValueError(BROKEN)
        return Scan(content, ".pdf")
    if content.startswith(PNG):
        return Scan(_saved_anew(content, "PNG"), ".png")
    if content.startswith(JPEG):
        # A progressive JPEG of 10 MB may hold 100,000 scans of the whole picture: hours of decoding.
        if content.count(START_OF_SCAN) > MAX_JPEG_SCANS:
            raise ValueError(BROKEN)
        return Scan(_saved_anew(content, "JPEG"), ".jpg")
    raise ValueError(UNKNOWN)


def _saved_anew(content: bytes, kind: str) -> bytes:
    """ValueError for what cannot be decoded; a picture that is too large is refused before that."""
    # Pillow answers damaged files with exceptions of many kinds, SyntaxError and struct.error among them.
    try:
        image = Image.open(BytesIO(content), formats=(kind,))
        is_too_large = max(image.size) > MAX_SIDE or image.width * image.height > MAX_PIXELS
        if not is_too_large:
            with DECODING:
                # Whoever has imported the layout engine in this process reads cut-off pictures as if whole.
                ImageFile.LOAD_TRUNCATED_IMAGES = False
                return _encoded(image, kind)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as reason:
        raise ValueError(TOO_LARGE) from reason
    except Exception as reason:
        raise ValueError(BROKEN) from reason
    raise ValueError(TOO_LARGE)


def _encoded(image: Image.Image, kind: str) -> bytes:
    exif = Image.Exif()
    # Turning the pixels instead would double memory and time (50 million: 378 MB, 2.8 s).
    if kind == "JPEG" and (orientation := image.getexif().get(ORIENTATION)) in range(2, 9):
        exif[ORIENTATION] = orientation
    options: dict[str, Any] = {"dpi": image.info["dpi"]} if "dpi" in image.info else {}
    # Level 1 is three times as fast as the default 6, for a third more bytes.
    options |= {"quality": "keep", "compress_level": 1, "exif": exif.tobytes() if len(exif) else b""}
    image.load()
    image.info = {name: image.info[name] for name in ("transparency",) if name in image.info}
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()
