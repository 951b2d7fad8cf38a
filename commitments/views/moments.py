"""Moments that are told to the second."""

from datetime import datetime

from opd import clock
from pdf.formats import tanggal


def written(moment: datetime) -> str:
    """ "29 September 2022, 10.42.18 WIB" """
    local = moment.astimezone(clock.zone())
    return f"{tanggal(local)}, {local:%H.%M.%S} WIB"
