"""Numbers and dates as Indonesian offices write them, and the small parts every page repeats."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, RequestContext, Template
from django.test import RequestFactory

from lib.ui.templatetags import portal


class FindingForm(forms.Form):
    title = forms.CharField(label="Judul", help_text="Satu kalimat.")
    target = forms.DecimalField(label="Target", required=False)
    kind = forms.ChoiceField(
        label="Jenis", choices=[("m", "Permasalahan"), ("k", "Keunggulan")], widget=forms.RadioSelect
    )
    quick = forms.BooleanField(label="Quick win", required=False)


def draw(source: str, **context: object) -> str:
    return Template("{% load portal %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("filter_name", "value", "written"),
    [
        ("angka", 1234, "1.234"),
        ("angka", "5.21", "5,21"),
        ("angka", "14", "14"),
        ("angka", Decimal("1234567.50"), "1.234.567,5"),
        ("angka", -1500, "-1.500"),
        ("angka", 0, "0"),
        ("angka", None, ""),
        ("angka", "", ""),
        ("angka", "belum", "belum"),
        ("angka", "NaN", "NaN"),
        ("rupiah", 1500000, "Rp1.500.000"),
        ("rupiah", "80000000000", "Rp80.000.000.000"),
        ("rupiah", 0, "Rp0"),
        ("rupiah", None, ""),
        ("juta", 14850000000, "14.850"),
        ("juta", 1500000, "1,5"),
        ("juta", None, ""),
        ("rupiah_juta", 8400000000, "Rp8.400\N{NO-BREAK SPACE}juta"),
        ("rupiah_juta", None, ""),
        ("utuh", "2 (2027), 26 (2031)", "2\N{NO-BREAK SPACE}(2027), 26\N{NO-BREAK SPACE}(2031)"),
        ("rupiah_singkat", 14850000000, "Rp14.850 juta"),
        ("rupiah_singkat", 1500000000, "Rp1,5 miliar"),
        ("rupiah_singkat", "80000000000", "Rp80 miliar"),
        ("rupiah_singkat", 123456789000, "Rp123,46 miliar"),
        ("rupiah_singkat", 2500000000000, "Rp2,5 triliun"),
        ("rupiah_singkat", 750000, "Rp750.000"),
        ("rupiah_singkat", 2500000, "Rp2,5 juta"),
        ("rupiah_singkat", None, ""),
        ("tanggal", date(2022, 9, 20), "20 September 2022"),
        ("tanggal", "2022-09-20", "20 September 2022"),
        ("tanggal", "2022-09-20T22:30:00+00:00", "21 September 2022"),
        ("tanggal", "entah", ""),
        ("tanggal", None, ""),
        ("tanggal_pendek", date(2022, 8, 5), "5 Agu"),
        ("hari_tanggal", date(2022, 9, 20), "Selasa, 20 September 2022"),
        ("waktu", datetime(2022, 9, 20, 3, 42, tzinfo=UTC), "10.42"),
        ("waktu", date(2022, 9, 20), ""),
        ("tanggal_waktu", "2022-09-12T16:05:00+07:00", "12 September 2022, 16.05"),
        ("tanggal_waktu", None, ""),
        ("hari_lagi", 10, "10 hari lagi"),
        ("hari_lagi", 0, "hari ini"),
        ("hari_lagi", -2, "lewat 2 hari"),
        ("hari_lagi", None, ""),
        ("group_hash", "5e7d19b2c0", "5e7d 19b2 c0"),
        ("group_hash", None, ""),
        ("short_hash", "5e7d19b2" + "0" * 52 + "42f6", "5e7d 19b2 … 42f6"),
        ("short_hash", "5e7d19b2", "5e7d 19b2"),
    ],
)
def test_a_value_is_written_the_indonesian_way(filter_name, value, written):
    assert getattr(portal, filter_name)(value) == written


@pytest.mark.parametrize(
    ("start", "end", "written"),
    [
        (date(2022, 6, 7), date(2022, 6, 7), "7 Juni 2022"),
        (date(2022, 9, 28), date(2022, 9, 29), "28-29 September 2022"),
        (date(2022, 6, 30), date(2022, 7, 1), "30 Juni-1 Juli 2022"),
        (date(2022, 12, 31), date(2023, 1, 1), "31 Desember 2022-1 Januari 2023"),
        (date(2022, 6, 7), None, "7 Juni 2022"),
        (None, None, ""),
    ],
)
def test_the_days_of_a_session(start, end, written):
    assert portal.sampai(start, end) == written


@pytest.mark.parametrize(
    ("part", "whole", "written"),
    [(0, 59, "0"), (37, 59, "63"), (59, 59, "100"), (999, 1000, "99"), (3, 0, "0")],
)
def test_a_share_is_full_only_when_nothing_is_missing(part, whole, written):
    assert portal.share(part, whole) == written


def test_an_icon_is_hidden_from_screen_readers_and_comes_from_the_portal():
    drawn = draw('{% icon "download" %}')
    assert 'aria-hidden="true"' in drawn
    assert "/static/icons/sprite.svg#download" in drawn


@pytest.mark.parametrize("kind", sorted(portal.STATUS_ICONS))
def test_a_state_is_an_icon_and_a_word(kind):
    drawn = draw("{% status kind word %}", kind=kind, word="Lengkap & siap")
    assert f"status--{kind}" in drawn
    assert f"#{portal.STATUS_ICONS[kind]}" in drawn
    assert "Lengkap &amp; siap" in drawn


def test_a_field_names_its_hint_and_its_error():
    form = FindingForm({"target": "seribu"})
    drawn = draw("{% errors form %}{% field form.title %}{% field form.target %}", form=form)
    assert 'class="input"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert 'aria-describedby="id_title_helptext id_title_error"' in drawn
    assert 'id="id_title_error"' in drawn
    assert 'href="#id_target"' in drawn
    assert "Ada 3 isian yang perlu diperbaiki" in drawn
    assert "boleh kosong" in drawn
    assert "boleh kosong" not in draw("{% field form.target at_times=True %}", form=form)


def test_a_correct_form_has_no_summary():
    assert "msg" not in draw("{% errors form %}", form=FindingForm({"title": "Sungai", "kind": "m"}))


@pytest.mark.parametrize("style", ["pick", "seg"])
def test_choices_are_radio_buttons_in_a_named_group(style):
    drawn = draw("{% field form.kind style=style %}", form=FindingForm(), style=style)
    assert "<legend" in drawn
    assert f'class="{style}"' in drawn
    assert drawn.count('type="radio"') == 2


def test_a_form_printed_whole_uses_the_same_parts():
    drawn = str(FindingForm({}))
    assert "ringkasan-galat" in drawn
    assert "field__label" in drawn


@pytest.mark.parametrize(
    ("state", "word", "asks_again"),
    [
        ("queued", "Antre", True),
        ("running", "Berjalan", True),
        ("done", "Siap", False),
        ("failed", "Gagal", False),
    ],
)
def test_a_job_asks_again_only_while_it_lives(state, word, asks_again):
    drawn = draw('{% job state "Buku 2" "job-1" poll="/exports/1/job/" done=9 total=14 %}', state=state)
    assert word in drawn
    assert ("hx-get" in drawn) is asks_again
    assert ("<progress" in drawn) is asks_again


def test_page_links_keep_the_filters_and_are_not_localised():
    page = Paginator(range(120_000), 25).page(1500)
    request = RequestFactory().get("/programmes/?dimensi=GOV&page=1500")
    template = Template('{% load portal %}{% pager page "program" %}')
    drawn = template.render(RequestContext(request, {"page": page}))
    assert "37.476-37.500 dari 120.000 program" in drawn
    assert "dimensi=GOV&amp;page=1501" in drawn
    assert 'aria-current="page">1500</a>' in drawn


def test_an_act_that_asks_once_more_works_without_javascript():
    drawn = draw(
        '{% confirm url="/x/" action="Hapus" title="Hapus?" text="Belum." reason="Alasan" version=7 %}',
        csrf_token="t" * 64,
    )
    assert re.search(r'<form [^>]*\bmethod="post"\s+action="/x/">', drawn)
    assert "csrfmiddlewaretoken" in drawn
    assert 'name="reason"' in drawn
    assert 'name="version" value="7"' in drawn


def test_the_split_bar_says_its_numbers_and_leaves_out_empty_lots():
    drawn = draw('{% split 37 0 22 "37 setuju, 22 belum" %}')
    assert 'aria-label="37 setuju, 22 belum"' in drawn
    assert drawn.count("<rect") == 2
    assert 'width="367.0"' in drawn


def test_the_thread_breaks_where_something_is_missing():
    assert "is-broken" in draw('{% thread_link 148 162 "148 dari 162 terjawab" %}')
    assert "is-broken" not in draw('{% thread_link 59 59 "semua" %}')
    assert "is-broken" in draw('{% thread_link 0 0 "belum ada" %}')


def test_the_countdown_counts_on_after_the_deadline():
    drawn = draw("{% countdown days day marks %}", days=10, day=date(2022, 9, 30), marks=[3])
    assert "hari lagi ke" in drawn
    assert drawn.count("<li") == 11
    assert drawn.count("is-mark") == 1
    assert "hari lewat dari" in draw("{% countdown days day %}", days=-2, day=date(2022, 9, 30))


def test_an_empty_list_says_what_to_do():
    drawn = draw(
        '{% empty title="Belum ada temuan" text="Catat yang pertama." url="/x/" action="Catat temuan" %}'
    )
    assert "Belum ada temuan" in drawn
    assert 'href="/x/"' in drawn
