"""Several indicators and shares of rupiah, as they are typed on the form of a programme."""

from decimal import Decimal
from typing import ClassVar

import pytest
from django.urls import reverse

from masterplan.programmes.models import Money, Programme, Target
from tests.masterplan import factories
from tests.masterplan.programmes.test_programmes_form import ADD, edit, errors, new

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


class TestSeveralIndicators:
    def two(self, desk):
        more = {
            "indicator_2": "Limbah",
            "direction_2": "turun",
            "baseline_year_2": "2024",
            "target_2_2028": "9",
        }
        desk.sign_in().post(ADD, new(indicator="Titik", target_2027="4", **more))
        return Programme.objects.get()

    def test_are_numbered_and_keep_their_own_targets(self, desk):
        rows = self.two(desk).indicators.values_list("number", "name", "direction", "baseline_year")
        assert list(rows) == [(1, "Titik", "", None), (2, "Limbah", "turun", 2024)]
        targets = Target.objects.order_by("year").values_list("indicator__name", "year", "value")
        assert list(targets) == [("Titik", 2027, Decimal(4)), ("Limbah", 2028, Decimal(9))]

    def test_one_more_can_always_be_added(self, desk):
        page = desk.sign_in().get(edit(self.two(desk))).content.decode()
        assert 'name="indicator_3"' in page
        assert "Tambah indikator" in page
        assert 'name="indicator_4"' not in page

    def test_the_first_can_go_and_the_second_takes_its_number_with_its_targets(self, desk):
        one = self.two(desk)
        kept = {"indicator_2": "Limbah", "target_2_2028": "9"}
        desk.sign_in().post(edit(one), {**new(), "version": one.version, **kept})
        assert list(one.indicators.values_list("number", "name")) == [(1, "Limbah")]
        assert factories.cells(one) == {2028: (9, None, False)}

    def test_what_stands_outside_the_plan_is_not_lost_with_the_name(self, desk):
        one = self.two(desk)
        Target.objects.create(indicator=one.indicators.get(number=1), year=2022, value=3)
        desk.sign_in().post(edit(one), {**new(), "version": one.version, "indicator_2": "Limbah"})
        assert list(one.indicators.values_list("number", "name")) == [(1, ""), (2, "Limbah")]
        assert Target.objects.get(year=2022).indicator.number == 1

    def test_more_than_nine_are_refused_in_a_sentence(self, desk):
        many = {f"indicator_{number}": "Titik" for number in range(2, 11)}
        assert errors(desk.sign_in().post(ADD, new(**many))) == {
            "indicator_10": ["Paling banyak 9 indikator."]
        }
        assert not Programme.objects.exists()


class TestRupiahBySource:
    SHARED: ClassVar = {
        "funding_sources": ["APBD-KAB", "CSR"],
        "rupiah_2027": "100",
        "share_APBD-KAB_2027": "60",
        "share_CSR_2027": "15",
        "share_CSR_2028": "7",
    }

    def stored(self):
        rows = Money.objects.order_by("year", "rupiah").values_list("year", "source__code", "rupiah")
        return list(rows)

    def test_what_is_left_stands_under_no_source_and_nothing_is_spread(self, desk):
        desk.sign_in().post(ADD, new(**self.SHARED))
        assert self.stored() == [
            *((2027, "CSR", 15), (2027, None, 25), (2027, "APBD-KAB", 60)),
            (2028, "CSR", 7),
        ]

    def test_the_form_shows_the_sum_and_the_parts_of_the_chosen_sources(self, desk):
        desk.sign_in().post(ADD, new(**self.SHARED))
        one = Programme.objects.get()
        form = desk.sign_in().get(edit(one)).context["form"]
        shown = {name: form[name].value() for name in form.fields if name.endswith("_2027")}
        assert shown == {
            "target_2027": None,
            "target_2_2027": None,
            "rupiah_2027": "100",
            "share_APBD-KAB_2027": "60",
            "share_CSR_2027": "15",
        }

    def test_parts_beyond_the_sum_are_refused_at_the_sum(self, desk):
        found = errors(desk.sign_in().post(ADD, new(**self.SHARED, rupiah_2028="6")))
        assert found == {"rupiah_2028": ["Bagian sumber dana 2028 melebihi jumlahnya."]}

    def test_a_source_that_has_rupiah_cannot_be_left_out(self, desk):
        found = errors(desk.sign_in().post(ADD, new(**{**self.SHARED, "funding_sources": ["CSR"]})))
        assert set(found) == {"funding_sources"}
        assert not Programme.objects.exists()

    def test_the_page_tells_them_apart(self, desk):
        desk.sign_in().post(ADD, new(**{**self.SHARED, "rupiah_2027": "100 juta"}))
        page = desk.sign_in().get(reverse("masterplan:programme_detail", args=[Programme.objects.get().pk]))
        assert [row.label for row in page.context["thread"].shares] == ["APBD-KAB", "CSR", "belum dibagi"]
