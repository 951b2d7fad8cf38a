"""Many presses at once have one effect. On both databases."""

from functools import partial
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from commitments.agreements import services as agreements
from commitments.agreements.models import Agreement
from commitments.agreements.services import AgreementData
from commitments.letters import services as letters
from commitments.letters.models import Commitment, Signature
from lib.audit.models import AuditEvent
from tests import world as worlds
from tests.opd.factories import PASSWORD
from tests.parallel import at_once
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)
PRESSES = 20


@pytest.fixture
def world() -> World:
    return worlds.build()


def form(commitment: Commitment, decision: str = "agree", note: str = "") -> dict[str, Any]:
    return {
        "decision": decision,
        "note": note,
        "has_read": "on",
        "password": PASSWORD,
        "slice_sha256": commitment.slice_sha256,
        "letter_sha256": commitment.letter_sha256,
    }


def browser(world: World, name: str) -> Client:
    found = Client()
    found.force_login(world.people[name])
    return found


def test_twenty_presses_of_one_button_sign_once(world: World):
    commitment = Commitment.objects.get(pk=world.commitment.pk)
    address = reverse("commitments:commitment_sign", args=[commitment.pk])
    receipt = reverse("commitments:commitment_receipt", args=[commitment.pk])
    browsers = [browser(world, "head.own") for _ in range(PRESSES)]
    answers = at_once([partial(one.post, address, form(commitment)) for one in browsers])
    assert {(answer.status_code, answer.headers.get("Location")) for answer in answers} <= {
        (302, receipt),
        (409, None),
    }
    assert Signature.objects.count() == 1
    assert AuditEvent.objects.filter(act="commitment.signed").count() == 1


def test_two_answers_at_once_leave_one(world: World):
    commitment = Commitment.objects.get(pk=world.commitment.pk)
    address = reverse("commitments:commitment_sign", args=[commitment.pk])
    forms = [form(commitment), form(commitment, "decline", "Terlalu tinggi.")] * 5
    browsers = [browser(world, "head.own") for _ in forms]
    answers = at_once([partial(one.post, address, data) for one, data in zip(browsers, forms, strict=True)])
    assert {answer.status_code for answer in answers} == {302, 409}
    signature = Signature.objects.get()
    state = Commitment.objects.get(pk=commitment.pk).state
    assert state == ("signed" if signature.decision == "agree" else "declined")


def test_a_signature_and_a_withdrawal_at_once_are_one_of_the_two(world: World):
    commitment = Commitment.objects.get(pk=world.commitment.pk)
    address = reverse("commitments:commitment_sign", args=[commitment.pk])
    head = browser(world, "head.own")
    take_back = partial(letters.withdraw, actor=world.people["editor"], reason="salah tulis")
    at_once([partial(head.post, address, form(commitment)), partial(take_back, commitment)])
    stored = Commitment.objects.get(pk=commitment.pk)
    assert (stored.state, Signature.objects.count()) in {("signed", 1), ("withdrawn", 0)}


def test_two_presses_of_the_button_issue_one_letter_each(world: World):
    take_back = partial(letters.withdraw, actor=world.people["editor"], reason="salah tulis")
    take_back(Commitment.objects.get(pk=world.commitment.pk))
    again = partial(letters.ask_again, actor=world.people["editor"])
    results = at_once([partial(again, world.commitment) for _ in range(4)])
    assert sum(isinstance(result, Commitment) for result in results) == 1
    assert Commitment.objects.filter(opd=world.opd).live().count() == 1


def test_a_double_click_records_one_agreement(world: World):
    data = AgreementData(number="119/KB/2026")
    press = partial(agreements.record, world.cycle, "nota kesepakatan", data, actor=world.people["editor"])
    results = at_once([press] * 8)
    assert {result.pk for result in results} == {Agreement.objects.get(number=data.number).pk}
