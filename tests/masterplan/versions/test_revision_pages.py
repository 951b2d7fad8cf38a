"""The pages of frozen versions: what each person finds there, and what they may do from there."""

import hashlib
from datetime import timedelta

import pytest
from django.urls import reverse

from lib import clock
from lib.access import SYSTEM
from lib.threads.models import Answer
from lib.versioned.services import ANY
from masterplan.versions import services as versions
from masterplan.versions.models import Revision
from masterplan.versions.rounds import services as rounds
from opd.accounts.roles import Role
from tests.masterplan import factories
from tests.opd import factories as opd
from tests.web import client_of

pytestmark = pytest.mark.django_db


def get(client, name, *args, **query):
    return client.get(reverse(f"masterplan:{name}", args=args), query)


def text_of(client, name, *args, **query):
    answer = get(client, name, *args, **query)
    assert answer.status_code == 200, answer.content.decode()[:400]
    return answer.content.decode()


def send(client, name, *args, **form):
    return client.post(reverse(f"masterplan:{name}", args=args), form)


def newest(plan):
    return Revision.objects.filter(masterplan=plan).order_by("-number").first()


class TestTheList:
    def test_it_shows_every_version_with_its_state_and_round(self, sign_in):
        text = text_of(sign_in("editor"), "revision_list")
        for words in ("v0.1", "Dikembalikan", "v0.2", "Disetujui", "v0.3", "Ditinjau", "v0.4", "Beku"):
            assert words in text
        assert "1 dari 3 terjawab" in text
        assert "2 dari 3 komentar belum dijawab" in text

    def test_an_operator_counts_only_the_comments_that_are_visible(self, sign_in):
        assert "1 dari 2 terjawab" in text_of(sign_in("operator.own"), "revision_list")

    def test_a_head_finds_approved_books_and_no_round(self, world, sign_in):
        text = text_of(sign_in("head.own"), "revision_list")
        assert "Buku masterplan" in text
        assert f'href="/revisions/{world.revision_approved.pk}/"' in text
        for row in ("revision_returned", "revision_in_review", "revision"):
            assert f'href="/revisions/{world.rows[row].pk}/"' not in text
        assert "Putaran" not in text

    @pytest.mark.parametrize(("name", "may"), [("editor", True), ("facilitator", False), ("leader", False)])
    def test_only_who_may_freeze_gets_the_form(self, sign_in, name, may):
        assert ("Bekukan versi baru" in text_of(sign_in(name), "revision_list")) is may

    @pytest.mark.parametrize(
        ("role", "words"),
        [(Role.EDITOR, "Belum ada versi beku"), (Role.HEAD, "Belum ada versi yang disetujui")],
    )
    def test_a_plan_without_versions_says_what_to_do(self, role, words):
        plan = factories.plan()
        region = plan.cycle.region
        person = opd.user(role, opd.opd(region) if role == Role.HEAD else region)
        assert words in text_of(client_of(person), "revision_list")

    @pytest.mark.parametrize("more", [2, 20])
    def test_its_queries_do_not_grow_with_the_rows(self, world, sign_in, more, django_assert_max_num_queries):
        for _ in range(more):
            versions.freeze(world.plan, actor=SYSTEM, expected_number=ANY)
        client = sign_in("editor")
        with django_assert_max_num_queries(24):  # the draft is compiled to look for letters no font has
            text_of(client, "revision_list")


class TestFreezing:
    def test_an_editor_freezes_and_reads_the_new_version(self, world, sign_in):
        seen = newest(world.plan).number
        answer = send(sign_in("editor"), "revision_freeze", plan=world.plan.slug, label="", seen=seen)
        made = newest(world.plan)
        assert (answer.status_code, answer.url) == (302, f"/revisions/{made.pk}/")
        assert made.number == seen + 1

    def test_it_is_told_when_nothing_has_changed(self, world, sign_in):
        client = sign_in("editor")

        def freeze():
            seen = newest(world.plan).number
            answer = send(client, "revision_freeze", plan=world.plan.slug, label="", seen=seen)
            return client.get(answer.url).content.decode()

        assert "Penyusunan dapat dilanjutkan." in freeze()  # two programmes came after v0.4
        assert "dibekukan. Isinya sama persis dengan v0.5." in freeze()

    def test_the_form_carries_what_the_page_has_seen(self, world, sign_in):
        text = text_of(sign_in("editor"), "revision_list")
        assert f'name="seen" value="{newest(world.plan).number}"' in text
        assert f'name="plan" value="{world.plan.slug}"' in text

    def test_a_form_from_an_old_page_is_refused(self, world, sign_in):
        answer = send(sign_in("editor"), "revision_freeze", plan=world.plan.slug, label="", seen=1)
        assert answer.status_code == 409
        assert "v0.4 sudah dibekukan" in answer.content.decode()

    def test_a_form_that_does_not_say_what_it_saw_is_refused(self, world, sign_in):
        assert send(sign_in("editor"), "revision_freeze", plan=world.plan.slug).status_code == 409

    def test_a_bad_name_comes_back_with_its_sentence(self, world, sign_in):
        seen = newest(world.plan).number
        answer = send(sign_in("editor"), "revision_freeze", plan=world.plan.slug, label="v" * 21, seen=seen)
        assert answer.status_code == 400
        assert "Paling panjang 20 huruf" in answer.content.decode()
        assert "v" * 21 in answer.content.decode()

    def test_another_regions_plan_does_not_exist(self, sign_in):
        other = factories.plan()
        assert send(sign_in("editor"), "revision_freeze", plan=other.slug, seen=0).status_code == 404

    def test_who_may_not_is_told_before_the_form_is_read(self, world, sign_in):
        answer = send(sign_in("facilitator"), "revision_freeze", plan=world.plan.slug, label="v" * 300)
        assert answer.status_code == 403


class TestAVersion:
    def test_it_names_its_hash_and_how_to_check_it(self, world, sign_in):
        text = text_of(sign_in("editor"), "revision_detail", world.revision.pk)
        groups = " ".join(world.revision.sha256[i : i + 4] for i in range(0, 64, 4))
        assert groups in text
        assert f"sha256sum masterplan-{world.plan.slug}-v0.4.json" in text
        assert reverse("verify", args=[world.revision.token]) in text

    def test_it_counts_what_changed_since_the_version_before(self, world, sign_in):
        text = text_of(sign_in("editor"), "revision_detail", world.revision.pk)
        assert "Berubah sejak v0.3" in text

    def test_a_head_compares_only_with_what_was_approved(self, world, sign_in):
        factories.decided(world.round)
        text = text_of(sign_in("head.own"), "revision_detail", world.revision_in_review.pk)
        assert "Berubah sejak v0.2" in text

    def test_the_first_version_has_nothing_to_compare_with(self, world, sign_in):
        text = text_of(sign_in("editor"), "revision_detail", world.revision_returned.pk)
        assert "belum ada pembandingnya" in text

    def test_a_returned_version_says_why(self, world, sign_in):
        text = text_of(sign_in("editor"), "revision_detail", world.revision_returned.pk)
        assert "Perbaiki Bab I." in text

    @pytest.mark.parametrize(
        ("name", "row", "act"),
        [
            ("editor", "revision_approved", "commitments:issue"),
            ("leader", "revision_approved", "commitments:revision_finalise"),
            ("editor", "revision_approved", "commitments:book_request"),
        ],
    )
    def test_its_acts_lead_to_their_addresses(self, world, sign_in, name, row, act):
        pk = world.rows[row].pk
        assert reverse(act, args=[pk]) in text_of(sign_in(name), "revision_detail", pk)

    @pytest.mark.parametrize("name", ["admin", "operator.own", "head.own"])
    def test_who_may_not_act_sees_no_act(self, world, sign_in, name):
        text = text_of(sign_in(name), "revision_detail", world.revision_approved.pk)
        for words in ("Terbitkan", "Periksa dan tetapkan", "Buat PDF", "Kirim keputusan"):
            assert words not in text

    def test_another_version_under_review_keeps_the_next_waiting(self, world, sign_in):
        text = text_of(sign_in("editor"), "revision_detail", world.revision.pk)
        assert "Versi lain masih ditinjau" in text
        assert reverse("masterplan:round_open", args=[world.revision.pk]) not in text

    def test_the_facilitator_decides_here_once_the_round_is_closed(self, world, sign_in):
        address = reverse("commitments:round_decide", args=[world.round.pk])
        client = sign_in("facilitator")
        text = text_of(client, "revision_detail", world.revision_in_review.pk)
        assert "Menunggu 2 komentar dijawab" in text
        assert address not in text
        for comment in world.round.comments.unanswered():
            rounds.answer(comment, actor=SYSTEM, answer=Answer.ACCEPTED, text="", expected_version=0)
        rounds.close_round(world.round, actor=SYSTEM, expected_comments=ANY)
        text = text_of(client, "revision_detail", world.revision_in_review.pk)
        assert address in text
        assert f'name="seen_sha256" value="{world.revision_in_review.sha256}"' in text

    def test_a_hidden_version_does_not_exist(self, world, sign_in):
        client = sign_in("head.own")
        for name in ("revision_detail", "revision_read", "revision_json", "revision_changes"):
            assert get(client, name, world.revision.pk).status_code == 404

    def test_its_queries_do_not_grow(self, world, sign_in, django_assert_max_num_queries):
        for _ in range(20):
            factories.export(world.revision, book="B1")
        client = sign_in("facilitator")
        text_of(client, "revision_detail", world.revision.pk)
        with django_assert_max_num_queries(22):
            text_of(client, "revision_detail", world.revision.pk)


class TestTheJson:
    def test_the_download_has_the_hash_of_the_version(self, world, sign_in):
        answer = get(sign_in("editor"), "revision_json", world.revision.pk)
        assert hashlib.sha256(answer.content).hexdigest() == world.revision.sha256
        assert answer["Content-Type"] == "application/json"
        assert answer["X-Content-Type-Options"] == "nosniff"
        name = f'attachment; filename="masterplan-{world.plan.slug}-v0.4.json"'
        assert answer["Content-Disposition"] == name

    def test_who_has_it_need_not_load_it_again(self, world, sign_in):
        client = sign_in("editor")
        address = reverse("masterplan:revision_json", args=[world.revision.pk])
        again = client.get(address, headers={"If-None-Match": client.get(address)["ETag"]})
        assert (again.status_code, again.content) == (304, b"")

    def test_a_name_cannot_break_the_header(self, world, sign_in):
        made = versions.freeze(world.plan, actor=SYSTEM, label='v1 "a"/\u00e9', expected_number=ANY)
        disposition = get(sign_in("editor"), "revision_json", made.pk)["Content-Disposition"]
        assert disposition.endswith('-v1--a---.json"')


class TestHandingOver:
    def due(self, days):
        return (clock.today() + timedelta(days=days)).isoformat()

    def test_an_editor_opens_a_round(self, world, sign_in):
        factories.decided(world.round)
        answer = send(sign_in("editor"), "round_open", world.revision.pk, due=self.due(7))
        made = world.revision.rounds.get()
        assert (answer.status_code, answer.url) == (302, f"/rounds/{made.pk}/")

    @pytest.mark.parametrize(
        ("due", "words"),
        [("", "Wajib diisi"), ("besok", "Tulis tanggal seperti"), ("2001-01-01", "Pilih hari ini")],
    )
    def test_a_bad_day_comes_back_with_its_sentence(self, world, sign_in, due, words):
        factories.decided(world.round)
        answer = send(sign_in("editor"), "round_open", world.revision.pk, due=due)
        assert answer.status_code == 400
        assert words in answer.content.decode()

    def test_a_second_round_has_to_wait(self, world, sign_in):
        answer = send(sign_in("editor"), "round_open", world.revision.pk, due=self.due(7))
        assert answer.status_code == 409
        assert "v0.3 masih ditinjau" in answer.content.decode()


class TestChanges:
    def changed(self, world):
        type(world.programme).objects.filter(pk=world.programme.pk).update(name="Kali Lebih Bersih")
        return versions.freeze(world.plan, actor=SYSTEM, expected_number=ANY)

    def test_it_lists_what_changed_and_how(self, world, sign_in):
        made = self.changed(world)
        text = text_of(sign_in("editor"), "revision_changes", made.pk)
        assert f"Perubahan {made.label} sejak v0.4" in text
        assert "Kali Lebih Bersih" in text
        assert "nama" in text
        assert world.opd.short_name in text

    def test_any_earlier_version_can_be_the_base(self, world, sign_in):
        text = text_of(sign_in("editor"), "revision_changes", world.revision.pk, sejak="1")
        assert "Perubahan v0.4 sejak v0.1" in text

    def test_under_review_it_compares_with_the_version_reviewed_before(self, world, sign_in):
        factories.decided(world.round)
        skipped = versions.freeze(world.plan, actor=SYSTEM, expected_number=ANY)
        made = factories.in_review(world.plan).revision
        text = text_of(sign_in("facilitator"), "revision_changes", made.pk)
        assert f"Perubahan {made.label} sejak v0.3" in text
        assert f"Sejak {skipped.label}" in text

    @pytest.mark.parametrize(
        ("since", "status"), [("99", 404), ("4", 404), ("x", 400), ("-1", 400), ("9" * 30, 400)]
    )
    def test_a_base_that_is_none_is_refused(self, world, sign_in, since, status):
        assert (
            get(sign_in("editor"), "revision_changes", world.revision.pk, sejak=since).status_code == status
        )

    def test_a_head_cannot_compare_with_a_hidden_version(self, world, sign_in):
        answer = get(sign_in("head.own"), "revision_changes", world.revision_approved.pk, sejak="1")
        assert answer.status_code == 404
