"""A form that the page's script sends: it is told where to go, and no message is spent on the way."""

import re
from typing import Any, ClassVar

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from bimtek.findings.models import Finding
from config import settings
from opd.accounts.roles import Role
from portal.web.static_files import PortalStatics
from tests.bimtek import factories as bimtek
from tests.opd import factories as opd
from tests.place import ROOT

BY_SCRIPT = {"Portal-Form": "1"}


class Desk(Client):
    address = ""
    sent: ClassVar[dict[str, Any]] = {}


@pytest.fixture
def desk(db):
    region = opd.region()
    finding = bimtek.finding(bimtek.cycle(region))
    client = Desk()
    client.force_login(opd.user(Role.EDITOR, region))
    client.address = reverse("bimtek:finding_set_aside", args=[finding.pk])
    Desk.sent = {"reason": "Sudah tercakup.", "version": finding.version}
    return client


def test_a_redirect_is_told_in_a_header_and_the_message_waits_for_the_page(desk):
    answer = desk.post(desk.address, desk.sent, headers=BY_SCRIPT)
    finding = Finding.objects.get()
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer["Portal-Location"] == reverse("bimtek:finding_detail", args=[finding.pk])
    assert finding.is_set_aside
    page = desk.get(answer["Portal-Location"]).content.decode()
    assert f'data-saved="finding:aside:{finding.pk}"' in page


def test_who_does_not_ask_is_led_as_ever(desk):
    assert desk.post(desk.address, desk.sent).status_code == 302


def test_a_page_that_comes_back_comes_as_it_is(desk):
    answer = desk.post(desk.address, {**desk.sent, "reason": ""}, headers=BY_SCRIPT)
    assert answer.status_code == 400
    assert "Tulis alasannya" in answer.content.decode()


def test_a_session_that_ended_is_told_with_the_page_to_come_back_to(desk):
    stranger = Client()
    there = f"http://testserver{desk.address}"
    answer = stranger.post(desk.address, desk.sent, headers={**BY_SCRIPT, "Referer": there})
    assert answer.status_code == 204
    assert answer["Portal-Location"].startswith(reverse("account_login"))
    assert desk.address in answer["Portal-Location"].replace("%2F", "/")
    assert "Sesi Anda sudah berakhir" in str(next(iter(get_messages(answer.wsgi_request))))


@pytest.fixture
def collected(tmp_path):
    """The portal's own scripts under their names of production."""
    storage = PortalStatics(location=tmp_path, base_url="/static/")
    scripts = {f"js/{path.name}": path for path in sorted((ROOT / "static/js").glob("*.js"))}
    for name, path in scripts.items():
        with path.open("rb") as script:
            storage.save(name, script)
    list(storage.post_process({name: (storage, name) for name in scripts}))
    return storage


def test_scripts_import_each_other_under_names_that_carry_their_content(collected):
    """A page of yesterday never meets half a script of today."""
    hashed = collected.hashed_files
    assert hashed["js/app.js"] != "js/app.js"
    for name in hashed.values():
        for imported in re.findall(r'from "\./([^"]+)"', collected.open(name).read().decode()):
            assert f"js/{imported}" in hashed.values(), name


def test_the_portal_serves_its_files_that_way():
    assert settings.STORAGES["staticfiles"]["BACKEND"] == "portal.web.static_files.PortalStatics"
