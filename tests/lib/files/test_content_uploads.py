"""Rows 23 and 24: what is uploaded as a scan is a paper and nothing else, whatever it calls itself."""

import gzip
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from commitments.agreements import services as agreements
from commitments.agreements.models import Agreement
from lib.files import storage
from lib.files.scans import BROKEN, EMPTY, TOO_LARGE, UNKNOWN, clean_scan
from tests.attacks.pictures import PDF, SIGNATURE, chunk, jpeg_of_size, photograph, picture, png

JPEG_START = b"\xff\xd8\xff"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script><use href="//e/#x"/></svg>'
ENTITIES = b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]><svg>&a;</svg>'
GIF_SCRIPT = b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)"
HTML = b"<!DOCTYPE html><script>alert(1)</script>"
FOREIGN = [
    *(SVG, b"\xef\xbb\xbf" + SVG, b"  \n" + SVG, ENTITIES, gzip.compress(SVG, mtime=0), GIF_SCRIPT, HTML),
    *(b"%PDX", b"MZ\x90\x00", b"PK\x03\x04", b"\x00" + PDF, b"BM" + bytes(60), b"RIFF0000WEBPVP8 "),
]


def reason(content: bytes) -> str:
    with pytest.raises(ValueError, match=r"\w") as refused:
        clean_scan(content)
    return str(refused.value)


@pytest.mark.parametrize("content", FOREIGN, ids=lambda content: repr(content[:16]))
def test_what_is_no_pdf_jpeg_or_png_is_unknown_under_any_name(content):
    assert reason(content) == UNKNOWN


def test_nothing_at_all_is_told_as_that():
    assert reason(b"") == EMPTY


@pytest.mark.parametrize(
    "content",
    [
        png(30_000, 30_000),
        png(9_950, 9_950),  # 99 million: a viewer would only warn
        png(20_001, 1),
        png(2**31, 2**31),
        jpeg_of_size(30_000, 30_000),
        jpeg_of_size(65_535, 1),
    ],
    ids=["900 MP", "99 MP", "wide", "beyond", "JPEG", "wide JPEG"],
)
def test_a_picture_nobody_can_open_is_refused_unseen(content):
    assert reason(content) == TOO_LARGE


@pytest.mark.parametrize(
    "content",
    [
        picture("PNG")[:60],
        picture("PNG").replace(b"IDAT", b"IDAX"),
        picture("JPEG", (300, 200))[:-200],
        jpeg_of_size(0, 10),
        png(0, 10),
        SIGNATURE,
        SIGNATURE + chunk(b"IHDR", bytes(5)) + chunk(b"IEND", b""),
        JPEG_START + b"\xd9",
        JPEG_START + b"\xe0\x00\x00",
        PDF[:40],
    ],
)
def test_what_is_cut_off_or_damaged_is_said_to_be(content):
    assert reason(content) == BROKEN


def test_a_photograph_of_very_many_scans_is_refused_before_hours_of_decoding():
    content = picture("JPEG", progressive=True)
    last = content[content.rindex(b"\xff\xda") : -2]
    assert reason(content[:-2] + last * 50 + content[-2:]) == BROKEN


def opened(content: bytes) -> Any:
    image = Image.open(BytesIO(content))
    image.load()
    return image


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
@pytest.mark.parametrize("mode", [{}, {"progressive": True}, {"dpi": (300, 300)}])
def test_an_honest_picture_stays_the_same_picture(kind, mode):
    content = picture(kind, (300, 200), **mode)
    before, after = opened(content), opened(clean_scan(content).content)
    assert max(ImageChops.difference(before, after).tobytes()) <= 1
    assert after.info.get("dpi") == before.info.get("dpi")


def test_a_photograph_no_longer_tells_where_it_was_taken_but_stays_upright():
    content = photograph(orientation=6)
    assert opened(content).getexif().get_ifd(0x8825)
    clean = clean_scan(content).content
    assert dict(opened(clean).getexif()) == {0x0112: 6}
    assert b"Kamera" not in clean
    assert b"<script>" not in clean


@pytest.mark.parametrize("exif", [b"", b"II*\x00", b"MM\x00*\xff\xff\xff\xff", b"XX*\x00" + bytes(20)])
@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_broken_notes_of_a_camera_are_dropped(exif):
    start = picture("JPEG")
    content = start[:2] + b"\xff\xe1" + (8 + len(exif)).to_bytes(2) + b"Exif\x00\x00" + exif + start[2:]
    assert not opened(clean_scan(content).content).getexif()


def test_an_animated_picture_is_its_first_frame():
    frames = [Image.new("L", (9, 9), shade) for shade in (0, 255)]
    out = BytesIO()
    frames[0].save(out, "PNG", save_all=True, append_images=frames[1:])
    clean = clean_scan(out.getvalue()).content
    assert opened(clean).getextrema() == (0, 0)
    assert b"acTL" not in clean


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_what_stands_behind_or_inside_a_picture_is_gone(kind):
    """So a file is never two things at once: a picture here, a page or a program there."""
    content = picture(kind)
    assert clean_scan(content + HTML + SVG).content == clean_scan(content).content
    names = (b"tEXt", b"iTXt", b"eXIf", b"spAM")
    texts = b"".join(chunk(name, b"a\x00<script>alert(1)</script>") for name in names)
    assert b"script" not in clean_scan(png(4, 4, texts, data=bytes(20))).content


def cleaned(content: bytes) -> bytes:
    """Clean, or nothing when it was refused with one of the four sentences; any other failure is one."""
    try:
        return clean_scan(content).content
    except ValueError as refused:
        if str(refused) in (EMPTY, UNKNOWN, BROKEN, TOO_LARGE):
            return b""
        raise


@given(st.binary(max_size=200), st.sampled_from([b"", JPEG_START, SIGNATURE, b"%PDF-"]))
def test_no_bytes_break_it(content, start):
    cleaned(start + content)


@given(st.data())
@pytest.mark.filterwarnings("ignore")
def test_a_picture_with_any_byte_changed_is_clean_or_refused(data):
    content = bytearray(data.draw(st.sampled_from([picture("PNG"), picture("JPEG"), photograph()])))
    at = data.draw(st.integers(3, len(content) - 1))
    content[at] = data.draw(st.integers(0, 255))
    assert b"script" not in cleaned(bytes(content))


class TestThePage:
    @pytest.fixture
    def desk(self, world, db):
        client = Client()
        client.force_login(world.people["editor"])
        told = agreements.AgreementData(number="119/KB/2026")
        agreement = agreements.record(world.cycle, "nota kesepakatan", told, actor=world.people["editor"])
        return SimpleNamespace(client=client, agreement=agreement)

    def sent(self, desk, name, content):
        address = reverse("commitments:agreement_scan", args=[desk.agreement.pk])
        scan = SimpleUploadedFile(name, content, content_type="image/png")
        return desk.client.post(address, {"scan": scan, "version": "1"})

    @pytest.mark.parametrize("name", ["a.svg", "a.png", "a.svg.png", "a.pdf\x00.svg", "../../etc/passwd"])
    def test_a_drawing_that_runs_is_refused_in_every_disguise(self, name, desk):
        answer = self.sent(desk, name, SVG)
        assert answer.status_code == 400
        assert UNKNOWN in answer.content.decode()
        assert Agreement.objects.get(pk=desk.agreement.pk).scan_sha256 == ""

    @pytest.mark.parametrize(
        "name",
        [
            'a"; filename=b.html',
            "a\r\nSet-Cookie: x=1.pdf",
            "../../../x.pdf",
            "=cmd|'/c calc'!A0.pdf",
            "a" * 500,
        ],
    )
    def test_the_name_it_came_with_leads_nowhere(self, name, desk):
        assert self.sent(desk, name, photograph()).status_code == 302
        stored = Agreement.objects.get(pk=desk.agreement.pk)
        assert stored.scan_name == f"nota-kesepakatan-{stored.order}.jpg"
        assert storage.get(stored.scan_sha256) == clean_scan(photograph()).content
        answer = desk.client.get(reverse("commitments:agreement_scan", args=[stored.pk]))
        assert answer["Content-Disposition"] == f'attachment; filename="{stored.scan_name}"'
        assert answer["Content-Type"] == "image/jpeg"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer["Content-Security-Policy"]
