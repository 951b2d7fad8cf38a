// Sending: once, whatever is pressed twice, and without leaving the page before the portal has answered.

import { MAYBE, ON_ITS_WAY, keep, refused } from "./drafts.js";
import { hold, takesAway } from "./holding.js";
import { found, isLost, lost, reachable, told, underWay, wait, within } from "./line.js";

const AWAY = [502, 503, 504];
const PATIENCE = 60_000;
const [sending, checked] = [new WeakSet(), new WeakSet()];
const busy = new Set();

function rest(button) {
  busy.delete(button);
  button.disabled = false;
  button.removeAttribute("aria-busy");
}

function occupy(form, submitter) {
  const buttons = [...form.elements].filter((field) => field.type === "submit" && !field.disabled);
  for (const button of buttons) {
    button.disabled = true;
    if (button === submitter) button.setAttribute("aria-busy", "true");
    busy.add(button);
  }
  return buttons;
}

// A form with text is sent from the page. The portal answers with the place to go to, or with a page to show.
async function send(form, submitter, shown) {
  if (sending.has(form)) return;
  sending.add(form);
  const isKept = keep(form, ON_ITS_WAY);
  const body = new URLSearchParams(new FormData(form));
  if (submitter?.name) body.append(submitter.name, submitter.value);
  const buttons = occupy(form, submitter);
  const headers = { "Portal-Form": "1" };
  const [isOut, end] = [navigator.onLine, underWay()];
  const ask = async () => fetch(form.action, { method: "POST", body, headers, signal: within(PATIENCE) });
  const answer = await ask().then((came) => (AWAY.includes(came.status) ? null : came), () => null);
  const text = await answer?.text().catch(() => null);
  sending.delete(form);
  end();
  if (typeof text === "string") told(form);
  if (typeof text === "string") return answered(form, answer, text, { shown, isKept, buttons });
  buttons.forEach(rest);
  keep(form, MAYBE);
  wait(form, () => send(form, submitter, shown), { isKept, isUnsure: isOut });
}

function answered(form, answer, text, { shown, isKept, buttons }) {
  const there = answer.headers.get("Portal-Location");
  const place = there && new URL(there, location.href);
  const page = new DOMParser().parseFromString(text, "text/html");
  if (!isKept && takesAway(form, answer, { place, page })) {
    buttons.forEach(rest);
    return hold({ place, page });
  }
  if (place) return go(place);
  if (answer.status >= 500) keep(form, MAYBE);
  else refused(form, page.querySelector("form.conflict"));
  document.title = page.title;
  document.body.replaceWith(document.adoptNode(page.body));
  scrollTo(0, 0);
  shown();
}

// The same page under another #place is asked for again all the same: it has changed.
function go(place) {
  const isHere = place.pathname + place.search === location.pathname + location.search;
  if (!isHere) return location.assign(place);
  history.replaceState(null, "", place);
  history.scrollRestoration = "manual";
  location.reload();
}

export function start(shown) {
  document.addEventListener("submit", async (event) => {
    const { target: form, submitter } = event;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.matches("[hx-post]")) return;
    if (form.dataset.draft) {
      event.preventDefault();
      return send(form, submitter, shown);
    }
    if (isLost() && !checked.has(form)) {
      event.preventDefault();
      return (await reachable()) ? checked.add(form) && form.requestSubmit(submitter) : lost(form);
    }
    told(form);
    checked.delete(form);
    setTimeout(() => { // after the browser has read the name and value of the button
      for (const button of occupy(form, submitter)) setTimeout(rest, 8000, button); // a download leaves the page as it is
    });
  });
  addEventListener("pageshow", () => busy.forEach(rest));

  // Forms that htmx sends for itself.
  const ends = new WeakMap();
  document.addEventListener("htmx:beforeRequest", ({ detail }) => {
    keep(detail.elt, ON_ITS_WAY);
    if (detail.elt.matches("form[data-draft]")) ends.set(detail.elt, atRest(detail.elt, underWay()));
  });
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    ends.get(detail.elt)?.();
    if (detail.successful) found();
  });
  document.addEventListener("htmx:responseError", ({ detail }) => detail.xhr.status < 500 && refused(detail.elt));
  document.addEventListener("htmx:sendError", ({ detail }) => away(detail.elt));
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (detail.xhr.status < 500) return;
    detail.shouldSwap = false; // a whole page, and no part of this one
    away(detail.requestConfig.elt, AWAY.includes(detail.xhr.status));
  });
}

// Its lines take no text that the answer would wipe away; the cursor stays, and with it the keyboard of a phone.
function atRest(form, end) {
  const lines = [...form.elements].filter((field) => field.readOnly === false);
  const button = form.querySelector("[type=submit]");
  const set = (isBusy) => {
    for (const field of lines) field.readOnly = isBusy;
    button?.setAttribute("aria-busy", isBusy);
  };
  set(true);
  document.getElementById("galat")?.replaceChildren();
  return () => { set(false); end(); };
}

function away(element, isAuto = true) {
  if (!element.matches("form[data-draft]")) return lost(element.matches("form") ? element : null);
  wait(element, () => element.requestSubmit(), { isKept: keep(element, MAYBE), isAuto });
}
