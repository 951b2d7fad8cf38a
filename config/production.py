"""What production refuses to start with. The settings ask, and every process of the portal passes them.

One sentence for the operator, in English: it stands in a terminal or a container's log, never on a page.
"""

from collections.abc import Mapping
from urllib.parse import unquote, urlsplit

DEMO_SECRET = "demo-only-secret-that-production-refuses-to-start-with"  # noqa: S105 -- known on purpose
DEMO_HOSTS = "127.0.0.1,localhost,testserver"
SHORTEST_SECRET = 50
# What examples carry and scanners try first, those of .env.example among them.
KNOWN_PASSWORDS = {
    *("secret", "portal", "postgres", "postgresql", "redis", "password", "passw0rd", "admin", "root"),
    *("changeme", "change-me", "change_me", "example", "test", "123456", "12345678"),
}


def refusal(
    *, secrets: list[str], debug: bool, hosts: list[str], public_url: str, services: Mapping[str, str]
) -> str:
    """The first reason not to start, or ''. `services`: the name of a variable and the address in it."""
    if reason := _secret_refusal(secrets):
        return reason
    if debug:
        return "DEBUG shows passwords and source to visitors: leave it empty in production."
    if set(hosts) <= set(DEMO_HOSTS.split(",")):
        return "ALLOWED_HOSTS is not set: name the host visitors use, for example portal.example.go.id."
    if odd := next((host for host in hosts if "*" in host or host.startswith(".")), ""):
        return f"ALLOWED_HOSTS contains {odd!r}: name each host in full."
    if not _is_https(public_url):
        return f"PUBLIC_URL is {public_url!r}: it is printed in letters and must begin with https://."
    known = next((name for name, address in services.items() if _password_of(address) in KNOWN_PASSWORDS), "")
    return f"{known} carries a password from an example: give the service its own." if known else ""


def _secret_refusal(secrets: list[str]) -> str:
    """The key in use comes first; the older ones after it still open sessions, so they count as much."""
    for number, secret in enumerate(secrets):
        name = "SECRET_KEY_FALLBACKS" if number else "SECRET_KEY"
        if secret == DEMO_SECRET:
            return f"{name} is not set or is the demo's: give it a random text of its own."
        if len(secret) < SHORTEST_SECRET:
            return f"{name} is shorter than {SHORTEST_SECRET} letters: give it a longer random text."
    return ""


def _is_https(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme == "https" and bool(parts.hostname)


def _password_of(address: str) -> str:
    return unquote(urlsplit(address).password or "").lower()


def origin_of(address: str) -> str:
    """The scheme and host of an address, as a browser sends them in `Origin`."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
