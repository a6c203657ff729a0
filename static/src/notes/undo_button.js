// A press takes back the last change of a letter, for who has no keyboard.
import { freshFinder } from "../shell/elements.js";

const find = freshFinder("[data-undo-in]");

export function startUndoing(place) {
  for (const button of find(place)) {
    button.addEventListener("click", () => {
      document.querySelector(button.dataset.undoIn)?.focus();
      document.execCommand("undo");
    });
  }
}
