"""Bodies nobody could have meant: told as 4xx in a sentence, and nothing is stored."""

import json

import pytest

from bimtek.findings.models import Finding
from commitments.agreements.models import Agreement
from lib.audit.models import AuditEvent
from lib.rest.parsing import DEPTH

pytestmark = pytest.mark.both_databases

GOOD = {"kind": "masalah", "title": "Baru", "dimension": "ENV", "uid": "11111111-1111-4111-8111-111111111111"}


def with_title(raw: str) -> bytes:
    return json.dumps(GOOD | {"title": "@"}).replace('"@"', raw).encode("utf-8", "surrogatepass")


HOSTILE = {
    "no JSON": b"{",
    "nothing": b"",
    "not UTF-8": b'{"title": "\xff"}',
    "a byte order mark": "\ufeff{}".encode(),
    "20,000 levels": b"[" * 20_000 + b"]" * 20_000,
    "one level too many": b"[" * (DEPTH + 1) + b"]" * (DEPTH + 1),
    "a list": b"[]",
    "a number of 5,000 digits": with_title("9" * 5_000),
    "a fraction of 5,000 digits": with_title("1." + "9" * 5_000),
    "NaN": with_title("NaN"),
    "Infinity": with_title("-Infinity"),
    "NUL": with_title('"a\\u0000b"'),
    "half a letter": with_title('"a\\ud800b"'),
    "text that turns around": with_title('"a\\u202eb"'),
    "a letter that was lost": with_title('"a\\ufffdb"'),
    "a name twice": b'{"title": "a", "title": "b"}',
    "a name with NUL": b'{"ti\\u0000tle": "a"}',
    "a name that is no field": json.dumps(GOOD | {"is_frozen": True}).encode(),
    "a huge exponent": json.dumps(GOOD).encode()[:-1] + b', "evidence_value": 1e999999}',
    "a tiny number": json.dumps(GOOD).encode()[:-1] + b', "evidence_value": 1e-999999}',
}


@pytest.fixture
def editor(world, api):
    return api(world.people["editor"])


@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE.keys())
def test_it_is_refused_in_a_sentence_and_nothing_is_stored(world, editor, raw):
    before = Finding.objects.count()
    refused = editor.post(f"cycles/{world.cycle.slug}/findings/", raw=raw)
    assert refused.status_code == 400, refused.content[:300]
    assert refused["Content-Type"] == "application/problem+json"
    assert refused.json()["detail"] or refused.json()["fields"]
    assert Finding.objects.count() == before


def test_letters_that_show_nothing_are_left_out_as_in_forms(world, editor):
    made = editor.post(
        f"cycles/{world.cycle.slug}/findings/", raw=with_title('"Tam\\u2068an\\ufeff ba\\u00adca"')
    )
    assert (made.status_code, made.json()["title"]) == (201, "Taman baca")


def test_a_body_beyond_the_limit_is_413(world, editor, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    body = json.dumps(GOOD | {"description": "x" * 2000}).encode()
    assert editor.post(f"cycles/{world.cycle.slug}/findings/", raw=body).status_code == 413


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
def test_only_json_is_taken(world, editor, kind):
    body = json.dumps(GOOD).encode()
    assert editor.post(f"cycles/{world.cycle.slug}/findings/", raw=body, kind=kind).status_code == 415


@pytest.mark.parametrize(
    "path", ["nowhere/", "findings/x/", "findings/99999999999999999999999999/", "cycles/a%00b/"]
)
def test_an_address_that_is_none_is_told_as_json(editor, path):
    refused = editor.get(path)
    assert (refused.status_code, refused["Content-Type"]) == (404, "application/problem+json")


@pytest.mark.parametrize(
    "query", [{"page": "0"}, {"page": "x"}, {"q": "a\x00b"}, {"opd": "\x00"}, {"page": "9" * 400}]
)
def test_a_strange_query_is_no_failure(world, editor, query):
    refused = editor.get(f"cycles/{world.cycle.slug}/findings/", **query)
    assert refused.status_code in {200, 400, 404}


@pytest.mark.parametrize("given", ["7", '"x"', '"99999999999"', "*", '"1", "2"'])
def test_a_version_nobody_gave_is_refused(world, editor, given):
    answer = editor._client.generic(
        "PUT",
        f"/api/v1/findings/{world.finding.pk}/",
        json.dumps(GOOD),
        "application/json",
        headers=editor._headers | {"If-Match": given},
    )
    assert answer.status_code == 400


def acts_of(world) -> dict[str, str]:
    """Acts whose body may be an empty object, by address."""
    return {
        f"agreements/{world.agreement.pk}/": "PUT",
        f"sections/{world.section.pk}/body/": "PUT",
        f"cycles/{world.cycle.slug}/agreements/": "POST",
        f"revisions/{world.revision.pk}/exports/": "POST",
        f"findings/{world.finding.pk}/set-aside/": "POST",
    }


def test_whoever_means_nothing_writes_an_empty_object(world, editor):
    done = editor.put(f"agreements/{world.agreement.pk}/", {}, version=world.agreement.version)
    assert (done.status_code, done.json()["parties"]) == (200, [])


def test_every_act_that_describes_a_body_asks_for_one(world, editor):
    events = AuditEvent.objects.count()
    for path, method in acts_of(world).items():
        refused = editor.send(method, path, version=1)
        assert (refused.status_code, list(refused.json()["fields"])) == (400, ["body"]), path
    assert AuditEvent.objects.count() == events


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
