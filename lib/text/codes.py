"""Printed codes of verification: 80 random bits, easy to read aloud and to type."""

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: no I, L, O, U
LENGTH = 16


def new_token() -> str:
    """Sixteen characters without dashes, as stored."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def printed(token: str) -> str:
    """In groups of four: 7K2M-9QXR-…"""
    return "-".join(token[i : i + 4] for i in range(0, len(token), 4))


def typed(text: str) -> str:
    """What a person typed, as stored: case, dashes and spaces do not matter, O reads as 0, I and L as 1.

    Empty when it holds anything no code can hold, such as a NUL, which PostgreSQL does not even look for.
    """
    plain = text.upper().replace("-", "").replace(" ", "").translate(str.maketrans("OIL", "011"))
    return plain if set(plain) <= set(ALPHABET) else ""
