"""Idempotency-Key: the same request again gets the same answer, another one under the key is refused."""

import uuid
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import OperationalError

from bimtek.models import Finding
from config.celery import configuration
from config.tasks import forget_keys
from opd import clock
from opd.enums import Role
from opd.models import AuditEvent, IdempotencyKey, Membership
from opd.rest.repeating import KEPT, TAKEN_OVER_AFTER, clear_old


@pytest.fixture
def editor(world, api):
    return api(world.people["editor"])


@pytest.fixture
def path(world):
    return f"findings/{world.finding_new.pk}/set-aside/"


REASON = {"reason": "Bukan kewenangan daerah."}


def test_the_answer_is_given_again_and_the_act_is_not_done_again(editor, path):
    first = editor.post(path, REASON, version=1, key="a-1")
    acts = AuditEvent.objects.count()
    again = editor.post(path, REASON, version=1, key="a-1")
    assert (again.status_code, again.content, again["ETag"]) == (200, first.content, first["ETag"])
    assert again["Idempotent-Replayed"] == "true"
    assert AuditEvent.objects.count() == acts


@pytest.mark.parametrize(
    ("body", "version"), [({"reason": "Lain."}, 1), (REASON, 2)], ids=["body", "version"]
)
def test_another_request_under_the_key_is_refused(editor, path, body, version):
    editor.post(path, REASON, version=1, key="a-1")
    assert editor.post(path, body, version=version, key="a-1").status_code == 422


def test_a_refusal_is_not_kept(editor, path):
    assert editor.post(path, {"reason": ""}, version=1, key="a-1").status_code == 400
    assert not IdempotencyKey.objects.exists()


def test_keys_belong_to_their_account(world, api, path):
    for name in ("editor", "operator.own"):
        api(world.people[name]).post(path, REASON, version=1, key="a-1")
    assert IdempotencyKey.objects.count() == 1  # the second was refused: set aside already
    assert Finding.objects.get(pk=world.finding_new.pk).version == 2


def test_work_that_was_cut_off_may_be_done_again_after_a_minute(world, editor, path):
    editor.post(path, REASON, version=1, key="a-1")
    Finding.objects.filter(pk=world.finding_new.pk).update(version=1, set_aside_at=None, set_aside_reason="")
    cut_off = clock.now() - TAKEN_OVER_AFTER - timedelta(seconds=1)
    IdempotencyKey.objects.update(status=None, started_at=cut_off)
    answer = editor.post(path, REASON, version=1, key="a-1")
    assert (answer.status_code, "Idempotent-Replayed" in answer) == (200, False)
    assert IdempotencyKey.objects.get().status == 200


def test_work_that_is_still_going_on_is_said_so(editor, path, monkeypatch):
    monkeypatch.setattr("opd.rest.repeating.WAIT_S", 0.0)
    editor.post(path, REASON, version=1, key="a-1")
    IdempotencyKey.objects.update(status=None)
    answer = editor.post(path, REASON, version=1, key="a-1")
    assert answer.status_code == 409
    assert "masih dikerjakan" in answer.json()["detail"]


def test_after_a_day_a_key_is_free_again(editor, path):
    editor.post(path, REASON, version=1, key="a-1")
    IdempotencyKey.objects.update(started_at=clock.now() - KEPT - timedelta(seconds=1))
    assert editor.post(path, {"reason": "Lain."}, version=2, key="a-1").status_code == 409


def test_only_what_is_older_than_a_day_is_cleared(world, editor):
    for number, age in enumerate([KEPT + timedelta(seconds=5), KEPT - timedelta(minutes=1), timedelta(0)]):
        IdempotencyKey.objects.create(
            user=world.people["editor"],
            key=str(number),
            fingerprint="0" * 64,
            started_at=clock.now() - age,
            status=200,
        )
    assert clear_old() == 1
    assert sorted(IdempotencyKey.objects.values_list("key", flat=True)) == ["1", "2"]


def test_beat_clears_them_every_hour(world, monkeypatch):
    """Twice in a day at least, or a key would be kept for two."""
    told = []
    monkeypatch.setattr("opd.rest.repeating.clear_old", lambda: told.append("cleared"))
    (entry,) = [one for one in configuration()["beat_schedule"].values() if one["task"] == forget_keys.name]
    assert (len(entry["schedule"].hour), len(entry["schedule"].minute)) == (24, 1)
    forget_keys()
    assert told == ["cleared"]


class TestWaiting:
    @pytest.fixture
    def waited(self, monkeypatch):
        """A clock that goes on only while somebody sleeps."""
        slept = []
        ticking = SimpleNamespace(monotonic=lambda: sum(slept), sleep=slept.append)
        monkeypatch.setattr("opd.rest.repeating.time", ticking)
        return slept

    def test_a_thread_waits_two_seconds_for_the_first_one(self, editor, path, waited):
        editor.post(path, REASON, version=1, key="a-1")
        IdempotencyKey.objects.update(status=None)
        assert editor.post(path, REASON, version=1, key="a-1").status_code == 409
        assert 1.9 < sum(waited) < 2.3

    def test_it_ends_with_the_first_one(self, editor, path, waited, monkeypatch):
        editor.post(path, REASON, version=1, key="a-1")
        IdempotencyKey.objects.update(status=None)
        monkeypatch.setattr(
            "opd.rest.repeating.time.sleep", lambda s: IdempotencyKey.objects.update(status=200)
        )
        assert editor.post(path, REASON, version=1, key="a-1")["Idempotent-Replayed"] == "true"


class TestRolesSince:
    """What was answered to an editor is not read out to somebody who is none any more."""

    def test_without_the_role_the_act_is_asked_and_refuses(self, world, api, editor, path):
        editor.post(path, REASON, version=1, key="a-1")
        world.people["editor"].memberships.all().delete()
        refused = editor.post(path, REASON, version=1, key="a-1")
        assert (refused.status_code, "Idempotent-Replayed" in refused) == (404, False)
        assert b"kewenangan" not in refused.content
        assert not IdempotencyKey.objects.exists()

    def test_with_another_role_the_act_decides_anew(self, world, editor, path):
        editor.post(path, REASON, version=1, key="a-1")
        world.people["editor"].memberships.update(role=Role.LEADER, opd=None)
        assert editor.post(path, REASON, version=1, key="a-1").status_code == 403

    def test_what_is_done_anew_is_kept_for_the_roles_of_now(self, world, editor, path):
        editor.post(path, REASON, version=1, key="a-1")
        of = Membership(user=world.people["editor"], region=world.region, role=Role.LEADER)
        of.save()
        Finding.objects.filter(pk=world.finding_new.pk).update(
            version=1, set_aside_at=None, set_aside_reason=""
        )
        answers = [editor.post(path, REASON, version=1, key="a-1") for _ in range(2)]
        assert [one.status_code for one in answers] == [200, 200]
        assert ["Idempotent-Replayed" in one for one in answers] == [False, True]

    def test_another_request_stays_another_one(self, world, editor, path):
        editor.post(path, REASON, version=1, key="a-1")
        world.people["editor"].memberships.update(role=Role.LEADER, opd=None)
        assert editor.post(path, {"reason": "Lain."}, version=1, key="a-1").status_code == 422

    def test_who_was_overtaken_by_another_look_does_not_get_the_old_answer(
        self, world, editor, path, monkeypatch
    ):
        monkeypatch.setattr("opd.rest.repeating.WAIT_S", 0.0)
        monkeypatch.setattr("opd.rest.repeating._take_over", lambda row, mark: False)
        editor.post(path, REASON, version=1, key="a-1")
        world.people["editor"].memberships.update(role=Role.LEADER, opd=None)
        refused = editor.post(path, REASON, version=1, key="a-1")
        assert (refused.status_code, b"kewenangan" in refused.content) == (409, False)


def test_a_broken_connection_is_mended_before_the_key_is_given_back(editor, path, monkeypatch):
    """Else the key would stay, and the same sent again would wait for nobody."""
    order = []

    def dies(*args, **options):
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr("bimtek.services.findings.set_aside", dies)
    monkeypatch.setattr(
        "opd.rest.repeating.mend_connection", lambda: order.append(IdempotencyKey.objects.count())
    )
    assert editor.post(path, REASON, version=1, key="a-1").status_code == 503
    assert (order, IdempotencyKey.objects.count()) == ([1], 0)


@pytest.mark.parametrize("key", ["dua kata", "x" * 101, "é"])
def test_a_key_nobody_could_have_meant_is_refused(editor, path, key):
    assert editor.post(path, REASON, version=1, key=key).status_code == 400


def test_no_password_can_be_guessed_from_what_is_kept(editor, path):
    editor.post(path, REASON, version=1, key=str(uuid.uuid4()))
    kept = IdempotencyKey.objects.get()
    assert "kewenangan" not in kept.fingerprint
    assert len(kept.fingerprint) == 64
