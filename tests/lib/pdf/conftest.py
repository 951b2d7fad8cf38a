from importlib import import_module

import pytest


@pytest.fixture
def lay_out():
    """Loaded late: on a machine without pango the import itself fails."""
    return import_module("lib.pdf.rendering").lay_out
