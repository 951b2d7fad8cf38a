// A page that is before somebody's eyes says so, once. One that a browser fetched or drew ahead stays silent.

const EVENTS = ["visibilitychange", "prerenderingchange"];

export function noteOpened(form) {
  if (!form) return;
  const look = () => {
    if (document.prerendering || document.visibilityState !== "visible") return;
    for (const name of EVENTS) document.removeEventListener(name, look);
    fetch(form.action, { method: "POST", body: new FormData(form), keepalive: true }).catch(() => {});
  };
  for (const name of EVENTS) document.addEventListener(name, look);
  look();
}
