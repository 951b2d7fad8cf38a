// Text that only the page has: a refusal is told on the page itself, which is not left for one without the text.

const SIGN_IN = "/accounts/login/";

const bears = (page, form) =>
  [...page.querySelectorAll("form.conflict, form[data-draft]")].some((one) => !one.dataset.draft || one.dataset.draft === form.dataset.draft);

export function takesAway(form, answer, { place, page }) {
  return place ? place.pathname === SIGN_IN : !answer.ok && !bears(page, form);
}

export function hold({ place, page }) {
  const notice = document.getElementById("tak-tersimpan").content.firstElementChild.cloneNode(true);
  const why = [page.querySelector("h1"), page.querySelector("main .measure p")].map((part) => part?.textContent.trim());
  notice.querySelector("[data-why]").textContent = place ? "Sesi Anda sudah berakhir." : `${why[0] ?? "Ditolak"}.`;
  notice.querySelector("[data-more]").textContent = (!place && why[1]) || "";
  notice.querySelector("[data-place]").href = place ?? location.href;
  for (const part of notice.querySelectorAll("[data-signin], [data-other]")) part.hidden = ("signin" in part.dataset) !== Boolean(place);
  document.getElementById("galat").replaceChildren(notice);
  notice.focus();
}
