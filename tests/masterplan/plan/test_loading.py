"""A later load of the books: places follow the file, texts of people stay, and no other region is touched."""

import copy

import pytest
from django.core.management import call_command

from bimtek.cycle.models import Cycle
from lib import clock
from lib.access import SYSTEM
from masterplan.sections.models import Section
from opd.offices.models import Region
from portal.regions import services as regions
from portal.regions.folder import read_region
from tests.region_folder import write_region

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def load(tmp_path):
    def loaded(**parts):
        plan, _ = regions.load(read_region(write_region(tmp_path / "folder", **parts)), actor=SYSTEM)
        return plan

    return loaded


def chapters(data):
    return [chapter for book in data["books"] for chapter in book["chapters"] if chapter["sections"]]


def with_new_ones(data):
    """A section before the first one of every chapter."""
    for number, chapter in enumerate(chapters(data)):
        new = copy.deepcopy(chapter["sections"][0]) | {"code": f"BARU-{number}", "title": "Pengantar"}
        chapter["sections"].insert(0, new)
    return data


def turned_round(data):
    for chapter in chapters(with_new_ones(data)):
        chapter["sections"].reverse()
    return data


def order(plan):
    rows = Section.objects.filter(chapter__book__masterplan=plan)
    ordered = rows.order_by("chapter__book__order", "chapter__order", "order")
    return list(ordered.values_list("code", flat=True))


def test_a_section_can_be_put_before_another_and_moved_again(load):
    before = order(load())
    after = order(load(sections=with_new_ones))
    assert after != before
    assert [code for code in after if code in before] == before
    assert after[0] == "BARU-0"
    assert order(load(sections=turned_round)) != after
    assert order(load(sections=with_new_ones)) == after


def test_a_section_edited_here_keeps_its_text_and_moves_with_the_file(load):
    plan = load()
    edited = Section.objects.filter(chapter__book__masterplan=plan).order_by("pk").first()
    Section.objects.filter(pk=edited.pk).update(edited_at=clock.now(), title="Judul dari portal")
    load(sections=with_new_ones)
    edited.refresh_from_db()
    assert (edited.title, edited.order) == ("Judul dari portal", 2)


def test_what_the_file_no_longer_holds_goes_behind(load):
    plan = load(sections=with_new_ones)
    load()
    assert set(order(plan)) > {"BARU-0"}
    new = Section.objects.get(code="BARU-0")
    assert new.order > Section.objects.filter(chapter=new.chapter).exclude(pk=new.pk).first().order


def test_a_folder_does_not_take_over_the_plan_of_another_region(load, tmp_path, capsys):
    plan = load()

    def elsewhere(data):
        data["region"] |= {"code": "99.99", "name": "Kabupaten Lain"}
        return data

    def without_codes(rows):
        return [row | {"region_code": ""} for row in rows]

    folder = write_region(tmp_path / "other", cycle=elsewhere, opd=without_codes)
    with pytest.raises(SystemExit):
        call_command("load_region", folder)
    said = capsys.readouterr().err
    assert "cycle.json" in said
    assert f"{plan.slug} sudah dipakai" in said
    assert list(Region.objects.values_list("code", flat=True)) == [Cycle.objects.get().region.code]
