"""The freeze page names every text with letters that no font of the book has; freezing stays possible."""

import pytest
from django.urls import reverse

from masterplan.versions.models import Revision
from masterplan.versions.selectors import unprintable_lines

pytestmark = pytest.mark.django_db
BOX = "\u4e2d"
LETTERS = f"{BOX} (U+4E2D)"


def change(row, **values):
    type(row).objects.filter(pk=row.pk).update(**values)


def found(world):
    return [(line.name, line.label, line.letters, line.url) for line in unprintable_lines(world.plan)]


def test_a_plan_that_the_book_can_print_names_nothing(world, sign_in):
    assert found(world) == []
    page = sign_in("editor").get(reverse("masterplan:revision_list")).content.decode()
    assert "tidak dapat dicetak" not in page


@pytest.mark.parametrize(
    ("name", "field", "label", "address"),
    [
        ("finding", "title", "judul", "bimtek:finding_detail"),
        ("finding", "root_cause", "penyebab", "bimtek:finding_detail"),
        ("programme", "description", "uraian", "masterplan:programme_detail"),
        ("section", "title", "judul", "masterplan:section_detail"),
        ("opd", "head_title", "", "opd:opd_detail"),
        ("session", "place", "", "bimtek:session_detail"),
    ],
)
def test_each_place_is_named_with_its_letters_and_its_page(world, name, field, label, address):
    row = getattr(world, name)
    change(row, **{field: f"Kata {BOX}{BOX}"})
    ((_, named, letters, url),) = found(world)
    assert (named.lower(), letters, url) == (label, LETTERS, reverse(address, args=[row.pk]))


def test_the_text_of_a_section_is_looked_through(world):
    body = {
        "type": "doc",
        "content": [
            {"type": "paragraph", "attrs": {"id": "a"}, "content": [{"type": "text", "text": f"Isi {BOX}"}]}
        ],
    }
    change(world.section, body=body)
    ((name, _, letters, _),) = found(world)
    assert (name, letters) == (world.section.title, LETTERS)


def test_what_has_no_page_is_named_all_the_same(world):
    change(world.region, capital=BOX)
    assert found(world) == [("Daerah", "", LETTERS, "")]


def test_the_freeze_page_lists_them_and_freezing_goes_on(world, sign_in):
    change(world.finding, title=f"Kata {BOX}")
    editor = sign_in("editor")
    page = editor.get(reverse("masterplan:revision_list")).content.decode()
    assert "1 teks memakai huruf yang tidak dapat dicetak" in page
    assert f'href="{reverse("bimtek:finding_detail", args=[world.finding.pk])}"' in page
    assert LETTERS in page
    newest = Revision.objects.filter(masterplan=world.plan).latest("number").number
    form = {"plan": world.plan.slug, "seen": newest, "label": ""}
    assert editor.post(reverse("masterplan:revision_freeze"), form).status_code == 302
    assert Revision.objects.filter(masterplan=world.plan).latest("number").number == newest + 1


@pytest.mark.parametrize("who", ["facilitator", "leader"])
def test_who_does_not_freeze_is_not_told(world, sign_in, who):
    change(world.finding, title=BOX)
    assert "tidak dapat dicetak" not in sign_in(who).get(reverse("masterplan:revision_list")).content.decode()
