"""A QR code is drawn from its modules and from nothing else."""

import re

import segno

from lib.pdf.qr import qr_code


def test_the_path_covers_exactly_the_dark_modules():
    text = "HTTPS://PORTAL.EXAMPLE/V/M4VX-8TQK-2C7H-9RPW"
    code = qr_code(text)
    matrix = segno.make(text, error="m", micro=False, boost_error=False).matrix
    drawn = set()
    for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1H\d+z", code.path):
        drawn |= {(int(x) + step, int(y)) for step in range(int(width))}
    dark = {(x, y) for y, row in enumerate(matrix) for x, module in enumerate(row) if module}
    assert drawn == dark
    assert code.size == str(len(matrix))


def test_an_upper_case_address_needs_no_more_modules_than_a_lower_case_one():
    address = "https://portal.example/v/m4vx-8tqk-2c7h-9rpw"
    assert int(qr_code(address.upper()).size) < int(qr_code(address).size)
