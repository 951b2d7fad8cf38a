"""RFC 8785: one text for one document, whoever writes it; and the plain values it is made of."""

import hashlib
import json
import unicodedata
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.text.canonical import canonical, decimal, money, plain, sha256

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
LEAVES = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXT
few = settings(max_examples=30, deadline=None)
DOCUMENTS = st.dictionaries(
    TEXT, st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner), max_leaves=12)
)


def test_the_example_of_the_standard():
    """RFC 8785, 3.2.2 and 3.2.3, without its fractions, which a document never holds."""
    given = json.loads(
        r'{"string": "\u20ac$\u000F\u000aA\u0027\u0042\u0022\u005c\\\"\/", "literals": [null, true, false]}'
    )
    assert canonical(given) == (
        '{"literals":[null,true,false],"string":"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )


def test_keys_are_sorted_by_utf_16_units():
    """U+FB33 comes after U+1F600, whose first half is D83D."""
    keys = {"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\U0001f600": 5, "\u0080": 6, "\u00f6": 7}
    assert list(json.loads(canonical(keys)).values()) == [2, 4, 6, 7, 1, 5, 3]


@few
@given(DOCUMENTS)
def test_it_reads_back_as_what_was_written_and_is_written_the_same_again(document):
    written = canonical(document)
    assert json.loads(written) == document
    assert canonical(json.loads(written)) == written


@few
@given(DOCUMENTS, st.randoms())
def test_the_order_of_keys_does_not_matter(document, rng):
    items = list(document.items())
    rng.shuffle(items)
    assert canonical(dict(items)) == canonical(document)


@few
@given(DOCUMENTS)
def test_the_hash_is_that_of_the_utf_8_bytes(document):
    written = canonical(document)
    assert sha256(written) == hashlib.sha256(written.encode()).hexdigest()


@few
@given(DOCUMENTS)
def test_plain_texts_are_in_nfc_and_stay_so(document):
    cleaned = plain(document)
    assert plain(cleaned) == cleaned
    assert all(
        unicodedata.is_normalized("NFC", value) for value in cleaned.values() if isinstance(value, str)
    )


def test_plain_writes_dates_and_decimals_and_refuses_floats():
    cleaned = plain({"a": date(2022, 9, 30), "b": Decimal("14.000000"), "c": (1, None)})
    assert cleaned == {"a": "2022-09-30", "b": "14", "c": [1, None]}
    assert plain(datetime(2022, 9, 30, 16, 5)) == "2022-09-30T16:05:00"  # noqa: DTZ001 -- only how it is written
    with pytest.raises(TypeError):
        plain({"a": [1.5]})


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("0", "0"),
        ("-0", "0"),
        ("14.000000", "14"),
        ("100", "100"),
        ("1E+3", "1000"),
        ("0.000001", "0.000001"),
    ],
)
def test_decimals_have_one_spelling(value, text):
    assert decimal(Decimal(value)) == text


@few
@given(st.decimals(-(10**14), 10**14, places=6))
def test_a_decimal_reads_back_as_the_same_number(value):
    text = decimal(value)
    assert text is not None
    assert Decimal(text) == value
    assert "E" not in text
    assert not ("." in text and text.endswith("0"))


def test_money_is_a_string_and_unknown_is_null():
    assert (money(80_000_000_000), money(0), money(None), decimal(None)) == ("80000000000", "0", None, None)
