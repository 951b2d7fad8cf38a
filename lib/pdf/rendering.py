"""HTML in, PDF out. The only module that knows the layout engine; only lib.pdf.child imports it.

Guarantees: the same HTML and assets give the same bytes; nothing outside the given assets is read; a page
that asks for more fails as a whole with a RenderRefused instead of printing with a hole.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from weasyprint import HTML
from weasyprint.document import Document
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from lib.pdf.assets import SCHEME, Assets
from lib.pdf.errors import RenderRefused
from lib.pdf.limits import check_size, check_tree
from lib.pdf.process import Rendered
from lib.pdf.tidying import part_endless_words, trim_blocks

FIRST_PAGE = "halaman-1"
"""The element with this id stands on the page that is printed as page 1; pages before it are front matter."""


class _Refused(FatalURLFetchingError):  # type: ignore[misc]
    """The layout engine swallows ordinary errors of a fetch and prints with a hole; this one it does not."""


class AssetFetcher(URLFetcher):  # type: ignore[misc]
    """Serves the given assets and refuses every other address, whatever its scheme."""

    def __init__(self, assets: Assets) -> None:
        super().__init__(allowed_protocols=("asset",), allow_redirects=False, fail_on_errors=True)
        self._assets = assets
        self.refused: list[str] = []

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        asset = self._assets.find(url)
        if asset is None:
            self.refused.append(url)
            raise _Refused(url)
        return URLFetcherResponse(url, asset.content, {"Content-Type": asset.media_type})


def lay_out(html: str, *, assets: Assets) -> Rendered:
    """Lay out and write one document. Raises RenderRefused."""
    check_size(html)
    fetcher = AssetFetcher(assets)
    with _refusals(fetcher):
        # With a base address relative and protocol-relative references reach the fetcher, which refuses them.
        page = HTML(string=html, base_url=SCHEME, url_fetcher=fetcher)
        check_tree(page.etree_element)
        trim_blocks(page.etree_element)
        part_endless_words(page.etree_element)
        document = page.render(pdf_tags=True)
        identifier = hashlib.sha256(html.encode()).hexdigest()[:32].encode()
        content = document.write_pdf(pdf_tags=True, pdf_identifier=identifier)
    return Rendered(content, len(document.pages), _printed_pages(document))


def _printed_pages(document: Document) -> dict[str, int]:
    """The first page of every anchor, counted as the reader sees it: from one at FIRST_PAGE."""
    first = next((index for index, page in enumerate(document.pages) if FIRST_PAGE in page.anchors), 0)
    anchors: dict[str, int] = {}
    for index, page in enumerate(document.pages):
        for name in page.anchors:
            anchors.setdefault(name, index - first + 1 if index >= first else index + 1)
    return anchors


@contextmanager
def _refusals(fetcher: AssetFetcher) -> Iterator[None]:
    """Turn a refused address into one readable error, also where the engine caught it and went on."""
    try:
        yield
    except _Refused:
        pass
    except RecursionError:
        raise RenderRefused("Naskah bersarang terlalu dalam dan tidak dapat dicetak.") from None
    if fetcher.refused:
        raise RenderRefused(f"Naskah meminta berkas yang tidak dikenal: {fetcher.refused[0]}")
