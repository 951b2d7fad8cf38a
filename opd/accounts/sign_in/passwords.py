"""What a new password may not be built from: the words everybody here would try first."""

from typing import Any

from django.core.exceptions import ValidationError

WORDS = ("bekasi", "kominfo", "smartcity", "masterplan", "bimtek", "pemkab", "komitmen", "benangmerah")


class WithoutContextWords:
    """No rule about kinds of letters, no change by the calendar: length and an unlikely word help."""

    def validate(self, password: str, user: Any = None) -> None:
        plain = "".join(letter for letter in password.lower() if letter.isalnum())
        if found := next((word for word in WORDS if word in plain), None):
            raise ValidationError(f"Kata sandi tidak boleh memuat “{found}”.", code="context_word")

    def get_help_text(self) -> str:
        return "Hindari nama daerah, dinas dan kata dari portal ini."
