// A passage selected in the text becomes the quote of the comment form that is opened next.

const LONGEST = 1000;
let passage = "";

document.addEventListener("selectionchange", () => {
  const selection = getSelection();
  const start = selection.anchorNode?.parentElement;
  if (!selection.isCollapsed && start?.closest(".paper") && !start.closest("form")) passage = selection.toString().trim();
});

document.addEventListener("toggle", ({ target }) => {
  if (!target.open || !target.matches("[data-quote]")) return;
  const field = target.querySelector("[name=quote]");
  if (passage && !field.value) {
    field.value = passage.slice(0, LONGEST);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  passage = "";
}, true);
