"""A stored document is for ever: every schema leads to the newest, step by step."""

import pytest

from lib.documents import Schemas, UnknownSchema

SCHEMAS = Schemas(
    "plan/3",
    {
        "plan/1": lambda document: {"schema": "plan/2", "names": [document["name"]]},
        "plan/2": lambda document: {**document, "schema": "plan/3", "count": len(document["names"])},
    },
)


@pytest.mark.parametrize(
    "stored",
    [
        {"schema": "plan/1", "name": "Kali Bersih"},
        {"schema": "plan/2", "names": ["Kali Bersih"]},
        {"schema": "plan/3", "names": ["Kali Bersih"], "count": 1},
    ],
)
def test_a_document_of_any_schema_is_read_in_the_newest(stored):
    before = dict(stored)
    assert SCHEMAS.upgrade(stored) == {"schema": "plan/3", "names": ["Kali Bersih"], "count": 1}
    assert stored == before


def test_a_document_of_a_newer_portal_is_refused_in_words():
    with pytest.raises(UnknownSchema, match="bentuk plan/4, yang belum dikenal"):
        SCHEMAS.upgrade({"schema": "plan/4"})


def test_all_names_every_schema_once():
    assert SCHEMAS.all == ("plan/1", "plan/2", "plan/3")
