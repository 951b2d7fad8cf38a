"""Only the files of the closed list exist for a printed page."""

import pytest

from lib.pdf.assets import Assets, print_assets


@pytest.fixture
def folder(tmp_path):
    root = tmp_path / "book"
    (root / "css").mkdir(parents=True)
    (root / "css/base.css").write_text("p {}")
    (root / "notes.txt").write_text("not an asset")
    (tmp_path / "secret.css").write_text("outside")
    (root / "css/link.css").symlink_to(tmp_path / "secret.css")
    return Assets.folder(root)


def test_a_file_of_the_list_is_found_with_its_media_type(folder):
    asset = folder.find("asset:css/base.css")
    assert asset is not None
    assert (asset.content, asset.media_type) == (b"p {}", "text/css")


@pytest.mark.parametrize(
    "url",
    [
        "asset:css/none.css",
        "asset:notes.txt",
        "asset:../secret.css",
        "asset:css/link.css",
        "asset:css/../css/base.css",
        "asset:",
        "ASSET:css/base.css",
        "css/base.css",
        "file:css/base.css",
    ],
)
def test_every_other_address_does_not_exist(folder, url):
    assert folder.find(url) is None


def test_the_fonts_of_the_print_style_come_with_their_licences():
    names = set(print_assets().files)
    assert {"css/book.css", "css/letters.css", "css/draf.css"} <= names
    fonts = {name for name in names if name.startswith("fonts/")}
    assert len(fonts) == 10
    root = next(iter(print_assets().files.values())).parents[1]
    assert len(list(root.glob("fonts/LICENSE-*.txt"))) == 3
