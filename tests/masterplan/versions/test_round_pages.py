"""The page of a round: who finds which comments there, and how they are made, answered and closed."""

import uuid

import pytest
from django.urls import reverse

from lib.access import SYSTEM
from lib.threads.models import Answer
from lib.versioned.services import ANY
from masterplan.versions.rounds import services as rounds
from masterplan.versions.rounds.models import Comment
from tests import world as worlds
from tests.pages import stored_text

pytestmark = pytest.mark.django_db


def page(client, round_, **query):
    return client.get(reverse("masterplan:round_detail", args=[round_.pk]), query)


def text_of(client, round_, **query):
    answer = page(client, round_, **query)
    assert answer.status_code == 200
    return answer.content.decode()


def shown(text):
    return {int(part.split('"')[0]) for part in text.split('id="komentar-')[1:]}


@pytest.fixture
def numbers(world):
    return {name: world.rows[name].number for name in ("comment", "comment_other", "comment_answered")}


CHINESE = "Uji coba \u4e2d"
TOLD = "tidak ada dalam huruf cetak buku, di sana menjadi kotak kosong: \u4e2d (U+4E2D)."


def test_letters_that_the_book_cannot_print_are_told_with_the_comment_and_the_answer(world, sign_in):
    add = reverse("masterplan:comment_add", args=[world.round.pk])
    said = {"uid": str(uuid.uuid4()), "on": f"programme:{world.programme.code}", "text": CHINESE}
    answer = sign_in("facilitator").post(add, said, follow=True)
    assert f"Komentar: {TOLD}" in answer.content.decode()
    reply = {"answer": Answer.EXPLAINED, "answer_text": CHINESE, "version": 0}
    address = reverse("masterplan:comment_answer", args=[Comment.objects.latest("pk").pk])
    assert f"Penjelasan: {TOLD}" in sign_in("editor").post(address, reply, follow=True).content.decode()


def settle(world):
    for comment in world.round.comments.unanswered():
        rounds.answer(comment, actor=SYSTEM, answer=Answer.ACCEPTED, text="", expected_version=0)


class TestThePage:
    @pytest.mark.parametrize("name", ["admin", "editor", "leader", "facilitator"])
    def test_staff_leader_and_facilitator_see_every_comment(self, world, sign_in, numbers, name):
        assert shown(text_of(sign_in(name), world.round)) == set(numbers.values())

    def test_an_operator_sees_the_own_sections_and_answered_ones_of_the_own_programmes(
        self, world, sign_in, numbers
    ):
        text = text_of(sign_in("operator.own"), world.round)
        assert shown(text) == {numbers["comment"], numbers["comment_answered"]}
        assert "yang ditugaskan kepada OPD Anda" in text

    def test_another_operator_sees_none_of_them(self, world, sign_in):
        assert shown(text_of(sign_in("operator.other"), world.round)) == set()

    @pytest.mark.parametrize("name", ["head.own", "head.other", "nobody"])
    def test_for_a_head_it_does_not_exist(self, world, sign_in, name):
        assert page(sign_in(name), world.round).status_code == 404

    def test_what_waits_for_an_answer_can_be_filtered(self, world, sign_in, numbers):
        client = sign_in("editor")
        assert shown(text_of(client, world.round, jawab="sudah")) == {numbers["comment_answered"]}
        assert numbers["comment_answered"] not in shown(text_of(client, world.round, jawab="belum"))
        assert len(shown(text_of(client, world.round, jawab="apa"))) == 3

    def test_the_changes_stand_on_their_own_tab(self, world, sign_in):
        text = text_of(sign_in("facilitator"), world.round, tampil="perubahan")
        assert "Perubahan v0.3 sejak v0.2" in text
        assert "Tidak ada yang berubah." in text

    def test_an_unanswered_comment_keeps_the_button_dead_with_its_reason(self, world, sign_in):
        text = text_of(sign_in("editor"), world.round)
        assert "Masih ada komentar tanpa jawaban" in text
        assert reverse("masterplan:round_close", args=[world.round.pk]) not in text

    @pytest.mark.parametrize("more", [2, 20])
    def test_its_queries_do_not_grow_with_the_comments(
        self, world, sign_in, more, django_assert_max_num_queries
    ):
        for _ in range(more):
            worlds.comment(world, section=world.section)
        client = sign_in("editor")
        text_of(client, world.round)
        with django_assert_max_num_queries(18):
            text_of(client, world.round)


class TestCommenting:
    def say(self, world, client, **form):
        said = {
            "uid": str(uuid.uuid4()),
            "on": f"section:{world.section.code}",
            "quote": "ke utara",
            "text": "Sumbernya?",
        }
        return client.post(reverse("masterplan:comment_add", args=[world.round.pk]), {**said, **form})

    def last(self, world):
        return Comment.objects.filter(round=world.round).latest("thread__number")

    def test_a_remark_on_a_section_is_kept_with_its_passage(self, world, sign_in):
        answer = self.say(world, sign_in("facilitator"))
        made = self.last(world)
        assert (made.section, made.thread.quote, made.thread.opening.text) == (
            world.section,
            "ke utara",
            "Sumbernya?",
        )
        assert answer.url == f"/rounds/{world.round.pk}/#komentar-{made.number}"

    def test_a_remark_on_a_programme(self, world, sign_in):
        self.say(world, sign_in("facilitator"), on=f"programme:{world.programme.code}")
        assert self.last(world).programme == world.programme

    def test_who_was_reading_comes_back_to_the_chapter(self, world, sign_in):
        answer = self.say(world, sign_in("facilitator"), dari="baca")
        made = self.last(world)
        read = reverse("masterplan:revision_read", args=[world.revision_in_review.pk])
        assert answer.url == f"{read}?bab=B1-1#komentar-{made.number}"

    def test_the_browser_may_forget_what_was_sent(self, world, sign_in):
        client, programme = sign_in("facilitator"), f"programme:{world.programme.code}"
        section = f"section:{world.section.code}"
        self.say(world, client, on=programme, bagian=section)
        draft = f"comment:{world.round.pk}"
        assert f'data-saved="{draft}:{programme} {draft}:{section}"' in text_of(client, world.round)

    def test_a_double_click_makes_one(self, world, sign_in):
        client, uid = sign_in("facilitator"), str(uuid.uuid4())
        first, second = self.say(world, client, uid=uid), self.say(world, client, uid=uid)
        assert first.url == second.url
        assert Comment.objects.filter(thread__uid=uid).count() == 1

    @pytest.mark.parametrize(
        ("form", "words"),
        [
            ({"text": ""}, "Wajib diisi"),
            ({"text": "x" * 4001}, "Paling panjang 4000 huruf"),
            ({"on": "section:tidak-ada"}, "Tidak ada dalam versi ini"),
            ({"on": ""}, "Wajib diisi"),
            ({"uid": "bukan"}, "tidak lengkap terkirim"),
        ],
    )
    def test_a_bad_remark_comes_back_with_its_sentence_and_its_text(self, world, sign_in, form, words):
        answer = self.say(world, sign_in("facilitator"), **form)
        assert answer.status_code == 400
        assert words in answer.content.decode()
        assert "ke utara" in answer.content.decode()

    def test_the_form_has_a_page_of_its_own(self, world, sign_in):
        address = reverse("masterplan:comment_add", args=[world.round.pk])
        about = f"programme:{world.programme.code}"
        text = sign_in("facilitator").get(address, {"tentang": about}).content.decode()
        assert f'<option value="{about}" selected>' in text
        assert world.programme_new.code not in text

    def test_a_closed_round_has_no_form(self, world, sign_in):
        settle(world)
        rounds.close_round(world.round, actor=SYSTEM, expected_comments=ANY)
        client = sign_in("facilitator")
        assert client.get(reverse("masterplan:comment_add", args=[world.round.pk])).status_code == 409
        assert self.say(world, client, text="").status_code == 409


class TestAnswering:
    def answer(self, client, comment, **form):
        said = {"answer": "explained", "answer_text": "Ada di Bab II.", "version": "0"}
        return client.post(reverse("masterplan:comment_answer", args=[comment.pk]), {**said, **form})

    def test_an_answer_is_kept_and_the_page_shown_again(self, world, sign_in):
        answer = self.answer(sign_in("editor"), world.comment)
        world.comment.refresh_from_db()
        assert answer.url == f"/rounds/{world.round.pk}/#komentar-{world.comment.number}"
        said = world.comment.thread.answer
        assert (said.verdict, said.text) == ("explained", "Ada di Bab II.")

    def test_who_works_through_the_open_ones_stays_with_them(self, world, sign_in):
        answer = self.answer(sign_in("editor"), world.comment, jawab="belum")
        assert answer.url.endswith("?jawab=belum#komentar")

    @pytest.mark.parametrize(
        ("form", "words"),
        [
            ({"answer_text": ""}, "Jelaskan alasannya"),
            ({"answer": "mungkin"}, "Pilih satu jawaban"),
            ({"answer": ""}, "Pilih satu jawaban"),
        ],
    )
    def test_a_bad_answer_opens_its_form_again(self, world, sign_in, form, words):
        answer = self.answer(sign_in("editor"), world.comment, **form)
        text = answer.content.decode()
        assert answer.status_code == 400
        assert words in text
        assert text.count('<details class="confirm section-sm no-print" open>') == 1

    def test_an_answer_given_meanwhile_shows_both_texts(self, world, sign_in):
        rounds.answer(
            world.comment,
            actor=SYSTEM,
            answer=Answer.REJECTED,
            text="Bukan kewenangan kami.",
            expected_version=0,
        )
        answer = self.answer(sign_in("editor"), world.comment)
        text = answer.content.decode()
        assert answer.status_code == 409
        assert "Bukan kewenangan kami." in stored_text(text)
        assert "Ada di Bab II." in text

    def test_from_that_page_the_better_text_can_be_sent(self, world, sign_in):
        first = rounds.answer(
            world.comment, actor=SYSTEM, answer=Answer.REJECTED, text="Bukan kewenangan.", expected_version=0
        )
        version = self.answer(sign_in("editor"), first).context["version"]
        again = self.answer(sign_in("editor"), first, version=version, answer_text="Digabung.")
        first.refresh_from_db()
        assert (again.status_code, first.thread.answer.text) == (302, "Digabung.")

    def test_earlier_answers_stay_to_be_read_folded(self, world, sign_in):
        client = sign_in("editor")
        assert "Jawaban sebelumnya" not in text_of(client, world.round)
        for version, words in enumerate(("Bukan kewenangan.", "Ada di Bab II.", "Digabung.")):
            self.answer(client, world.comment, version=version, answer_text=words)
        text = text_of(client, world.round)
        newest, _, earlier = text.partition("Jawaban sebelumnya (2)")
        assert "Digabung." in newest
        assert earlier.index("Ada di Bab II.") < earlier.index("Bukan kewenangan.")

    def test_an_answer_names_the_office_and_the_capacity_of_that_day(self, world, sign_in):
        operator = world.people["operator.own"]
        self.answer(sign_in("operator.own"), world.comment)
        operator.memberships.all().delete()
        assert f"Operator OPD {world.opd.short_name}" in text_of(sign_in("editor"), world.round)

    def test_an_answer_without_its_version_is_stale(self, world, sign_in):
        rounds.answer(world.comment, actor=SYSTEM, answer=Answer.ACCEPTED, text="", expected_version=0)
        assert self.answer(sign_in("editor"), world.comment, version="").status_code == 409

    def test_a_comment_one_may_not_see_does_not_exist(self, world, sign_in):
        assert self.answer(sign_in("operator.own"), world.comment_other).status_code == 404

    def test_a_comment_one_sees_but_may_not_answer_is_refused(self, world, sign_in):
        assert self.answer(sign_in("operator.own"), world.comment_answered).status_code == 403
        assert self.answer(sign_in("facilitator"), world.comment).status_code == 403

    def test_an_operator_answers_on_the_own_section(self, world, sign_in):
        client = sign_in("operator.own")
        assert reverse("masterplan:comment_answer", args=[world.comment.pk]) in text_of(client, world.round)
        assert self.answer(client, world.comment).status_code == 302


class TestClosing:
    def close(self, world, client, **form):
        return client.post(reverse("masterplan:round_close", args=[world.round.pk]), form)

    def test_an_editor_closes_what_is_answered(self, world, sign_in):
        settle(world)
        client = sign_in("editor")
        assert 'name="seen" value="3"' in text_of(client, world.round)
        assert self.close(world, client, seen="3").status_code == 302
        text = text_of(client, world.round)
        assert "Menunggu keputusan fasilitator" in text
        assert "Ubah jawaban" not in text

    @pytest.mark.parametrize("seen", ["", "2", "x"])
    def test_who_did_not_see_every_comment_is_refused(self, world, sign_in, seen):
        settle(world)
        assert self.close(world, sign_in("editor"), seen=seen).status_code == 409

    def test_an_unanswered_comment_is_named_in_the_refusal(self, world, sign_in):
        answer = self.close(world, sign_in("editor"), seen="3")
        assert answer.status_code == 409
        assert "2 komentar tanpa jawaban" in answer.content.decode()


class TestThePrintedPage:
    def test_all_comments_stand_on_it_in_order_with_their_answers(self, world, sign_in):
        rounds.answer(
            world.comment, actor=SYSTEM, answer=Answer.EXPLAINED, text="Ada di Bab II.", expected_version=0
        )
        client = sign_in("facilitator")
        text = client.get(reverse("masterplan:round_print", args=[world.round.pk])).content.decode()
        assert "Dijelaskan" in text
        assert "Ada di Bab II." in text
        assert text.index("P-") > text.index("BAB I.A")
        assert "Belum dijawab" in text

    def test_an_operator_prints_what_may_be_seen(self, world, sign_in):
        client = sign_in("operator.own")
        text = client.get(reverse("masterplan:round_print", args=[world.round.pk])).content.decode()
        assert world.section.title in text
        assert world.section_other.title not in text
