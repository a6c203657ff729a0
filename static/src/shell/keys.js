// Single keys, as in an email app: "n" a new interview, "h" the history, Escape folds an opened email, "?" all keys, "g"
// and a letter a page; the others press what the focused row has for them, if anything, and "u" undoes what was done last.
import { isTyping } from "./elements.js";

const PATIENCE = 1500;
export const UNDO = "[data-undo], [data-toast] [type=submit]";

export function startKeys() {
  let until = 0;
  // Before all others: the letter after "g" is no command of a row.
  document.addEventListener("keydown", (event) => {
    if (isTyping(event) || event.timeStamp > until) return;
    until = 0;
    event.stopImmediatePropagation();
    document.querySelector(`a[data-go="${CSS.escape(event.key)}"]`)?.click();
  }, true);
  document.addEventListener("keydown", (event) => {
    if (isTyping(event)) return;
    if (event.key === "g") until = event.timeStamp + PATIENCE;
    if (["n", "h", "Escape"].includes(event.key)) document.querySelector(`a[data-key=${event.key}]:not([data-row] *)`)?.click();
    if (event.key === "?") document.querySelector("#keys")?.showModal();
    if (event.key === "u") [...document.querySelectorAll(UNDO)].at(-1)?.click();
    if ("aechps#".includes(event.key)) pressInRow(event);
  });
}

function pressInRow(event) {
  const target = document.activeElement?.closest("[data-row]")?.querySelector(`[data-key="${event.key}"]`);
  if (!target) return;
  event.preventDefault();
  target.click();
}
