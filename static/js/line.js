// The line to the portal: its loss is said once, and what was pressed meanwhile is sent when it is back.

import { canKeep } from "./store.js";

const clock = new Intl.DateTimeFormat("id-ID", { hour: "2-digit", minute: "2-digit", timeZone: document.body.dataset.zone });
const [FIRST, LONGEST, SLOW] = [1000, 5000, 1000];
const waiting = new Map(); // form → how it is sent again, by itself or by the button, and whether its text is kept
const slow = new Set(); // what was sent and is not answered for a while
let undone = null; // an act that was pressed without a line: nothing of it is kept
let lostAt = null;
let [asking, pause] = [0, FIRST];

// As AbortSignal.timeout, which browsers of 2021 do not have.
export function within(milliseconds) {
  const ending = new AbortController();
  setTimeout(() => ending.abort(), milliseconds);
  return ending.signal;
}

// navigator.onLine lies, so the portal is asked.
export const reachable = () =>
  fetch("/healthz", { cache: "no-store", signal: within(LONGEST) }).then((answer) => answer.ok, () => false);
export const isLost = () => Boolean(lostAt) || !navigator.onLine;

// What is sent twice by itself must be known to the portal: by the id of a new row or the version of an old one.
const hasRow = (form) => Boolean(form.elements.uid || form.elements.version);
const isKnown = (form) => hasRow(form) && !("act" in form.dataset);

function say() {
  const notice = document.getElementById("putus");
  if (!notice) return;
  for (const form of waiting.keys()) if (!form.isConnected) waiting.delete(form);
  if (!undone?.isConnected) undone = null;
  const said = new Set([...state(), ...ofForms()]);
  notice.querySelector("[data-since]").textContent = clock.format(lostAt);
  for (const part of notice.querySelectorAll("[data-say]")) part.hidden = !said.has(part.dataset.say);
  notice.querySelector("[data-resend]").onclick = again;
  notice.hidden = !lostAt && !waiting.size && !undone && !slow.size;
}

function state() {
  if (!lostAt) return [slow.size ? "sending" : "back"];
  if (!document.querySelector("form[data-draft]")) return ["lost"];
  const [how] = waiting.values();
  return ["lost", (how ? how.isKept : canKeep()) ? "safe" : "open", how || undone ? "" : "writing"];
}

function ofForms() {
  const said = undone ? ["act"] : [];
  const [[form, how] = []] = waiting;
  if (!form) return said;
  if (!document.querySelector(".signbar")) said.push("resend"); // where the button to press is always in sight
  if (how.isAuto && lostAt) return [...said, "auto"];
  if (!how.isUnsure) return [...said, "ask"];
  return [...said, "unsure", hasRow(form) || "act" in form.dataset ? "once" : ""];
}

export function lost(pressed = null) {
  lostAt ??= Date.now();
  undone = pressed ?? undone;
  if (!asking) ask();
  say();
}

// Pressed again and on its way, or answered.
export function told(form) {
  const isSaid = waiting.delete(form) || form === undone;
  if (form === undone) undone = null;
  if (isSaid) say();
}

// Said when it takes long; what comes back ends it.
export function underWay() {
  const mark = {};
  const timer = setTimeout(() => slow.add(mark) && say(), SLOW);
  return () => {
    clearTimeout(timer);
    if (slow.delete(mark)) say();
  };
}

// Soon at first, then less often, and not everybody at the same moment.
function ask() {
  asking = setTimeout(() => found().then(() => lostAt && ask()), pause * (0.75 + Math.random() / 2));
  pause = Math.min(2 * pause, LONGEST);
}

// `send` tries again; a failure of the portal itself is tried again by a person only.
export function wait(form, send, { isKept, isAuto = true, isUnsure = false }) {
  waiting.set(form, { send, isKept, isUnsure, isAuto: isAuto && isKnown(form) });
  lost();
}

export async function found() {
  if (!lostAt || !(await reachable())) return;
  const ready = [...waiting].filter(([form, { isAuto }]) => isAuto && form.isConnected);
  for (const [form, { send }] of ready) waiting.delete(form) && send();
  if (ready.length) return; // lost until the portal has answered
  clearTimeout(asking);
  lostAt = null;
  [asking, pause] = [0, FIRST];
  say();
}

function again() {
  for (const [form, { send }] of waiting) waiting.delete(form) && send();
  say();
}

addEventListener("offline", () => lost());
addEventListener("online", found);
// Half a sentence is not sent: who writes on presses again.
document.addEventListener("input", ({ target }) => {
  if (waiting.has(target.form)) waiting.get(target.form).isAuto = false;
  say();
});
