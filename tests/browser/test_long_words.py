"""A word longer than the phone is broken, wherever it stands: names of regions, offices and people too.

The rows are planted after all other tests of the browser, which read the plan as it was told.
"""

import pytest

from tests.browser.measures import OVERFLOWING
from tests.browser.screens import SCREENS
from tests.browser.visitors import PHONE

WORD = "berkas_rekap_data_sanitasi_desa_2025_semester_2_final_revisi_3_pakai_ini"
# One of each kind: a filter or another row of the same page has the same frame and cells.
PAGES = list({screen.address.partition(" ")[0]: screen for screen in SCREENS}.values())
PLANT = f"""
from bimtek.findings.models import Finding
from masterplan.plan.models import Masterplan
from masterplan.programmes.models import Programme
from opd.accounts.models import User
from opd.offices.models import OfficeHolder, Opd, Region
long = {WORD!r} * 3

def plant(rows, *names):
    fields = [rows.model._meta.get_field(name) for name in names]
    rows.update(**{{field.name: long[:field.max_length] for field in fields}})

plant(Finding.objects.all(), "title", "root_cause", "evidence_unit")
plant(Programme.objects.all(), "name", "short_name")
plant(Region.objects.all(), "name")
plant(Masterplan.objects.all(), "title")
plant(Opd.objects.all(), "official_name", "short_name", "head_title")
plant(OfficeHolder.objects.filter(until=None), "name")
plant(User.objects.all(), "label")
"""


@pytest.fixture(scope="module")
def planted(place, portal):
    place.manage("shell", "-v0", "-c", PLANT)
    return portal


@pytest.mark.parametrize("screen", PAGES, ids=str)
def test_no_screen_is_wider_than_the_phone(screen, planted, visit, where):
    page = visit(planted, screen.who or None, width=PHONE)
    page.goto(where(screen.address) + screen.query)
    assert page.evaluate(OVERFLOWING) == []
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE
