"""The printer: closed to everything but its assets, the same bytes every time, page numbers as printed."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pdf.assets import Assets, print_assets
from pdf.errors import RenderRefused

pytestmark = pytest.mark.needs("pango")
ROOT = Path(__file__).resolve().parents[2]
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
def test_a_page_that_asks_for_anything_but_an_asset_fails_as_a_whole(render, html):
    with pytest.raises(RenderRefused, match="berkas yang tidak dikenal"):
        render(html, assets=print_assets())


def test_an_asset_may_be_used_in_all_the_ways_the_others_are_refused(render):
    html = (
        '<html lang="id"><link rel="stylesheet" href="asset:css/base.css">'
        '<img src="asset:img/simpul.svg" alt="simpul">'
        '<p style="background: url(asset:img/simpul.svg)">x</p></html>'
    )
    assert render(html, assets=print_assets()).warnings == ()


def test_a_word_without_end_costs_no_more_than_its_letters(render):
    """Measured: 5000 letters took more than 25 s, 50 000 would have held the worker for a day."""
    prose = '<link rel="stylesheet" href="asset:css/prose.css"><div class="naskah"><p>{}</p></div>'
    began = time.process_time()
    done = render(f'<html lang="id">{prose.format("w" * 20_000)}</html>', assets=print_assets())
    assert done.pages >= 1
    assert time.process_time() - began < 20


def test_without_assets_there_is_nothing_to_use(render):
    with pytest.raises(RenderRefused):
        render(STYLED, assets=Assets())


def test_deep_nesting_is_a_readable_refusal(render):
    with pytest.raises(RenderRefused, match="bersarang"):
        render("<div>" * 500 + "x", assets=Assets())


def test_the_same_page_gives_the_same_bytes(render):
    first, second = (render(STYLED, assets=print_assets()).content for _ in range(2))
    assert first == second
    assert first.startswith(b"%PDF-")
    assert render(STYLED.replace("dunia", "bumi"), assets=print_assets()).content != first


def test_the_same_page_gives_the_same_bytes_in_another_process():
    script = (
        "import hashlib, sys; from pdf.rendering import render; from pdf.assets import print_assets; "
        "sys.stdout.write(hashlib.sha256(render(sys.argv[1], assets=print_assets()).content).hexdigest())"
    )
    digests = set()
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", script, STYLED]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True, text=True)
        digests.add(done.stdout)
    assert len(digests) == 1


PAGED = """<html lang="id"><style>
section { break-before: page } .satu { page: satu }
@page satu:nth(1 of satu) { counter-reset: page 1 }
</style>
<section id="depan">a</section><section id="versi">b</section>
<section class="satu" id="halaman-1">c</section><section id="bab">d</section></html>"""


def test_anchors_are_counted_as_the_reader_sees_them(render):
    rendered = render(PAGED, assets=Assets())
    assert rendered.pages == 4
    assert rendered.anchors == {"depan": 1, "versi": 2, "halaman-1": 1, "bab": 2}


def test_without_a_marked_first_page_anchors_are_counted_from_the_first(render):
    rendered = render(PAGED.replace("halaman-1", "lain"), assets=Assets())
    assert rendered.anchors["bab"] == 4


def test_what_the_layout_complains_about_is_handed_over(render):
    rendered = render("<html lang='id'><p style='colour: red'>x</p></html>", assets=Assets())
    assert any("colour" in warning for warning in rendered.warnings)
