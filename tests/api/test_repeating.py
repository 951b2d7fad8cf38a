"""Idempotency-Key: the same request again gets the same answer, another one under the key is refused."""

import uuid
from datetime import timedelta

import pytest

from bimtek.models import Finding
from opd import clock
from opd.models import AuditEvent, IdempotencyKey
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
    IdempotencyKey.objects.update(started_at=clock.now() - KEPT - timedelta(seconds=1))
    assert (clear_old(), IdempotencyKey.objects.count()) in {(0, 0), (1, 0)}


@pytest.mark.parametrize("key", ["dua kata", "x" * 101, "é"])
def test_a_key_nobody_could_have_meant_is_refused(editor, path, key):
    assert editor.post(path, REASON, version=1, key=key).status_code == 400


def test_no_password_can_be_guessed_from_what_is_kept(editor, path):
    editor.post(path, REASON, version=1, key=str(uuid.uuid4()))
    kept = IdempotencyKey.objects.get()
    assert "kewenangan" not in kept.fingerprint
    assert len(kept.fingerprint) == 64
