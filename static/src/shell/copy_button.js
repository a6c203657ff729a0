// A button beside a text that is wanted elsewhere copies it, and says so.
import { freshFinder } from "./elements.js";

const find = freshFinder("[data-copy]");

export function startCopying(place) {
  for (const button of find(place)) {
    button.hidden = !navigator.clipboard;
    button.addEventListener("click", () => copy(button));
  }
}

async function copy(button) {
  const word = button.querySelector("[data-word]");
  const before = word.textContent;
  await navigator.clipboard.writeText(button.dataset.copy);
  word.textContent = button.dataset.copied;
  setTimeout(() => { word.textContent = before; }, 2000);
}
