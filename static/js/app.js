// What the pages share: unsent text, a lost line, sending once, keys. Every page works without any of it.

import { keepNow, look } from "./drafts.js";
import { noteOpened } from "./opened.js";
import { start } from "./sending.js";
import { unsent } from "./store.js";

function see(root, isAnswer = false) {
  const all = (selector) => [...(root.matches?.(selector) ? [root] : []), ...root.querySelectorAll(selector)];
  look(all, isAnswer);
  farewell(all("#belum-terkirim")[0]);
  noteOpened(all("[data-opened]")[0]);
  focus(all("[data-focus]")[0]);
}

// Who writes on in the room is told of a refusal and keeps the cursor.
function focus(target) {
  if (!target?.closest("[role=alert]") || !document.querySelector("form[hx-post]")) target?.focus();
}

// The answer to a form was put in the place of the page.
function shown() {
  see(document, true);
  if (!document.activeElement?.matches("[data-focus]")) document.querySelector("main")?.focus();
  if (window.htmx) window.htmx.process(document.body);
  else fetchHtmx();
  unfoldMenus();
}

// Who comes home or signs out is told of what is not stored, and where it stands.
function farewell(notice) {
  const drafts = unsent();
  if (!notice || !drafts.length) return;
  notice.querySelector("ul").replaceChildren(...drafts.map(({ place, title }) => {
    const line = document.createElement("li");
    line.append(Object.assign(document.createElement("a"), { href: place, textContent: title }));
    return line;
  }));
  notice.querySelector("[data-discard]").onclick = () => {
    for (const { key } of drafts) localStorage.removeItem(key);
    notice.hidden = true;
  };
  notice.hidden = false;
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-leave]") || location.pathname === new URL(event.target.action).pathname) return;
  keepNow();
  if (!unsent().length) return;
  event.preventDefault();
  location.assign(event.target.action); // the page that asks before it signs out
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.target.form?.requestSubmit();
});

// htmx where a page uses it.
function fetchHtmx() {
  if (!document.querySelector("[hx-get], [hx-post]")) return;
  document.head.append(Object.assign(document.createElement("script"), { src: document.querySelector("[data-htmx]").dataset.htmx }));
}
document.addEventListener("htmx:afterSettle", ({ detail }) => see(detail.elt, detail.requestConfig?.verb === "post"));
addEventListener("load", fetchHtmx);

// What was unfolded in a part of the page stays so in its answer.
let unfolded = [];
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  unfolded = [...detail.target.querySelectorAll("details[id][open]")].map(({ id }) => id);
});
document.addEventListener("htmx:afterSwap", () => {
  for (const id of unfolded) document.getElementById(id)?.setAttribute("open", "");
});

// Browsers without popover.
function unfoldMenus() {
  if ("popover" in HTMLElement.prototype) return;
  for (const button of document.querySelectorAll("[popovertarget]")) {
    const menu = document.getElementById(button.getAttribute("popovertarget"));
    menu.hidden = true;
    button.onclick = () => { menu.hidden = !menu.hidden; };
  }
}

start(shown);
unfoldMenus();
see(document);
