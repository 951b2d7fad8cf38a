"""Programmes through the API: the same content, acts and refusals as on the pages."""

import uuid
from typing import Any

import pytest

from masterplan.programmes.models import Indicator, Programme, Target
from masterplan.programmes.rules import NOT_YOURS
from tests.masterplan import factories as masterplan


def body(**more):
    return {"name": "Kali Bersih", "dimension": "ENV", "lead_opd": "DLH", "horizon": "JPJ"} | more


def whole(world):
    return body(
        short_name="Kali",
        description="Menjaga mutu air.",
        subdimension="ENV-1",
        supporting_opds=["DISDIK"],
        start_year=2027,
        end_year=2030,
        indicators=[
            {
                "name": "Titik pantau",
                "unit": "titik",
                "direction": "naik",
                "baseline": "12.345",
                "baseline_year": 2025,
                "targets": [{"year": 2027, "value": "6"}, {"year": 2028, "value": "7.25"}],
            },
            {
                "name": "Limbah",
                "unit": "ton",
                "direction": "",
                "baseline": None,
                "baseline_year": None,
                "targets": [],
            },
        ],
        money=[
            {"year": 2027, "source": "APBD-KAB", "rupiah": 2_000_000_000},
            {"year": 2027, "source": None, "rupiah": 100_000_000},
            {"year": 2029, "source": "CSR", "rupiah": 5},
        ],
        source_amount=80_000_000_000,
        funding_sources=["APBD-KAB", "CSR"],
        answers=[world.finding.code],
        status="terhenti",
        status_reason="Menunggu izin.",
        source_url="https://example.go.id/kali",
        note="Diperiksa.",
    )


def as_told(content):
    """What the portal adds: the numbers of indicators, and whether a target was achieved."""
    indicators = [
        row | {"number": number, "targets": [target | {"is_achieved": False} for target in row["targets"]]}
        for number, row in enumerate(content["indicators"], 1)
    ]
    return content | {"indicators": indicators}


@pytest.fixture
def editor(world, api):
    return api(world.people["editor"])


@pytest.fixture
def many(world):
    return f"plans/{world.plan.slug}/programmes/"


@pytest.fixture
def path(world):
    return f"programmes/{world.programme.pk}/"


def test_all_that_can_be_said_is_kept_and_told_again(world, editor, many):
    content = whole(world)
    made = editor.post(many, content | {"uid": str(uuid.uuid4())})
    assert made.status_code == 201, made.content
    read = editor.get(made["Location"].removeprefix("/api/v1/"))
    assert read.json() == made.json()
    assert {name: read.json()[name] for name in content} == as_told(content)
    assert (read["ETag"], read.json()["code"][:6]) == ('"1"', "P-ENV-")


def test_a_change_says_the_programme_as_a_whole(world, editor, many, path):
    changed = editor.put(path, body(name="Kali Jernih"), version=world.programme.version)
    assert (changed.status_code, changed["ETag"]) == (200, '"2"')
    told = editor.get(path).json()
    assert told == changed.json()
    assert (told["name"], told["money"], told["answers"], told["indicators"]) == ("Kali Jernih", [], [], [])


def test_years_outside_the_plan_are_told_apart_and_never_changed(world, editor, path):
    indicator = Indicator.objects.get(programme=world.programme)
    Target.objects.create(indicator=indicator, year=2022, value="1", is_achieved=True)
    told = editor.put(path, body(), version=1).json()
    assert [row["targets"] for row in told["indicators"]] == [
        [{"year": 2022, "value": "1", "is_achieved": True}]
    ]
    refused = editor.put(path, body(money=[{"year": 2022, "rupiah": 1}]), version=2)
    assert refused.json()["fields"] == {"money.0.year": "Tahun 2022 di luar masa masterplan."}


def test_the_same_uid_twice_gives_one_programme(world, editor, many):
    sent = whole(world) | {"uid": str(uuid.uuid4())}
    first, again = (editor.post(many, sent) for _ in range(2))
    assert (again.status_code, again.json()) == (201, first.json())
    other = editor.post(many, sent | {"name": "Kali Lain"})
    assert other.status_code == 409
    assert first.json()["code"] in other.json()["detail"]


def test_a_code_named_twice_counts_once(world, editor, many):
    sent = body(uid=str(uuid.uuid4()), supporting_opds=["DISDIK", "DISDIK"], funding_sources=["CSR", "CSR"])
    first, again = (editor.post(many, sent) for _ in range(2))
    assert (first.json()["supporting_opds"], again.status_code) == (["DISDIK"], 201)


MONEY: dict[str, Any] = {"year": 2027, "rupiah": 5}
TARGET: dict[str, Any] = {"year": 2027, "value": 1}


def measured(**more: Any) -> dict[str, Any]:
    return {"indicators": [{"name": "Titik"} | more]}


BAD: list[tuple[dict[str, Any], str, str]] = [
    ({"name": ""}, "name", "Wajib diisi."),
    ({"name": 7}, "name", "Harus berupa teks."),
    ({"name": None}, "name", "Tidak boleh null."),
    ({"uid": "x"}, "uid", "Tulis UUID."),
    ({"code": "dua kata"}, "code", "Kode tidak dapat dipakai"),
    ({"dimension": "TIADA"}, "dimension", "TIADA tidak ada dalam daftar."),
    ({"subdimension": "GOV-1"}, "subdimension", "ENV:GOV-1 tidak ada dalam daftar."),
    ({"lead_opd": "TIADA"}, "lead_opd", "TIADA tidak ada dalam daftar."),
    ({"supporting_opds": ["DLH"]}, "supporting_opds", "OPD penanggung jawab tidak perlu disebut"),
    ({"supporting_opds": "DLH"}, "supporting_opds", "Harus berupa daftar."),
    ({"funding_sources": ["TIADA"]}, "funding_sources", "TIADA tidak ada dalam daftar."),
    ({"horizon": "TIADA"}, "horizon", "TIADA tidak ada dalam daftar."),
    ({"answers": ["T-999"]}, "answers", "T-999 tidak ada dalam daftar."),
    ({"start_year": 2030, "end_year": 2029}, "end_year", "Tahun selesai tidak boleh sebelum"),
    (
        {"horizon": "QW", "start_year": 2027, "end_year": 2029},
        "end_year",
        "Program Quick Win paling lama",
    ),
    ({"status": "terhenti"}, "status_reason", "Program yang terhenti wajib beralasan."),
    ({"status": "lain"}, "status", "“lain” bukan pilihan di sini."),
    ({"source_url": "javascript:x"}, "source_url", "Alamat"),
    (measured(baseline="1,5"), "indicators.0.baseline", "Tulis angka, misalnya 1250 atau “5.21”."),
    (measured(direction="lain"), "indicators.0.direction", "“lain” bukan pilihan di sini."),
    (measured(targets={"2027": 1}), "indicators.0.targets", "Harus berupa daftar."),
    (measured(targets=[TARGET | {"year": 2050}]), "indicators.0.targets.0.year", "Tahun 2050 di luar masa"),
    (measured(targets=[TARGET, TARGET]), "indicators.0.targets.1.year", "Tahun 2027 disebut dua kali."),
    (
        measured(targets=[TARGET | {"value": -1}]),
        "indicators.0.targets.0.value",
        "Target tidak boleh negatif.",
    ),
    (measured(targets=[TARGET | {"is_achieved": True}]), "indicators.0.targets.0.is_achieved", "Nama ini"),
    ({"source_amount": -1}, "source_amount", "Tidak boleh negatif"),
    ({"quick_win": "ya"}, "quick_win", "Tulis true atau false."),
    ({"money": {"2027": 1}}, "money", "Harus berupa daftar."),
    ({"money": [MONEY, MONEY | {"year": 2050}]}, "money.1.year", "Tahun 2050 di luar masa masterplan."),
    ({"money": [MONEY, MONEY]}, "money.1.year", "Tahun 2027 disebut dua kali."),
    ({"money": [MONEY | {"rupiah": 10**15}]}, "money.0.rupiah", "Tidak boleh negatif dan harus di bawah"),
    ({"money": [MONEY | {"rupiah": 1.5}]}, "money.0.rupiah", "Tulis bilangan bulat."),
    ({"money": [MONEY | {"source": "LAIN"}]}, "money.0.source", "Sumber dana ini tidak ada"),
    ({"money": [MONEY | {"source": "CSR"}]}, "funding_sources", "CSR masih mempunyai rupiah."),
    ({"is_frozen": True}, "is_frozen", "Nama ini tidak dikenal di sini."),
    ({"version": 3}, "version", "Nama ini tidak dikenal di sini."),
]


def test_bad_content_names_its_field_and_stores_nothing(world, editor, many):
    before = Programme.objects.count()
    for change, field, sentence in BAD:
        answer = editor.post(many, body(uid=str(uuid.uuid4())) | change)
        assert answer.status_code == 400, change
        assert answer.json()["fields"][field].startswith(sentence), change
    assert Programme.objects.count() == before


def test_a_taken_code_is_said_at_its_field(world, editor, many):
    answer = editor.post(many, body(uid=str(uuid.uuid4()), code=world.programme.code))
    assert answer.json()["fields"] == {"code": "Kode program ini sudah dipakai."}


def test_a_stale_change_gets_both_texts_and_changes_nothing(world, editor, path):
    first = measured(targets=[TARGET | {"value": "8"}])
    assert editor.put(path, body(name="Yang pertama", **first), version=1).status_code == 200
    second = measured(targets=[TARGET | {"value": "9.5"}])
    late = editor.put(path, body(name="Yang kedua", **second), version=1)
    assert (late.status_code, late.json()["version"]) == (409, 2)
    told = {one["field"]: (one["mine"], one["theirs"]) for one in late.json()["differences"]}
    assert told == {"name": ("Yang kedua", "Yang pertama"), "target_2027": ("9,5", "8")}
    assert editor.get(path).json()["name"] == "Yang pertama"


def test_an_operator_keeps_to_the_own_office(world, api, many, path):
    operator = api(world.people["operator.own"])
    refused = operator.put(path, body(lead_opd="DISDIK"), version=1)
    assert (refused.status_code, "menyerahkan" in refused.json()["detail"]) == (403, True)
    refused = operator.post(many, body(uid=str(uuid.uuid4()), lead_opd="DISDIK"))
    assert (refused.status_code, "OPD sendiri" in refused.json()["detail"]) == (403, True)
    other = operator.put(f"programmes/{world.programme_other.pk}/", {"name": 7})
    assert (other.status_code, other.json()["detail"]) == (403, NOT_YOURS)


def test_it_is_set_aside_taken_back_and_deleted(world, editor):
    path = f"programmes/{world.programme_new.pk}/"
    assert editor.post(f"{path}restore/", version=1).status_code == 409
    aside = editor.post(f"{path}set-aside/", {"reason": "Ganda."}, version=1)
    assert (aside.json()["is_set_aside"], aside.json()["set_aside_reason"]) == (True, "Ganda.")
    assert editor.post(f"{path}set-aside/", {"reason": "Lagi."}, version=2).status_code == 409
    back = editor.post(f"{path}restore/", version=2)
    assert (back.json()["is_set_aside"], back["ETag"]) == (False, '"3"')
    assert editor.post(f"{path}set-aside/", {}, version=3).json()["fields"] == {"reason": "Wajib diisi."}
    assert editor.delete(path, version=2).status_code == 409
    assert editor.delete(path, version=3).status_code == 204
    assert editor.get(path).status_code == 404


def test_what_a_frozen_version_holds_is_not_deleted(editor, path):
    refused = editor.delete(path, version=1)
    assert (refused.status_code, "Kesampingkan" in refused.json()["detail"]) == (409, True)


def test_filters_hold_and_one_nobody_knows_is_refused(world, editor, many):
    def codes(**filters):
        return {one["code"] for one in editor.get(many, **filters).json()["results"]}

    first, second, new = world.programme.code, world.programme_other.code, world.programme_new.code
    assert codes(opd="DLH") == {first, new}
    assert codes(gap="finding") == {second, new}
    assert codes(q=world.programme.name) == {first}
    assert codes(state="aside") == codes(dimension="GOV") == codes(quick_win="1") == set()
    for name in ("opd", "gap", "state", "dimension", "horizon", "quick_win"):
        assert editor.get(many, **{name: "tiada"}).status_code == 400, name


def test_an_office_that_leads_nothing_is_known_all_the_same(world, editor, many):
    world.programme_other.delete()
    assert editor.get(many, opd="DISDIK").json()["count"] == 0


def test_a_head_finds_what_the_own_office_leads_or_supports(world, api, many):
    head = api(world.people["head.other"])
    assert head.get(many).json()["count"] == 1
    world.programme.supporting_opds.add(world.opd_other)
    found = {one["code"] for one in head.get(many).json()["results"]}
    assert found == {world.programme.code, world.programme_other.code}
    assert head.get(many, opd="DLH").json()["count"] == 1


def test_a_longer_list_costs_no_more_queries(world, editor, many, django_assert_max_num_queries):
    with django_assert_max_num_queries(12) as first:
        assert editor.get(many).json()["count"] == 3
    cost = len(first)
    for _ in range(5):
        made = masterplan.programme(world.plan, world.opd, cells={2027: ("6", 1), 2028: ("7", 2)})
        made.findings.add(world.finding)
        made.supporting_opds.add(world.opd_other)
    with django_assert_max_num_queries(cost):
        assert editor.get(many).json()["count"] == 8
