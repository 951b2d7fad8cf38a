"""Static files under names that carry their content, in the imports of the portal's own scripts as well."""

from typing import Any

from django.conf import settings
from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORT = (r'(?P<matched>from "(?P<url>\./[\w-]+\.js)";)', 'from "%(url)s";')


class PortalStatics(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    patterns = (*CompressedManifestStaticFilesStorage.patterns, ("js/*.js", (IMPORT,)))

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._addresses: dict[str, str] = {}

    def url(self, name: str, force: bool = False) -> str:
        """Kept, since no name changes while the portal serves, and every page asks for seven."""
        if settings.DEBUG:
            return str(super().url(name, force))
        if name not in self._addresses:
            self._addresses[name] = super().url(name, force)
        return self._addresses[name]
