// What this browser keeps of unsent text: by person and form, the oldest making room, nothing longer than a month.

const OURS = "tulisan:";
export const MINE = `${OURS}${document.body.dataset.user ?? ""}:`; // another person at this computer is offered nothing
const KEPT_FOR = 30 * 24 * 3600 * 1000;
const [MOST, LONGEST] = [40, 1_000_000];

const quietly = (act, otherwise = null) => { try { return act() ?? otherwise; } catch { return otherwise; } };
export const read = (key) => quietly(() => JSON.parse(localStorage.getItem(key)));
export const drop = (key) => quietly(() => localStorage.removeItem(key));
const keys = () => quietly(() => Object.keys(localStorage), []).filter((key) => key.startsWith(OURS));
const newest = () => keys().map((key) => ({ key, at: 0, ...read(key) })).sort((one, other) => other.at - one.at);
const othersThan = (key) => newest().filter((other) => other.key !== key);
export const unsent = () => newest().filter(({ key, fields }) => key.startsWith(MINE) && Array.isArray(fields));

const isWritten = (key, text) => quietly(() => { localStorage.setItem(key, text); return true; }, false);
export const canKeep = () => isWritten(`${OURS}?`, "?") && (drop(`${OURS}?`), true);

export function write(key, draft) {
  const text = JSON.stringify(draft);
  if (text.length > LONGEST) return false;
  if (keys().length >= MOST) for (const old of othersThan(key).slice(MOST - 1)) drop(old.key);
  while (!isWritten(key, text)) {
    const oldest = othersThan(key).pop();
    if (!oldest) return false; // storage is forbidden or full of something else: only the page still has the text
    drop(oldest.key);
  }
  return true;
}

for (const { key, at } of newest()) if (Date.now() - at > KEPT_FOR) drop(key);
