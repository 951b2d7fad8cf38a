from importlib import import_module

import pytest


@pytest.fixture
def render():
    """The printer, loaded late: on a machine without pango the import itself fails."""
    return import_module("pdf.rendering").render
