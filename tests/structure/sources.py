"""The project's own files, for tests that read them."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
APPS = ("config", "portal", "commitments", "masterplan", "bimtek", "opd", "lib", "tools")
# Their folders are nouns.
NOUN_APPS = ("commitments", "masterplan", "bimtek", "opd")


def python_files(*folders: str) -> list[Path]:
    found = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    return [path for path in found if "migrations" not in path.parts]


def templates() -> list[Path]:
    return sorted((ROOT / "templates").rglob("*.html"))


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))
