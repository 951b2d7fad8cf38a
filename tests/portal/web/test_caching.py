"""After signing out, the button "back" of an office's shared computer shows nothing."""

import pytest
from django.test import Client
from django.urls import reverse

from tests import world as worlds
from tests.web import HTMX, client_of
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return worlds.build()


@pytest.mark.parametrize(
    "name", ["home", "masterplan:programme_list", "opd:holder_list", "bimtek:finding_list"]
)
def test_a_page_of_somebody_signed_in_is_not_kept(world: World, name: str):
    editor = client_of(world.people["editor"])
    assert "no-store" in editor.get(reverse(name))["Cache-Control"]


def test_refusals_fragments_and_letters_are_not_kept_either(world: World):
    head = client_of(world.people["head.own"])
    letter = world.commitment.pk
    answers = [
        head.get(reverse("commitments:commitment_letter", args=[letter])),
        head.get(reverse("commitments:commitment_slice", args=[letter])),
        head.get(reverse("commitments:commitment_for_opd", args=[world.opd.pk]), **HTMX),
        head.get("/tidak/ada/"),
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 404]
    assert all("no-store" in answer["Cache-Control"] for answer in answers)


def test_a_file_named_by_its_hash_is_asked_for_anew_each_time(world: World):
    editor = client_of(world.people["editor"])
    answer = editor.get(reverse("masterplan:revision_json", args=[world.revision.pk]))
    assert answer["Cache-Control"] == "private, max-age=0, must-revalidate"


def test_what_is_the_same_for_all_is_left_alone(client: Client):
    assert "Cache-Control" not in client.get(reverse("healthz"))
