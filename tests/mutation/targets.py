"""What is broken on purpose, and which tests may notice."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATTERNS = ("*/rules.py", "*/workflow.py", "*/services/*.py", "jobs/models.py", "jobs/services.py")
TESTS = (
    *("rules", "opd", "bimtek", "masterplan", "commitments", "jobs"),
    *("structure/test_services.py", "structure/test_refusals.py"),
)
"""Tables of permissions and the API are left out: they would take hours."""


def modules(*only: str) -> list[str]:
    """All, or those whose path contains one of the words, in the order of the words."""
    found = sorted({path for pattern in PATTERNS for path in ROOT.glob(pattern) if path.stat().st_size})
    names = [str(path.relative_to(ROOT)) for path in found]
    names = [name for name in names if not name.startswith("tests/")]
    return list(dict.fromkeys(name for word in only or [""] for name in names if word in name))


def tests() -> list[str]:
    return [f"tests/{name}" for name in TESTS]
