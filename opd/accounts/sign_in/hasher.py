"""How passwords are kept: Argon2id at the smallest size OWASP recommends; sixty heads may sign in at once."""

from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher, make_password

DEMO_SALT = "benang-merah-contoh-2026"
"""Always the same, so that one comparison finds every account that still has the demo's password. Django
would replace one of fewer than 22 letters at the first sign-in."""


class PortalArgon2(Argon2PasswordHasher):
    memory_cost = 19 * 1024
    time_cost = 2
    parallelism = 1


def demo_hash() -> str:
    """The password of the demo's accounts, as it is kept."""
    return make_password(settings.DEMO_PASSWORD, salt=DEMO_SALT)
