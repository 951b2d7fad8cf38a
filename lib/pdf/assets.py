"""The files a printed page may use: fonts, print styles and drawings. Nothing else can be reached."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

SCHEME = "asset:"
_MEDIA_TYPES = {
    ".css": "text/css",
    ".woff2": "font/woff2",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
}


@dataclass(frozen=True)
class Asset:
    content: bytes
    media_type: str


@dataclass(frozen=True)
class Assets:
    """A closed list: a name that is not in it does not exist, whatever lies on the disk."""

    files: Mapping[str, Path] = field(default_factory=dict)

    @classmethod
    def folder(cls, root: Path) -> "Assets":
        """Everything below root with a known ending; links that lead out of root are left out."""
        root = root.resolve()
        files = {}
        for path in sorted(root.rglob("*")):
            if path.suffix in _MEDIA_TYPES and path.is_file() and path.resolve().is_relative_to(root):
                files[path.relative_to(root).as_posix()] = path
        return cls(files)

    def find(self, url: str) -> Asset | None:
        """The asset of an address such as asset:css/base.css; None for every other address."""
        if not url.startswith(SCHEME):
            return None
        path = self.files.get(url.removeprefix(SCHEME))
        return Asset(path.read_bytes(), _MEDIA_TYPES[path.suffix]) if path else None


@cache
def print_assets() -> Assets:
    """Fonts, styles and drawings of the project's own printed pages."""
    return Assets.folder(Path(__file__).resolve().parents[2] / "static" / "book")
