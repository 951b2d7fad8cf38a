"""Static files under names that carry their content, in the imports of the portal's own scripts as well."""

from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORT = (r'(?P<matched>from "(?P<url>\./[\w-]+\.js)";)', 'from "%(url)s";')


class PortalStatics(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    patterns = (*CompressedManifestStaticFilesStorage.patterns, ("js/*.js", (IMPORT,)))
