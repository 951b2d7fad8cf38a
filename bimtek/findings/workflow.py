"""When something may happen to a finding: the reason against it, or nothing."""

IN_PLACE = "Temuan ini tidak dikesampingkan."
SET_ASIDE = "Temuan ini sudah dikesampingkan."
FROZEN = "Temuan ini sudah tercatat dalam versi beku. Kesampingkan dengan alasan."
HOLDS_OTHERS = "Temuan lain sudah digabungkan ke temuan ini."


def against_setting_aside(*, is_set_aside: bool) -> str:
    return SET_ASIDE if is_set_aside else ""


def against_restoring(*, is_set_aside: bool) -> str:
    return "" if is_set_aside else IN_PLACE


def against_deleting(*, is_frozen: bool, holds_others: bool) -> str:
    """What a frozen version holds stays for ever; the rest may go."""
    if is_frozen:
        return FROZEN
    return HOLDS_OTHERS if holds_others else ""
