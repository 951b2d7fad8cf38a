"""What a new password must be: long, and not what everybody here would try first."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from opd.accounts.models import User

WEAK = [
    *("pendek-saja", "password1234", "qwerty123456"),
    *("bekasi-maju-2026", "KabBekasi!2026!", "b.e.k.a.s.i.hebat", "kominfo-santik-01", "Smart City Bekasi"),
    *("masterplan-2026-a", "benang-merah-2026", "kepala.dinkes.2026"),
]


@pytest.mark.parametrize("password", WEAK)
def test_it_is_refused(password: str):
    user = User(username="kepala.dinkes", label="Kepala Dinas Kesehatan")
    with pytest.raises(ValidationError):
        validate_password(password, user)


@pytest.mark.parametrize(
    "password", ["kopi-pagi-di-kantor", "tujuh belas kerbau", "x9!kP2mQ7z_L", "ü" * 12, "kata " * 40]
)
def test_length_is_enough(password: str):
    validate_password(password, User(username="kepala.dinkes"))
