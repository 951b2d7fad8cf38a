// How an unsent text is shown in a few words: from where it parts with what the field holds now.

const [SHOWN, LEAD] = [160, 20];

function partsAt(text, present) {
  let at = 0;
  while (at < text.length && text[at] === present[at]) at += 1;
  return at;
}

function quoted(text, present) {
  const from = Math.max(0, partsAt(text, present) - LEAD);
  const rest = text.slice(from);
  return `${from ? "…" : ""}${rest.slice(0, SHOWN)}${rest.length > SHOWN ? "…" : ""}`;
}

// `kept` and `present` are rows of [name, value] in the order of the form; several may bear one name.
export function excerpt(kept, present) {
  const left = new Map();
  for (const [name, value] of present) left.set(name, [...(left.get(name) ?? []), value]);
  const texts = kept
    .map(([name, value]) => [value, left.get(name)?.shift() ?? ""])
    .filter(([value, now]) => value && value !== now && !/=(true|false)$/.test(value));
  const newOf = ([value, now]) => value.length - partsAt(value, now);
  const most = texts.reduce((one, other) => (one && newOf(one) >= newOf(other) ? one : other), null);
  return most ? quoted(...most) : "";
}
