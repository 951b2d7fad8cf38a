"""What is missing in one programme, each point said as it stands."""

from dataclasses import dataclass

from masterplan.models import Programme
from masterplan.selectors.programmes import Filled, indicator_of


@dataclass(frozen=True)
class Check:
    is_ok: bool
    text: str
    note: str = ""


def checks_of(
    programme: Programme, answered: int, targets: Filled, rupiah: Filled, *, is_in_text: bool | None
) -> list[Check]:
    """is_in_text is None for who does not see the text; then nothing is said of it."""
    indicator = indicator_of(programme)
    checks = [
        _check(answered, f"Menjawab {answered} temuan", "Belum menjawab temuan"),
        _check(indicator and indicator.name, "Indikator disebut", "Indikator belum disebut"),
        _check(indicator and indicator.baseline is not None, "Nilai dasar terisi", "Nilai dasar belum diisi"),
        _check(targets.is_complete, "Target lengkap", "Target belum lengkap", _known(targets)),
        _check(rupiah.is_complete, "Rupiah lengkap", "Rupiah belum lengkap", _known(rupiah)),
        _check(programme.funding_sources.all(), "Sumber dana disebut", "Sumber dana belum disebut"),
    ]
    if is_in_text is not None:
        checks.append(_check(is_in_text, "Tercantum di naskah", "Belum tercantum di naskah"))
    if months := programme.horizon.max_months:
        known = programme.start_year is not None and programme.end_year is not None
        checks.append(_check(known, f"Selesai dalam {months} bulan", "Tahun mulai atau selesai belum diisi"))
    return checks


def _check(holds: object, done: str, missing: str, note: str = "") -> Check:
    return Check(bool(holds), done if holds else missing, note)


def _known(filled: Filled) -> str:
    return f"{filled.text} terisi" if filled.expected else "Tahunnya di luar masterplan"
