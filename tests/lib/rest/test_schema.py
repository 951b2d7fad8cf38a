"""The description of the API: valid, without warnings, and it says every answer."""

import re

import pytest
from django.core.management import call_command
from django.test import Client
from drf_spectacular.generators import SchemaGenerator

from lib.acts import registered

READS, WRITES = {"400", "401", "404", "406"}, {"400", "401", "403", "404", "406", "409", "413", "415"}
PUBLIC = {"verify_get"}


@pytest.fixture(scope="module")
def schema():
    return SchemaGenerator().get_schema(request=None, public=True)


def operations(schema):
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


def test_it_is_valid_and_is_made_without_a_warning(tmp_path):
    call_command("spectacular", file=str(tmp_path / "openapi.yaml"), validate=True, fail_on_warn=True)


def test_every_operation_documents_its_refusals(schema):
    missing = {}
    for name, operation in operations(schema):
        expected = set(READS if name.startswith("GET") else WRITES)
        if operation["operationId"] in PUBLIC:
            expected -= {"401"}
        if lacking := expected - operation["responses"].keys():
            missing[name] = lacking
    assert missing == {}


def test_an_act_on_a_version_asks_for_it(schema):
    for name, operation in operations(schema):
        asks = any(one["name"] == "If-Match" for one in operation.get("parameters", ()))
        assert asks == ("428" in operation["responses"]), name


def test_every_operation_that_writes_names_its_act(schema):
    """And with it who is refused in which words, and no reading one does."""
    for name, operation in operations(schema):
        recorded = set(re.findall(r"`([a-z_]+\.[a-z_]+)`", operation.get("description", "")))
        assert bool(recorded) == (not name.startswith("GET ")), name
        assert recorded <= set(registered()), name
        refusals = {registered()[act].refusal for act in recorded}
        assert not recorded or any(said in operation["responses"]["403"]["description"] for said in refusals)


def test_request_bodies_are_closed(schema):
    bodies = {
        name: part for name, part in schema["components"]["schemas"].items() if name.endswith("Request")
    }
    assert bodies
    assert [name for name, part in bodies.items() if part.get("additionalProperties") is not False] == []


def test_a_body_that_is_described_has_to_be_sent(schema):
    bodies = {name: one["requestBody"] for name, one in operations(schema) if "requestBody" in one}
    assert len(bodies) > 10
    assert {name for name, body in bodies.items() if not body.get("required")} == set()


def test_a_file_is_described_as_what_it_is(schema):
    """Of every kind that is handed out, and of no other."""
    described = {
        path.removeprefix("/api/v1/"): sorted(methods["get"]["responses"]["200"]["content"])
        for path, methods in schema["paths"].items()
        if "get" in methods and "application/json" not in methods["get"]["responses"]["200"]["content"]
    }
    assert described == {
        "agreements/{id}/scan/": ["application/pdf", "image/jpeg", "image/png"],
        "commitments/{id}/letter/": ["application/pdf"],
        "exports/{id}/file/": ["application/pdf"],
    }


def test_it_is_served_without_an_account(db):
    assert Client().get("/api/schema/").json()["info"]["title"] == "Portal Masterplan Smart City"
