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

from bimtek.findings import services as findings
from bimtek.findings.models import Finding
from lib.text.codes import printed
from opd.offices.models import OfficeHolder
from portal.web import logs
from portal.web.access_log import CODE
from tests.attacks.doors import BEHIND_THE_PROXY, HOST, LOGIN, ORIGIN, PASSWORD, fresh, sign_in, visitor
from tests.web import BACKEND
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

MARK = "Zirkonium7"
"""Typed into every field; must never be read in a log."""
NIP = "19700101 199001 1 777"


class Written:
    """The lines of a production's log, as far as they have come."""

    def __init__(self) -> None:
        self.stream = io.StringIO()

    @property
    def text(self) -> str:
        return self.stream.getvalue()

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.text.splitlines()]

    def requests(self) -> list[dict[str, Any]]:
        return [line for line in self.lines if line["logger"] == "portal.access"]


@pytest.fixture
def written(production: Any) -> Iterator[Written]:
    written = Written()
    configuration = logs.configuration(in_production=True)
    configuration["handlers"]["stderr"]["stream"] = written.stream
    logging.config.dictConfig(configuration)
    yield written
    logging.config.dictConfig(logs.configuration(in_production=False))


def test_a_day_of_work_leaves_no_word_of_it(world: World, written: Written):
    head = fresh(world.people["head.own"])
    head.set_password(PASSWORD)
    head.save()
    sent = [*strangers(), *searches(world), *saves(world), *signature(world)]
    assert {answer.status_code for answer in sent} <= {200, 302, 400, 403, 404, 409}
    assert Finding.objects.filter(title__contains=MARK).exists()
    assert OfficeHolder.objects.filter(nip=NIP).exists()
    assert len(written.requests()) == len(sent)
    people = {name for person in world.people.values() for name in (person.username, person.label)}
    holders = {word for row in OfficeHolder.objects.values_list("name", "nip") for word in row}
    typed = {MARK, MARK.lower(), NIP, NIP.replace(" ", ""), PASSWORD, "tebakan"}
    assert [word for word in typed | people | holders if len(word) > 6 and word in written.text] == []
    assert not any("?" in line["path"] for line in written.requests())


def strangers() -> list[Any]:
    client, elsewhere = visitor(), Client(enforce_csrf_checks=True, **BEHIND_THE_PROXY)
    heads: dict[str, Any] = {
        "HTTP_COOKIE": f"lain={MARK}",
        "HTTP_USER_AGENT": MARK,
        "HTTP_REFERER": f"{ORIGIN}/?q={MARK}",
    }
    return [
        client.get(f"{LOGIN}?next=/{MARK}/", **heads),
        *(sign_in(client, MARK, f"tebakan{MARK}") for _ in range(7)),
        elsewhere.post(LOGIN, {"login": MARK}, HTTP_REFERER=f"https://evil.example/?q={MARK}"),
        client.get(f"/tidak/ada/?q={MARK}"),
        client.get("/verify/", {"kode": MARK}),
        client.get(f"/V/{MARK * 30}"),
    ]


def searches(world: World) -> list[Any]:
    client = visitor(fresh(world.people["editor"]))
    pages = ("home", "masterplan:programme_list", "bimtek:finding_list", "masterplan:section_tree")
    return [client.get(reverse(page), {"q": MARK, "state": MARK, "dimension": MARK}) for page in pages]


def saves(world: World) -> list[Any]:
    editor, admin = visitor(fresh(world.people["editor"])), visitor(fresh(world.people["admin"]))
    words = dict.fromkeys(("title", "name", "cause", "impact", "description", "note", "reason"), MARK)
    finding = words | {"kind": "masalah", "topic": "ENV", "uid": "11111111-1111-4111-8111-111111111111"}
    holder = {
        "name": MARK,
        "nip": NIP,
        "rank": MARK,
        "decree": MARK,
        "capacity": "plt",
        "since": "2026-03-01",
    }
    section = reverse("masterplan:section_edit", args=[world.section.pk])
    return [
        editor.post(reverse("bimtek:finding_add"), finding),
        editor.post(reverse("bimtek:finding_add"), words),
        editor.post(reverse("masterplan:programme_add"), words | {"dimension": "ENV"}),
        editor.post(section, {"body": MARK, "version": "0"}),
        admin.post(reverse("opd:holder_add", args=[world.opd.pk]), holder),
        admin.post(reverse("opd:holder_add", args=[world.opd.pk]), holder | {"nip": "123"}),
    ]


def signature(world: World) -> list[Any]:
    letter, client = world.commitment, visitor(fresh(world.people["head.own"]))
    form = {"decision": "agree_with_note", "note": MARK, "has_read": "on"}
    form |= {"slice_sha256": letter.slice_sha256, "letter_sha256": letter.letter_sha256}
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


@pytest.mark.parametrize(
    "address", ["/v/{}", "/V/{}/", "/v/{}/x", "/verify/{}/", "/api/v1/verify/{}/", "/x/{}/y"]
)
@pytest.mark.parametrize("written_as", [str, str.lower, printed], ids=["stored", "small", "printed"])
def test_the_key_of_a_document_is_hidden_wherever_it_stands(
    address: str, written_as: Any, world: World, written: Written
):
    code = written_as(world.commitment.token)
    visitor().get(address.format(code))
    (line,) = written.requests()
    assert "*" in line["path"]
    assert line["user"] is None
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


@pytest.mark.parametrize("given", ["short", "x" * 65, "a b c d e f g h", "drei\r\nvier-fuenf", ""])
def test_a_number_that_is_none_is_replaced(given: str, world: World, written: Written):
    answer = visitor().get(LOGIN, HTTP_X_REQUEST_ID=given)
    assert len(answer["X-Request-ID"]) == 32
    assert written.requests()[0]["request"] == answer["X-Request-ID"]


@pytest.mark.parametrize("kind", [ValueError, IntegrityError, KeyError])
def test_a_failure_is_told_by_its_place_and_not_by_its_values(
    kind: type[Exception], world: World, written: Written, monkeypatch: pytest.MonkeyPatch
):
    def broken(*args: Any, **options: Any) -> None:
        raise kind(MARK) from ValueError(MARK)

    monkeypatch.setattr(findings, "set_aside", broken)
    answer = set_aside(world, MARK)
    assert answer.status_code == 500
    assert MARK not in written.text
    told = next(line for line in written.lines if "error" in line)["error"]
    assert [each["type"].rpartition(".")[2] for each in told[:2]] == [kind.__name__, "ValueError"]
    assert any("test_doors_logs.py" in place for place in told[0]["at"])


def set_aside(world: World, reason: str) -> Any:
    address = reverse("bimtek:finding_set_aside", args=[world.finding_new.pk])
    form = {"reason": reason, "version": str(world.finding_new.version)}
    return visitor(fresh(world.people["editor"])).post(address, form)


def test_a_library_that_repeats_the_words_of_a_failure_is_cut_short(written: Written):
    try:
        raise ValueError(MARK)
    except ValueError as error:
        logging.getLogger("celery.app.trace").exception("Task x raised unexpected: %r", error)
    assert MARK not in written.text
    assert written.lines[0]["message"] == "Task x raised unexpected: ValueError('...')"


def test_what_a_library_adds_to_a_line_stays_out(written: Written):
    """Django adds the request, Celery the arguments of a task."""
    logging.getLogger("x").error("said", extra={"request": MARK, "data": {"args": MARK}}, stack_info=True)
    assert written.lines[0].keys() == {"time", "level", "logger", "message"}


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
    answer = set_aside(world, "Ganda")
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
