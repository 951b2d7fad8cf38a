"""A word longer than the phone is broken, wherever it stands: names of regions, offices and people too.

The rows are planted after all other tests of the browser, which read the plan as it was told.
"""

import pytest

from tests.browser.measures import OVERFLOWING
from tests.browser.screens import SCREENS
from tests.browser.visitors import PHONE

WORD = "berkas_rekap_data_sanitasi_desa_2025_semester_2_final_revisi_3_pakai_ini"
PLANT = f"""
from bimtek.findings.models import Finding
from masterplan.plan.models import Masterplan
from masterplan.programmes.models import Programme
from opd.accounts.models import User
from opd.offices.models import OfficeHolder, Opd, Region
long = {WORD!r} * 3
Finding.objects.update(title=long[:200], root_cause=long, evidence_unit=long[:60])
Programme.objects.update(name=long[:200], short_name=long[:60])
Region.objects.update(name=long[:120])
Masterplan.objects.update(title=long[:200])
Opd.objects.update(official_name=long[:200], short_name=long[:60], head_title=long[:200])
OfficeHolder.objects.filter(until=None).update(name=long[:200])
User.objects.update(label=long[:120])
"""


@pytest.fixture(scope="module")
def planted(place, portal):
    place.manage("shell", "-v0", "-c", PLANT)
    return portal


@pytest.mark.parametrize("screen", SCREENS, ids=str)
def test_no_screen_is_wider_than_the_phone(screen, planted, visit, where):
    page = visit(planted, screen.who or None, width=PHONE)
    page.goto(where(screen.address) + screen.query)
    assert page.evaluate(OVERFLOWING) == []
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE
