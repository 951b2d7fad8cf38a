// Unsent text is kept, a lost line is said, a double click sends once. Every page works without this file.

const PREFIX = `draft:${document.body.dataset.user ?? ""}:`;
const KEPT_FOR = 30 * 24 * 3600 * 1000;
const KEPT_TYPES = /^(text|search|url|email|tel|number|date|radio|checkbox|textarea|select-one|select-multiple)$/;
const clock = new Intl.DateTimeFormat("id-ID", { hour: "2-digit", minute: "2-digit" });
const dayAndClock = new Intl.DateTimeFormat("id-ID", { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" });
const quietly = (act) => { try { return act(); } catch { return null; } }; // storage may be full or forbidden
const storage = {
  get: (key) => quietly(() => JSON.parse(localStorage.getItem(PREFIX + key))),
  set: (key, value) => quietly(() => localStorage.setItem(PREFIX + key, JSON.stringify(value))),
  drop: (key) => quietly(() => localStorage.removeItem(PREFIX + key)),
};

// Unsent text: form[data-draft="key"] is kept while typing and forgotten when a page says [data-saved="key"].
const typed = (form) => [...form.elements].filter((field) => field.name && KEPT_TYPES.test(field.type));
const ticks = (field) => field.type === "radio" || field.type === "checkbox";
const content = (form) => typed(form).map((field) => [field.name, ticks(field) ? `${field.value}=${field.checked}` : field.value]);
const [original, timers] = [new WeakMap(), new WeakMap()];
const sent = new WeakSet();

function keep(form) {
  clearTimeout(timers.get(form));
  const fields = content(form);
  if (JSON.stringify(fields) === original.get(form)) storage.drop(form.dataset.draft);
  else storage.set(form.dataset.draft, { at: Date.now(), fields });
}

function restore(form, fields) {
  const left = new Map();
  for (const [name, value] of fields) left.set(name, [...(left.get(name) ?? []), value]);
  for (const field of typed(form)) {
    const value = left.get(field.name)?.shift();
    if (value === undefined) continue;
    if (ticks(field)) field.checked = value === `${field.value}=true`;
    else field.value = value;
  }
  keep(form);
}

function offer(form) {
  if (original.has(form)) return;
  original.set(form, JSON.stringify(content(form)));
  const draft = storage.get(form.dataset.draft);
  if (!draft || Date.now() - draft.at > KEPT_FOR) return storage.drop(form.dataset.draft);
  // Sent and refused: the page already shows what was typed, and it is still unsaved.
  if (JSON.stringify(draft.fields) === original.get(form)) return original.set(form, "");
  const notice = document.getElementById("tawaran-draf").content.firstElementChild.cloneNode(true);
  notice.querySelector("[data-when]").textContent = dayAndClock.format(draft.at);
  notice.querySelector("[data-restore]").onclick = () => { restore(form, draft.fields); notice.remove(); };
  notice.querySelector("[data-discard]").onclick = () => { storage.drop(form.dataset.draft); notice.remove(); };
  form.prepend(notice);
}

function look(root) {
  const all = (selector) => [...(root.matches?.(selector) ? [root] : []), ...root.querySelectorAll(selector)];
  for (const mark of all("[data-saved]")) mark.dataset.saved.split(" ").forEach(storage.drop);
  all("form[data-draft]").forEach(offer);
  all("[data-focus]")[0]?.focus();
}

document.addEventListener("input", ({ target }) => {
  const form = target.form;
  if (!form?.dataset.draft) return;
  sent.delete(form);
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(keep, 300, form));
});
addEventListener("pagehide", () => [...document.forms].filter((form) => timers.has(form) && !sent.has(form)).forEach(keep));

// The line: navigator.onLine lies, so ask the portal.
let lostAt = null;
let asking = null;
const reachable = () => fetch("/healthz", { cache: "no-store", signal: AbortSignal.timeout(5000) }).then((answer) => answer.ok, () => false);

function lost() {
  const notice = document.getElementById("putus");
  if (lostAt || !notice) return;
  lostAt = Date.now();
  notice.querySelector("[data-since]").textContent = clock.format(lostAt);
  notice.hidden = false;
  asking = setInterval(found, 5000);
}

async function found() {
  if (!lostAt || !(await reachable())) return;
  clearInterval(asking);
  lostAt = null;
  document.getElementById("putus").hidden = true;
}

addEventListener("offline", lost);
addEventListener("online", found);
document.addEventListener("htmx:sendError", lost);

// Sending: hold back what would be lost, send once.
const [waiting, checked] = [new WeakSet(), new WeakSet()];
const busy = new Set();

function rest(button) {
  busy.delete(button);
  button.disabled = false;
  button.removeAttribute("aria-busy");
}

function occupy(form, submitter) {
  for (const button of [...form.elements].filter((field) => field.type === "submit" && !field.disabled)) {
    button.disabled = true;
    if (button === submitter) button.setAttribute("aria-busy", "true");
    busy.add(button);
    setTimeout(rest, 8000, button); // an answer that is a download leaves the page as it is
  }
}

document.addEventListener("submit", async (event) => {
  const { target: form, submitter } = event;
  if (form.method !== "post" || event.defaultPrevented || form.matches("[hx-post]")) return;
  if (form.dataset.draft) keep(form);
  if ((form.dataset.draft || lostAt || !navigator.onLine) && !checked.has(form)) {
    event.preventDefault();
    if (waiting.has(form)) return;
    waiting.add(form);
    const isOpen = await reachable();
    waiting.delete(form);
    return isOpen ? checked.add(form) && form.requestSubmit(submitter) : lost();
  }
  checked.delete(form);
  sent.add(form);
  setTimeout(occupy, 0, form, submitter); // after the browser has read the name and value of the button
});
addEventListener("pageshow", () => busy.forEach(rest));

// Keys, swapped fragments, htmx where a page uses it, browsers without popover.
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.target.form?.requestSubmit();
});
document.addEventListener("htmx:afterSettle", ({ detail }) => look(detail.elt));
addEventListener("load", () => {
  if (!document.querySelector("[hx-get], [hx-post]")) return;
  document.head.append(Object.assign(document.createElement("script"), { src: document.querySelector("[data-htmx]").dataset.htmx }));
});
if (!("popover" in HTMLElement.prototype)) {
  for (const button of document.querySelectorAll("[popovertarget]")) {
    const menu = document.getElementById(button.getAttribute("popovertarget"));
    menu.hidden = true;
    button.onclick = () => { menu.hidden = !menu.hidden; };
  }
}
look(document);
