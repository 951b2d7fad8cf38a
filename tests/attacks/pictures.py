"""Pictures as scanners and cameras make them, and as attackers do."""

import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import Image

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
SIGNATURE = b"\x89PNG\r\n\x1a\n"
GPS, GPS_LATITUDE, ORIENTATION, MAKE = 0x8825, 2, 0x0112, 0x010F


def picture(kind: str = "PNG", size: tuple[int, int] = (32, 20), **options: Any) -> bytes:
    """Left half dark, right half light, so that what is upright can be seen."""
    image = Image.new("L", size, 230)
    image.paste(20, (0, 0, size[0] // 2, size[1]))
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def photograph(orientation: int = 6) -> bytes:
    """A JPEG that tells where and with what it was taken, and how the camera was held."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[MAKE] = "Kamera Kantor"
    exif.get_ifd(GPS)[GPS_LATITUDE] = (6.0, 15.0, 0.0)
    return picture("JPEG", exif=exif.tobytes(), comment=b"<script>alert(1)</script>")


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, *more: bytes, data: bytes = b"") -> bytes:
    """A picture of any size in hardly any bytes."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return SIGNATURE + header + b"".join(more) + chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b"")


def jpeg_of_size(width: int, height: int) -> bytes:
    """A small photograph whose header promises another size."""
    content = picture("JPEG")
    at = content.index(b"\xff\xc0")
    return content[: at + 5] + struct.pack(">HH", height, width) + content[at + 9 :]
