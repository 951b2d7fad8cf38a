"""Reading a frozen version: the text as it was, the places things are found at, and remarks in the margin."""

import pytest
from django.urls import reverse

from lib.access import SYSTEM
from lib.versioned.services import ANY
from masterplan.book.reading import Reading, minutes
from masterplan.sections.models import Section
from masterplan.versions import services as versions
from masterplan.versions.models import Revision
from tests import triggers
from tests.bimtek import factories as bimtek_factories
from tests.masterplan import factories

pytestmark = pytest.mark.django_db


def read(client, revision, **query):
    return client.get(reverse("masterplan:revision_read", args=[revision.pk]), query)


def text_of(client, revision, **query):
    answer = read(client, revision, **query)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def chaptered(world):
    """A version with a second chapter that holds the tables of findings and programmes."""
    book = world.section.chapter.book
    chapter = book.chapters.create(order=2, number="II", title="Rencana")
    for order, table in enumerate(("findings", "programmes"), start=1):
        chapter.sections.create(
            code=f"B1-2-{order}", order=order, title=table.capitalize(), kind="table", table=table
        )
    return versions.freeze(world.plan, actor=SYSTEM, expected_number=ANY)


class TestThePage:
    def test_it_shows_the_text_as_it_was_frozen(self, world, sign_in):
        Section.objects.filter(pk=world.section.pk).update(body=None, title="Diganti")
        text = text_of(sign_in("editor"), world.revision)
        assert "Sungai mengalir ke utara." in text
        assert world.section.title in text
        assert "Diganti" not in text

    def test_a_chapter_is_chosen_by_its_key(self, chaptered, sign_in):
        text = text_of(sign_in("editor"), chaptered, bab="B1-2")
        assert "BAB II Rencana" in text
        assert "Sungai mengalir ke utara." not in text
        assert 'aria-current="page"' in text

    def test_tables_are_those_of_the_version(self, world, chaptered, sign_in):
        type(world.programme).objects.filter(pk=world.programme.pk).update(name="Diganti")
        text = text_of(sign_in("editor"), chaptered, bab="B1-2")
        assert world.programme.name in text
        assert "Diganti" not in text
        assert f"Isi tabel dibekukan bersama {chaptered.label}." in text

    def test_the_chapters_before_and_after_are_linked(self, chaptered, sign_in):
        assert "?bab=B1-2" in text_of(sign_in("editor"), chaptered)
        assert "?bab=B1-1" in text_of(sign_in("editor"), chaptered, bab="B1-2")

    @pytest.mark.parametrize("key", ["B9-1", "B1-99", "x", "B1-0"])
    def test_an_unknown_chapter_does_not_exist(self, world, sign_in, key):
        assert read(sign_in("editor"), world.revision, bab=key).status_code == 404

    def test_a_version_without_chapters_says_so(self, world, sign_in):
        world.plan.books.first().chapters.first().sections.all()
        empty = factories.plan(bimtek_factories.cycle(world.region))
        made = versions.freeze(empty, actor=SYSTEM, expected_number=ANY)
        address = reverse("masterplan:revision_read", args=[made.pk])
        page = sign_in("editor").get(address, follow=True).content.decode()
        assert "belum mempunyai bab" in page

    def test_a_head_reads_an_approved_version(self, world, sign_in):
        text = text_of(sign_in("head.own"), world.revision_approved)
        assert "Sungai mengalir ke utara." in text
        assert "Komentar" not in text

    @pytest.mark.parametrize(("name", "linked"), [("editor", True), ("head.own", False)])
    def test_the_living_list_is_linked_for_who_may_see_it(self, world, chaptered, sign_in, name, linked):
        with triggers.disabled():  # only a test leaves steps out
            Revision.objects.filter(pk=chaptered.pk).update(state="superseded")
        text = text_of(sign_in(name), chaptered, bab="B1-2")
        assert ("Buka daftar temuan" in text) is linked

    def test_the_page_of_the_printed_book_is_named(self, world, sign_in):
        factories.export(world.revision, sha256="a" * 64, page_map={"bab-1-1": 12}, size=1, pages=40)
        assert "Halaman 12" in text_of(sign_in("editor"), world.revision)

    def test_its_queries_do_not_grow_with_sections_and_comments(
        self, world, sign_in, django_assert_max_num_queries
    ):
        client = sign_in("facilitator")
        text_of(client, world.revision_in_review)
        with django_assert_max_num_queries(16):
            text_of(client, world.revision_in_review)


class TestTheMargin:
    def test_a_facilitator_gets_a_form_at_every_section(self, world, sign_in):
        text = text_of(sign_in("facilitator"), world.revision_in_review)
        address = reverse("masterplan:comment_add", args=[world.round.pk])
        assert text.count(f'action="{address}"') == 2
        assert f'value="section:{world.section.code}"' in text

    def test_a_programme_of_a_table_can_be_named(self, world, sign_in):
        factories.decided(world.round)
        chapter = world.section.chapter
        chapter.sections.create(code="B1-1-9", order=9, title="Matriks", kind="table", table="programmes")
        made = factories.in_review(world.plan).revision
        text = text_of(sign_in("facilitator"), made)
        assert f'<option value="programme:{world.programme.code}">' in text

    @pytest.mark.parametrize("name", ["admin", "editor", "leader", "operator.own"])
    def test_nobody_else_gets_a_form(self, world, sign_in, name):
        assert "Beri komentar" not in text_of(sign_in(name), world.revision_in_review)

    def test_a_version_without_an_open_round_takes_no_remark(self, world, sign_in):
        client = sign_in("facilitator")
        assert "Beri komentar" not in text_of(client, world.revision)
        assert "Beri komentar" not in text_of(client, world.revision_approved)

    def test_remarks_of_the_chapter_stand_beside_it(self, world, sign_in):
        text = text_of(sign_in("editor"), world.revision_in_review)
        assert text.count('class="note"') == 2
        assert f'id="komentar-{world.comment.number}"' in text

    def test_an_operator_sees_the_remarks_on_the_own_sections(self, world, sign_in):
        text = text_of(sign_in("operator.own"), world.revision_in_review)
        assert f'id="komentar-{world.comment.number}"' in text
        assert f'id="komentar-{world.comment_other.number}"' not in text


class TestPlaces:
    def test_every_section_has_its_place_and_label(self, world, chaptered):
        places = Reading(chaptered.document).places
        assert places[world.section.code].chapter == "B1-1"
        assert places["B1-2-1"].label == "BAB II.A Findings"
        assert places["B1-2-1"].address == "?bab=B1-2#section-B1-2-1"

    def test_programmes_and_findings_stand_where_their_table_is(self, chaptered):
        reading = Reading(chaptered.document)
        assert reading.table("programme").anchor == "section-B1-2-2"
        assert reading.table("finding").anchor == "section-B1-2-1"

    def test_without_a_table_there_is_no_place(self, world):
        assert Reading(world.revision.document).table("programme") is None

    def test_one_chapter_alone_is_numbered_like_the_whole(self, chaptered):
        whole, one = Reading(chaptered.document), Reading(chaptered.document, only="B1-2")
        assert one.chapter("B1-2").planned == whole.chapter("B1-2").planned

    def test_minutes_count_the_words_of_the_prose(self, world):
        reading = Reading(world.revision.document)
        assert minutes(reading.sections(reading.chapters[0])) == (8, 1)
        assert minutes(()) == (0, 0)
