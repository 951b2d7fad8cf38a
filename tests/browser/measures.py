"""What is measured on a page: axe, its width, its language and its heading."""

from collections.abc import Iterable
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.browser.visitors import DESKTOP, HEIGHT, NARROW, PHONE

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
SHOWN = 4  # elements of one fault: the fifth says nothing new
# A form that takes words names what they are kept under in the browser; at the door nobody is known yet.
FORGETFUL = """[...document.querySelectorAll("form[method=post]:not([data-draft])")]
  .filter((form) => form.getAttribute("action") !== "/accounts/login/")
  .filter((form) => form.querySelector("textarea, input:is([type=text], [type=url], :not([type]))"))
  .map((form) => form.action)"""
UNFOLD = "for (const fold of document.querySelectorAll('details')) fold.open = true"
# What a scrolling box holds may be wider than the page; the box itself may not.
OVERFLOWING = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  const scrolls = (element) => ["auto", "scroll", "hidden"].includes(getComputedStyle(element).overflowX);
  const inside = (element) => { for (let up = element.parentElement; up && up !== document.body;
    up = up.parentElement) if (scrolls(up)) return true; return false; };
  return [...document.body.querySelectorAll("*")]
    .filter((element) => element.getBoundingClientRect().right > room + 1 && !inside(element))
    .map((element) => `<${element.localName} class="${element.className}">`
      + ` ${element.textContent.replace(/\\s+/g, " ").trim().slice(0, 40)}`);
}"""


def faults(page: Page, widths: Iterable[int] = (DESKTOP, PHONE, NARROW)) -> list[str]:
    """Everything wrong with the page as it stands, with all its folded parts open, at each width."""
    page.evaluate(UNFOLD)
    found = frame(page) + [f"unsent words are not kept: {form}" for form in page.evaluate(FORGETFUL)]
    for width in widths:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        found += [f"{width} px wide, beyond the edge: {each}" for each in page.evaluate(OVERFLOWING)[:SHOWN]]
        if width > NARROW:
            found += [f"{width} px: {each}" for each in violations(page)]
    return found


def frame(page: Page) -> list[str]:
    found = []
    if (language := page.locator("html").get_attribute("lang")) != "id":
        found.append(f"the language is {language}")
    if (headings := page.locator("h1").all_inner_texts()) and len(headings) == 1 and headings[0].strip():
        return found
    return [*found, f"one h1 is wanted, not {headings}"]


def violations(page: Page) -> list[str]:
    """Each rule of axe that is broken, with the elements that break it."""
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE_SCRIPT)
    rules = page.evaluate("(options) => axe.run(options).then((results) => results.violations)", OPTIONS)
    return [line for rule in rules for line in (heading(rule), *map(element, rule["nodes"][:SHOWN]))]


def heading(rule: dict[str, Any]) -> str:
    return f"{rule['id']} ({rule['help']}), {len(rule['nodes'])} times:"


def element(node: dict[str, Any]) -> str:
    place, html = " ".join(map(str, node["target"])), " ".join(node["html"].split())
    return f"    {place}  {html[:160]}  {node['failureSummary'].splitlines()[-1].strip()}"
