"""How passwords are kept: Argon2id at the smallest size OWASP recommends; sixty heads may sign in at once."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class PortalArgon2(Argon2PasswordHasher):
    memory_cost = 19 * 1024
    time_cost = 2
    parallelism = 1
