"""Hours, "today" and deadlines are those of the region (case: a regency of Papua)."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from commitments.decisions import services as decisions
from lib import clock
from lib.access import SYSTEM
from lib.errors import Invalid
from lib.tables.problems import ImportErrors
from lib.text.codes import printed
from masterplan.book.book import book_html
from masterplan.plan.models import Masterplan
from masterplan.versions.models import Revision
from masterplan.versions.rounds import services as rounds
from opd.accounts.roles import Role
from opd.offices.models import Region
from portal.regions import services as regions
from portal.regions.folder import read_region
from tests.bimtek import factories as bimtek
from tests.commitments import factories as commitments
from tests.masterplan import factories as masterplan
from tests.opd import factories as opd
from tests.region_folder import Change, part, write_region
from tests.web import client_of
from tests.world import World

pytestmark = pytest.mark.django_db

EVENING = datetime(2026, 11, 30, 15, 30, tzinfo=UTC)
"""22.30 WIB of 30 November, 00.30 WIT of 1 December."""


def plan_in(code: str, *, deadline: date) -> Masterplan:
    region = opd.region(code=code)
    return masterplan.plan(bimtek.cycle(region, deadline=deadline))


def text_of(client: Client, address: str) -> str:
    return re.sub(r"\s+", " ", client.get(address).content.decode())


@pytest.mark.parametrize(("code", "left"), [("32.77", "1"), ("94.77", "0")])
def test_the_days_to_the_deadline_turn_at_midnight_of_the_region(code: str, left: str):
    plan = plan_in(code, deadline=date(2026, 12, 1))
    client = client_of(opd.user(Role.EDITOR, plan.cycle.region))
    with clock.at(EVENING):
        page = text_of(client, "/")
    assert ("hari ini" in page, "1 hari lagi" in page) == (left == "0", left == "1")


@pytest.mark.parametrize(("code", "passed"), [("32.77", False), ("94.77", True)])
def test_a_day_is_over_at_midnight_of_the_region(code: str, passed: bool):
    plan = plan_in(code, deadline=date(2026, 12, 9))
    opd.opd(plan.cycle.region)
    masterplan.section(plan)
    with clock.at(EVENING):
        revision = masterplan.frozen(plan)
        if passed:
            with pytest.raises(Invalid, match="sudah lewat"):
                rounds.open_round(revision, actor=SYSTEM, due=date(2026, 11, 30))
        else:
            assert rounds.open_round(revision, actor=SYSTEM, due=date(2026, 11, 30))


def test_an_acting_head_serves_from_midnight_of_the_region():
    plan = plan_in("94.77", deadline=date(2026, 12, 9))
    office = opd.opd(plan.cycle.region)
    opd.holder(office, since=date(2026, 12, 1), capacity="plt")
    masterplan.section(plan)
    with clock.at(EVENING):
        assert masterplan.frozen(plan).document["opds"][0]["holder"]["capacity"] == "plt"
    with clock.at(EVENING - timedelta(hours=1)):
        assert masterplan.frozen(plan).document["opds"][0]["holder"] is None


def eastern(world: World) -> World:
    Region.objects.filter(pk=world.region.pk).update(code="94.77")
    return world


def signed(world: World) -> None:
    with clock.at(EVENING):
        commitments.signed(world.commitment, world.people["head.own"])


def test_letter_receipt_and_verification_tell_the_hour_of_the_region(world: World):
    signed(eastern(world))
    head = client_of(world.people["head.own"])
    letter = reverse("commitments:commitment_detail", args=[world.commitment.pk])
    assert "1 Desember 2026, 00.30 WIT" in text_of(head, letter)
    verified = text_of(Client(), reverse("verify", args=[printed(world.commitment.token)]))
    assert "1 Desember 2026, 00.30.00 WIT" in verified
    answer = Client().get(f"/api/v1/verify/{printed(world.commitment.token)}/").json()
    assert answer["signed_at"] == "2026-12-01T00:30:00+09:00"


def test_the_book_tells_the_hours_of_the_region(world: World):
    signed(eastern(world))
    revision = Revision.objects.get(pk=world.revision_approved.pk)
    edition = decisions.edition_of(revision)
    html = book_html(revision.document, edition)
    assert (edition["time_zone"], edition["frozen_at"][-6:]) == ("Asia/Jayapura", "+09:00")
    assert "Waktu (WIT), kode verifikasi" in html
    assert "01-12-2026, 00.30" in html
    assert re.search(r"pukul \d\d\.\d\d WIT", html)
    assert "WIB" not in html


def test_an_edition_from_before_zones_prints_western_time(world: World):
    revision = Revision.objects.get(pk=world.revision_approved.pk)
    edition = decisions.edition_of(revision)
    assert book_html(revision.document, edition) == book_html(
        revision.document, {key: value for key, value in edition.items() if key != "time_zone"}
    )


def test_what_was_saved_is_told_with_the_hour_of_the_region(world: World):
    client = client_of(eastern(world).people["editor"])
    address = reverse("masterplan:section_edit", args=[world.section.pk])
    sent = {"version": world.section.version, "body": "Satu kalimat."}
    with clock.at(EVENING):
        answer = client.post(address, sent, follow=True).content.decode()
    assert "Tersimpan 00.30 WIT." in answer
    assert 'data-zone="Asia/Jayapura"' in answer


def test_a_person_of_two_regions_reads_each_in_its_own_hours():
    west, east = (plan_in(code, deadline=date(2026, 12, 9)) for code in ("32.77", "94.77"))
    person = opd.user(Role.FACILITATOR, west.cycle.region)
    opd.grant(person, Role.FACILITATOR, east.cycle.region)
    client = client_of(person)
    for plan, zone in ((west, "Asia/Jakarta"), (east, "Asia/Jayapura"), (west, "Asia/Jakarta")):
        section = masterplan.section(plan)
        detail = reverse("masterplan:section_detail", args=[section.pk])
        for address in (detail, reverse("masterplan:section_tree")):
            assert f'data-zone="{zone}"' in text_of(client, f"/r/{plan.slug}{address}")


def test_the_hours_of_one_request_are_not_those_of_the_next(world: World):
    client_of(eastern(world).people["editor"]).get("/")
    assert str(clock.zone()) == "Asia/Jakarta"


def offices_of(code: str) -> Change:
    def change(rows: list[dict[str, str]]) -> None:
        for row in rows:
            row["region_code"] = code

    return change


Load = Callable[..., Region]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    def loaded(code: str, written: object = None) -> Region:
        def change(cycle: dict[str, dict[str, object]]) -> None:
            cycle["region"] |= {"code": code} | ({} if written is None else {"time_zone": written})

        folder = write_region(tmp_path, cycle=change, opd=offices_of(code))
        plan, _ = regions.load(read_region(folder), actor=SYSTEM)
        return plan.cycle.region

    return loaded


@pytest.mark.parametrize(
    ("code", "written", "zone"),
    [
        ("32.77", None, "Asia/Jakarta"),
        ("51.77", None, "Asia/Makassar"),
        ("94.77", None, "Asia/Jayapura"),
        ("94.77", "", "Asia/Jayapura"),
        ("94.77", "WITA", "Asia/Makassar"),
        ("32.77", "wit", "Asia/Jayapura"),
        ("62.77", "Asia/Makassar", "Asia/Makassar"),
    ],
)
def test_a_folder_may_name_the_zone(load: Load, code: str, written: object, zone: str):
    assert load(code, written).zone == zone


def test_a_zone_that_the_folder_changes_holds_from_then_on(load: Load):
    assert (load("94.77").zone, load("94.77", "WITA").zone, load("94.77").zone) == (
        "Asia/Jayapura",
        "Asia/Makassar",
        "Asia/Jayapura",
    )


def test_an_unknown_zone_is_refused(tmp_path: Path):
    with pytest.raises(ImportErrors, match=r"region\.time_zone.* salah satu dari WIB, WITA, WIT;"):
        read_region(write_region(tmp_path, cycle=part("region.time_zone", "GMT+9")))
