"""A body that got lost on the way is not taken for one in which everything is empty."""

import pytest

from commitments.models import Agreement
from masterplan.models import ReviewRound
from opd import clock
from opd.models import AuditEvent
from opd.rest.endpoint import NO_CONTENT


@pytest.fixture
def editor(world, api):
    Agreement.objects.filter(pk=world.agreement.pk).update(number="193/BA/2026", parties=["Satu", "Dua"])
    return api(world.people["editor"])


def rows(world) -> dict[str, str]:
    """Acts whose body may hold nothing, by address."""
    return {
        f"agreements/{world.agreement.pk}/": "PUT",
        f"sections/{world.section.pk}/body/": "PUT",
        f"findings/{world.finding.pk}/": "PUT",
        f"cycles/{world.cycle.slug}/agreements/": "POST",
        f"revisions/{world.revision.pk}/exports/": "POST",
        f"findings/{world.finding.pk}/set-aside/": "POST",
    }


def test_no_bytes_leave_an_agreement_as_it_was(world, editor):
    before = Agreement.objects.filter(pk=world.agreement.pk).values().get()
    refused = editor.put(f"agreements/{world.agreement.pk}/", version=before["version"])
    assert (refused.status_code, list(refused.json()["fields"])) == (400, ["body"])
    assert Agreement.objects.filter(pk=world.agreement.pk).values().get() == before


def test_whoever_means_nothing_writes_an_empty_object(world, editor):
    done = editor.put(f"agreements/{world.agreement.pk}/", {}, version=world.agreement.version)
    assert (done.status_code, done.json()["parties"]) == (200, [])


def test_every_act_that_describes_a_body_asks_for_one(world, editor):
    acts = AuditEvent.objects.count()
    for path, method in rows(world).items():
        refused = editor.send(method, path, version=1)
        assert (refused.status_code, list(refused.json()["fields"])) == (400, ["body"]), path
    assert AuditEvent.objects.count() == acts


def test_what_may_not_happen_now_is_said_before_that_the_decision_is_missing(world, api):
    path, leader = f"rounds/{world.round.pk}/decide/", api(world.people["facilitator"])
    assert leader.post(path).status_code == 409
    ReviewRound.objects.filter(pk=world.round.pk).update(closed_at=clock.now())
    refused = leader.post(path)
    assert (refused.status_code, refused.json()["fields"]) == (400, {"body": NO_CONTENT})


def test_an_act_that_describes_none_needs_none(world, editor):
    path = f"findings/{world.finding_new.pk}/"
    assert editor.post(f"{path}set-aside/", {"reason": "x"}, version=1).status_code == 200
    assert editor.post(f"{path}restore/", version=2).status_code == 200


@pytest.mark.parametrize(("version", "status"), [(None, 428), (99, 409), (1, 400)])
def test_an_empty_scan_is_refused_in_a_sentence_and_last_of_all(world, editor, version, status):
    before = Agreement.objects.filter(pk=world.agreement.pk).values().get()
    refused = editor.put(f"agreements/{world.agreement.pk}/scan/", kind="application/pdf", version=version)
    assert refused.status_code == status
    if status == 400:
        assert refused.json()["fields"] == {"scan": "Berkas kosong."}
    assert Agreement.objects.filter(pk=world.agreement.pk).values().get() == before
