"""The layout in this process, with what it complains about: loaded late, without pango the import fails."""

import logging
from importlib import import_module
from logging.handlers import BufferingHandler

from lib.pdf.assets import Assets
from lib.pdf.process import Rendered


def lay_out(html: str, assets: Assets) -> tuple[Rendered, list[str]]:
    """The PDF and the warnings of the layout engine."""
    warnings, logger = BufferingHandler(10_000), logging.getLogger("weasyprint")
    logger.addHandler(warnings)
    try:
        rendered = import_module("lib.pdf.rendering").lay_out(html, assets=assets)
    finally:
        logger.removeHandler(warnings)
    return rendered, [record.getMessage() for record in warnings.buffer]
