#!/usr/bin/env python3
"""Writes the proxy's configuration into PROXY_FOLDER, as nginx's image does from the same templates.

    PROXY_FOLDER=/run/portal-proxy PROXY_SERVERS='server 127.0.0.1:8001 max_fails=0;' deploy/proxy/fill.py
    nginx -c /run/portal-proxy/nginx.conf

For a machine without containers, and for tests. What the environment does not name is as in compose.
Standard library only.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path

HERE = Path(__file__).resolve().parent
SUFFIX = ".template"
NAME = re.compile(r"\$\{([A-Z_]+)\}")
NEEDED = ("PROXY_FOLDER", "PROXY_SERVERS")
DEFAULTS = {
    "PROXY_HTTP": "8080",
    "PROXY_HTTPS": "8443",
    "PROXY_DOOR": "plain",
    "PROXY_SCHEME": "",
    "PROXY_FRONT": "unix:",
    "PROXY_RESOLVER": "127.0.0.11",
    "PROXY_CERTIFICATES": "/certificates",
    "PROXY_PAGES": str(HERE / "pages"),
    "PROXY_LOG": "/dev/stdout",
}


def fill(environment: Mapping[str, str]) -> Path:
    """The folder that now holds the configuration, made when it is missing. An unknown name is a KeyError."""
    values = {**DEFAULTS, **environment}
    folder = Path(values["PROXY_FOLDER"])
    folder.mkdir(parents=True, exist_ok=True)
    for template in sorted((HERE / "templates").glob(f"*{SUFFIX}")):
        text = NAME.sub(lambda found: values[found[1]], template.read_text(encoding="utf-8"))
        (folder / template.name.removesuffix(SUFFIX)).write_text(text, encoding="utf-8")
    return folder


if __name__ == "__main__":
    if lacking := [name for name in NEEDED if not os.environ.get(name)]:
        sys.exit(f"fill.py needs {' and '.join(lacking)} in the environment.")
    fill(os.environ)
