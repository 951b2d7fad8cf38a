"""What is written down of all this: every request, and nothing that anybody typed."""

import io
import json
import logging.config
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import get_resolver, reverse

from bimtek.models import Finding
from bimtek.services import findings
from config import logs
from config.access_log import CODE
from opd.codes import printed
from opd.models import OfficeHolder
from tests.attacks.doors import BEHIND_THE_PROXY, HOST, LOGIN, ORIGIN, PASSWORD, fresh, sign_in, visitor
from tests.web import BACKEND
from tests.world import World

pytestmark = pytest.mark.django_db

MARK = "Zirkonium7"
"""Typed into every field; must never be read in a log."""
NIP = "19700101 199001 1 777"


class Written:
    """The lines of a production's log, as far as they have come."""

    def __init__(self, stream: io.StringIO) -> None:
        self._stream = stream

    @property
    def text(self) -> str:
        return self._stream.getvalue()

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.text.splitlines()]

    def requests(self) -> list[dict[str, Any]]:
        return [line for line in self.lines if line["logger"] == "portal.access"]


@pytest.fixture
def written(production: Any) -> Iterator[Written]:
    stream = io.StringIO()
    said = logs.configuration(in_production=True)
    said["handlers"]["stderr"]["stream"] = stream
    logging.config.dictConfig(said)
    yield Written(stream)
    logging.config.dictConfig(logs.configuration(in_production=False))


def names_of(world: World) -> set[str]:
    people = world.people.values()
    holders = OfficeHolder.objects.values_list("name", "nip")
    found = {word for person in people for word in (person.username, person.label) if len(word) > 6}
    return found | {word for row in holders for word in row if word}


def test_a_day_of_work_leaves_no_word_of_it(world: World, written: Written):
    head = fresh(world.people["head.own"])
    head.set_password(PASSWORD)
    head.save()
    sent = [*doors(world), *searches(world), *saves(world), *signature(world)]
    assert {answer.status_code for answer in sent} <= {200, 302, 400, 403, 404, 409}
    assert Finding.objects.filter(title__contains=MARK).exists()
    assert OfficeHolder.objects.filter(nip=NIP).exists()
    assert len(written.requests()) == len(sent)
    for word in {MARK, MARK.lower(), NIP, NIP.replace(" ", ""), PASSWORD, "tebakan"} | names_of(world):
        assert word not in written.text
    assert not any("?" in line["path"] for line in written.requests())


def doors(world: World) -> list[Any]:
    client = visitor()
    kept: dict[str, Any] = {
        "HTTP_COOKIE": f"lain={MARK}",
        "HTTP_USER_AGENT": MARK,
        "HTTP_REFERER": f"{ORIGIN}/?q={MARK}",
    }
    return [
        client.get(f"{LOGIN}?next=/{MARK}/", **kept),
        *(sign_in(client, f"{MARK}{number}", f"tebakan{MARK}") for number in range(3)),
        *(sign_in(client, f"{MARK}", f"tebakan{MARK}") for _ in range(7)),
        client.post(reverse("plan_choose"), {"plan": MARK}, HTTP_REFERER=f"{ORIGIN}/?q={MARK}"),
        Client(enforce_csrf_checks=True, **BEHIND_THE_PROXY).post(
            LOGIN, {"login": MARK}, HTTP_REFERER=f"https://evil.example/?q={MARK}"
        ),
        client.get(f"/tidak/ada/?q={MARK}"),
        client.get("/verify/", {"kode": MARK}),
        client.get(f"/v/{MARK}"),
        client.get(f"/V/{MARK * 30}"),
    ]


def searches(world: World) -> list[Any]:
    client = visitor(fresh(world.people["editor"]))
    pages = ("home", "masterplan:programme_list", "bimtek:finding_list", "masterplan:section_tree")
    return [client.get(reverse(page), {"q": MARK, "state": MARK, "dimension": MARK}) for page in pages]


def saves(world: World) -> list[Any]:
    editor, admin = visitor(fresh(world.people["editor"])), visitor(fresh(world.people["admin"]))
    facilitator = visitor(fresh(world.people["facilitator"]))
    everywhere = dict.fromkeys(
        ("title", "name", "cause", "impact", "description", "note", "reason", "text"), MARK
    )
    finding = {**everywhere, "kind": "masalah", "topic": "ENV", "uid": "11111111-1111-4111-8111-111111111111"}
    holder = {
        "name": MARK,
        "nip": NIP,
        "rank": MARK,
        "decree": MARK,
        "capacity": "plt",
        "since": "2026-03-01",
    }
    return [
        editor.post(reverse("bimtek:finding_add"), finding),
        editor.post(reverse("bimtek:finding_add"), everywhere),
        editor.post(reverse("masterplan:programme_add"), everywhere | {"dimension": "ENV"}),
        editor.post(
            reverse("masterplan:section_edit", args=[world.section.pk]), {"body": MARK, "version": "0"}
        ),
        admin.post(reverse("opd:holder_add", args=[world.opd.pk]), holder),
        admin.post(reverse("opd:holder_add", args=[world.opd.pk]), holder | {"nip": "123"}),
        facilitator.post(
            reverse("masterplan:comment_add", args=[world.round.pk]), {"text": MARK, "on": MARK}
        ),
    ]


def signature(world: World) -> list[Any]:
    letter = world.commitment
    client = visitor(fresh(world.people["head.own"]))
    form = {
        "decision": "agree_with_note",
        "note": MARK,
        "has_read": "on",
        "slice_sha256": letter.slice_sha256,
    }
    form["letter_sha256"] = letter.letter_sha256
    address = reverse("commitments:commitment_sign", args=[letter.pk])
    return [
        client.get(address),
        client.post(address, form | {"password": f"tebakan{MARK}"}),
        client.post(address, form | {"password": PASSWORD}),
        client.get(f"/v/{letter.token}"),
    ]


def test_a_line_says_who_did_what_with_which_result(world: World, written: Written):
    editor = fresh(world.people["editor"])
    answer = visitor(editor).get("/bimtek/findings/", {"q": MARK}, HTTP_X_REQUEST_ID="proxy-0123456789")
    assert answer["X-Request-ID"] == "proxy-0123456789"
    (line,) = written.requests()
    assert line.pop("time").endswith("+00:00")
    assert line.pop("ms") > 0
    assert line == {
        "level": "INFO",
        "logger": "portal.access",
        "message": "request",
        "request": "proxy-0123456789",
        "method": "GET",
        "path": "/bimtek/findings/",
        "status": 200,
        "user": editor.pk,
    }


def test_a_stranger_is_nobody_and_the_key_of_a_document_is_hidden(world: World, written: Written):
    visitor().get(f"/v/{world.commitment.token}")
    (line,) = written.requests()
    assert (line["user"], line["path"]) == (None, "/v/*")


@pytest.mark.parametrize(
    "address", ["/v/{}", "/V/{}/", "/v/{}/x", "/verify/{}", "/verify/{}/", "/api/v1/verify/{}/", "/x/{}/y"]
)
@pytest.mark.parametrize("written_as", [str, str.lower, printed], ids=["stored", "small", "printed"])
def test_the_key_of_a_document_is_hidden_wherever_it_stands(
    address: str, written_as: Any, world: World, written: Written
):
    code = written_as(world.commitment.token)
    visitor().get(address.format(code))
    (line,) = written.requests()
    assert "*" in line["path"]
    assert code not in written.text


def test_every_address_of_the_portal_is_read_in_full(world: World):
    """Nothing but a code, and a door that takes one, is hidden."""
    for pattern in addresses(get_resolver()):
        words = re.sub(r"<[^>]*>|\(\?P[^)]*\)", "1", pattern)
        assert not CODE.search(words), pattern


def addresses(resolver: Any, before: str = "/") -> Iterator[str]:
    for each in resolver.url_patterns:
        if hasattr(each, "url_patterns"):
            yield from addresses(each, before + str(each.pattern))
        else:
            yield before + str(each.pattern)


def test_probes_that_find_all_well_leave_no_line(world: World, written: Written):
    for path in ("/healthz", "/readyz"):
        visitor().get(path)
    assert written.text == ""


@pytest.mark.parametrize(
    "given", ["short", "x" * 65, "a b c d e f g h", "drei\r\nvier-fuenf", "<script>alert(1)", ""]
)
def test_a_number_that_is_none_is_replaced(given: str, world: World, written: Written):
    answer = visitor().get(LOGIN, HTTP_X_REQUEST_ID=given)
    assert len(answer["X-Request-ID"]) == 32
    assert written.requests()[0]["request"] == answer["X-Request-ID"]


FAILURES = [
    ValueError(f"invalid literal for int() with base 10: '{MARK}'"),
    IntegrityError(f"duplicate key value\nDETAIL: Key (username)=({MARK}) already exists."),
    KeyError(MARK),
]


@pytest.mark.parametrize("failure", FAILURES, ids=lambda failure: type(failure).__name__)
def test_a_failure_is_told_by_its_place_and_not_by_its_values(
    failure: Exception, world: World, written: Written, monkeypatch: pytest.MonkeyPatch
):
    def broken(*args: Any, **options: Any) -> None:
        text = MARK
        raise failure from ValueError(text)

    monkeypatch.setattr(findings, "set_aside", broken)
    address = reverse("bimtek:finding_set_aside", args=[world.finding_new.pk])
    form = {"reason": MARK, "version": str(world.finding_new.version)}
    answer = visitor(fresh(world.people["editor"])).post(address, form)
    assert answer.status_code == 500
    assert MARK not in written.text
    told = [line for line in written.lines if "error" in line]
    assert told[0]["error"][0]["type"].endswith(type(failure).__name__)
    assert any("test_doors_logs.py" in place for place in told[0]["error"][0]["at"])
    assert told[0]["error"][1]["type"] == "builtins.ValueError"


def test_a_library_that_repeats_the_words_of_a_failure_is_cut_short(written: Written):
    try:
        raise ValueError(MARK)
    except ValueError as error:
        logging.getLogger("celery.app.trace").exception("Task x raised unexpected: %r", error)
    assert MARK not in written.text
    assert written.lines[0]["message"] == "Task x raised unexpected: ValueError('...')"


def test_a_full_disk_is_told_in_its_own_words(written: Written):
    try:
        raise OSError(28, "No space left on device", "media/ab/cd")
    except OSError:
        logging.getLogger("portal").exception("not stored")
    assert "No space left on device" in written.lines[0]["error"][0]["words"]


def test_the_code_on_the_page_of_a_failure_leads_to_its_request(
    world: World, written: Written, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(findings, "set_aside", None)
    address = reverse("bimtek:finding_set_aside", args=[world.finding_new.pk])
    form = {"reason": "Ganda", "version": str(world.finding_new.version)}
    answer = visitor(fresh(world.people["editor"])).post(address, form)
    (incident,) = [line for line in written.lines if "incident" in line["message"]]
    code = incident["message"].split()[1]
    assert code in answer.content.decode()
    assert incident["request"] == answer["X-Request-ID"] == written.requests()[0]["request"]


REFUSED: dict[str, dict[str, Any]] = {
    "a foreign host": {"HTTP_HOST": "evil.example"},
    "another charset": {"CONTENT_TYPE": "text/plain; charset=rot13"},
    "a body without end": {"CONTENT_LENGTH": "99999999999"},
}


@pytest.mark.parametrize("said", REFUSED.values(), ids=REFUSED)
def test_a_refusal_is_a_line_and_no_traceback(said: dict[str, Any], world: World, written: Written):
    assert visitor().get("/", **said).status_code in {400, 413}
    assert not any("error" in line for line in written.lines)
    assert len(written.lines) <= 2


def test_one_event_is_one_line_whatever_was_sent(world: World, written: Written):
    client = Client(raise_request_exception=False, **BEHIND_THE_PROXY)
    client.force_login(fresh(world.people["editor"]), backend=BACKEND)
    client.get("/tidak%0D%0A%7B%22level%22:%22FORGED%22%7D%E2%80%A8%C2%85/ada/")
    client.get("/", HTTP_HOST=f"{HOST}\r\nX: y")
    assert all(line["level"] in {"INFO", "ERROR"} for line in written.lines)
    assert len(written.requests()) == 2
