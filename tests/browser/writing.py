"""Somebody writes a finding and something comes in between: what the browser and the portal then have."""

import json
from typing import Any

from playwright.sync_api import Page, expect

from tests.place import Place, wait_until

ADD = "bimtek:finding_add"
OFFER = "Tulisan Anda dari"
CAME_SINCE = "Sejak itu isian ini diubah"
LOST = "Tidak tersambung sejak"
SAFE = "Tulisan Anda aman di perangkat ini."
HELD_BY_PAGE = "Tulisan Anda masih di halaman ini"
BY_ITSELF = "terkirim sendiri begitu tersambung"
KEPT = """Object.keys(localStorage).filter((key) => key.startsWith("tulisan:")).sort()
  .map((key) => ({ key, ...JSON.parse(localStorage[key]) }))"""


def write(page: Page, title: str) -> None:
    page.get_by_label("Permasalahan").check()
    page.get_by_label("Dimensi dan subdimensi").select_option("ENV")
    title_of(page).fill(title)


def title_of(page: Page) -> Any:
    return page.get_by_label("Temuan", exact=True)


def save(page: Page, button: str = "Simpan temuan") -> None:
    page.get_by_role("button", name=button, exact=True).click()


def use_mine(page: Page) -> None:
    page.get_by_role("button", name="Pakai tulisan saya").first.click()


def is_stored(page: Page) -> None:
    """The portal has said so; nothing of it is kept any longer."""
    expect(page.get_by_role("status").filter(has_text="tersimpan")).to_be_visible()
    wait_until(lambda: drafts(page) == [], 10, "nothing is kept any longer")


def drafts(page: Page) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate(KEPT)
    return found


def wait_for_draft(page: Page, words: str) -> None:
    wait_until(lambda: words in json.dumps(drafts(page), ensure_ascii=False), 10, f"{words} is kept")


def findings(place: Place, title: str) -> list[tuple[int, int]]:
    """Id and version of each finding of that title."""
    return place.rows(f"SELECT id, version FROM bimtek_finding WHERE title = '{title}'")
