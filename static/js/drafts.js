// Unsent text is kept on this device while it is typed, offered again in the same form to the same person, and
// forgotten when a page says [data-saved="key of the form"]: only the portal knows what is stored.

import { excerpt } from "./excerpt.js";
import { MINE, drop, read, unsent, write } from "./store.js";

// Never a password, never a file; what is hidden comes with the page, all but the version and the new row's id.
const KEPT = /^(text|search|url|email|tel|number|date|radio|checkbox|textarea|select-one)$/;
const moment = new Intl.DateTimeFormat("id-ID", { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit", timeZone: document.body.dataset.zone });

const formOf = (key) => key.slice(MINE.length).split("|")[0];

const forms = new WeakMap(); // form → the key it is kept under, and what it held when it came
// What a person declares by a tick under an act ("I have read it") is declared again, never restored.
const isOwn = (field, form) => !(field.type === "checkbox" && "act" in form.dataset);
const typed = (form) => [...form.elements].filter((field) => field.name && KEPT.test(field.type) && isOwn(field, form));
const ticks = (field) => field.type === "radio" || field.type === "checkbox";
const content = (form) => typed(form).map((field) => [field.name, ticks(field) ? `${field.value}=${field.checked}` : field.value]);

// The page of a conflict shows only what differs; the rest is as it was sent.
function fields(form, { under }) {
  if (!under) return content(form);
  const over = new Map(content(form));
  return under.map(([name, value]) => [name, over.get(name) ?? value]);
}

// Whether the text is safe on this device. `sent` says whether a page that calls it stored can mean this one.
export const [NOT, MAYBE, ON_ITS_WAY] = [0, 1, 2];
export function keep(form, sent = NOT) {
  const own = forms.get(form);
  if (!own) return false;
  clearTimeout(own.timer);
  own.timer = 0;
  const now = fields(form, own);
  if (JSON.stringify(now) === own.first) return drop(own.key) ?? true;
  const version = "act" in form.dataset ? undefined : form.elements.version?.value; // an act is about what is read now
  const place = { place: location.pathname + location.search, title: document.title.split(" - Portal")[0].trim() };
  const uid = form.elements.uid?.value === own.spent ? undefined : form.elements.uid?.value;
  return write(own.key, { at: Date.now(), ...place, ...own.place, version, uid, sent, fields: now });
}

// Refused: what is asked next time is a new question, so it may not carry the id of the row asked for before.
export function refused(form, conflict) {
  const own = forms.get(form);
  const draft = own && read(own.key);
  if (!draft) return;
  own.spent = form.elements.uid?.value;
  write(own.key, { ...draft, sent: NOT, uid: undefined });
  if (!conflict) return;
  conflict.dataset.draft = form.dataset.draft;
  forms.set(conflict, { key: own.key, first: "", under: draft.fields, place: { place: draft.place, title: draft.title } });
}

function restore(form, draft) {
  const [left, restored] = [new Map(), []];
  for (const [name, value] of draft.fields) left.set(name, [...(left.get(name) ?? []), value]);
  for (const field of typed(form)) {
    const value = left.get(field.name)?.shift();
    if (value === undefined) continue;
    const before = ticks(field) ? field.checked : field.value;
    if (ticks(field)) field.checked = value === `${field.value}=true`;
    else field.value = value;
    if (before !== (ticks(field) ? field.checked : field.value)) restored.push(field);
  }
  restored.forEach(unfold);
  // On the version it was written on: what was stored since is then shown beside it, not overwritten.
  for (const name of ["uid", "version"]) if (draft[name] && form.elements[name]) form.elements[name].value = draft[name];
  if (keep(form)) drop(draft.key);
  return restored.find((field) => /^text/.test(field.type)) ?? restored.find((field) => field.checked) ?? restored[0];
}

// An answer that was chosen and nothing written: its own words stand for the text.
function chosen(form, draft) {
  const ticked = new Set(draft.fields.map(([name, value]) => `${name}=${value}`));
  const field = typed(form).find((one) => one.type === "radio" && !one.checked && ticked.has(`${one.name}=${one.value}=true`));
  return field?.labels[0]?.textContent.trim() ?? "";
}

function unfold(field) {
  for (let fold = field.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
}

function offer(form, isAnswer) {
  if (forms.has(form)) return;
  const own = { key: `${MINE}${form.dataset.draft}|${Date.now().toString(36)}${Math.random().toString(36).slice(2, 8)}` };
  own.first = JSON.stringify(content(form));
  forms.set(form, own);
  for (const draft of unsent().filter(({ key }) => formOf(key) === form.dataset.draft)) {
    if (JSON.stringify(draft.fields) !== own.first) show(form, draft);
    else if (!isAnswer) drop(draft.key); // stored after all
    else {
      Object.assign(own, { key: draft.key, first: "" }); // refused: on the page, and not stored yet
      keep(form);
    }
  }
}

function show(form, draft) {
  const notice = document.getElementById("tawaran-draf").content.firstElementChild.cloneNode(true);
  const part = (name) => notice.querySelector(`[data-${name}]`);
  const words = excerpt(draft.fields, content(form)) || chosen(form, draft);
  part("when").textContent = moment.format(draft.at);
  part("what").textContent = words;
  part("what").hidden = !words;
  part("stale").hidden = !draft.version || !form.elements.version || draft.version === form.elements.version.value;
  part("restore").onclick = () => {
    const first = restore(form, draft);
    part("offer").hidden = true;
    part("done").hidden = false;
    first?.focus();
  };
  part("discard").onclick = () => { drop(draft.key); notice.remove(); typed(form)[0]?.focus(); };
  if (draft.sent === ON_ITS_WAY) write(draft.key, { ...read(draft.key), sent: MAYBE }); // its own page never said
  form.prepend(notice);
  unfold(form);
}

export function look(all, isAnswer) {
  for (const mark of all("[data-saved]")) {
    const sent = unsent().filter((draft) => draft.sent && mark.dataset.saved.split(" ").includes(formOf(draft.key)));
    if (sent.length) drop(sent.sort((one, other) => other.sent - one.sent)[0].key); // one mark, one text
  }
  for (const form of all("form[data-draft]")) offer(form, isAnswer);
}

document.addEventListener("input", ({ target }) => {
  const own = forms.get(target.form);
  if (!own) return;
  clearTimeout(own.timer);
  own.timer = setTimeout(keep, 300, target.form, NOT);
});
export const keepNow = () => [...document.forms].filter((form) => forms.get(form)?.timer).forEach((form) => keep(form));
addEventListener("pagehide", keepNow);
