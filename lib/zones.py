"""The three time zones of Indonesia, and which one a place is in."""

from django.db.models import TextChoices


class Zone(TextChoices):
    """By the name of the tz database; the label is what stands behind an hour."""

    WEST = "Asia/Jakarta", "WIB"
    CENTRAL = "Asia/Makassar", "WITA"
    EAST = "Asia/Jayapura", "WIT"


PROVINCES = {
    **dict.fromkeys(("51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76"), Zone.CENTRAL),
    **dict.fromkeys(("81", "82", "91", "92", "93", "94", "95", "96", "97"), Zone.EAST),
}
"""By the first two digits of a Kemendagri code; every other province is in the west."""

WRITTEN = f"(?i:{'|'.join(name for zone in Zone for name in (zone.label, zone.value))})?"
"""The pattern of both names of each, in any case, and of nothing."""
NAMES = ", ".join(Zone.labels)


def of_place(code: str) -> Zone:
    """The zone of the province that a Kemendagri code begins with."""
    return PROVINCES.get(code[:2], Zone.WEST)


def named(text: str) -> Zone:
    """WIT or Asia/Jayapura, in any case. Raises StopIteration for any other text."""
    return next(zone for zone in Zone if text.upper() in (zone.label, zone.value.upper()))
