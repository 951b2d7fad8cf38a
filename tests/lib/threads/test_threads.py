"""What is said in turn about one thing: numbered, never changed, closed by the first verdict."""

import uuid

import pytest
from django.db import IntegrityError, transaction

from lib.access import SYSTEM
from lib.threads import selectors, services
from lib.threads.models import Answer, Message, Thread
from tests.opd import factories as opd

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def start(region, **facts):
    thread = Thread(
        region=region, **{"kind": "comment", "subject_kind": "section", "subject": "B1-1-1"} | facts
    )
    return services.start(thread, actor=SYSTEM, office="", capacity="", text="Sebutkan sumbernya.")


def say(thread, text="", verdict="", actor=SYSTEM):
    return services.add_message(
        thread, actor=actor, office="DLH", capacity="Operator OPD", text=text, verdict=verdict
    )


@pytest.fixture
def region():
    return opd.region()


def test_it_begins_open_with_one_message_and_no_verdict(region):
    thread = start(region)
    assert (thread.is_open, thread.opening.text) == (True, "Sebutkan sumbernya.")
    assert (thread.answer, thread.verdicts, thread.version) == (None, [], 0)


def test_numbers_count_from_one_per_region_kind_and_revision(region):
    places = [
        (region, {"revision": "A"}),
        (region, {"revision": "A"}),
        (region, {"revision": "B"}),
        (region, {"revision": "A", "kind": "note"}),
        (opd.region(), {"revision": "A"}),
        (region, {}),
    ]
    assert [start(place, **facts).number for place, facts in places] == [1, 2, 1, 1, 1, 1]


def test_words_alone_leave_it_open_a_verdict_closes_it_for_good(region):
    thread = start(region)
    say(thread, "Kami periksa.")
    assert Thread.objects.get().is_open
    say(thread, verdict=Answer.ACCEPTED)
    say(thread, "Ada satu hal lagi.")
    assert not Thread.objects.get().is_open


def test_the_newest_verdict_counts_and_the_earlier_ones_stay(region):
    thread = start(region)
    for text, verdict in (("Bukan kami.", "rejected"), ("Tunggu.", ""), ("Digabung.", "explained")):
        say(thread, text, verdict)
    stored = selectors.locked(thread)
    assert stored.answer.text == "Digabung."
    assert [message.text for message in stored.verdicts] == ["Digabung.", "Bukan kami."]
    assert (stored.version, stored.messages.count()) == (2, 4)


def test_a_message_keeps_who_wrote_it_in_which_office_and_capacity(region):
    author = opd.user()
    say(start(region), "Kami periksa.", actor=author)
    message = Message.objects.latest("pk")
    assert (message.author, message.office, message.capacity) == (author, "DLH", "Operator OPD")


@pytest.mark.parametrize("verdict", ["", Answer.REJECTED, Answer.EXPLAINED])
def test_only_acceptance_needs_no_words(region, verdict):
    with pytest.raises(IntegrityError), transaction.atomic():
        say(start(region), verdict=verdict)


def test_one_uid_is_one_thread_and_one_message(region):
    uid = uuid.uuid4()
    start(region, uid=uid)
    with pytest.raises(IntegrityError), transaction.atomic():
        start(region, uid=uid)


def test_all_threads_of_a_page_are_read_with_one_more_query(region, django_assert_num_queries):
    for _ in range(3):
        say(start(region), verdict=Answer.ACCEPTED, actor=opd.user())
    with django_assert_num_queries(2):
        rows = list(Thread.objects.prefetch_related(selectors.messages()))
        assert [str(row.answer.author) for row in rows if row.opening and row.version] != []
