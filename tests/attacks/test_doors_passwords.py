"""How a password is typed and compared, and that the way out is on every page."""

import re

import pytest

from tests.attacks.doors import LOGIN, address_of, fresh, is_signed_in, name_of, pages, sign_in, visitor
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("production")]

EXACT = "  Kopi Pagi " + "ü" * 120
FIELD = re.compile(r"<input[^>]*type=\"password\"[^>]*>")
WITH_A_FRAME = ("home", "masterplan:programme_list", "masterplan:section_list", "bimtek:session_list")


@pytest.mark.parametrize(
    "typed", [EXACT.strip(), EXACT.lower(), EXACT[:72], f"{EXACT} "], ids=["blanks", "case", "cut", "more"]
)
def test_a_password_is_compared_exactly_as_it_is_typed(typed: str, world: World):
    editor = fresh(world.people["editor"])
    editor.set_password(EXACT)
    editor.save()
    client = visitor()
    sign_in(client, editor.username, typed)
    assert not is_signed_in(client)
    sign_in(client, editor.username, EXACT)
    assert is_signed_in(client)


def test_it_is_typed_unseen_and_may_be_filled_in_by_a_manager(world: World):
    (field,) = FIELD.findall(visitor().get(LOGIN).content.decode())
    assert 'autocomplete="current-password"' in field
    assert not re.search(r"onpaste|readonly|maxlength", field)


@pytest.mark.parametrize(
    "row", [row for row in pages() if row["url"].split()[0] in WITH_A_FRAME], ids=name_of
)
def test_the_way_out_is_on_every_page(row: dict[str, str], world: World):
    answer = visitor(world.people["editor"]).get(address_of(world, row))
    assert answer.status_code == 200
    assert "/accounts/logout/" in answer.content.decode()
