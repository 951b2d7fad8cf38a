"""Which block is which after an edit: ids are unique, and an edit elsewhere moves none."""

from hypothesis import given
from hypothesis import strategies as st

from masterplan.sections.body.ids import reused_ids
from masterplan.sections.body.text import body_from_paragraphs, body_from_text

WORDS = st.sampled_from(["air", "banjir", "air bersih", "# Judul", "- butir", "jalan **rusak**"])
BLOCKS = st.lists(WORDS, max_size=8)


def written(blocks):
    return "\n\n".join(blocks)


def ids(body):
    return [block["attrs"]["id"] for block in body["content"]]


@given(BLOCKS, BLOCKS)
def test_ids_are_unique_whatever_becomes_of_the_text(before, after):
    first = body_from_text(written(before))
    second = ids(body_from_text(written(after), first))
    assert len(set(second)) == len(second) == len(after)


@given(BLOCKS)
def test_an_unchanged_text_keeps_every_id(blocks):
    first = body_from_text(written(blocks))
    assert body_from_text(written(blocks), first) == first


@given(BLOCKS, st.data())
def test_a_block_put_in_moves_no_other_id(blocks, data):
    first = body_from_text(written(blocks))
    at = data.draw(st.integers(0, len(blocks)))
    added = data.draw(WORDS | st.just("baru sama sekali"))
    second = ids(body_from_text(written([*blocks[:at], added, *blocks[at:]]), first))
    assert set(ids(first)) <= set(second)
    assert [identity for identity in second if identity in ids(first)] == ids(first)


@given(BLOCKS.filter(len), st.data())
def test_a_block_taken_out_moves_no_other_id(blocks, data):
    first = body_from_text(written(blocks))
    at = data.draw(st.integers(0, len(blocks) - 1))
    second = ids(body_from_text(written(blocks[:at] + blocks[at + 1 :]), first))
    assert len(second) == len(blocks) - 1
    assert set(second) <= set(ids(first))


@given(BLOCKS.filter(len), st.data())
def test_a_block_edited_in_place_keeps_its_id_and_moves_no_other(blocks, data):
    first = body_from_text(written(blocks))
    at = data.draw(st.integers(0, len(blocks) - 1))
    edited = [*blocks[:at], "sungai meluap", *blocks[at + 1 :]]
    assert ids(body_from_text(written(edited), first)) == ids(first)


def test_an_edited_block_beside_a_new_one_is_told_from_it_by_its_words():
    old = [("aaaaaaaa", "Banjir melanda delapan belas kecamatan"), ("bbbbbbbb", "Penutup")]
    new = ["Kekeringan datang kemudian", "Banjir melanda sembilan belas kecamatan", "Penutup"]
    kept = reused_ids(old, new)
    assert kept[1:] == ["aaaaaaaa", "bbbbbbbb"]
    assert kept[0] not in ("aaaaaaaa", "bbbbbbbb")


def test_the_id_of_a_removed_block_is_not_given_again():
    assert reused_ids([("aaaaaaaa", "satu dua")], []) == []
    (fresh, other) = reused_ids([("aaaaaaaa", "satu dua")], ["tiga", "empat"])
    assert "aaaaaaaa" not in (fresh, other)


def test_a_heading_made_of_a_paragraph_is_the_same_block():
    first = body_from_text("Latar Belakang\n\nIsi")
    assert ids(body_from_text("# Latar Belakang\n\nIsi", first)) == ids(first)


def test_derived_ids_depend_on_seed_and_place_alone():
    one = ids(body_from_paragraphs(["a", "b"], "B1-1-1"))
    assert one == ids(body_from_paragraphs(["c", "d"], "B1-1-1"))
    assert not set(one) & set(ids(body_from_paragraphs(["a", "b"], "B1-1-2")))
