import pytest
@pytest.mark.needs("qpdf","chromium")
def test_x(): pass
