"""The printer: closed to everything but its assets, the same bytes every time, page numbers as printed."""

import time

import pytest

from lib.pdf.assets import Assets, print_assets
from lib.pdf.errors import RenderRefused
from tests.lib.pdf import laying

pytestmark = pytest.mark.needs("pango")
STYLED = '<html lang="id"><link rel="stylesheet" href="asset:css/base.css"><p>Halo <b>dunia</b></p></html>'


@pytest.mark.parametrize(
    "html",
    [
        '<img src="file:///etc/passwd">',
        '<img src="http://127.0.0.1:9/x.png">',
        '<img src="//127.0.0.1:9/x.png">',
        '<img src="data:image/png;base64,iVBORw0KGgo=">',
        '<img src="/etc/passwd">',
        '<img src="../secret.png">',
        '<img src="asset:../../manage.py">',
        '<img src="asset:no-such.svg">',
        '<link rel="attachment" href="file:///etc/passwd">',
        '<a rel="attachment" href="file:///etc/passwd">x</a>',
        '<link rel="stylesheet" href="file:///etc/passwd">',
        '<link rel="stylesheet" href="http://127.0.0.1:9/x.css">',
        "<style>@import url(http://127.0.0.1:9/x.css);</style><p>x</p>",
        "<style>@font-face { font-family: x; src: url(file:///etc/passwd) }</style><p>x</p>",
        "<p style='background: url(file:///etc/passwd)'>x</p>",
        "<p style='background: url(//127.0.0.1:9/x.png)'>x</p>",
        "<ul><li style='list-style-image: url(http://127.0.0.1:9/x.png)'>x</li></ul>",
        "<style>p::before { content: url(http://127.0.0.1:9/x.png) }</style><p>x</p>",
        '<svg width="9" height="9"><image href="file:///etc/passwd" width="9" height="9" /></svg>',
    ],
)
def test_a_page_that_asks_for_anything_but_an_asset_fails_as_a_whole(lay_out, html):
    with pytest.raises(RenderRefused, match="berkas yang tidak dikenal"):
        lay_out(html, assets=print_assets())


def test_an_asset_may_be_used_in_all_the_ways_the_others_are_refused():
    html = (
        '<html lang="id"><link rel="stylesheet" href="asset:css/base.css">'
        '<img src="asset:img/simpul.svg" alt="simpul">'
        '<p style="background: url(asset:img/simpul.svg)">x</p></html>'
    )
    assert laying.lay_out(html, print_assets())[1] == []


def test_a_word_without_end_costs_no_more_than_its_letters(lay_out):
    """Measured: 5000 letters took more than 25 s, 50 000 would have held the worker for a day."""
    prose = '<link rel="stylesheet" href="asset:css/prose.css"><div class="naskah"><p>{}</p></div>'
    began = time.process_time()
    done = lay_out(f'<html lang="id">{prose.format("w" * 20_000)}</html>', assets=print_assets())
    assert done.pages >= 1
    assert time.process_time() - began < 20


def test_without_assets_there_is_nothing_to_use(lay_out):
    with pytest.raises(RenderRefused):
        lay_out(STYLED, assets=Assets())


def test_deep_nesting_is_a_readable_refusal(lay_out):
    with pytest.raises(RenderRefused, match="bersarang"):
        lay_out("<div>" * 500 + "x", assets=Assets())


def test_the_same_page_gives_the_same_bytes(lay_out):
    first, second = (lay_out(STYLED, assets=print_assets()).content for _ in range(2))
    assert first == second
    assert first.startswith(b"%PDF-")
    assert lay_out(STYLED.replace("dunia", "bumi"), assets=print_assets()).content != first


PAGED = """<html lang="id"><style>
section { break-before: page } .satu { page: satu }
@page satu:nth(1 of satu) { counter-reset: page 1 }
</style>
<section id="depan">a</section><section id="versi">b</section>
<section class="satu" id="halaman-1">c</section><section id="bab">d</section></html>"""


def test_anchors_are_counted_as_the_reader_sees_them(lay_out):
    rendered = lay_out(PAGED, assets=Assets())
    assert rendered.pages == 4
    assert rendered.anchors == {"depan": 1, "versi": 2, "halaman-1": 1, "bab": 2}


def test_without_a_marked_first_page_anchors_are_counted_from_the_first(lay_out):
    rendered = lay_out(PAGED.replace("halaman-1", "lain"), assets=Assets())
    assert rendered.anchors["bab"] == 4
