// The line to the portal: its loss is said once, and what was pressed meanwhile is sent when it is back.

import { canKeep } from "./drafts.js";

const clock = new Intl.DateTimeFormat("id-ID", { hour: "2-digit", minute: "2-digit" });
const [FIRST, LONGEST] = [1000, 5000];
const waiting = new Map(); // form → how it is sent again, by itself or by the button, and whether its text is kept
let lostAt = null;
let [asking, pause] = [0, FIRST];

// navigator.onLine lies, so the portal is asked.
export const reachable = () =>
  fetch("/healthz", { cache: "no-store", signal: AbortSignal.timeout(LONGEST) }).then((answer) => answer.ok, () => false);
export const isLost = () => Boolean(lostAt) || !navigator.onLine;

// What is sent twice by itself must be known to the portal: by the id of a new row or the version of an old one.
const isKnown = (form) => Boolean(form.elements.uid || form.elements.version) && !("act" in form.dataset);

function say() {
  const notice = document.getElementById("putus");
  if (!notice) return;
  for (const form of waiting.keys()) if (!form.isConnected) waiting.delete(form);
  const [[form, pressed] = []] = waiting;
  const said = new Set([lostAt ? "lost" : "back", form ? "resend" : "writing"]);
  if (lostAt) said.add((pressed ? pressed.isKept : canKeep()) ? "safe" : "open");
  if (form) said.add(pressed.isAuto && lostAt ? "auto" : "ask");
  notice.querySelector("[data-since]").textContent = clock.format(lostAt);
  for (const part of notice.querySelectorAll("[data-say]")) part.hidden = !said.has(part.dataset.say);
  notice.querySelector("[data-resend]").onclick = again;
  notice.hidden = !lostAt && !form;
}

export function lost() {
  lostAt ??= Date.now();
  if (!asking) ask();
  say();
}

// Soon at first, then less often, and not everybody at the same moment.
function ask() {
  asking = setTimeout(() => found().then(() => lostAt && ask()), pause * (0.75 + Math.random() / 2));
  pause = Math.min(2 * pause, LONGEST);
}

// `send` tries again; a failure of the portal itself is tried again by a person only.
export function wait(form, send, { isKept, isAuto = true }) {
  waiting.set(form, { send, isKept, isAuto: isAuto && isKnown(form) });
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

addEventListener("offline", lost);
addEventListener("online", found);
// Half a sentence is not sent: who writes on presses again.
document.addEventListener("input", ({ target }) => {
  if (waiting.has(target.form)) waiting.get(target.form).isAuto = false;
  say();
});
