"""Which of the three zones a region is in, and what hours and days are then."""

from datetime import UTC, date, datetime

import pytest

from lib import clock, zones
from lib.text import formats
from lib.ui.templatetags.portal import tanggal_waktu_zona
from lib.zones import Zone

WEST = ("11", "21", "31", "32", "33", "36", "61", "62", "99")
CENTRAL = ("51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76")
EAST = ("81", "82", "91", "92", "93", "94", "95", "96", "97")
EVENING = datetime(2026, 11, 30, 15, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("provinces", "zone"), [(WEST, Zone.WEST), (CENTRAL, Zone.CENTRAL), (EAST, Zone.EAST)]
)
def test_a_province_is_in_its_zone(provinces: tuple[str, ...], zone: Zone):
    assert {zones.of_place(f"{province}.77") for province in provinces} == {zone}


@pytest.mark.parametrize(
    ("zone", "hour", "day"),
    [
        (Zone.WEST, "22.30 WIB", date(2026, 11, 30)),
        (Zone.CENTRAL, "23.30 WITA", date(2026, 11, 30)),
        (Zone.EAST, "00.30 WIT", date(2026, 12, 1)),
    ],
)
def test_one_moment_has_the_hour_and_the_day_of_each_zone(zone: Zone, hour: str, day: date):
    with clock.at(EVENING), clock.within(zone.value):
        assert formats.jam(EVENING) == formats.jam(EVENING.isoformat()) == hour
        assert tanggal_waktu_zona(EVENING) == f"{formats.tanggal(day)}, {hour}"
        assert formats.waktu_lengkap(EVENING) == f"{formats.tanggal(day)}, {hour[:5]}.00 {zone.label}"
        assert (clock.today(), clock.local_day(EVENING), clock.zone_word()) == (day, day, zone.label)


def test_the_day_of_another_zone_can_be_asked_for():
    with clock.at(EVENING):
        assert clock.today() < clock.today(Zone.EAST.value) == date(2026, 12, 1)


@pytest.mark.parametrize("zone", Zone)
def test_a_zone_is_known_by_both_of_its_names(zone: Zone):
    assert zones.named(zone.label) == zones.named(zone.value) == zone
